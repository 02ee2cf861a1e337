"""``annotator figures``: labels counted by where and when they are given, and what is mentioned most."""

from __future__ import annotations

import click


@click.command()
@click.argument("slug")
@click.option(
    "--figure",
    type=click.Choice(["labels", "together", "mentions"]),
    default="labels",
    show_default=True,
    help="Labels by where they are given, labels in one paragraph, or what is mentioned most.",
)
@click.option("--by", default="publication", show_default=True, help="publication, year, month or document.")
@click.option("--layer", default="", help="gold, all, or a user's name; the widest you may know of by default.")
@click.option("--filter", "let", default="", help="Only these documents: a filter's name, or year=2005&tag=x.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "svg"]),
    default="csv",
    show_default=True,
    help="A table, or a drawing.",
)
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts: all three.")
def figures(
    *, slug: str, figure: str, by: str, layer: str, let: str, form: str, user: str | None, as_json: bool
) -> None:
    """Count what is marked: as a table in CSV, or drawn as SVG."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import frequency
    from annotator.services.table import as_csv

    with opened() as (_, store), store.read() as tx:
        found = frequency.frequency(tx, acting_as(store, user), slug, layer=layer, by=by, let=let)
    if as_json:
        click.echo(orjson.dumps(frequency.report(found), option=orjson.OPT_INDENT_2).decode())
        return
    if form == "svg":
        # Read here: the web is the larger half of the program.
        from annotator.web.figure_pictures import picture

        click.echo(picture(found, figure))
        return
    for chunk in as_csv(frequency.tables(found)[figure]):
        click.echo(chunk, nl=False)
