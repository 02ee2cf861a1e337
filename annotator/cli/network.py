"""``annotator network``: the discourse network of a project."""

from __future__ import annotations

import click

from annotator.cli.numbers import NUMBER


@click.command()
@click.argument("slug")
@click.option(
    "--view",
    default="affiliation",
    show_default=True,
    help="affiliation (actors by instruments), congruence, conflict.",
)
@click.option("--support", default="", help="gold, agreed (by two annotators) or any; gold where there is any.")
@click.option("--least", type=NUMBER, default=1, show_default=True, help="Edges of at least this weight.")
@click.option(
    "--format", "form", type=click.Choice(["graphml", "csv", "json", "svg"]), default="json", show_default=True
)
@click.option("--as", "user", help="Ask with this user's rights.")
def network(slug: str, *, view: str, support: str, least: int, form: str, user: str | None) -> None:
    """Write who takes which side on which instrument, and who stands with or against whom."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import networking
    from annotator.services.network_files import chunks
    from annotator.services.network_svg import svg

    with opened() as (_, store), store.read() as tx:
        found = networking.drawn(tx, acting_as(store, user), slug, networking.Asked(view, support, least))
    for chunk in (svg(found.network),) if form == "svg" else chunks(found, form):
        click.echo(chunk, nl=False)
