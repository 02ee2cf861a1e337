"""``annotator check``."""

import sys
from dataclasses import asdict

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def check(*, as_json: bool) -> None:
    """Check all that is stored: the database, the texts, the files, and every span against the log of events.

    Exit code 1 where something does not hold together. A server may be at work.
    """
    import orjson

    from annotator.cli.opened import opened
    from annotator.services import checking

    with opened() as (_, store), store.read() as tx:
        found = checking.check(tx)
    if as_json:
        click.echo(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2).decode())
    else:
        for warning in found.warnings:
            click.echo(warning, err=True)
        for fault in found.faults:
            click.echo(f"{fault.where}: {fault.what}")
        wrong = f"{len(found.faults)} do not hold together" if found.faults else "everything holds together"
        click.echo(f"{found.documents} documents: {wrong}.")
    if found.faults:
        sys.exit(1)
