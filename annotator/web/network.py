"""The discourse network of a project: drawn, as a table, with the quotes behind each edge, and as files."""

from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from annotator.domain.entity import spoken_key
from annotator.domain.errors import Invalid, NotFound
from annotator.domain.network import SUPPORTS, VIEWS, Edge
from annotator.domain.text import checked_line
from annotator.services import network_files, networking
from annotator.services.network_svg import TITLES, svg, told
from annotator.services.networking import Asked
from annotator.web.agreement_form import page_of
from annotator.web.door import Visit, reads
from annotator.web.page import Answer, Download

blueprint = Blueprint("network", __name__)

SUPPORTED = {"gold": "gold", "agreed": "agreed by two annotators", "any": "anybody’s"}
AT_ONCE = 25
"""Rows of the table: so many can be looked through on a phone."""

_TYPES = {
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
    "json": "application/json",
}


@blueprint.get("/projects/<slug>/network")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """One view of the network; of its table the rows that ``about`` and ``page`` ask for."""
    asked, page = asked_of(request.args), page_of(request.args)
    about = checked_line(given, "Name") if (given := request.args.get("about", "").strip()) else ""
    found = networking.drawn(visit.tx, visit.person, slug, asked)
    edges = [edge for edge in found.network.edges if _names(edge, about)]
    first = (page - 1) * AT_ONCE

    def quotes(edge: Edge) -> str:
        ends: dict[str, object] = {"source": edge.source.key, "target": edge.target.key, "support": found.support}
        return _link(slug, asked, "/quotes", ends)

    return visit.page(
        "network/page.html",
        project=found.project,
        found=found,
        shown=found.network,
        pictured=found.pictured,
        rows=edges[first : first + AT_ONCE],
        listed=len(edges),
        first=first,
        page=page,
        about=about,
        drawn_from=min((edge.weight for edge in found.pictured.edges), default=1),
        asked=asked,
        # lxml wrote it: whatever people named is escaped.
        drawing=Markup(svg(found.pictured, link=quotes)),  # noqa: S704
        titles=TITLES,
        views=VIEWS,
        supports={name: SUPPORTED[name] for name in SUPPORTS},
        files=tuple(_TYPES),
        told=told,
        link=lambda **other: _link(slug, asked, "", other),
        file_link=lambda ending: _link(slug, asked, f".{ending}", {}),
        quotes=quotes,
    )


@blueprint.get("/projects/<slug>/network/quotes")
@reads
def quotes(visit: Visit, slug: str) -> Answer:
    """The statements behind one edge."""
    asked = asked_of(request.args)
    ends = request.args.get("source", ""), request.args.get("target", "")
    found = networking.behind(visit.tx, visit.person, slug, asked, ends)
    return visit.page(
        "network/quotes.html",
        project=found.drawn.project,
        found=found,
        edge=found.edge,
        told=told,
        title=TITLES[found.drawn.network.view],
        sign_of=found.sign_of,
        back=_link(slug, asked, "", {}),
    )


@blueprint.get("/projects/<slug>/network.<ending>")
@reads
def file(visit: Visit, slug: str, ending: str) -> Answer:
    """The view as a file."""
    if ending not in _TYPES:
        raise NotFound("no-file", "There is no such file of a network.")
    found = networking.drawn(visit.tx, visit.person, slug, asked_of(request.args))
    drawn = [svg(found.pictured).encode()] if ending == "svg" else []
    pieces = partial(iter, drawn) if drawn else partial(network_files.chunks, found, ending)
    return Download(f"{slug}-{found.network.view}.{ending}", _TYPES[ending], pieces)


def _names(edge: Edge, about: str) -> bool:
    return any(spoken_key(about) in spoken_key(node.name) for node in (edge.source, edge.target))


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Which network an address asks for: ``view``, ``support`` and ``least``; all of it without one."""
    least = args.get("least", "")
    if least and (not (least.isascii() and least.isdigit()) or int(least[:9]) == 0):
        raise Invalid("not-a-weight", f"An edge weighs 1 or more, not “{least[:40]}”.")
    return Asked(args.get("view", VIEWS[0]), args.get("support", ""), int(least[:9]) if least else None)


def _link(slug: str, asked: Asked, place: str, other: dict[str, object]) -> str:
    query = {"view": asked.view, "support": asked.support, "least": asked.least} | other
    shown = {name: value for name, value in query.items() if value not in ("", None, VIEWS[0])}
    return f"/projects/{slug}/network{place}" + (f"?{urlencode(shown)}" if shown else "")
