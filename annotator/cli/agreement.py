"""``annotator agreement``: how far the annotators of a project agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.services.agreeing import Agreement
    from annotator.services.figures import Figure
    from annotator.services.joining import OfJoined

_WIDEST = 34


@click.command("agreement")
@click.argument("slug")
@click.option("--measure", "measures", multiple=True, help="Only these; all by default.")
@click.option("--annotator", "annotators", multiple=True, help="Only these; everybody but gold by default.")
@click.option("--label", "labels", multiple=True, help="Only these labels, as one family; all by default.")
@click.option("--filter", "let", default="", help="Only these documents: a filter's name, or year=2005&tag=x.")
@click.option("--as", "user", help="Ask with this user's rights.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def agreement(
    slug: str,
    measures: tuple[str, ...],
    annotators: tuple[str, ...],
    labels: tuple[str, ...],
    *,
    let: str,
    user: str | None,
    as_json: bool,
) -> None:
    """Say how far annotators agree on the documents that at least two of them completed."""
    import orjson

    from annotator.cli.opened import acting_as, opened
    from annotator.services import agreeing, disagreeing, projects
    from annotator.services.saying import sentence, warnings
    from annotator.services.selecting import FILTER, Selection

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            found = agreeing.agreement(
                tx, person, slug, names=annotators, wanted=measures, labels=labels, filter=let
            )
            if not as_json and not measures:
                chosen = Selection(annotators, FILTER if let else "", let, labels).documents(
                    tx, projects.find(tx, person, slug)
                )
                click.echo(sentence(found, disagreeing.counts(tx, chosen).confusions))
                click.echo("".join(f"{warning}\n" for warning in warnings(found)))
    if as_json:
        click.echo(orjson.dumps(agreeing.report(found), option=orjson.OPT_INDENT_2).decode())
        return
    _print(found)


def _print(found: Agreement) -> None:
    who = ", ".join(found.annotators) or "nobody"
    click.echo(f"{found.project}: {found.documents} documents that at least two completed; {who}.")
    click.echo("In brackets the 95 % interval: it speaks about these annotators.\n")
    _print_figures(found.figures.items())
    for name, said in found.attributes.items():
        click.echo(f"\ndocument: {name} (of {said.figures.places} documents two or more said it)")
        _print_figures(said.figures.figures.items())
    for name, label in found.labels.items():
        spans = ", ".join(f"{who} {count}" for who, count in label.spans.items())
        click.echo(f"\n{name} (spans: {spans})")
        _print_figures(label.figures.items())
        for attribute, of in label.attributes.items():
            click.echo(f"  {attribute}, where two or more gave this label ({of.places} places)")
            _print_figures(of.figures.items())
    _print_joints("statements", found.joints.statements)
    _print_joints("relation", found.joints.relations)
    for pair in found.pairs:
        click.echo(f"\n{' and '.join(pair.annotators)} ({pair.documents} documents)")
        _print_figures(pair.figures.items())


def _print_joints(what: str, found: dict[str, OfJoined]) -> None:
    for name, joined in found.items():
        click.echo(f"\n{what}: {name} ({joined.places} between two annotators, {joined.differing} of them differ)")
        _print_figures(joined.figures.items())


def _print_figures(figures: Iterable[tuple[str, Figure]]) -> None:
    # What says something comes first; what cannot be computed for one and the same reason is one line.
    reasons: dict[str, list[str]] = {}
    for name, figure in figures:
        if figure.value is None:
            reasons.setdefault(figure.why, []).append(name)
        else:
            click.echo(f"  {name:<{_WIDEST}} {_shown(figure)}")
    for why, names in reasons.items():
        click.echo(f"  not computable: {', '.join(names)}: {why}")


def _shown(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}  ({figure.why})"
    return f"{figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]"
