"""The bad inputs that wait beside the checkout, and whether what became of one is what their manifest expects."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from large_inputs import MADE
from shared_folder import shared_folder

INSIDES = ("Traceback", "lxml", "sqlalchemy", "psycopg", "sqlite3", ".py", str(Path(__file__).parents[1]))
_READERS = {"zip": "auto"}
_LONGEST_LINE = 400


@dataclass(frozen=True)
class Case:
    """One entry of the manifest."""

    entry: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.entry.get(name)

    @property
    def name(self) -> str:
        return Path(self.file or self.generate["name"]).name

    @property
    def data(self) -> bytes:
        return (shared_folder("bad_inputs") / self.file).read_bytes() if self.file else MADE[self.id]()

    @property
    def reader(self) -> str:
        """The format that somebody would name for it."""
        return _READERS.get(self.format, self.format)


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the texts that came in, what was said, and what it took, where that was measured.

    Attributes:
        said: in lines, for a person; findings and refusals.
        shown: everything that was answered, with what is no line for a person.
        seconds: of the processor; whoever else works on this machine does not count.
        megabytes: by which memory grew at the most.
    """

    texts: list[str]
    said: list[str]
    shown: str = ""
    seconds: float = 0
    megabytes: float = 0


def cases(*kinds: str) -> list[Case]:
    """The entries of these kinds: ``file``, ``generated``, ``value``."""
    return [Case(one) for one in manifest()["entries"] if one["kind"] in kinds]


def values(*fields: str) -> list[Case]:
    """The values that would be typed into these fields."""
    return [one for one in cases("value") if one.field in fields]


VALUE_FIELDS = frozenset(
    (
        *("label.name", "label.name.pair", "label.color", "project.name", "document.title", "comment.text"),
        *("user.display_name", "user.name", "user.name.pair", "login.next", "url.id", "upload.filename"),
        *("import.url", "form.extra_field", "span.create", "list.sort_or_filter", "search.query"),
    )
)
"""The fields that the manifest has values for: each door says what it does with each of them."""


def manifest() -> dict[str, Any]:
    return json.loads((shared_folder("bad_inputs") / "manifest.json").read_text(encoding="utf-8"))


def complaints(case: Case, outcome: Outcome) -> Iterator[str]:
    """In words, what is not as the manifest expects."""
    yield from _about_the_texts(case, outcome)
    if not outcome.texts and not outcome.said:
        yield "refused without a word"
    if long := [line for line in outcome.said if len(line) > _LONGEST_LINE or "\n" in line]:
        yield f"not a clear line: {long[0][:200]}"
    yield from (f"shows {one}" for one in INSIDES if one in outcome.shown)
    yield from (f"shows {one} as it is" for one in case.must_not_render or () if one in outcome.shown)
    if outcome.seconds > case.max_seconds:
        yield f"took {outcome.seconds:.1f} s"
    if outcome.megabytes > case.max_rss_growth_mb:
        yield f"took {outcome.megabytes:.0f} MB"


def _about_the_texts(case: Case, outcome: Outcome) -> Iterator[str]:
    if outcome.texts and case.expect == "reject":
        yield "accepted"
    if not outcome.texts:
        if case.expect in ("accept_exact", "accept_inert"):
            yield f"refused: {outcome.said}"
        return
    whole = "\n".join(outcome.texts)
    yield from (f"without {words[:40]!r}" for words in case.must_contain or () if words not in whole)
    yield from (f"with {words[:40]!r}" for words in case.must_not_contain or () if words in whole)
    if case.allowed:
        allowed = {(one["sha256"], one["length"]) for one in case.allowed}
        if not {(sha256(text.encode()).hexdigest(), len(text)) for text in outcome.texts} <= allowed:
            yield "the text is none of those allowed"
