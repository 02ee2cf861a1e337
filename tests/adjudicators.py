"""What adjudicators do on a document, in a line each: for tests that need it done, or done again."""

from dataclasses import dataclass

from acting import Desk, action, new_id

from annotator.domain.layer import GOLD
from annotator.domain.permission import Person
from annotator.services import adjudicating, completing, deciding, gold, gold_tying, putting_back, remembering
from annotator.services.deciding import Ruling, Seen
from annotator.services.gold import Outcome
from annotator.services.recording import Action
from annotator.services.relating import Link
from annotator.services.transactions import Store
from annotator.store import history, relations, spans
from annotator.store.history import Event, Place


@dataclass(frozen=True)
class Chair:
    """One adjudicator at one document; every call is a transaction of its own, as from a browser."""

    store: Store
    person: Person
    document: str

    def docket(self, **how) -> adjudicating.Docket:
        with self.store.read() as tx:
            return adjudicating.docket(tx, self.person, self.document, **how)

    @property
    def gold(self) -> list[tuple[str, str]]:
        """Label and words of all that is in gold, in reading order."""
        found = self.docket()
        return [(span.label, span.quote(found.desk.reading.text)) for span in found.gold.values()]

    @property
    def kinds(self) -> list[str]:
        return [case.unit.kind for case in self.docket().cases]

    @property
    def open(self) -> list[str]:
        """The words of what is undecided."""
        found = self.docket()
        words = found.desk.reading.text
        return [words[case.unit.start : case.unit.end] for case in found.cases if not case.decided]

    def case(self, words: str, **how) -> adjudicating.Case:
        """The one unit in which somebody marked just these words."""
        found = self.docket(**how)

        def marked(case):
            here = case.unit.readings or [found.gold[one] for one in case.decisions[0].results]
            return [span.quote(found.desk.reading.text) for span in here]

        (case,) = [case for case in found.cases if words in marked(case)]
        return case

    def seen(self, case: adjudicating.Case, **how) -> Seen:
        ids = frozenset(one.id for one in case.decisions)
        return Seen(self.document, case.unit.id, case.unit.revision, ids, **how)

    def decide(self, words: str, choice: str, *, by: Action | None = None, **how) -> Outcome:
        return self.rule(self.seen(self.case(words)), choice, by=by, **how)

    def rule(self, seen: Seen, choice: str, *, by: Action | None = None, **how) -> Outcome:
        with self.store.write() as tx:
            return deciding.decide(tx, self.person, by or action(), seen, Ruling(choice, **how))

    def take(self, words: str, whose: str, **how) -> Outcome:
        """Take one annotator's span."""
        (span,) = [one for one in self.case(words).unit.readings if one.layer == whose]
        return self.decide(words, "take", span=span.id, **how)

    def withdraw(self, words: str, by: Action | None = None) -> Outcome:
        seen = self.seen(self.case(words))
        with self.store.write() as tx:
            return deciding.withdraw(tx, self.person, by or action(), seen)

    def take_agreed(self, by: Action | None = None) -> Outcome:
        with self.store.write() as tx:
            return deciding.take_agreed(tx, self.person, by or action(), self.document)

    def past(self, moment: str | None = None):
        """How gold stood after a moment; without one its history."""
        with self.store.read() as tx:
            if moment is None:
                return remembering.history(tx, self.person, self.document, GOLD)
            return remembering.as_of(tx, self.person, self.document, moment, GOLD)

    @property
    def newest(self) -> str:
        """The key of what was done in gold last."""
        return self.past().moments[0].key

    def put_back(self, moment: str, by: Action | None = None, **more) -> Outcome:
        with self.store.write() as tx:
            return putting_back.put_gold_back(tx, self.person, by or action(), self.document, moment, **more)

    def into_gold(self, span_id: str) -> str:
        """Take a span that somebody marked, whether they are done or not; the id of the one in gold."""
        cases = self.docket(unfinished=True).cases
        (case,) = [case for case in cases if span_id in {span.id for span in case.unit.readings}]
        self.rule(self.seen(case, unfinished=True), "take", span=span_id)
        cases = self.docket(unfinished=True).cases
        sources = [source for case in cases for made in case.decisions for source in made.sources]
        return next(source.result for source in sources if source.span == span_id and source.result)

    @property
    def ties(self) -> list[tuple[str, str, str]]:
        """Type and words of the relations in gold."""
        found = self.docket()
        words = {one.id: one.quote(found.desk.reading.text) for one in found.gold.values()}
        return [(one.type, words[one.source], words[one.target]) for one in found.relations if one.layer == GOLD]

    def undo(self, by: Action | None = None) -> Outcome:
        with self.store.write() as tx:
            return gold.undo(tx, self.person, by or action(), self.document)

    def redo(self, by: Action | None = None) -> Outcome:
        with self.store.write() as tx:
            return gold.redo(tx, self.person, by or action(), self.document)

    def declare(self, state: str) -> None:
        with self.store.write() as tx:
            gold.set_state(tx, self.person, action(), self.document, state)


def relate_gold(chair: Chair, source: str, target: str, kind: str = "holds") -> str:
    """Join two spans of gold by hand; the relation's id."""
    link = Link(new_id(), kind, source, target)
    with chair.store.write() as tx:
        gold_tying.relate(tx, chair.person, action(), chair.document, link)
    return link.id


def complete(desk: Desk, state: str = "complete") -> None:
    """Declare somebody's own layer complete, or open it again."""
    with desk.store.write() as tx:
        completing.set_state(tx, desk.person, action(), desk.document, state)


def relate(desk: Desk, kind: str, source: str, target: str) -> None:
    """Join two of somebody's spans, as an import would."""
    with desk.store.write() as tx:
        _, document_id, layer_id = spans.by_id(tx, source)
        relation_id = tx.new_id()
        row = {"id": relation_id, "key": relation_id, "document_id": document_id, "layer_id": layer_id}
        row |= {"user_id": desk.person.id, "type": kind, "source_id": source, "target_id": target}
        row |= {"codebook_version": 1, "created": tx.now}
        relations.add(tx, [row])
        told = Event("relation.import", relation_id, None, relations.changeable(row))
        history.add_events(tx, Place(desk.person.id, None, document_id), [told])
