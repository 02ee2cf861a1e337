"""A discourse network as SVG: a drawing by itself, or one whose lines open what is behind them."""

from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element as Element

from annotator.domain.network import Edge, Network
from annotator.services.network_picture import Dot, Line, picture

TITLES = {
    "affiliation": "Actors by instruments",
    "congruence": "Actors on the same side",
    "conflict": "Actors on opposite sides",
}
_SVG = "http://www.w3.org/2000/svg"
_INK = "#1c1f22"
_DASHES = {"opposes": "7 4", "conflict": "7 4", "both": "12 3 2 3", "neither": "1.5 4"}
_COLOURS = {
    "supports": "#21603a",
    "congruence": "#21603a",
    "opposes": "#a3261c",
    "conflict": "#a3261c",
    "both": "#7a4b00",
    "neither": "#565b61",
}
_REACH = 11
"""From the middle of a dot to its label."""


def svg(found: Network, title: str = "", link: Callable[[Edge], str] | None = None) -> str:
    """The drawing of a network.

    Args:
        found: what is drawn.
        title: what the drawing says that it is; the name of the view, if nothing is said.
        link: where the quotes behind an edge are; without it, it is a drawing for a file, on white.
    """
    drawn = picture(found)
    root = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})  # type: ignore[dict-item]  # stubs
    size = {"width": str(drawn.width), "height": str(drawn.height)}
    view = f"{drawn.left} 0 {drawn.width} {drawn.height}"
    _set(root, {"class": "network", "viewBox": view, **size, "font-family": "sans-serif", "font-size": "14"})
    named = _add(root, "title", {}, title or TITLES[found.view])
    if link is None:
        corner = {"x": str(drawn.left)} if drawn.left else {}
        _add(root, "rect", {**corner, **size, "fill": "#ffffff"})
    else:
        _set(root, {"role": "group", "aria-labelledby": "picture-title"})
        named.set("id", "picture-title")
    for line in drawn.lines:
        _add_line(root, line, link)
    for dot in drawn.dots:
        _add_dot(root, dot)
    return etree.tostring(root, encoding="unicode") + "\n"


def told(edge: Edge) -> str:
    """An edge in words, such as for its title."""
    met = "; ".join(node.name for node in edge.instruments)
    on = f" on {met}" if not edge.sides else ""
    statements = f"{len(edge.ties)} statement{'' if len(edge.ties) == 1 else 's'}"
    return f"{edge.source.name} – {edge.target.name}{on}: {statements}"


def _add_line(root: Element, line: Line, link: Callable[[Edge], str] | None) -> None:
    said = f"{told(line.edge)}, {line.kind}"
    parent = root if link is None else _add(root, "a", {"href": link(line.edge), "aria-label": said})
    group = _add(parent, "g", {"class": f"edge {line.kind}", "stroke": _COLOURS[line.kind]})
    _add(group, "title", {}, said)
    tag, course = _course(line)
    _add(group, tag, {"class": "reach", **course, "stroke-opacity": "0", "stroke-width": "12"})
    dashes = {"stroke-dasharray": _DASHES[line.kind]} if line.kind in _DASHES else {}
    drawn = {"class": "drawn", **course, "stroke-width": str(line.width), **dashes, "stroke-opacity": ".8"}
    _add(group, tag, drawn)


def _course(line: Line) -> tuple[str, dict[str, str]]:
    """From one end to the other, straight or bent."""
    one, other = line.one, line.other
    if line.towards is None:
        return "line", {"x1": str(one.x), "y1": str(one.y), "x2": str(other.x), "y2": str(other.y)}
    x, y = line.towards
    return "path", {"d": f"M{one.x} {one.y} Q{x} {y} {other.x} {other.y}", "fill": "none"}


def _add_dot(root: Element, dot: Dot) -> None:
    group = _add(root, "g", {"class": f"node {dot.sort}", "fill": _INK})
    _add(group, "title", {}, dot.node.name)
    if dot.sort == "actor":
        _add(group, "circle", {"cx": str(dot.x), "cy": str(dot.y), "r": "5"})
    else:
        corner = {"x": str(round(dot.x - 5, 1)), "y": str(round(dot.y - 5, 1))}
        _add(group, "rect", {**corner, "width": "10", "height": "10"})
    at = round(dot.x + (-_REACH if dot.left else _REACH), 1)
    side = {"text-anchor": "end"} if dot.left else {}
    _add(group, "text", {"x": str(at), "y": str(dot.y + 5), **side}, dot.label)


def _add(parent: Element, tag: str, attributes: dict[str, str], text: str | None = None) -> Element:
    made = etree.SubElement(parent, f"{{{_SVG}}}{tag}", attributes)
    made.text = text
    return made


def _set(element: Element, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        element.set(name, value)
