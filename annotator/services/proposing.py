"""Proposing: what a model that learned from gold takes for spans of a document. Nobody's annotation."""

from collections.abc import Iterable, Mapping

from annotator.domain.tagging import Names, Row, names_of, place, rows
from annotator.store import entities, models
from annotator.store.documents import Reading as Text
from annotator.store.engine import Transaction
from annotator.store.layers import Desk
from annotator.store.models import Model, Proposal, Reading
from annotator.suggest import crf
from annotator.suggest.crf import Tagger

LONGEST = 200_000
"""A longer text, in code points, is not read while somebody waits: the next training reads it."""


def at_desk(tx: Transaction, desk: Desk, number: int | None = None) -> tuple[Model | None, list[Proposal]]:
    """What the newest model that may suggest at a desk proposes, or the one of a number; in reading order.

    A document that came in after the training is read now.
    """
    model = models.for_desk(tx, desk, number)
    if model is None:
        return None, []
    kept = models.reading(tx, model.id, desk.document_id)
    if kept is None and len(desk.reading.text) <= LONGEST and crf.is_here():
        taggers = {label: Tagger(data) for label, data in models.labels(tx, model.id).items()}
        kept = read(desk.document_id, desk.reading, known_names(tx, desk.project.id), taggers)
    offered = {label.name for label in desk.codebook.offered}
    return model, [one for one in (kept.proposals if kept else ()) if one[2] in offered]


def read(document_id: str, text: Text, names: Names, taggers: Mapping[str, Tagger]) -> Reading:
    """What taggers make of a document; its uncertainty is the mean over all its tokens and all labels."""
    some = list(rows(text.text, text.blocks, names))
    proposals: list[Proposal] = []
    unsure = 0.0
    for label, tagger in taggers.items():
        spans, of_label = found(tagger, some)
        proposals += [(start, end, label, sure) for start, end, sure in spans]
        unsure += of_label
    judged = len(taggers) * sum(len(row.words) for row in some)
    return Reading(document_id, round(unsure / judged, 4) if judged else 0.0, sorted(proposals))


def found(tagger: Tagger, some: Iterable[Row]) -> tuple[list[tuple[int, int, float]], float]:
    """What is found in rows, each with how sure it is; and how unsure all their tokens are together."""
    spans: list[tuple[int, int, float]] = []
    unsure = 0.0
    for row in some:
        of_row, share = tagger.read(row.features)
        spans += [(*place(row, one.first, one.last), round(one.confidence, 2)) for one in of_row]
        unsure += share
    return spans, unsure


def known_names(tx: Transaction, project_id: str) -> Names:
    """What finds the names of the entries that stand in a registry for everybody."""
    return names_of(
        (one.entity.sort, name)
        for one in entities.of_project(tx, project_id).values()
        if one.accepted and not one.deleted
        for name in one.entity.names
    )
