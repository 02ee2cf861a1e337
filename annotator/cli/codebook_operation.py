"""``annotator codebook rename|retire|merge|split|…``: the codebook changed while work goes on, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.numbers import NUMBER

if TYPE_CHECKING:
    from annotator.domain.codebook_operation import Operation


def _operation(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command that does what every operation does; the function says which operation its arguments mean."""

    def command(read: Callable[..., Operation]) -> click.Command:
        def run(slug: str, *, note: str, dry_run: bool, user: str | None, **arguments: Any) -> None:
            _do(slug, read(**arguments), note=note, dry_run=dry_run, user=user)

        run.__doc__ = read.__doc__
        run.__click_params__ = getattr(read, "__click_params__", [])  # type: ignore[attr-defined]  # click's own
        for option in (
            click.option("--as", "user", help="With this user's rights, and under their name."),
            click.option("--dry-run", is_flag=True, help="Only say what it would touch."),
            click.option("--note", default="", help="Why: it stays with the version."),
        ):
            run = option(run)
        return click.command(name)(run)

    return command


_SLUG = click.argument("slug")
_OF = click.option(
    "--of", default="", metavar="LABEL", help="The label it is of; without, of documents as a whole."
)

_TITLE = click.option("--title", default="", help="What people see; the title stays by default.")


@_operation("rename")
@_SLUG
@click.argument("label")
@click.argument("name")
@_TITLE
def rename(label: str, name: str, title: str) -> Operation:
    """Give LABEL another machine name; its spans go along."""
    from annotator.domain.label_operation import Rename

    return Rename(label, name, title)


@_operation("rename-attribute")
@_SLUG
@click.argument("attribute")
@click.argument("name")
@_OF
@_TITLE
def rename_attribute(attribute: str, name: str, of: str, title: str) -> Operation:
    """Give ATTRIBUTE another machine name; what is said with it goes along."""
    from annotator.domain.rename_operation import RenameAttribute

    return RenameAttribute(of, attribute, name, title)


@_operation("rename-relation")
@_SLUG
@click.argument("relation")
@click.argument("name")
@_TITLE
def rename_relation(relation: str, name: str, title: str) -> Operation:
    """Give the type RELATION another machine name; its relations go along."""
    from annotator.domain.rename_operation import RenameRelation

    return RenameRelation(relation, name, title)


@_operation("retire")
@_SLUG
@click.argument("label")
def retire(label: str) -> Operation:
    """Let nothing new get LABEL; what is marked stays."""
    from annotator.domain.label_operation import Retire

    return Retire(label)


@_operation("merge")
@_SLUG
@click.argument("labels", nargs=-1, required=True)
@click.option("--into", required=True, metavar="LABEL")
def merge(labels: tuple[str, ...], into: str) -> Operation:
    """Make LABELS one with another; their spans get its label."""
    from annotator.domain.label_operation import Merge

    return Merge(labels, into)


@_operation("split")
@_SLUG
@click.argument("label")
@click.option("--into", multiple=True, required=True, metavar="NAME[=TITLE]", help="A new label; twice or more.")
def split(label: str, into: tuple[str, ...]) -> Operation:
    """Split LABEL into new ones; each of its spans is then decided, in the browser or by ``decide``."""
    from annotator.domain.label_operation import Split

    parts = [one.partition("=") for one in into]
    return Split(label, tuple((name, title, "") for name, _, title in parts))


@_operation("choices")
@_SLUG
@click.argument("attribute")
@_OF
@click.option(
    "--choice", "choices", multiple=True, required=True, help="A choice it has from now on; for each one."
)
@click.option("--map", "mapped", multiple=True, metavar="OLD=NEW", help="What an old choice becomes.")
def choices(attribute: str, of: str, choices: tuple[str, ...], mapped: tuple[str, ...]) -> Operation:
    """Give ATTRIBUTE other choices."""
    from annotator.domain.rule_operation import ChangeChoices

    pairs = [one.partition("=") for one in mapped]
    return ChangeChoices(of, attribute, choices, {old: new for old, _, new in pairs})


@_operation("require")
@_SLUG
@click.argument("attribute")
@_OF
@click.option("--optional", is_flag=True, help="The other way round: it need not be said any more.")
def require(attribute: str, of: str, *, optional: bool) -> Operation:
    """Ask for ATTRIBUTE before a document is complete."""
    from annotator.domain.rule_operation import Require

    return Require(of, attribute, not optional)


@_operation("tighten")
@_SLUG
@click.argument("relation")
@click.option("--from", "source", multiple=True, required=True, metavar="LABEL", help="Where it may begin.")
@click.option("--to", "target", multiple=True, required=True, metavar="LABEL", help="Where it may end.")
def tighten(relation: str, source: tuple[str, ...], target: tuple[str, ...]) -> Operation:
    """Let RELATION join just these labels."""
    from annotator.domain.rule_operation import Tighten

    return Tighten(relation, source, target)


@click.command("operations")
@_SLUG
@click.option("--as", "user", help="With this user's rights.")
def operations(slug: str, user: str | None) -> None:
    """List what was changed while work went on, the newest first."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import operating

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            done = operating.told(tx, person, slug)
    for one in done:
        undone = f" (taken back by version {one.kept.undone})" if one.kept.undone else ""
        click.echo(f"{one.kept.version}\t{one.kept.created[:16]}Z\t{one.kept.by or '-'}\t{one.told}{undone}")


@click.command("undo")
@_SLUG
@click.argument("version", type=NUMBER)
@click.option("--as", "user", help="With this user's rights, and under their name.")
def undo(slug: str, version: int, user: str | None) -> None:
    """Take back the change that made VERSION, with all that it touched."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import taking_back

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            done = taking_back.undo_version(tx, person, slug, version)
    click.echo(done.sentence)


@click.command("waiting")
@_SLUG
@click.argument("version", type=NUMBER)
@click.option("--as", "user", help="With this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def waiting(slug: str, version: int, user: str | None, *, as_json: bool) -> None:
    """List the spans that the split which made VERSION leaves to be decided; those that were put off come last."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import operating, projects, splitting

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            kept = operating.of_version(tx, projects.find(tx, person, slug), version)
            found = splitting.waiting(tx, person, slug, kept.id)
    rows = [
        {
            "span": one.marked.span.id,
            "document": one.marked.document_id,
            "layer": one.marked.span.layer,
            "text": one.words,
            "put_off": one.put_off,
        }
        for one in found
    ]
    if as_json:
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for row in rows:
        click.echo(f"{row['span']}\t{row['layer']}\t“{' '.join(str(row['text']).split())}”")
    click.echo(f"{len(rows)} to be decided.", err=True)


@click.command("decide")
@_SLUG
@click.argument("version", type=NUMBER)
@click.argument("span")
@click.argument("label")
@click.option("--as", "user", help="With this user's rights, and under their name.")
def decide(*, slug: str, version: int, span: str, label: str, user: str | None) -> None:
    """Give SPAN of the split that made VERSION one of its new labels."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import operating, projects, splitting
    from annotator.services.splitting import Decided

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            kept = operating.of_version(tx, projects.find(tx, person, slug), version)
            splitting.decide(tx, person, slug, kept.id, Decided(span, label, None))
            left = len(splitting.waiting(tx, person, slug, kept.id))
    click.echo(f"{label}. {left} {'is' if left == 1 else 'are'} still to be decided.")


def _do(slug: str, operation: Operation, *, note: str, dry_run: bool, user: str | None) -> None:
    from annotator.cli.opened import acting_as, opened
    from annotator.services import operating

    with opened() as (_, store):
        person = acting_as(store, user)
        if dry_run:
            with store.read() as tx:
                found = operating.preview(tx, person, slug, operation)
            for line in found.differences:
                click.echo(f"- {line}")
            click.echo(f"{found.sentence} Nothing is changed yet.")
            return
        with store.write() as tx:
            found = operating.preview(tx, person, slug, operation)
            kept = operating.perform(tx, person, slug, operation, note)
    click.echo(f"Version {kept.version}: {found.told}. {found.sentence}")


COMMANDS = (
    *(rename, rename_attribute, rename_relation, retire, merge, split, choices, require, tighten),
    *(operations, undo, waiting, decide),
)
