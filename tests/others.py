"""Everybody but ben at work, for tests of what ben learns of it."""

from uuid import uuid4

from acting import SLUG, Desk, action
from adjudicators import Chair
from registering import Clerk
from sqlalchemy import text
from walking import history, put_back

from annotator.services import commenting, completing, corpus
from annotator.services.commenting import Remark


class Others:
    """Everybody but ben."""

    def __init__(self, store, team):
        self.store = store
        self.team = team

    def set_blind(self, blind):
        with self.store.write() as tx:
            tx.connection.execute(text("UPDATE project SET blind = :blind"), {"blind": blind})

    def work(self):
        """Spans, notes, an undo, comments, relations, a layer put back, a completed document, and gold.

        Some of it is done under a newer codebook than ben's.
        """
        with self.store.read() as tx:
            documents = [one.id for one in corpus.corpus(tx, self.team["ana"], SLUG).documents]
        for name in ("ana", "adjudicator"):
            for document in documents:
                desk = Desk(self.store, self.team[name], document)
                desk.mark("the", note=f"a note of {name}")
                desk.mark("of", "stance")
                desk.undo()
                self.link(desk)
                self.comment(desk)
                self.join_and_put_back(desk)
            with self.store.write() as tx:
                completing.set_state(tx, self.team[name], action(), documents[0], "complete")
        self.decide(Chair(self.store, self.team["adjudicator"], documents[0]))

    def link(self, desk):
        """Link a span to an entry that ben knows of, and as the adjudicator another to a proposal of theirs."""
        desk.mark("in", links={"is": "kazakhstan"})
        if desk.person.name == "adjudicator":
            proposed = Clerk(self.store, desk.person).add("Kazakhstan", aliases=["Astana"])
            desk.mark("a", links={"is": proposed})

    def comment(self, desk):
        """Ask about the document and a span of it, and speak to ben, whom it does not reach."""
        for span in (None, desk.spans[0].id):
            remark = Remark(str(uuid4()), "Is this right, @ben?")
            with self.store.write() as tx:
                said = commenting.on_document(tx, desk.person, desk.document, remark, span_id=span)
                commenting.reply(tx, desk.person, said.thread.id, Remark(str(uuid4()), "It is."))

    def join_and_put_back(self, desk):
        relation = desk.relate(desk.mark("and"), desk.mark("to", "stance"))
        joined = history(desk).moments[0].key
        desk.part(relation)
        put_back(desk, joined)

    def decide(self, chair):
        """Gold, with a relation in it, decided, opened again, and put back."""
        chair.decide("and", "all", reason="a reason of the adjudicator")
        chair.decide("to", "all")
        decided = chair.newest
        chair.withdraw("to")
        chair.put_back(decided)
        assert chair.ties
