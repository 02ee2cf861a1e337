"""``annotator backup`` and ``restore``."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_FILE = click.argument("path", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))


@click.command()
@_FILE
@click.option("--json", "as_json", is_flag=True, help="Print the manifest, for scripts.")
def backup(path: Path, *, as_json: bool) -> None:
    """Copy everything into the file PATH, as of one moment; a server may be at work.

    The secret key is not in it: whoever is signed in signs in again after a restore.
    """
    import orjson

    from annotator.cli.opened import opened_as_it_is
    from annotator.domain.backup import manifest_to_tree
    from annotator.services import backing_up

    with opened_as_it_is() as (_, store):
        if str(path) == "-":
            with tempfile.TemporaryDirectory() as folder:
                draft = Path(folder) / "backup.zip"
                manifest = backing_up.backup(store, draft)
                with draft.open("rb") as file:
                    shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        else:
            manifest = backing_up.backup(store, path)
    if as_json:
        tree = orjson.dumps(manifest_to_tree(manifest), option=orjson.OPT_INDENT_2).decode()
        click.echo(tree, err=str(path) == "-")
        return
    click.echo(f"Wrote {path}: {manifest.rows} rows in {len(manifest.tables)} tables, read back.", err=True)


@click.command()
@_FILE
@click.option("--replace", is_flag=True, help="Put it in the place of what is there, which is backed up first.")
def restore(path: Path, *, replace: bool) -> None:
    """Put back what a backup holds. No server may be at work on the same data."""
    from annotator.cli.opened import opened_as_it_is
    from annotator.cli.server import alone
    from annotator.domain.errors import Conflict
    from annotator.services import backing_up

    with opened_as_it_is() as (settings, store), alone(settings, store), _local(path) as file:
        backing_up.verified(file)
        if backing_up.holds_anything(store):
            if not replace:
                raise Conflict(
                    "not-empty", "There are people or projects in this database. --replace puts the backup there."
                )
            click.echo(f"What was there is in {backing_up.backup_aside(settings, store, 'restore')}.", err=True)
        manifest = backing_up.restore(store, file)
    click.echo(f"Restored {manifest.rows} rows of {manifest.made}.", err=True)


@contextmanager
def _local(path: Path) -> Iterator[Path]:
    """The file itself, or what comes by standard input as a file."""
    if str(path) != "-":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "standard input"
        with copy.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield copy
