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
    from annotator.cli.opened import opened
    from annotator.services import accounts

    with opened() as (settings, store), store.write() as tx:
        token = accounts.ticket_for(tx, accounts.OPERATOR, name)
    click.echo(f"{settings.public_url or 'http://127.0.0.1:5000'}/enter/{token}")


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
