"""``annotator statements``: who takes which stance on which instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.numbers import NUMBER

if TYPE_CHECKING:
    from annotator.services.listing_statements import Filling, Stated


@click.command()
@click.argument("slug")
@click.option("--actor", default="", help="A part of the name, or a key such as entry:kazakhstan.")
@click.option("--instrument", default="", help="The same of the instrument.")
@click.option("--polarity", default="", help="Which way it goes, as the codebook calls it.")
@click.option("--voice", default="", help="In whose words it is told, as the codebook calls it.")
@click.option("--date", default="", help="2022, 2022-09 or 2005..2022.")
@click.option("--document", default="", help="The document's id, or a part of its title.")
@click.option("--layer", default="", help="An annotator, or gold; all of them by default.")
@click.option("--text", default="", help="Words of the stance, or beside it.")
@click.option("--order", default="document", show_default=True, help="A column, with - before it the other way.")
@click.option("--limit", type=NUMBER, default=10_000, show_default=True, help="At most so many.")
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def statements(slug: str, *, order: str, limit: int, user: str | None, as_json: bool, **wanted: Any) -> None:
    """List the statements of a project."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import listing_statements
    from annotator.services.listing_statements import Wanted
    from annotator.services.statement_rows import row

    with opened() as (_, store), store.read() as tx:
        found = listing_statements.listed(
            tx, acting_as(store, user), slug, Wanted(**wanted), order=order, limit=limit
        )
    if as_json:
        click.echo(orjson.dumps([row(one) for one in found.rows], option=orjson.OPT_INDENT_2).decode())
        return
    for one in found.rows:
        click.echo(_line(one))
    more = f", {len(found.rows)} of them shown" if len(found.rows) < found.total else ""
    click.echo(f"{found.total} statement{'' if found.total == 1 else 's'}{more}.", err=True)


def _line(one: Stated) -> str:
    said = one.statement
    parts = (_name(one.actor), said.polarity or "?", _name(one.instrument), " ".join(one.words.split()))
    return "\t".join((*parts, said.layer, f"{one.title} {said.stance.start}-{said.stance.end}"))


def _name(filling: Filling | None) -> str:
    return filling.node.name if filling else "?"
