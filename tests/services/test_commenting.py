"""Comments: asked and answered where the question arises, and blind where the work is blind."""

import pytest
from acting import SLUG, Desk, new_id

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import accounts, commenting, projects
from annotator.services.accounts import OPERATOR
from annotator.services.commenting import Remark


def test_a_question_on_a_span_is_answered_and_resolved(ana, bens_span, talk):
    thread = talk("ben", "Is the Kremlin a state here?", span=bens_span)
    talk.reply("ana", thread, "Yes, @ben: where it decides.")
    (shown,) = talk.seen("ben")
    assert [one.text for one in shown.thread.comments] == [
        "Is the Kremlin a state here?",
        "Yes, @ben: where it decides.",
    ]
    assert (shown.span.label, shown.deleted, shown.own) == ("actor", False, {thread})
    assert shown.thread.mentions("ben")
    talk.resolve("ben", thread)
    (shown,) = talk.seen("ana")
    assert shown.thread.resolved_by == "ben"
    talk.resolve("ana", thread, resolved=False)
    assert talk.seen("ana")[0].thread.resolved is None


def test_the_same_comment_sent_twice_is_one(talk, bens_span):
    comment = new_id()
    for _ in range(2):
        talk("ben", "Who is meant?", span=bens_span, by=comment)
    assert len(talk.seen("ben")) == 1
    with pytest.raises(Conflict):
        talk("ben", "Something else", span=bens_span, by=comment)


def test_while_the_work_is_blind_a_comment_on_ones_own_span_is_seen_by_managers_only(talk, bens_span):
    talk("ben", "Is this right?", span=bens_span)
    assert [len(talk.seen(name)) for name in ("ben", "ana", "adjudicator")] == [1, 1, 0]


def test_a_manager_can_ask_an_annotator_about_their_span(talk, bens_span):
    thread = talk("ana", "Look at the borders again, @ben.", span=bens_span)
    assert len(talk.seen("ben")) == 1
    talk.reply("ben", thread, "I did.")
    assert len(talk.seen("ana")[0].thread.comments) == 2


def test_what_is_asked_about_a_document_is_ones_own_while_it_is_blind(talk, zoe):
    talk("ben", "Is the author quoting?")
    assert [len(talk.seen(name)) for name in ("ben", "zoe", "ana")] == [1, 0, 1]


def test_in_an_open_project_everybody_who_annotates_sees_all_of_it(store, talk, bens_span, zoe):
    with store.write() as tx:
        projects.change(tx, OPERATOR, SLUG, blind=False)
    talk("ben", "Is this right?", span=bens_span)
    assert [len(talk.seen(name)) for name in ("ben", "zoe", "adjudicator")] == [1, 1, 1]


def test_what_was_asked_about_anothers_span_is_closed_while_the_work_is_blind(store, talk, bens_span, zoe):
    for blind, seen in ((False, [1, 1, 1]), (True, [1, 0, 1]), (False, [1, 1, 1])):
        with store.write() as tx:
            projects.change(tx, OPERATOR, SLUG, blind=blind)
        if not talk.seen("ana"):
            talk("zoe", "Is this right?", span=bens_span)
        assert [len(talk.seen(name)) for name in ("ben", "zoe", "ana")] == seen


def test_an_adjudicator_sees_what_they_asked_about_a_span_also_while_the_work_is_blind(talk, bens_span):
    talk("adjudicator", "Is this right, @ben?", span=bens_span)
    assert [len(talk.seen(name)) for name in ("ben", "adjudicator")] == [1, 1]


def test_what_is_asked_about_a_label_is_for_all_members(talk, zoe):
    talk("ben", "Are capitals actors?", label="actor")
    assert [len(talk.seen(name)) for name in ("ben", "zoe", "ana")] == [1, 1, 1]
    assert talk.seen("zoe")[0].thread.label == "actor"


def test_a_thread_outlives_its_span(store, team, talk, bens_span):
    talk("ben", "Is this right?", span=bens_span)
    Desk(store, team["ben"], talk.document).delete(bens_span)
    (shown,) = talk.seen("ben")
    assert (shown.deleted, shown.span.label) == (True, "actor")


def test_ones_own_comment_is_changed_and_withdrawn_and_nobody_elses(talk, bens_span):
    thread = talk("ben", "Is this rihgt?", span=bens_span)
    talk.change("ben", thread, "Is this right?")
    (shown,) = talk.seen("ana")
    assert shown.thread.first.text == "Is this right?"
    assert shown.thread.first.changed
    with pytest.raises(Forbidden):
        talk.change("ana", thread, "It is.")
    talk.withdraw("ben", thread)
    assert talk.seen("ben")[0].thread.first.withdrawn
    with pytest.raises(Conflict):
        talk.change("ben", thread, "Again.")


def test_somebody_spoken_to_who_may_not_see_it_is_named_to_the_writer(talk, bens_span, zoe):
    said = talk.said("ben", "@zoe, @ana: what do you think? Not @nobody.", span=bens_span)
    assert said.unaware == ("zoe",)


def test_nobody_answers_where_they_may_not_look(talk, bens_span, zoe):
    thread = talk("ben", "Is this right?", span=bens_span)
    for attempt in (
        lambda: talk.reply("zoe", thread, "Yes."),
        lambda: talk.resolve("zoe", thread),
        lambda: talk("zoe", "And this?", span=bens_span),
    ):
        with pytest.raises(NotFound):
            attempt()
    talk.make("vera", "viewer")
    with pytest.raises(Forbidden):
        talk("vera", "What is this?")


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "no-comment"), ("a" * 10_001, "too-long"), ("a\x00", "control")]
)
def test_what_cannot_be_kept_is_refused(talk, text, code):
    with pytest.raises(Invalid) as refused:
        talk("ben", text)
    assert refused.value.code.startswith(code)
    assert talk.seen("ben") == []


class Talk:
    """People who talk about one document, each in a transaction of their own."""

    def __init__(self, store, team, document):
        self.store, self.team, self.document = store, team, document

    def __call__(self, name, text, **about):
        return self.said(name, text, **about).thread.id

    def said(self, name, text, *, span=None, label=None, by=None):
        comment, person = by or new_id(), self.team[name]
        with self.store.write() as tx:
            if label:
                return commenting.on_label(tx, person, SLUG, label, Remark(comment, text))
            return commenting.on_document(tx, person, self.document, Remark(comment, text), span_id=span)

    def reply(self, name, thread, text):
        with self.store.write() as tx:
            return commenting.reply(tx, self.team[name], thread, Remark(new_id(), text))

    def change(self, name, comment, text):
        with self.store.write() as tx:
            return commenting.change(tx, self.team[name], comment, text)

    def withdraw(self, name, comment):
        with self.store.write() as tx:
            return commenting.withdraw(tx, self.team[name], comment)

    def resolve(self, name, thread, *, resolved=True):
        with self.store.write() as tx:
            return commenting.resolve(tx, self.team[name], thread, resolved=resolved)

    def make(self, name, role):
        """Take somebody into the team."""
        with self.store.write() as tx:
            accounts.add_user(tx, OPERATOR, name, password_hash=None)
            projects.set_member(tx, OPERATOR, SLUG, name, role)
            self.team[name] = accounts.named(tx, name)

    def seen(self, name):
        with self.store.read() as tx:
            return commenting.of_project(tx, self.team[name], SLUG)[1]


@pytest.fixture
def ana(team):
    return team["ana"]


@pytest.fixture
def talk(store, team, desks):
    ((desk, *_),) = desks("ben")
    return Talk(store, team, desk.document)


@pytest.fixture
def bens_span(store, team, talk):
    return Desk(store, team["ben"], talk.document).mark("Kremlin")


@pytest.fixture
def zoe(talk):
    """Another annotator."""
    return talk.make("zoe", "annotator")
