"""``annotator round``: rounds, made and watched over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.numbers import NUMBER, NUMBER_OR_NONE

if TYPE_CHECKING:
    from annotator.services.progress import Figures, Progress
    from annotator.services.rounds import Board

_AS = click.option("--as", "user", help="With this user's rights, and under their name.")
_JSON = click.option("--json", "as_json", is_flag=True, help="For scripts.")


@click.group("round")
def round_() -> None:
    """Rounds: who annotates which documents, blind or open."""


@round_.command("create")
@click.argument("slug")
@click.option("--name", default="", help="“Round” and its number by default.")
@click.option(
    "--overlap",
    type=NUMBER_OR_NONE,
    default=2,
    show_default=True,
    help="How many people read each document; 0: everybody.",
)
@click.option("--document", "documents", multiple=True, help="Its id. By default all that stand in no round.")
@click.option("--filter", default="", help="A filter's name, or one as written: year=2005&tag=x.")
@click.option("--person", "people", multiple=True, help="By default all annotators.")
@click.option("--deadline", default="", help="A day, like 2026-12-01.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same assignment.")
@click.option("--open", "is_open", is_flag=True, help="Annotators see each other's work; blind by default.")
@click.option("--suggests", is_flag=True, help="A model may suggest to its annotators; see `annotator model`.")
@click.option("--unsure-first", is_flag=True, help="Queues begin with what the newest model is least sure of.")
@_AS
def create(slug: str, *, user: str | None, is_open: bool, **plan: Any) -> None:
    """Make a round and give its documents out evenly."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import rounds

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            made = rounds.create(tx, person, slug, rounds.Plan(**plan, blind=not is_open))
    click.echo(f"Made round {made.number}, {made.name}.")


@round_.command("calibrate")
@click.argument("slug")
@_AS
def calibrate(slug: str, user: str | None) -> None:
    """Make a blind round in which everybody annotates the same few documents."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import rounds

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            made = rounds.calibrate(tx, person, slug)
    click.echo(f"Made round {made.number}, {made.name}.")


@round_.command("list")
@click.argument("slug")
@_JSON
@_AS
def list_(slug: str, user: str | None, *, as_json: bool) -> None:
    """List the rounds of a project, the newest first."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import rounds

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            _, boards = rounds.all_of(tx, person, slug)
    if as_json:
        _print_json([_told(board) for board in boards])
        return
    for board in boards:
        done = sum(one.state == "complete" for one in board.assigned)
        click.echo(
            f"{board.round.number}\t{board.round.name}\t{done} of {len(board.assigned)} complete\t{_how(board)}"
        )


@round_.command("show")
@click.argument("slug")
@click.argument("number", type=NUMBER)
@_JSON
@_AS
def show(slug: str, number: int, user: str | None, *, as_json: bool) -> None:
    """Say how far a round is: as a whole, by person, by document."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import progress as progresses

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            found = progresses.progress(tx, person, slug, number)
    if as_json:
        _print_json(_report(found))
        return
    click.echo(f"{found.board.round.name}: {_line(found.whole)}; {_how(found.board)}")
    for name, figures in found.by_person.items():
        click.echo(f"  {name}: {_line(figures)}")
    held: dict[str, list[str]] = {}
    for one in found.board.assigned:
        held.setdefault(one.document_id, []).append(f"{one.name} {one.state.replace('_', ' ')}")
    for document, title in found.board.documents:
        click.echo(f"{document}\t{', '.join(sorted(held.get(document, [])))}\t{title}")


@round_.command("close")
@click.argument("slug")
@click.argument("number", type=NUMBER)
@click.option("--reopen", is_flag=True, help="Open it again instead.")
@_AS
def close(slug: str, number: int, user: str | None, *, reopen: bool) -> None:
    """End a round: from then on the project's own setting says who sees what."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import rounds

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.write() as tx:
            rounds.close(tx, person, slug, number, closed=not reopen)
    click.echo(f"Round {number} is {'open again' if reopen else 'closed'}.")


def _how(board: Board) -> str:
    found = board.round
    said = ["blind" if found.blind else "open", "a model may suggest" if found.suggests else ""]
    said += [f"until {found.deadline}" if found.deadline else ""]
    return ", ".join(filter(None, [*said, "closed" if found.closed else ""]))


def _line(figures: Figures) -> str:
    said = [f"{figures.complete} of {figures.total} complete", f"{figures.per_day:.1f} a day"]
    said += [f"done by {figures.finished_by}"] if figures.finished_by else []
    said += ["late"] if figures.late else []
    said += [f"{count} without {attribute}" for attribute, count in figures.missing.items()]
    return ", ".join(said)


def _told(board: Board) -> dict[str, Any]:
    found = board.round
    return {
        "number": found.number,
        "name": found.name,
        "overlap": found.overlap,
        "seed": found.seed,
        "blind": found.blind,
        "suggests": found.suggests,
        "deadline": found.deadline,
        "created": found.created,
        "closed": found.closed,
        "people": list(board.people.values()),
        "documents": [document for document, _ in board.documents],
        "assigned": [
            {"document": one.document_id, "user": one.name, "state": one.state} for one in board.assigned
        ],
    }


def _report(found: Progress) -> dict[str, Any]:
    return {
        **_told(found.board),
        "progress": _figures(found.whole),
        "by_person": {name: _figures(figures) for name, figures in found.by_person.items()},
        "missing": found.missing,
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in figures.__slots__}


def _print_json(value: object) -> None:
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
