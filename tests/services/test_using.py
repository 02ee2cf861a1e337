"""How often labels are used, told to whoever may know: of many documents counted once in a minute."""

import pytest
from acting import SLUG
from clocks import Clock

from annotator.services import projects, using
from annotator.services.accounts import OPERATOR


def test_of_many_documents_uses_are_counted_once_in_a_minute(store, team, desks, many):
    [[ben, *_]] = desks("ben")
    ben.mark("Kremlin")
    assert uses(store, team["ana"]) == {"actor": {"ben": 1}}
    ben.mark("Moscow")
    assert uses(store, team["ana"]) == {"actor": {"ben": 1}}
    many.pass_by(minutes=1)
    assert uses(store, team["ana"]) == {"actor": {"ben": 2}}


def test_what_is_blind_is_never_a_minute_old(store, team, desks, many):
    [ben, *_], [other, *_] = desks("ben", "adjudicator")
    ben.mark("Kremlin")
    other.mark("Moscow")
    for blind in (True, False, True):
        with store.write() as tx:
            projects.change(tx, OPERATOR, SLUG, blind=blind)
        known = {"ben": 1} if blind else {"adjudicator": 1, "ben": 1}
        assert uses(store, team["ben"]) == {"actor": known}


def test_of_few_documents_uses_are_counted_at_once(store, team, desks):
    [[ben, *_]] = desks("ben")
    for number, words in enumerate(("Kremlin", "Moscow"), start=1):
        ben.mark(words)
        assert uses(store, team["ana"]) == {"actor": {"ben": number}}


def uses(store, person):
    with store.read() as tx:
        assert using.counted_lately(tx, person, SLUG) == (using.MANY < 5)
        return using.of_labels(tx, person, SLUG)


@pytest.fixture
def many(store, monkeypatch):
    """As if the project had many documents, on a clock of one's own."""
    clock = Clock()
    monkeypatch.setattr(store, "_clock", clock)
    monkeypatch.setattr(using, "MANY", 2)
    return clock
