"""``annotator model``: models that learn from gold, to suggest spans to whoever annotates."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from annotator.services.models import Model

_AS = click.option("--as", "user", help="With this user's rights, and under their name.")


@click.group("model")
def model() -> None:
    """Models: they learn from a project's gold, and suggest spans to whoever annotates."""


@model.command("train")
@click.argument("slug")
@click.option("--seed", default=1, show_default=True, help="The same seed holds the same documents out together.")
@_AS
def train(slug: str, *, seed: int, user: str | None) -> None:
    """Train a model on the gold of a project and keep it; it takes minutes."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import training
    from annotator.services.training import Steps

    with opened() as (_, store):
        person = acting_as(store, user)
        with click.progressbar(length=0, label="Training", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

            def began(steps: int) -> None:
                bar.length = steps

            steps = Steps(began, lambda done: bar.update(done - bar.pos))
            made = training.train(store, person, slug, seed=seed, steps=steps)
    _print(made)


@model.command("show")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="For scripts: all models, the newest first.")
@_AS
def show(slug: str, *, user: str | None, as_json: bool) -> None:
    """Say what the newest model learned from, and how well it finds what it has not seen."""
    from annotator.cli.opened import acting_as, opened
    from annotator.services import models

    with opened() as (_, store):
        person = acting_as(store, user)
        with store.read() as tx:
            newest = None if as_json else models.latest(tx, person, slug)
            found = models.all_of(tx, person, slug).models if as_json else ()
    if newest is not None:
        _print(newest)
        return
    import orjson

    click.echo(orjson.dumps([_told(one) for one in found], option=orjson.OPT_INDENT_2).decode())


def _told(one: Model) -> dict[str, Any]:
    names = ("number", "seed", "codebook_version", "by", "created")
    return {**{name: getattr(one, name) for name in names}, **one.report}


def _print(one: Model) -> None:
    report = one.report
    click.echo(
        f"Model {one.number}: learned from the gold of {report['documents']} documents, {report['tokens']} words "
        f"and signs, under version {one.codebook_version} of the codebook, with seed {one.seed}."
    )
    click.echo(f"Held out in {report['parts']} parts: precision, recall and F1, exact, then with any overlap.")
    for row in (*report["labels"], {"label": "all", **report["all"]}):
        figures = (row[kind][name] for kind in ("exact", "overlap") for name in ("precision", "recall", "f1"))
        click.echo("\t".join((row["label"], str(row["spans"]), *map(_figure, figures))))
    for row in report["not_learned"]:
        click.echo(f"{row['label']}\tnot learned: in the gold of {row['documents']} of the documents, too few")


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"
