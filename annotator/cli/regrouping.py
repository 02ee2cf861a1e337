"""``annotator document list|change|changes|undo``: documents are found, grouped, tagged and given metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.domain.regrouping import Change

_AS = click.option("--as", "user", help="With this user's rights, and under their name.")
_JSON = click.option("--json", "as_json", is_flag=True, help="For scripts.")
_FILTER = click.option("--filter", "let", default="", help="A filter's name, or one as written: year=2005&tag=x.")


@click.command("list")
@click.argument("slug")
@_FILTER
@click.option(
    "--order",
    type=click.Choice(["position", "uncertainty"]),
    default="position",
    show_default=True,
    help="uncertainty: those first that the newest model is least sure of.",
)
@_JSON
@_AS
def list_(slug: str, *, let: str, order: str, user: str | None, as_json: bool) -> None:
    """List the documents of a project that a filter lets through, in its order or a model's."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import corpus, models

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            if order == "uncertainty":
                unsure = models.by_uncertainty(tx, person, slug, let)
            else:
                unsure = [(one, None) for one in corpus.corpus(tx, person, slug, let).documents]
    if as_json:
        rows = [
            {"id": one.id, "title": one.title, "meta": one.meta, "length": one.length, "uncertainty": value}
            for one, value in unsure
        ]
        _print_json([row if order == "uncertainty" else _without(row, "uncertainty") for row in rows])
        return
    for one, value in unsure:
        said = [str(one.meta.get(key) or "") for key in ("date", "publication")]
        said += ["" if value is None else f"{value:.4f}"] if order == "uncertainty" else []
        click.echo("\t".join((one.id, *said, one.title)))


@click.command("change")
@click.argument("slug")
@click.option("--document", "documents", multiple=True, help="Its id; any number of them.")
@_FILTER
@click.option("--all", "every", is_flag=True, help="All documents of the project.")
@click.option("--add-collection", multiple=True, help="Put them into this collection.")
@click.option("--remove-collection", multiple=True, help="Take them out of this collection.")
@click.option("--add-tag", multiple=True, help="Tag them so.")
@click.option("--remove-tag", multiple=True, help="Take this tag away.")
@click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="Set a metadata key to a text.")
@click.option("--unset", "without", multiple=True, metavar="KEY", help="Take a metadata key away.")
@_AS
def change(slug: str, *, documents: tuple[str, ...], let: str, every: bool, user: str | None, **said: Any) -> None:
    """Change the metadata of documents: those named, those of a filter, or all."""
    from annotator.cli.opened import acting_as, opened
    from annotator.domain.document_filter import EVERYTHING
    from annotator.services import filters, projects, regrouping
    from annotator.services.regrouping import Which

    if sum(map(bool, (documents, let, every))) != 1:
        raise click.UsageError("Say which documents: by --document, --filter or --all.")
    wanted = _change(said)
    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            project = projects.find(tx, person, slug)
            chosen = filters.chosen(tx, project, let).filter if let else EVERYTHING
            which = Which(documents) if documents else Which(filter=chosen)
            done = regrouping.change(tx, person, slug, which, wanted)
    if done.id is None:
        click.echo("They are all like that already.")
    else:
        click.echo(f"Changed {done.documents} document{'' if done.documents == 1 else 's'}: {done.id}")


@click.command("changes")
@click.argument("slug")
@_JSON
@_AS
def changes(slug: str, *, user: str | None, as_json: bool) -> None:
    """List the changes that were made of documents, the newest first."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import regrouping

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            _, kept = regrouping.changes(tx, person, slug)
    if as_json:
        names = ("id", "what", "documents", "by", "created", "undone")
        _print_json([{name: getattr(one, name) for name in names} for one in kept])
        return
    for one in kept:
        undone = "\ttaken back" if one.undone else ""
        click.echo(f"{one.id}\t{one.created}\t{one.by or 'operator'}\t{one.documents} documents{undone}")


@click.command("undo")
@click.argument("slug")
@click.argument("change_id", metavar="CHANGE")
@_AS
def undo(slug: str, change_id: str, *, user: str | None) -> None:
    """Take a change of documents back; what was changed again since stays as it is."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import regrouping

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            done = regrouping.undo(tx, person, slug, change_id)
    click.echo(f"{done.documents} documents are as they were.")
    if done.left:
        click.echo(f"{done.left} values were changed again since, and stay.", err=True)


def _change(said: Mapping[str, tuple[str, ...]]) -> Change:
    from annotator.domain.regrouping import change_of

    values: dict[str, Any] = dict.fromkeys(said["without"])
    for one in said["values"]:
        key, sign, value = one.partition("=")
        if not (key and sign):
            raise click.UsageError(f"“{one}” is not of the form KEY=VALUE.")
        values[key] = value
    kinds = ("collection", "tag")
    return change_of(
        into={kind: said[f"add_{kind}"] for kind in kinds},
        out_of={kind: said[f"remove_{kind}"] for kind in kinds},
        values=values,
    )


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _print_json(value: object) -> None:
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


COMMANDS = (list_, change, changes, undo)
