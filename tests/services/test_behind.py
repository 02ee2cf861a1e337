"""Behind a figure: the passages listed under it add up to what it counts as different, however many annotators."""

import pytest
from acting import SLUG, Desk
from adjudicators import complete
from hypothesis import given
from hypothesis import strategies as st
from measures.drawn import LENGTH, compared, layers

from annotator.domain.alignment import align_each
from annotator.domain.comparison import together
from annotator.domain.errors import Invalid
from annotator.domain.place import BEHIND, places_of
from annotator.domain.span import Span
from annotator.measures._base import NotComputable, by_pair
from annotator.measures.cu_alpha import cu_alpha
from annotator.measures.u_alpha import u_alpha
from annotator.measures.u_alpha_binary import u_alpha_binary
from annotator.services import accounts, agreeing, disagreeing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.disagreeing import Wanted
from annotator.services.selecting import Selection

uneven = st.lists(
    st.lists(st.sampled_from(["ana", "ben", "cem", "dee"]), min_size=2, unique=True).flatmap(
        lambda names: layers(names, apart=True)
    ),
    min_size=1,
    max_size=3,
)


@given(uneven)
def test_the_characters_of_the_passages_are_those_that_the_alphas_count_as_different(corpus):
    comparison = together(map(compared, corpus))
    observed = {
        "u_alpha": lambda: u_alpha(comparison.whole).observed,
        # From the side of the gap alone, where the passages have both sides.
        "u_alpha_binary": lambda: 2 * u_alpha_binary(comparison.whole).observed,
        "cu_alpha": lambda: cu_alpha(comparison).observed,
    }
    for name, compute in observed.items():
        listed = sum(behind(name, layer) / (len(layer) - 1) for layer in corpus)
        try:
            assert compute() == pytest.approx(listed)
        except NotComputable:
            assert listed == 0 or name != "cu_alpha"


@given(st.lists(layers(), min_size=1, max_size=3))
def test_the_spans_of_the_passages_are_those_that_f1_counts_as_different(corpus):
    matches = by_pair(together(map(compared, corpus))).values()
    every = sum(one.first + one.second for one in matches)
    exact = sum(behind("span_f1_exact", layer) for layer in corpus)
    assert exact == every - 2 * sum(one.exact for one in matches)
    overlap = sum(behind("span_f1_overlap", layer) for layer in corpus)
    assert overlap == every - sum(one.first_met + one.second_met for one in matches)


@pytest.mark.parametrize("measure", BEHIND)
def test_the_list_of_a_figure_has_the_number_that_the_page_says(three, store, measure):
    with store.read() as tx:
        chosen = Selection().documents(tx, projects.find(tx, OPERATOR, SLUG))
        counts = disagreeing.counts(tx, chosen)
        found = disagreeing.disagreements(tx, OPERATOR, SLUG, Selection(), Wanted(behind=measure))
    assert found.total == len(found.listed) == counts.behind[measure] > 0
    assert found.counted == counts.counted[measure] >= found.total


def test_what_stands_behind_a_figure_is_said_by_hand(three, store):
    def counted(measure):
        with store.read() as tx:
            return disagreeing.disagreements(tx, OPERATOR, SLUG, Selection(), Wanted(behind=measure)).counted

    # “Moscow” is an actor to ana, a stance to ben, nothing to cem; “Kremlin” is an actor to all three.
    assert counted("cu_alpha") == 2 * len("Moscow")
    assert counted("u_alpha_binary") == 2 * 2 * len("Moscow")
    assert counted("u_alpha") == 6 * len("Moscow")
    assert counted("span_f1_exact") == counted("span_f1_overlap") == 2 + 1 + 1


def test_of_three_annotators_a_place_counts_once_and_each_two_who_differ_have_a_disagreement(three, store):
    with store.read() as tx:
        (label,) = [one for name, one in agreeing.agreement(tx, OPERATOR, SLUG).labels.items() if name == "actor"]
        chosen = Selection().documents(tx, projects.find(tx, OPERATOR, SLUG))
        counts = disagreeing.counts(tx, chosen)
        listed = disagreeing.disagreements(
            tx, OPERATOR, SLUG, Selection(), Wanted(label="actor", attribute="kind")
        )
    kind = label.attributes["kind"]
    assert (kind.places, kind.differing) == (1, 1)
    assert listed.total == counts.attributes["actor", "kind"] == 3


def test_behind_what_is_no_figure_there_is_no_list(three, store):
    with store.read() as tx, pytest.raises(Invalid, match="not “luck”"):
        disagreeing.disagreements(tx, OPERATOR, SLUG, Selection(), Wanted(behind="luck"))


@pytest.fixture
def three(store, team, desks):
    """Three who completed an article: of the Kremlin each says another kind, and Moscow each takes otherwise."""
    with store.write() as tx:
        accounts.add_user(tx, OPERATOR, "cem", password_hash=None)
        projects.set_member(tx, OPERATOR, SLUG, "cem", "annotator")
        cem = accounts.named(tx, "cem")
    (ana, *_), (ben, *_) = desks("ana", "ben")
    everybody = (ana, ben, Desk(store, cem, ana.document))
    for desk, kind in zip(everybody, ("state", "person", "group"), strict=True):
        desk.mark("Kremlin", attributes={"kind": kind})
    ana.mark("Moscow")
    ben.mark("Moscow", "stance")
    for desk in everybody:
        complete(desk)
    return everybody


def behind(measure, layer):
    """What a figure counts as different in one document, over all pairs of annotators."""
    spans = {name: list(as_spans(name, places)) for name, places in layer.items()}
    return sum(place.behind(measure) for _, here in places_of(spans, align_each(spans), LENGTH) for place in here)


def as_spans(name, places):
    for number, (fragments, label) in enumerate(places):
        yield Span(f"{name}-{number}", name, name, label, fragments, {}, "", 1, 1, "", "")
