"""``annotator doctor``."""

import sys
from dataclasses import asdict

import click

_SIGNS = {"good": "  ok   ", "note": "  note ", "wrong": "WRONG  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def doctor(*, as_json: bool) -> None:
    """Say what is wrong with this installation, and how to mend it.

    Exit code 1 where something is wrong. A server may be at work. `annotator check` looks at what is stored.
    """
    import orjson

    from annotator.cli.opened import opened_as_it_is
    from annotator.services import diagnosing

    found = []
    with opened_as_it_is() as (settings, store):
        for one in diagnosing.diagnose(settings, store):
            found.append(one)
            if not as_json:
                mend = f"\n{'':<20}-> {one.mend}" if one.mend else ""
                click.echo(f"{_SIGNS[one.state]}{one.about:<12} {one.said}{mend}")
    if as_json:
        click.echo(orjson.dumps([asdict(one) for one in found], option=orjson.OPT_INDENT_2).decode())
    if any(one.state == "wrong" for one in found):
        sys.exit(1)
