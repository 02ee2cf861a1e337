"""``annotator filter``: filters of documents that a project keeps under a name."""

import click

_AS = click.option("--as", "user", help="With this user's rights, and under their name.")


@click.group("filter")
def filter_() -> None:
    """Filters of documents: sets for rounds, agreement and exports."""


@filter_.command("list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@_AS
def list_(slug: str, *, user: str | None, as_json: bool) -> None:
    """List the filters that a project keeps, by name."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import filters

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            _, kept = filters.all_of(tx, person, slug)
    if as_json:
        rows = [{"name": one.name, "query": one.query, "by": one.by, "updated": one.updated} for one in kept]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for one in kept:
        click.echo(f"{one.name}\t{one.query}")


@filter_.command("save")
@click.argument("slug")
@click.argument("name")
@click.argument("query")
@_AS
def save(slug: str, name: str, query: str, *, user: str | None) -> None:
    """Keep a filter, such as year=2005&publication=Eurasianet, under a name."""
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.document_filter import filter_from
    from annotator.services import filters

    wanted = filter_from(query)
    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            kept = filters.save(tx, person, slug, name, wanted)
    click.echo(f"Kept {kept.name}: {kept.query}")


@filter_.command("remove")
@click.argument("slug")
@click.argument("name")
@_AS
def remove(slug: str, name: str, *, user: str | None) -> None:
    """Keep a filter no longer; what was made with it stays."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import filters

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            filters.remove(tx, person, slug, name)
    click.echo(f"Removed {name}.")
