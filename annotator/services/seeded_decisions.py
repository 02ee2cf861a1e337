"""The seeds' decisions: what was made of every place where two layers differ, carried out as by hand."""

import tomllib
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.domain.adjudication import Unit
from annotator.domain.errors import Invalid
from annotator.domain.permission import Person
from annotator.services import adjudicating, deciding, gold, precedents
from annotator.services.adjudicating import Docket
from annotator.services.deciding import Ruling
from annotator.services.recording import Action
from annotator.store import decisions
from annotator.store.engine import Transaction

Entry = Mapping[str, Any]


def decide(tx: Transaction, person: Person, path: Path, ids: Mapping[str, str]) -> None:
    """Take what the layers agree on, decide all else as the file says, and keep what it teaches; gold is complete.

    ``path`` is a TOML file, the decisions about a document in a row; ``ids`` has documents' ids by their keys.

    Raises:
        Invalid: a place is named where there is none to decide, or one is left open.
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["decision"]
    for key, entries in groupby(listed, lambda entry: entry["document"]):
        _decide_document(tx, person, ids[key], list(entries))


def _decide_document(tx: Transaction, person: Person, document_id: str, entries: Sequence[Entry]) -> None:
    docket = adjudicating.docket(tx, person, document_id)
    named = _named(docket, entries)
    rulings = {case.unit.id: Ruling("agreed") for case in docket.agreed}
    rulings |= {unit.id: _ruling(unit, entry) for unit, entry in named}
    done = deciding.decide_at_once(tx, person, _action(tx), document_id, rulings)
    made = {
        source.span: one.id for one in decisions.standing(tx, done.desk.layer_id or "") for source in one.sources
    }
    for unit, entry in named:
        if "precedent" in entry:
            decision_id = made[unit.readings[0].id]
            precedents.keep(tx, person, _action(tx), document_id, decision_id, **entry["precedent"])
    gold.set_state(tx, person, _action(tx), document_id, "complete")


def _named(docket: Docket, entries: Sequence[Entry]) -> list[tuple[Unit, Entry]]:
    """The places on which the layers differ, each with what is said of it."""
    agreed = {case.unit.id for case in docket.agreed}
    places = {(case.unit.start, case.unit.end): case.unit for case in docket.cases if case.unit.id not in agreed}
    said = {tuple(entry["at"]): entry for entry in entries}
    if odd := sorted(said.keys() ^ places.keys()):
        raise Invalid("no-such-place", f"{docket.desk.title}: the decisions and the places differ at {odd[0]}.")
    return [(unit, said[place]) for place, unit in places.items()]


def _ruling(unit: Unit, entry: Entry) -> Ruling:
    reason = entry.get("reason", "")
    if entry["choice"] in ("both", "none"):
        return Ruling("all" if entry["choice"] == "both" else "none", reason=reason)
    chosen = next((span.id for span in unit.readings if span.layer == entry["choice"]), None)
    return Ruling("take", chosen, reason=reason)


def _action(tx: Transaction) -> Action:
    return Action(tx.new_id(), "seeds")
