"""The discourse network of a project: drawn, as a table, with the quotes behind each edge, and as files."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.network import SUPPORTS, VIEWS, Edge
from annotator.services import network_files, networking
from annotator.services.networking import Asked
from annotator.web.door import Visit, reads
from annotator.web.network_picture import LABELS, picture
from annotator.web.page import Answer, Download

blueprint = Blueprint("network", __name__)

TITLES = {
    "affiliation": "Actors by instruments",
    "congruence": "Actors on the same side",
    "conflict": "Actors on opposite sides",
}
SUPPORTED = {"gold": "gold", "agreed": "agreed by two annotators", "any": "anybody’s"}
_TYPES = {
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
    "json": "application/json",
}


@blueprint.get("/projects/<slug>/network")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """One view of the network."""
    asked = asked_of(request.args)
    found = networking.drawn(visit.tx, visit.person, slug, asked)
    return visit.page(
        "network/page.html",
        project=found.project,
        found=found,
        shown=found.network,
        asked=asked,
        picture=picture(found.network),
        titles=TITLES,
        views=VIEWS,
        supports={name: SUPPORTED[name] for name in SUPPORTS},
        labels=LABELS,
        as_file=False,
        files=tuple(_TYPES),
        told=_told,
        link=lambda **other: _link(slug, asked, "", other),
        file_link=lambda ending: _link(slug, asked, f".{ending}", {}),
        quotes=lambda edge: _link(
            slug,
            asked,
            "/quotes",
            {"source": edge.source.key, "target": edge.target.key, "support": found.support},
        ),
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
        told=_told,
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
    if ending == "svg":
        made = render_template(
            "network/picture.svg",
            picture=picture(found.network),
            title=TITLES[found.network.view],
            labels=LABELS,
            as_file=True,
            told=_told,
            quotes=None,
        ).encode()
    else:
        made = network_files.written(found, ending)
    return Download(f"{slug}-{found.network.view}.{ending}", _TYPES[ending], lambda: iter((made,)))


def asked_of(args: MultiDict[str, str]) -> Asked:
    """Which network an address asks for: ``view``, ``support`` and ``least``."""
    least = args.get("least", "") or "1"
    if not (least.isascii() and least.isdigit()) or int(least[:9]) == 0:
        raise Invalid("not-a-weight", f"An edge weighs 1 or more, not “{least[:40]}”.")
    return Asked(args.get("view", VIEWS[0]), args.get("support", ""), int(least[:9]))


def _told(edge: Edge) -> str:
    """An edge in words, such as for its title."""
    met = "; ".join(node.name for node in edge.instruments)
    on = f" on {met}" if not edge.sides else ""
    statements = f"{len(edge.ties)} statement{'' if len(edge.ties) == 1 else 's'}"
    return f"{edge.source.name} – {edge.target.name}{on}: {statements}"


def _link(slug: str, asked: Asked, place: str, other: dict[str, object]) -> str:
    query = {"view": asked.view, "support": asked.support, "least": asked.least} | other
    shown = {name: value for name, value in query.items() if value not in ("", 1, VIEWS[0])}
    return f"/projects/{slug}/network{place}" + (f"?{urlencode(shown)}" if shown else "")
