"""The documentation inside the application: the very pages of ``docs/``, made HTML once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from flask import Blueprint
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from annotator.domain.errors import NotFound
from annotator.web.door import Visit, reads
from annotator.web.language import N_, gettext, language
from annotator.web.page import Answer

blueprint = Blueprint("guides", __name__)

FIRST = "annotators"
_ORDER = (FIRST, "managers", "administrators")
HEADINGS = (
    N_("For annotators"),
    N_("Begin"),
    N_("Mark"),
    N_("Say who takes which stance on what"),
    N_("When it is not clear"),
    N_("Finish"),
    N_("Is it saved?"),
    N_("For managers"),
    N_("For administrators"),
    N_("Annotators"),
    N_("Managers"),
    N_("Administrators"),
)
"""What is said in the language of the page: the rest of the documentation is in English."""
_FOLDERS = ("guide", "reference")
_PAGE = re.compile(r"(?:[\w./-]*/)?([\w-]+)\.md(#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Guide:
    """A page of the documentation."""

    name: str
    title: str
    body: Markup

    @property
    def heading(self) -> str:
        """Its title in the language of the page."""
        return heading(self.title)

    @property
    def short(self) -> str:
        """What it is called among the others."""
        short = self.title.removeprefix("For ")
        return heading(short[:1].upper() + short[1:])


@blueprint.get("/guide")
@reads
def index(visit: Visit) -> Answer:
    """The guide for annotators."""
    return _shown(visit, FIRST)


@blueprint.get("/guide/<name>")
@reads
def guide(visit: Visit, name: str) -> Answer:
    """Any page of the documentation."""
    return _shown(visit, name)


def _shown(visit: Visit, name: str) -> Answer:
    found = guides(language())
    if name not in found:
        raise NotFound("no-guide", "There is no such page of the guide.")
    return visit.page("guide/page.html", guide=found[name], guides=found.values())


def documentation() -> Path:
    """Where the documentation is: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "docs"
    return installed if installed.is_dir() else package.parent / "docs"


def heading(words: str) -> str:
    """A heading of the documentation in the language of the page, as far as it is known."""
    return gettext(words) if words in HEADINGS else words


@cache
def guides(_language: str = "en") -> dict[str, Guide]:
    """The pages by name, guides first, with headings in the language of the page."""
    paths = [path for folder in _FOLDERS for path in sorted((documentation() / folder).glob("*.md"))]
    paths.sort(key=lambda path: _ORDER.index(path.stem) if path.stem in _ORDER else len(_ORDER))
    return {path.stem: rendered(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def rendered(name: str, source: str) -> Guide:
    """A page from its source; what would need a style or script of its own in it stays text."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(source)
    for token in tokens:
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("href", _within(str(inner.attrGet("href"))))
    _name_headings(tokens)
    body = str(reader.renderer.render(tokens, reader.options, {}))
    # What is wider than its page is scrolled, by keyboard too.
    body = body.replace("<table>", '<div class="scrolled" tabindex="0" role="region" aria-label="Table"><table>')
    body = body.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Guide(name, next(one.content for one in tokens if one.type == "inline"), Markup(body))  # noqa: S704 - ours


def _within(link: str) -> str:
    """A link between files as one between pages of this site."""
    found = _PAGE.fullmatch(link)
    return f"/guide/{found[1]}{found[2] or ''}" if found else link


def _name_headings(tokens: Sequence[Token]) -> None:
    """Let each heading be linked to, by its words."""
    for token, inner in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", re.sub(r"[^a-z0-9]+", "-", inner.content.lower()).strip("-"))
            for word in inner.children or ():
                word.content = heading(word.content)
