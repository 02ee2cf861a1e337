"""Labels are counted the same on every database, and nobody is counted what they may not know of."""

import pytest
from acting import SLUG

from annotator.domain.errors import Invalid
from annotator.services import frequency


def test_labels_are_counted_by_publication_year_and_document(store, team, desks):
    (ana,) = desks("ana")
    ana[0].mark("Kazakhstan")
    ana[0].mark("Kazakhstan", nth=1)
    ana[2].mark("Belarus", "stance")
    ana[4].mark("Putin")
    found = count(store, team["ana"], "ana")
    assert dict(found.groups)["Eurasia Daily Monitor"] == {"actor": 2, "stance": 1}
    assert (found.labels, found.spans, found.documents) == (("actor", "stance"), 4, 5)
    assert dict(count(store, team["ana"], "ana", by="year").groups)["2005"] == {"actor": 2}
    assert dict(count(store, team["ana"], "ana", by="month").groups)["2005-02"] == {"actor": 2}
    assert len(count(store, team["ana"], "ana", by="document").groups) == 5


def test_labels_stand_together_where_one_annotator_gave_both_in_a_paragraph(store, team, desks):
    ana, ben = desks("ana", "ben")
    ana[0].mark("Kazakhstan")
    ana[0].mark("Kazakhstan", "stance")
    ben[0].mark("Kazakhstan", "legal_instrument")
    found = count(store, team["ana"], "all")
    assert (found.both("actor", "stance"), found.both("stance", "actor")) == (1, 1)
    assert found.both("actor", "legal_instrument") == 0
    assert found.both("actor", "actor") == 1


def test_what_is_mentioned_counts_however_it_is_written_and_under_its_entry(store, team, desks, no_entries):
    (ana,) = desks("ana")
    ana[0].mark("Kazakhstan")
    ana[2].mark("Kazakhstan")
    found = count(store, team["ana"], "ana")
    assert found.mentions[0] == ("actor", "Kazakhstan", 2)


def test_a_filter_says_which_documents_count(store, team, desks):
    (ana,) = desks("ana")
    ana[0].mark("Kazakhstan")
    ana[4].mark("Putin")
    assert count(store, team["ana"], "ana", let="year=2005").spans == 1


def test_while_work_is_blind_an_annotator_counts_their_own_layer_alone(store, team, desks):
    ana, ben = desks("ana", "ben")
    ana[0].mark("Kazakhstan")
    ben[0].mark("Kremlin")
    found = count(store, team["ben"], "")
    assert (found.layers, found.spans) == (["ben"], 1)
    for layer in ("ana", "all", "gold"):
        with pytest.raises(Invalid):
            count(store, team["ben"], layer)


def test_there_is_nothing_to_count_by_but_what_there_is(store, team):
    with pytest.raises(Invalid):
        count(store, team["ana"], "all", by="colour")


def test_every_figure_is_a_table_with_the_same_counts(store, team, desks):
    desks("ana")[0][0].mark("Kazakhstan")
    made = frequency.tables(count(store, team["ana"], "ana"))
    assert list(made) == ["labels", "together", "mentions"]
    assert [tuple(row) for row in made["together"].rows] == [("actor", 1)]


def count(store, person, layer, **how):
    with store.read() as tx:
        return frequency.frequency(tx, person, SLUG, layer=layer, **how)
