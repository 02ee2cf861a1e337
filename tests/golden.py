"""Short documents with complete gold, from which a model learns in a moment."""

import json

from acting import SLUG, new_id

from annotator.services import accounts, documents, importing, projects
from annotator.services.importing import Upload
from annotator.store import models
from annotator.store.models import Learned, Model, Reading

NAMES = ("Bishkek", "Astana", "Tashkent", "Dushanbe", "Almaty", "Ashgabat")
TEXT = "On Monday the town of {} answered Moscow. The town of {} did not, and nobody asked it to."

SCORE = {"precision": 1.0, "recall": 0.5, "f1": 0.667}
SCORES = {"spans": 4, "found": 2, "exact": SCORE, "overlap": SCORE}
REPORT = {
    "documents": 2,
    "tokens": 44,
    "parts": 2,
    "all": SCORES,
    "labels": [{"label": "actor", "documents": 2, **SCORES}],
    "not_learned": [{"label": "stance", "documents": 0}],
}


def lines(first: int = 0, number: int = 3, *, gold: bool = True) -> bytes:
    """Documents in which whatever follows “town of” is an actor; Moscow is none."""
    found = []
    for nth in range(first, first + number):
        names = NAMES[nth % len(NAMES)], NAMES[(nth + 1) % len(NAMES)]
        words = TEXT.format(*names)
        starts = [words.index("town of ") + 8, words.rindex("town of ") + 8]
        spans = [
            {
                "start": start,
                "end": start + len(name),
                "label": "actor",
                "annotator": "adjudicator",
                "layer": "gold",
                "attributes": {"kind": "state"},
            }
            for name, start in zip(names, starts, strict=True)
        ]
        layers = [{"annotator": "adjudicator", "layer": "gold", "state": "complete"}]
        more = {"spans": spans, "layers": layers} if gold else {}
        found.append(json.dumps({"id": f"town-{nth}", "title": f"Town {nth}", "text": words, **more}))
    return "\n".join(found).encode()


def add_gold(store, slug: str = SLUG, first: int = 0, number: int = 3, *, gold: bool = True) -> list[str]:
    """Bring such documents into a project, by default with gold; their ids."""
    files = [Upload("towns.jsonl", lines(first, number, gold=gold))]
    parsed = importing.parse(files, "jsonl", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        importing.import_files(tx, accounts.OPERATOR, slug, parsed)
        return [
            documents.named(tx, accounts.OPERATOR, slug, f"town-{nth}") for nth in range(first, first + number)
        ]


def keep_model(store, number, gold, new, proposals):
    """A model as a training keeps it, without the time that one takes."""
    with store.write() as tx:
        project = projects.find(tx, accounts.OPERATOR, SLUG)
        made = Model(new_id(), number, 1, 1, REPORT, None, tx.now)
        known = [one for one in models.complete_gold(tx, project.id) if one.document_id in gold]
        models.add(tx, project.id, None, made, Learned(known, {}, [Reading(new, 0.1, proposals)]))
