"""``annotator import`` and ``annotator export``."""

import io
import sys
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import click

from annotator.domain.counting import counted
from annotator.domain.text import decode
from annotator.domain.training import WAYS, By, split_from


@click.command("import")
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option(
    "--format", "form", default="auto", show_default=True, help="See `annotator export --list`; txt as well."
)
@click.option("--encoding", help="Of files that are not UTF-8 and do not say so.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="WHAT=NAME",
    help="Which column of a table is the text, title, id, date …: text=Body.",
)
@click.option(
    "--map",
    "names",
    multiple=True,
    metavar="OLD=NEW",
    help="Call a label, a relation type or an attribute (label.attribute) as the codebook does.",
)
@click.option("--add-labels", "all_added", is_flag=True, help="Add to the codebook whatever it lacks.")
@click.option("--as", "user", help="Import with this user's rights.")
@click.option("--only-good", is_flag=True, help="Import what can come in, and say what cannot.")
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
def import_(
    *,
    slug: str,
    paths: tuple[Path, ...],
    form: str,
    encoding: str | None,
    columns: tuple[str, ...],
    names: tuple[str, ...],
    all_added: bool,
    user: str | None,
    only_good: bool,
    dry_run: bool,
) -> None:
    """Import documents, with spans where the format carries them. All of the files or nothing."""
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.errors import Invalid
    from annotator.services import bulk
    from annotator.services.import_books import Fit
    from annotator.services.parsing import How
    from annotator.services.unpacking import Upload

    uploads = [Upload(name, _bytes(path)) for name, path in _files(paths)]
    if not uploads:
        raise Invalid("no-file", f"{paths[0]}: there is nothing to import in this folder.")
    with opened() as (_, store):
        person = acting_as(store, user)
        how = How(form, encoding, store.moment(), store.new_id, _pairs(columns))
        wanted = bulk.Wanted(slug, how, Fit(_names(names), all_added=all_added), only_good)
        with click.progressbar(length=len(uploads), label="Reading", file=sys.stderr, hidden=_quiet()) as bar:

            def seen(count: int) -> None:
                bar.length = count

            outcome = bulk.import_all(
                store,
                person,
                wanted,
                uploads,
                seen=seen,
                read=lambda number: bar.update(number - bar.pos),
                dry_run=dry_run,
            )
    for finding in (*outcome.problems, *outcome.findings):
        click.echo(f"{finding.where}: {finding.what}", err=True)
    count, spans = outcome.documents, outcome.spans
    verb = "Would import" if dry_run else "Imported"
    click.echo(f"{verb} {counted(count, 'document')} and {counted(spans, 'span')}.")


def _quiet() -> bool:
    """Whether nobody watches: a progress bar is for a terminal."""
    return not sys.stderr.isatty()


@click.command("export")
@click.argument("slug", required=False)
@click.option("--format", "form", help="See --list.")
@click.option("--layer", default="all", show_default=True, help="gold, all, or a user's name.")
@click.option("--out", default="-", help="A file, a folder, or - for standard output.", show_default=True)
@click.option("--filter", "let", default="", help="Only these documents: a filter's name, or year=2005&tag=x.")
@click.option("--allow-loss", is_flag=True, help="Leave out what the format has no place for, and say what.")
@click.option("--split", help="Part it for training: train=0.8,dev=0.1,test=0.1. Near-duplicates stay together.")
@click.option("--split-by", type=click.Choice(WAYS), default="document", show_default=True, help="What is parted.")
@click.option(
    "--split-named",
    "pins",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Lines of DOCUMENT,PART, as in split.csv: put documents there by id, title or filter.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the lot that parts documents.")
@click.option("--manifest", help="Where to write what is in the file; beside it, if nothing is said.")
@click.option("--as", "user", help="Export with this user's rights.")
@click.option("--list", "listed", is_flag=True, help="Name the formats.")
@click.option("--json", "as_json", is_flag=True, help="With --list: for scripts.")
def export(
    *,
    slug: str | None,
    form: str | None,
    layer: str,
    out: str,
    manifest: str | None,
    user: str | None,
    split: str | None,
    split_by: By,
    pins: Path | None,
    seed: int,
    let: str,
    allow_loss: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Export a project: whole or not at all, the same bytes each time."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import exporting

    if listed:
        _list_formats(as_json=as_json)
        return
    if not slug or not form:
        raise click.UsageError("Name a project and a --format.")
    with opened() as (_, store):
        is_parted = split is not None or pins
        parted = split_from(split or "", split_by, str(seed), _lines(pins)) if is_parted else None
        person = acting_as(store, user)
        wanted = exporting.prepare(
            store, person, slug, form, layer, allow_loss=allow_loss, split=parted, filter=let
        )
        for lost in wanted.losses():
            if lost.loss.said:
                click.echo(f"{form}: {lost}.", err=True)
        if out == "-":
            wanted.stream(_write, Path(manifest) if manifest else None)
        else:
            click.echo(f"Wrote {wanted.save(Path(out), Path(manifest) if manifest else None)}.", err=True)


def _write(chunks: Iterable[bytes]) -> None:
    out = sys.stdout.buffer
    # Unbuffered (python -u), a write may take a part of what it is given, and only says so.
    whole = io.BufferedWriter(out) if isinstance(out, io.RawIOBase) else out
    for chunk in chunks:
        whole.write(chunk)
    whole.flush()
    if isinstance(whole, io.BufferedWriter) and whole is not out:
        whole.detach()


def _lines(path: Path | None) -> str:
    if path is None:
        return ""
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    return decode(data)


def _list_formats(*, as_json: bool) -> None:
    import orjson

    from annotator.services import exchange

    if as_json:
        rows = [
            {
                "name": one.name,
                "title": one.title,
                "suffix": one.suffix,
                "layers": "one" if one.one_layer else "many",
                "cannot_hold": [loss.name for loss in one.losses],
                "extra": one.extra.name if one.extra else None,
            }
            for one in exchange.writers()
        ]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for one in exchange.writers():
        click.echo(f"{one.name}\t{one.title}")


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise click.UsageError(f"“{name}{sign}{value}” is not of the form OLD=NEW.")
    return {name: value for name, _, value in pairs}


def _names(given: tuple[str, ...]) -> dict[str, str]:
    """As names are kept: with letters and their marks in one, however they were typed."""
    composed = partial(unicodedata.normalize, "NFC")
    return {composed(old): composed(new) for old, new in _pairs(given).items()}


def _files(paths: tuple[Path, ...]) -> list[tuple[str, Path]]:
    """The files, each with its name; those of a folder are named by their paths in it."""
    found: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
            found += [(one.relative_to(path).as_posix(), one) for one in inside]
        else:
            found.append((path.name, path))
    return found


def _bytes(path: Path) -> bytes | Callable[[], bytes]:
    """What a file holds: standard input at once, any other when it is its turn."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes
