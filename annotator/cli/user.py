"""``annotator user``: people."""

import sys

import click


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.argument("name")
@click.option("--admin", is_flag=True, help="Makes projects and users.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(name: str, *, admin: bool, password_stdin: bool) -> None:
    """Add a person; asks for a password, or reads it."""
    from annotator.cli.opened import opened
    from annotator.services import accounts

    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    hashed = accounts.hashed_password(password)
    with opened() as (_, store), store.write() as tx:
        person = accounts.add_user(tx, accounts.OPERATOR, name, admin=admin, password_hash=hashed)
    click.echo(f"Added {person.name}{', an admin' if admin else ''}.")


@user.command("link")
@click.argument("name")
def link(name: str) -> None:
    """Print a one-time link with which somebody signs in, within a day."""
    from annotator.cli.address import site
    from annotator.cli.opened import opened
    from annotator.services import accounts

    with opened() as (settings, store), store.write() as tx:
        token = accounts.ticket_for(tx, accounts.OPERATOR, name)
    click.echo(f"{site(settings)}/enter/{token}")


@user.command("password-link")
@click.argument("name")
def password_link(name: str) -> None:
    """Print a link with which somebody sets a new password, once, within a day."""
    from annotator.cli.address import site
    from annotator.cli.opened import opened
    from annotator.services import accounts

    with opened() as (settings, store), store.write() as tx:
        token = accounts.ticket_for(tx, accounts.OPERATOR, name, "password")
    click.echo(f"{site(settings)}/password/{token}")


@user.command("invite")
@click.option("--project", "slug", help="The project to join, with --role.")
@click.option("--role", help="manager, adjudicator, annotator or viewer.")
@click.option("--email", default="", help="Mail the link there too, where a mail server is configured.")
def invite(slug: str | None, role: str | None, email: str) -> None:
    """Print a link with which somebody makes an account or joins a project, once, within 7 days."""
    from annotator.cli.address import site
    from annotator.cli.opened import opened
    from annotator.services import accounts, inviting, mailing

    if (slug is None) != (role is None):
        raise click.UsageError("--project and --role go together.")
    with opened() as (settings, store):
        with store.write() as tx:
            token = inviting.invite(tx, accounts.OPERATOR, slug, role or "", email)
        link = f"{site(settings)}/invitation/{token}"
        click.echo(link)
        if settings.mail and email:
            problem = mailing.invite(settings.mail, email.strip(), "Whoever looks after this site", link)
            click.echo(problem or f"Mailed to {email}.", err=True)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(*, as_json: bool) -> None:
    """List the people."""
    import orjson

    from annotator.cli.opened import opened
    from annotator.services import accounts, people

    with opened() as (_, store), store.read() as tx:
        found = people.everybody(tx, accounts.OPERATOR)
    if as_json:
        rows = [{"name": one.name, "email": one.email, "admin": one.admin, "active": one.active} for one in found]
        click.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    for one in found:
        click.echo(f"{one.name}\t{'active' if one.active else 'deactivated'}{', admin' if one.admin else ''}")


@user.command("deactivate")
@click.argument("name")
def deactivate(name: str) -> None:
    """Let somebody in no more, at once; their work stays under their name."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, people

    with opened() as (_, store), store.write() as tx:
        done = people.deactivate(tx, accounts.OPERATOR, people.id_of(tx, name))
    click.echo(f"{done.name} is deactivated.")


@user.command("activate")
@click.argument("name")
def activate(name: str) -> None:
    """Let somebody in again."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, people

    with opened() as (_, store), store.write() as tx:
        done = people.activate(tx, accounts.OPERATOR, people.id_of(tx, name))
    click.echo(f"{done.name} is active.")


@user.command("token")
@click.argument("name")
@click.option("--name", "called", default="command line", show_default=True, help="What to tell the token by.")
def token(name: str, called: str) -> None:
    """Print a token of the API, once: it is kept hashed."""
    from annotator.cli.opened import opened
    from annotator.services import accounts, tokens

    with opened() as (_, store), store.write() as tx:
        made = tokens.make_for(tx, accounts.OPERATOR, name, called)
    click.echo(made)
