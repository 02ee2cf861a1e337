"""``annotator move``."""

import click


@click.command()
@click.argument("to", metavar="DATABASE")
@click.option("--project", "slug", metavar="SLUG", help="This project alone, beside what is there.")
def move(to: str, slug: str | None) -> None:
    """Copy everything, or one project, into another DATABASE: sqlite:///… or postgresql+psycopg://….

    The other one is made if it is not there yet. Exports are the same bytes before and after. What is here
    stays as it is; no server may be at work on either.
    """
    from annotator.cli.opened import opened
    from annotator.cli.server import alone, refuse_servers
    from annotator.domain.errors import Conflict
    from annotator.services import moving
    from annotator.services.transactions import Store, prepare
    from annotator.settings import database_url

    with opened() as (settings, store), alone(settings, store):
        address = database_url(to, "DATABASE")
        if address == store.url:
            raise Conflict("same-database", "That is the database that this would be taken from.")
        other = Store(address)
        try:
            prepare(other)
            refuse_servers(other)
            moved = moving.move_project(store, other, slug) if slug else moving.move_all(store, other)
        finally:
            other.close()
    what = f"the project {slug}" if slug else "everything"
    click.echo(f"Moved {what}: {moved} rows. What was here is still here.", err=True)
