"""``annotator search``: places in the texts of a project, in their context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.numbers import NUMBER
from annotator.domain.script import columns

if TYPE_CHECKING:
    from annotator.services.searching import Hit


@click.command()
@click.argument("slug")
@click.argument("query")
@click.option(
    "--kwic", type=click.IntRange(0, 1000), default=40, show_default=True, help="Characters on each side."
)
@click.option("--order", default="text", show_default=True, help="text, left, right or words.")
@click.option("--limit", type=NUMBER, default=1000, show_default=True, help="At most so many places.")
@click.option("--as", "user", help="Search with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def search(slug: str, query: str, *, kwic: int, order: str, limit: int, user: str | None, as_json: bool) -> None:
    """Find words, "phrases", beginnings* and spans (label:stance, by:ana, polarity=opposes, date:2022)."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import searching

    with opened() as (_, store), store.read() as tx:
        found = searching.search(tx, acting_as(store, user), slug, query, context=kwic, limit=limit, order=order)
    if as_json:
        click.echo(orjson.dumps([searching.told(hit) for hit in found.hits], option=orjson.OPT_INDENT_2).decode())
        return
    # Wide letters take two columns: the side that takes most is what the others are filled up to.
    lefts = max([kwic, *(columns(hit.left) for hit in found.hits)])
    rights = max([kwic, *(columns(hit.right) for hit in found.hits)])
    for hit in found.hits:
        left, right = " " * (lefts - columns(hit.left)), " " * (rights - columns(hit.right))
        click.echo(f"{left}{_line(hit.left)}[{_line(hit.text)}]{_line(hit.right)}{right}\t{_told(hit)}")
    count = len(found.hits)
    click.echo(
        f"{count} place{'' if count == 1 else 's'}{', and there are more' if found.more else ''}.", err=True
    )


def _told(hit: Hit) -> str:
    marked = f"\t{hit.span.label}\t{hit.span.layer}" if hit.span else ""
    return f"{hit.title}\t{hit.start}-{hit.end}{marked}"


def _line(text: str) -> str:
    # One character for one: the place in the middle stays there.
    return "".join(" " if character.isspace() else character for character in text)
