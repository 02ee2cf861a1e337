"""``annotator registry``: the actors and instruments of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from annotator.domain.counting import counted

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group()
def registry() -> None:
    """The registry of actors and instruments of a project."""


@registry.command("list")
@click.argument("slug")
@click.argument("letters", required=False, default="")
@click.option("--sort", type=click.Choice(["actor", "instrument"]), help="Only these.")
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(slug: str, letters: str, sort: str | None, user: str | None, *, as_json: bool) -> None:
    """List the entries, or those in a name of which LETTERS stand, with how many spans are linked to each."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.domain.entity_tree import entity_to_tree
    from annotator.services import entities, linking

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            found = entities.registry(tx, person, slug)
            counts = linking.counted(tx, found)
    shown = found.found(letters, sort) if letters or sort else found.standing
    if as_json:
        rows = [
            {**entity_to_tree(one.entity), "spans": counts[one.entity.key], "accepted": one.accepted}
            for one in shown
        ]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    if not shown:
        asked = letters or sort
        click.echo("No entry is like that." if asked else "Nothing is in the registry yet.", err=True)
    for one in shown:
        proposed = "" if one.accepted else "\tproposed"
        click.echo(
            f"{one.entity.key}\t{one.entity.sort}\t{one.entity.name}\t{counts[one.entity.key]} spans{proposed}"
        )


@registry.command("add")
@click.argument("slug")
@click.argument("name")
@click.option("--sort", type=click.Choice(["actor", "instrument"]), required=True)
@click.option("--key", help="Made of the name by default.")
@click.option("--kind", default="", help="Such as state, person or law.")
@click.option("--alias", "aliases", multiple=True, help="Another name; after a colon its language: ru:Казахстан.")
@click.option("--jurisdiction", default="")
@click.option("--date", default="", help="2005, 2005-02 or 2005-02-04.")
@click.option("--id", "ids", multiple=True, help="wikidata:Q232, eli:… or celex:…")
@click.option("--note", default="")
@click.option("--as", "user", help="Act with this user's rights.")
def add(
    slug: str, name: str, aliases: tuple[str, ...], ids: tuple[str, ...], user: str | None, **said: str | None
) -> None:
    """Make an entry called NAME."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import entities

    tree = {
        **said,
        "name": name,
        "aliases": [_alias(one) for one in aliases],
        "ids": dict(_pair(one) for one in ids),
    }
    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            made = entities.add(tx, person, slug, tree)
    click.echo(f"{'Made' if made.accepted else 'Proposed'} the entry {made.entity.key}.")


@registry.command("remove")
@click.argument("slug")
@click.argument("key")
@click.option("--as", "user", help="Act with this user's rights.")
def remove(slug: str, key: str, user: str | None) -> None:
    """Take the entry KEY away, to which nothing is linked."""
    from annotator.services import entities

    _do(entities.remove, slug, key, user)
    click.echo(f"Took the entry {key} away; `annotator registry restore {slug} {key}` brings it back.")


@registry.command("restore")
@click.argument("slug")
@click.argument("key")
@click.option("--as", "user", help="Act with this user's rights.")
def restore(slug: str, key: str, user: str | None) -> None:
    """Bring the entry KEY back, which was taken away."""
    from annotator.services import entities

    _do(entities.restore, slug, key, user)
    click.echo(f"The entry {key} is there again.")


@registry.command("accept")
@click.argument("slug")
@click.argument("key")
@click.option("--as", "user", help="Act with this user's rights.")
def accept(slug: str, key: str, user: str | None) -> None:
    """Let the entry KEY, which somebody proposed, be there for everybody."""
    from annotator.services import entities

    _do(entities.accept, slug, key, user)
    click.echo(f"The entry {key} is there for everybody.")


@registry.command("merge")
@click.argument("slug")
@click.argument("key")
@click.argument("into")
@click.option("--dry-run", is_flag=True, help="Only say what it would touch.")
@click.option("--as", "user", help="Act with this user's rights.")
def merge(slug: str, key: str, into: str, user: str | None, *, dry_run: bool) -> None:
    """Let the entry KEY be the same as the entry INTO; what is linked to it means that one."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import merging

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            seen = merging.preview(tx, person, slug, key, into)
            if not dry_run:
                merging.merge(tx, person, slug, key, into)
    spans, documents = len(seen.passages), seen.documents
    touched = f"{spans} span{'' if spans == 1 else 's'} in {documents} document{'' if documents == 1 else 's'}"
    if dry_run:
        click.echo(f"{key} would be another name of {into}: {touched}. Nothing changed.")
    else:
        undo = f"`annotator registry unmerge {slug} {key}` undoes it"
        click.echo(f"{key} is another name of {into}: {touched}; {undo}.")


@registry.command("unmerge")
@click.argument("slug")
@click.argument("key")
@click.option("--as", "user", help="Act with this user's rights.")
def unmerge(slug: str, key: str, user: str | None) -> None:
    """Undo the merge of the entry KEY: what is linked to it means it again."""
    from annotator.services import merging

    _do(merging.unmerge, slug, key, user)
    click.echo(f"The entry {key} stands by itself again.")


@registry.command("export")
@click.argument("slug")
@click.option("--format", "form", default="yaml", help="yaml or json.", show_default=True)
@click.option("--as", "user", help="Export with this user's rights.")
def export(slug: str, form: str, user: str | None) -> None:
    """Print the registry."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import registry_files

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            written = registry_files.write_registry(tx, person, slug, form)
    click.echo(written, nl=False)


@registry.command("import")
@click.argument("slug")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Only check it.")
@click.option("--as", "user", help="Import with this user's rights.")
def import_(slug: str, file: BinaryIO, user: str | None, *, dry_run: bool) -> None:
    """Bring in the entries of FILE (YAML or JSON) that the registry lacks."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import registry_files

    brought = registry_files.read_registry(file.read(), file.name)
    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            new = registry_files.bring(tx, person, slug, brought, dry_run=dry_run)
    done = "Nothing changed." if dry_run else "They are there now."
    click.echo(f"{file.name}: {counted(len(brought), 'entry', 'entries')}, {len(new)} of them new. {done}")


def _do(act: Callable[..., object], slug: str, key: str, user: str | None) -> None:
    from annotator.cli.opened import acting_as, opened

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            act(tx, person, slug, key)


def _alias(written: str) -> dict[str, str]:
    language, colon, text = written.partition(":")
    return {"text": text, "language": language} if colon else {"text": written}


def _pair(written: str) -> tuple[str, str]:
    scheme, colon, value = written.partition(":")
    if not colon:
        raise click.UsageError(f"“{written}” is not an id with its scheme, such as wikidata:Q232.")
    return scheme, value
