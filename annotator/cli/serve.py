"""``annotator serve``, ``demo`` and ``upgrade``."""

import shlex
import sys
from pathlib import Path
from threading import Timer

import click

from annotator.cli.numbers import LARGEST
from annotator.domain.errors import Invalid

_MOST_WORKERS = 64

_HOST = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="0.0.0.0: other machines too, by this machine's name or address.",
)

_PORT = click.option("--port", type=click.IntRange(0, 65_535), default=5000, show_default=True)


@click.command()
@_HOST
@_PORT
@click.option(
    "--workers",
    type=click.IntRange(max=LARGEST),
    default=1,
    show_default=True,
    help="Processes; more than one over PostgreSQL only.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Run the server."""
    from annotator.cli import logs
    from annotator.cli.opened import opened
    from annotator.cli.server import address, run
    from annotator.services import accounts

    with opened() as (settings, store):
        logs.set_up(settings)
        with store.read() as tx:
            needed = accounts.needs_set_up(tx)
        found_at = settings.public_url or address(host, port)
        token = accounts.set_up_token(settings.secret_key)

        def ready() -> None:
            if needed:
                click.echo(
                    f"Nobody looks after this site yet. Make the first account at\n  {found_at}/set-up/{token}"
                )
            click.echo(f"Serving at {found_at} (Ctrl+C ends it).")

        if workers == 1:
            run(settings, store, host, port, ready, found_at=found_at)
            return
        _refuse_workers(workers, sqlite=store.is_sqlite)
    from annotator.cli import workers as several

    several.run(settings, host, port, workers, ready, found_at=found_at)


def _refuse_workers(workers: int, *, sqlite: bool) -> None:
    if not 1 <= workers <= _MOST_WORKERS:
        raise Invalid("bad-workers", f"--workers is a number from 1 to {_MOST_WORKERS}.")
    if sqlite:
        raise Invalid("one-writer", "SQLite is served by one process. For --workers set ANNOTATOR_DATABASE_URL.")
    if sys.platform == "win32":
        raise Invalid("no-workers", "On Windows there is one server process.")


@click.command()
@_HOST
@_PORT
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the demo is kept.")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
def demo(host: str, port: int, data_dir: Path | None, *, no_browser: bool) -> None:
    """The five seed articles, their codebook and a team, ready to annotate."""
    import webbrowser

    from annotator.cli.opened import opened
    from annotator.cli.server import address, free_port, run
    from annotator.services import accounts, demonstrating
    from annotator.settings import default_data_dir

    with opened(data_dir or default_data_dir().with_name("annotator-demo")) as (settings, store):
        name = demonstrating.demonstrate(store)
        with store.write() as tx:
            ticket = accounts.ticket_for(tx, accounts.OPERATOR, name)
        port = free_port(host, port)
        link = f"{address(host, port)}/enter/{ticket}"

        def ready() -> None:
            click.echo(f"The demo is kept in {settings.data_dir}.")
            click.echo(f"Other commands work on it with\n  {_where(settings.data_dir)}")
            click.echo(f"Sign in as “{name}”, manager of the demo team, by this link; it works once:\n  {link}")
            click.echo(f"Serving at {address(host, port)} (Ctrl+C ends it).")
            if not no_browser:
                Timer(0.1, webbrowser.open, (link,)).start()

        run(settings, store, host, port, ready, found_at=address(host, port))


def _where(folder: Path) -> str:
    """The line of a shell that lets other commands work on ``folder``."""
    if sys.platform == "win32":
        return f"set ANNOTATOR_DATA_DIR={folder}"
    return f"export ANNOTATOR_DATA_DIR={shlex.quote(str(folder))}"


@click.command()
def upgrade() -> None:
    """Bring the database's schema to this version; what is there is backed up first."""
    from annotator.cli.opened import opened_as_it_is
    from annotator.cli.server import alone
    from annotator.services import backing_up

    with opened_as_it_is() as (settings, store), alone(settings, store):
        kept = backing_up.upgrade(settings, store)
    if kept:
        click.echo(f"A backup of how it was: {kept}", err=True)
    click.echo("The database is at this version.")
