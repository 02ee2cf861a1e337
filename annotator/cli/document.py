"""``annotator document``: a text is corrected, its editions are listed and exported, documents are grouped."""

import sys
from pathlib import Path

import click

from annotator.cli import regrouping
from annotator.cli.numbers import NUMBER


@click.group()
def document() -> None:
    """Find documents and group them; correct the text of one, list and export its editions."""


for _command in regrouping.COMMANDS:
    document.add_command(_command)


@document.command()
@click.argument("slug")
@click.argument("key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--reason", default="", help="Why; told with the edition.")
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="SPAN=START-END",
    help="Where a span that would be lost is to stand; SPAN= leaves one behind.",
)
@click.option("--as", "user", help="Act with this user's rights.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of the spans.")
def revise(
    *, slug: str, key: str, file: Path, reason: str, places: tuple[str, ...], user: str | None, dry_run: bool
) -> None:
    """Put the text of FILE in the place of a document's: a new edition, into which what is marked follows.

    KEY is the document's id, as exports show it.
    """
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.text import decode
    from annotator.services import documents, revising
    from annotator.services.revising import Correction

    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    correction = Correction(decode(data), reason, dict(_placed(one) for one in places))
    with opened() as (_, store):
        person = acting_as(store, user)
        if dry_run:
            with store.read() as tx:
                report = revising.look(tx, person, documents.named(tx, person, slug, key), correction)
        else:
            with store.write() as tx:
                made = revising.revise(tx, person, documents.named(tx, person, slug, key), correction)
            report = made.report
    for fate in ("reworded", "lost"):
        for one in report.of_fate(fate):
            becomes = f" → “{one.becomes}”" if one.becomes else ""
            click.echo(
                f"{fate}\t{one.span.id}\t{one.span.layer}\t{one.span.label}\t“{one.was}”{becomes}", err=True
            )
    if report.loses_tree:
        click.echo(
            "The markup of its TEI file does not fit the corrected text; the old edition keeps it.", err=True
        )
    counts = ", ".join(
        f"{len(report.of_fate(fate))} {fate}" for fate in ("unchanged", "moved", "reworded", "lost")
    )
    click.echo(f"Would be: {counts}." if dry_run else f"Edition {made.number}, {made.document_id}: {counts}.")


@document.command("editions")
@click.argument("slug")
@click.argument("key")
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def editions_(slug: str, key: str, user: str | None, *, as_json: bool) -> None:
    """List the editions of a document, and how many spans each left behind."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import documents, editions

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            found = editions.listed(tx, person, documents.named(tx, person, slug, key))
    rows = [
        {
            "number": one.number,
            "made": one.made,
            "by": one.by,
            "reason": one.reason,
            "left_behind": len(found.left.get(one.number, ())),
        }
        for one in found.all
    ]
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for row in rows:
        click.echo("\t".join(str("" if value is None else value) for value in row.values()))


@document.command()
@click.argument("slug")
@click.argument("key")
@click.option(
    "--edition", "number", type=NUMBER, required=True, help="Its number; see `annotator document editions`."
)
@click.option("--format", "form", default="jsonl", show_default=True, help="See `annotator export --list`.")
@click.option("--layer", default="all", show_default=True, help="gold, all, or a user's name.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A file, or a folder.")
@click.option("--allow-loss", is_flag=True, help="Leave out what the format has no place for.")
@click.option("--as", "user", help="Export with this user's rights.")
def export(
    *, slug: str, key: str, number: int, form: str, layer: str, out: Path, user: str | None, allow_loss: bool
) -> None:
    """Export a document in one of its editions, as it was marked then."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import documents, editions

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            found = documents.named(tx, person, slug, key)
        wanted = editions.export(store, person, found, number, form=form, layer=layer, allow_loss=allow_loss)
        click.echo(f"Wrote {wanted.save(out)}.", err=True)


def _placed(one: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    span, sign, place = one.partition("=")
    start, dash, end = place.partition("-")
    if not (span and sign):
        raise click.UsageError(f"“{one}” is not of the form SPAN=START-END.")
    if not place:
        return span, ()
    if not (dash and start.isdecimal() and end.isdecimal()):
        raise click.UsageError(f"“{one}” is not of the form SPAN=START-END.")
    return span, ((int(start), int(end)),)
