"""``annotator project``: projects and their members."""

from typing import BinaryIO

import click


@click.group()
def project() -> None:
    """Projects and their members."""


@project.command("create")
@click.argument("slug")
@click.option("--name", default="", help="What people call it; the slug by default.")
@click.option("--codebook", type=click.File("rb"), help="YAML or JSON.")
def create(slug: str, name: str, codebook: BinaryIO | None) -> None:
    """Make a project."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, codebooks, projects

    book = codebooks.read_codebook(codebook.read(), codebook.name) if codebook else None
    with opened() as (_, store), store.write() as tx:
        made = projects.create(tx, accounts.OPERATOR, slug, name)
        if book:
            codebooks.replace(tx, accounts.OPERATOR, slug, book)
    click.echo(f"Made the project {made.slug}.")


@project.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(*, as_json: bool) -> None:
    """List the projects."""
    import orjson

    from annotator.cli.opened import opened
    from annotator.services import accounts, projects

    with opened() as (_, store), store.read() as tx:
        found = projects.all_for(tx, accounts.OPERATOR)
    if as_json:
        rows = [{"slug": one.slug, "name": one.name, "documents": count} for one, count in found]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for one, count in found:
        click.echo(f"{one.slug}\t{count} documents\t{one.name}")


@project.command("member")
@click.argument("slug")
@click.argument("user")
@click.argument("role")
def member(slug: str, user: str, role: str) -> None:
    """Give somebody a role: manager, adjudicator, annotator or viewer."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, team

    with opened() as (_, store), store.write() as tx:
        team.give_role(tx, accounts.OPERATOR, slug, user, role)
    click.echo(f"{user} is {role} in {slug}.")
