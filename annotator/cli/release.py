"""``annotator release`` and ``annotator attach``: a corpus given out under a name, compared, cited, put to use."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from annotator.domain.counting import counted

if TYPE_CHECKING:
    from annotator.services.attaching import Report
    from annotator.services.comparing_releases import Compared

_AS = click.option("--as", "user", help="With this user's rights.")
_JSON = click.option("--json", "as_json", is_flag=True, help="For scripts.")
_MOST_SHOWN = 50


@click.group("release")
def release() -> None:
    """Releases: what is given out of a corpus under a name, and never changes afterwards.

    A RELEASE is a folder, an archive, or PROJECT/NAME for one that is kept.
    """


@release.command("create")
@click.argument("slug")
@click.argument("name")
@click.option(
    "--format", "formats", multiple=True, help="Beside jsonl, which holds everything; see `export --list`."
)
@click.option(
    "--layer", "layers", multiple=True, default=("all",), show_default=True, help="gold, all, or a name."
)
@click.option("--filter", "let", default="", help="Only these documents: a filter's name, or year=2005&tag=x.")
@click.option("--without-text", is_flag=True, help="Only offsets, hashes and short quotes.")
@click.option(
    "--allow-loss", is_flag=True, help="Leave out what a format has no place for; its manifest says what."
)
@click.option("--author", "authors", multiple=True, help="“Family, Given”, or a group; the team by default.")
@click.option("--license", "licence", default="", help="An SPDX identifier, such as CC-BY-4.0.")
@click.option("--date", help="The release's own date; today by default.")
@click.option("--out", help="Where to write it as well: a new folder, or a file ending in .zip.")
@_AS
def create(
    slug: str, *, user: str | None, let: str, without_text: bool, date: str | None, out: str | None, **asked: Any
) -> None:
    """Make a release and keep it."""
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.release import Terms
    from annotator.services import releasing, writing_releases

    target = writing_releases.target(out) if out else None
    with opened() as (_, store):
        terms = Terms(date=date or store.moment()[:10], text=not without_text, filter=let, **asked)
        with click.progressbar(
            length=0, label="Releasing", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:

            def began(total: int) -> None:
                bar.length = total

            person = acting_as(store, user)
            made = releasing.create(
                store, person, slug, terms, began=began, passed=lambda n: bar.update(n - bar.pos)
            )
        if target:
            writing_releases.write(releasing.chunks(store, made), target)
    where = f", written to {target}" if target else ""
    click.echo(f"Released {slug}/{made.name}: {made.size:,} bytes, SHA-256 {made.sha256}{where}.")


@release.command("list")
@click.argument("slug")
@_JSON
@_AS
def list_(slug: str, user: str | None, *, as_json: bool) -> None:
    """List the releases of a project, the newest first."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import releasing

    with opened() as (_, store), store.read() as tx:
        _, found = releasing.all_of(tx, acting_as(store, user), slug)
    rows = [{"name": one.name, "bytes": one.size, "sha256": one.sha256, "about": one.about} for one in found]
    if as_json:
        _echo_json(rows)
        return
    for one in found:
        texts = "" if one.about["text"] else "\twithout texts"
        click.echo(
            f"{one.name}\t{one.about['date']}\t{one.about['documents']} documents\t{one.size:,} bytes{texts}"
        )


@release.command("save")
@click.argument("slug")
@click.argument("name")
@click.option("--out", required=True, help="A new folder, or a file ending in .zip.")
@_AS
def save(slug: str, name: str, out: str, user: str | None) -> None:
    """Write a release that is kept, as it was made."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import releasing, writing_releases

    target = writing_releases.target(out)
    with opened() as (_, store):
        with store.read() as tx:
            found = releasing.find(tx, acting_as(store, user), slug, name)
        writing_releases.write(releasing.chunks(store, found), target)
    click.echo(f"Wrote {target}.", err=True)


@release.command("compare")
@click.argument("old", metavar="RELEASE")
@click.argument("new", metavar="RELEASE")
@_JSON
@_AS
def compare(old: str, new: str, user: str | None, *, as_json: bool) -> None:
    """Say what was added, removed and changed from one release to another, and by whom."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import comparing_releases, opening_releases

    with opened() as (_, store):
        person = acting_as(store, user)
        both = [opening_releases.opened(store, person, one) for one in (old, new)]
    found = comparing_releases.compare(*both)
    if as_json:
        _echo_json(comparing_releases.report(found))
        return
    _print_compared(found)


@release.command("cite")
@click.argument("name", metavar="RELEASE")
@click.option("--format", "form", type=click.Choice(["text", "bibtex", "cff"]), default="text", show_default=True)
@_AS
def cite(name: str, form: str, user: str | None) -> None:
    """Write what a paper says of a release, with its own figures."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import citing, opening_releases

    with opened() as (_, store):
        found = opening_releases.opened(store, acting_as(store, user), name)
    click.echo(citing.cited(found.about, found.agreement, form), nl=False)


@click.command("attach")
@click.argument("name", metavar="RELEASE")
@click.option("--to", "slug", required=True, help="The project with your own copy of the articles.")
@click.option("--add-labels", "all_added", is_flag=True, help="Add to the codebook whatever it lacks.")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@_JSON
@_AS
def attach(name: str, slug: str, user: str | None, *, all_added: bool, dry_run: bool, as_json: bool) -> None:
    """Put what a release marks onto your own copy of the articles, and report what could not be placed."""
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.errors import Conflict
    from annotator.services import attaching, opening_releases

    with opened() as (_, store):
        person = acting_as(store, user)
        found = opening_releases.opened(store, person, name)
        kept = 0

        def passed(hundredths: int, documents: int) -> None:
            nonlocal kept
            kept = documents
            bar.update(hundredths - bar.pos)

        with click.progressbar(
            length=attaching.HUNDREDTHS, label="Attaching", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            try:
                report = attaching.attach(
                    store, person, slug, found, all_added=all_added, dry_run=dry_run, passed=passed
                )
            except KeyboardInterrupt:
                have = counted(kept, "document has", "documents have")
                said = f"{have} what it marks; attach it again: it takes the rest"
                raise Conflict("stopped", f"Stopped: {said if kept else 'nothing was kept'}.") from None
    if as_json:
        _echo_json(report.tree())
        return
    _print_attached(report, dry_run=dry_run)


def _print_compared(found: Compared) -> None:
    old, new = found.old.about, found.new.about
    click.echo(f"{old['release']} ({old['date']}) to {new['release']} ({new['date']}):")
    if not found.changes and not found.codebook:
        click.echo("  nothing changed.")
    if found.filtered:
        click.echo(f"  {found.filtered}")
    for (what, layer, who), counts in found.by.items():
        by = f" of {who}" if who and who != layer else ""
        where = f" in layer {layer}{by}" if layer else ""
        said = ", ".join(f"{counts[how]} {how}" for how in ("added", "removed", "changed") if counts[how])
        click.echo(f"  {'entries of the registry' if what == 'entry' else f'{what}s'}{where}: {said}")
    for line in found.codebook:
        click.echo(f"  codebook: {line}")
    for one in found.changes[:_MOST_SHOWN]:
        detail = " ".join(
            filter(None, (one.label, f"“{one.words[:60]}”" if one.words else "", ", ".join(one.fields)))
        )
        click.echo(f"    {one.title[:50] or 'Registry'}: {one.what} {one.how} {one.layer} {detail}".rstrip())
    if len(found.changes) > _MOST_SHOWN:
        click.echo(f"    and {len(found.changes) - _MOST_SHOWN} more; --json lists all.")


def _print_attached(report: Report, *, dry_run: bool) -> None:
    missing = report.missing()
    for one in report.documents:
        there = f"; there already: {', '.join(one.there)}" if one.there else ""
        lost = f", {counted(one.relations_lost, 'relation')} lost" if one.relations_lost else ""
        spans = f"{counted(one.kept, 'span')} as they are, {one.moved} moved"
        if one.found == "not here":
            spans = f"none of its {counted(missing[one.id], 'span')} placed"
        click.echo(f"{one.title[:60]}: {one.found}; {spans}{lost}{there}")
    for span in report.to_list():
        click.echo(f"  not placed: {span.layer}, {span.label} “{span.words[:60]}” in {span.title[:50]}")
    verb = "Would attach" if dry_run else "Attached"
    click.echo(
        f"{verb} {counted(report.placed, 'span')} to {report.project}; {len(report.unplaced)} could not be placed."
    )


def _echo_json(tree: Any) -> None:
    import orjson

    click.echo(orjson.dumps(tree, option=orjson.OPT_INDENT_2).decode())
