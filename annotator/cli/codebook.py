"""``annotator codebook``: the codebook as a file."""

from typing import BinaryIO

import click

from annotator.cli.codebook_operation import COMMANDS
from annotator.cli.numbers import NUMBER_OR_NONE
from annotator.domain.counting import counted


@click.group()
def codebook() -> None:
    """The codebook of a project: as a file, and changed while work goes on."""


for command in COMMANDS:
    codebook.add_command(command)


@codebook.command("export")
@click.argument("slug")
@click.option("--format", "form", default="yaml", help="yaml, json or qdc (REFI-QDA).", show_default=True)
def export(slug: str, form: str) -> None:
    """Print the latest version."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, codebooks

    with opened() as (_, store), store.read() as tx:
        book = codebooks.current(tx, accounts.OPERATOR, slug)
    click.echo(codebooks.write_codebook(book, form), nl=False)
    for lost in codebooks.not_held(book, form):
        click.echo(lost, err=True)


@codebook.command("import")
@click.argument("slug")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Only check it.")
def import_(slug: str, file: BinaryIO, *, dry_run: bool) -> None:
    """Make FILE (YAML, JSON or REFI-QDA .qdc) the next version."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, codebooks, projects

    book, findings = codebooks.read_with_findings(file.read(), file.name)
    for finding in findings:
        click.echo(finding, err=True)
    with opened() as (_, store), store.write() as tx:
        before = codebooks.current(tx, accounts.OPERATOR, slug)
        if dry_run:
            codebooks.refuse_lost_labels(tx, projects.find(tx, accounts.OPERATOR, slug), book)
            relations = counted(len(book.relations), "relation type")
            click.echo(f"{file.name}: {counted(len(book.labels), 'label')}, {relations}. Nothing changed.")
            return
        after = codebooks.bring_in(tx, accounts.OPERATOR, slug, book)
    said = "says nothing new" if after == before else f"is now version {after.version}"
    click.echo(f"The codebook of {slug} {said}.")


@codebook.command("diff")
@click.argument("slug")
@click.argument("old", type=NUMBER_OR_NONE, required=False)
@click.argument("new", type=NUMBER_OR_NONE, required=False)
def diff(slug: str, old: int | None, new: int | None) -> None:
    """Print what is different between two versions: by default between the latest and the one before it."""
    from annotator.cli.opened import opened
    from annotator.domain.codebook_saying import told
    from annotator.services import accounts, codebooks

    with opened() as (_, store), store.read() as tx:
        kept = [one.number for one in codebooks.versions(tx, accounts.OPERATOR, slug)]
        last = kept[-1] if new is None and kept else new or 0
        first = max((one for one in kept if one < last), default=0) if old is None else old
        _, _, found = codebooks.difference(tx, accounts.OPERATOR, slug, first, last)
    click.echo(f"From version {first} to version {last}:")
    for one in found:
        click.echo(f"- {told(one)}")
    if not found:
        click.echo("They say the same.")
