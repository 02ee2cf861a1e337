"""``annotator check-tei``: the proof that a TEI file is what it says."""

import sys
from pathlib import Path
from typing import BinaryIO

import click


@click.command("check-tei")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--schema", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="tei_all.rng, as well."
)
def check_tei(file: BinaryIO, schema: Path | None) -> None:
    """Check FILE: well-formed, valid, every pointer and range where it should be."""
    from annotator.services import proving

    proof = proving.check_tei(file.read(), schema=schema)
    for check in proof.passed:
        click.echo(f"ok       {check}")
    for problem in proof.problems:
        click.echo(f"problem  {problem.check}, line {problem.line}: {problem.what}", err=True)
    if schema is None and any(problem.check == "profile" for problem in proof.problems):
        click.echo(
            "The profile is of the TEI that annotator writes. For any other, name TEI's own --schema.", err=True
        )
    sys.exit(1 if proof.problems else 0)
