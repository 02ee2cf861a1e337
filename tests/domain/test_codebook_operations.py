"""Named changes of a codebook, one by one, and in any order: every span stays valid under its version."""

from dataclasses import replace

import pytest
from corpora import codebooks
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.codebook_editing import checked
from annotator.domain.codebook_misfit import misfit_of_relation, misfits
from annotator.domain.codebook_operation import (
    Coded,
    Done,
    Renaming,
    changed,
    fits,
    kept_retired,
    kept_up,
    restored,
    reverted,
)
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.errors import Invalid, Refused
from annotator.domain.label_operation import Merge, Rename, Retire, Split
from annotator.domain.operation_tree import operation_from_tree
from annotator.domain.relation import Relation
from annotator.domain.rename_operation import RenameAttribute, RenameRelation
from annotator.domain.rule_operation import ChangeChoices, Require, Tighten
from annotator.domain.span import Span

KIND = Attribute("kind", "choice", choices=("state", "group"), definitions={"state": "A state."}, default="state")
TOPICS = Attribute("topics", "multichoice", choices=("war", "law", "trade"))
ACTOR = Label("actor", "Actor", shortcut="1", attributes=(KIND, TOPICS))
ORGAN = Label("organ", "Organisation", shortcut="2", parent="actor")
STANCE = Label("stance", "Stance", attributes=(Attribute("sure", "boolean", required=True),))
HOLDS = RelationType("holds", source=("actor", "organ"), target=("stance",))
ABOUT = Attribute("genre", "choice", choices=("news", "opinion"))
BOOK = Codebook("Draft", 1, "", (ACTOR, ORGAN, STANCE), (HOLDS,), (ABOUT,))


def coded(label="actor", version=1, **attributes):
    return Coded(label, attributes, version)


def after(operation, book=BOOK):
    return operation.apply(book).at_version(book.version + 1)


def test_a_renamed_label_has_its_spans_its_relations_and_what_stands_below_it_under_the_new_name():
    operation = Rename("actor", "agent", "Agent")
    book = after(operation)
    assert [(label.name, label.parent) for label in book.labels[:2]] == [("agent", None), ("organ", "agent")]
    assert book.labels[0].title == "Agent"
    assert book.relation("holds").source == ("agent", "organ")
    assert changed(operation, book, coded(kind="state")) == coded("agent", 2, kind="state")
    assert changed(operation, book, coded("stance")) is None
    assert operation.taken_back(BOOK, book) == BOOK.at_version(2)


def test_a_title_alone_is_changed_and_changed_back_also_where_there_was_none():
    book = replace(BOOK, labels=(replace(ACTOR, title=""), ORGAN, STANCE))
    operation = Rename("actor", "actor", "Agent")
    assert after(operation, book).labels[0].title == "Agent"
    assert operation.taken_back(book, after(operation, book)) == book.at_version(2)


@pytest.mark.parametrize("name", ["stance", "no name", "actor", ""])
def test_a_label_is_not_renamed_to_what_is_there_or_is_no_name(name):
    with pytest.raises(Invalid):
        Rename("actor", name).apply(BOOK)


def test_a_retired_label_is_not_offered_and_its_spans_stay():
    book = after(Retire("actor"))
    assert [label.name for label in book.offered] == ["organ", "stance"]
    assert changed(Retire("actor"), book, coded(kind="state")) is None
    assert fits(book, coded(kind="state"))
    with pytest.raises(Invalid):
        Retire("actor").apply(book)


def test_a_merged_label_is_retired_and_what_it_asks_is_asked_by_the_other():
    operation = Merge(("actor",), "organ")
    book = after(operation)
    assert book.label("actor").retired
    assert book.label("organ").attributes == (replace(KIND, default=None), TOPICS)
    assert book.label("organ").parent is None
    assert book.relation("holds").source == ("organ",)
    assert changed(operation, book, coded(kind="state")) == coded("organ", 2, kind="state")


def test_attributes_of_one_name_come_together_with_the_choices_of_both():
    mine = replace(ORGAN, attributes=(replace(KIND, choices=("group", "firm"), definitions={}, default=None),))
    book = after(Merge(("actor",), "organ"), replace(BOOK, labels=(ACTOR, mine, STANCE)))
    assert book.label("organ").attributes[0].choices == ("group", "firm", "state")


def test_attributes_of_one_name_that_are_of_two_types_are_made_one_first():
    other = replace(ORGAN, attributes=(Attribute("kind", "text"),))
    with pytest.raises(Invalid, match="“kind” is a choice of Actor and a text of Organisation"):
        Merge(("actor",), "organ").apply(replace(BOOK, labels=(ACTOR, other, STANCE)))


@pytest.mark.parametrize("labels", [(), ("organ",), ("actor", "actor"), ("nobody",)])
def test_what_is_no_merge_is_refused(labels):
    with pytest.raises(Invalid):
        Merge(labels, "organ").apply(BOOK)


def test_a_split_label_is_retired_and_its_spans_wait_to_be_decided():
    operation = Split("actor", (("person", "Person", "One human."), ("body", "Body", "")))
    book = after(operation)
    assert [label.name for label in book.labels] == ["actor", "person", "body", "organ", "stance"]
    assert book.label("actor").retired and book.label("person").attributes == ACTOR.attributes
    assert book.relation("holds").source == ("actor", "organ", "person", "body")
    assert changed(operation, book, coded(kind="state")) is None
    assert operation.decided(coded(kind="state"), "body") == coded("body", kind="state")
    for label in ("stance", "actor"):
        with pytest.raises(Invalid):
            operation.decided(coded(), label)
    with pytest.raises(Invalid):
        operation.decided(coded("stance"), "body")


def test_choices_are_mapped_and_what_becomes_none_stays_to_be_looked_at_again():
    operation = ChangeChoices("actor", "kind", ("government", "people"), {"state": "government"})
    book = after(operation)
    assert book.label("actor").attributes[0].definitions == {"government": "A state."}
    assert book.label("actor").attributes[0].default == "government"
    assert changed(operation, book, coded(kind="state")) == coded(version=2, kind="government")
    left = coded(kind="group")
    assert changed(operation, book, left) is None
    assert fits(BOOK, left) and not fits(book, left)
    assert misfits(book, span(left)) == ["kind cannot be “group” any more"]


def test_choices_of_several_are_mapped_each_and_said_once():
    operation = ChangeChoices("actor", "topics", ("conflict", "law"), {"war": "conflict", "trade": "conflict"})
    said = operation.carried(coded(topics=["war", "law", "trade"])).attributes["topics"]
    assert said == ["conflict", "law"]


def test_choices_of_documents_are_mapped_as_well():
    operation = ChangeChoices("", "genre", ("report", "opinion"), {"news": "report"})
    assert after(operation).document_attributes[0].choices == ("report", "opinion")
    assert operation.carried_of_document({"genre": "news"}) == {"genre": "report"}
    assert operation.carried(coded(kind="state")) == coded(kind="state")


@pytest.mark.parametrize(
    "operation",
    [
        ChangeChoices("actor", "kind", ("state", "group")),
        ChangeChoices("actor", "kind", ("state",), {"firm": "state"}),
        ChangeChoices("actor", "kind", ("state",), {"group": "firm"}),
        ChangeChoices("actor", "nothing", ("a",)),
        ChangeChoices("stance", "sure", ("a",)),
        ChangeChoices("actor", "kind", ()),
        Require("stance", "sure"),
        Tighten("holds", (), ("stance",)),
        Tighten("holds", ("actor", "organ"), ("stance",)),
        Tighten("holds", ("nobody",), ("stance",)),
    ],
)
def test_a_change_of_rules_that_makes_no_sense_is_refused(operation):
    with pytest.raises(Refused):
        operation.apply(BOOK)


def test_what_a_tightened_rule_leaves_behind_is_to_be_looked_at_again():
    required = after(Require("actor", "kind"))
    assert misfits(required, span(coded())) == ["kind is required now"]
    assert misfits(required, span(coded("stance")), BOOK.missing("stance", {})) == [], (
        "it was left open on purpose"
    )
    tight = after(Tighten("holds", ("organ",), ("stance",)))
    held = Relation("r", "ana", "ana", "holds", "a", "b", 1, "")
    assert misfit_of_relation(BOOK, held, "actor", "stance") is None
    assert misfit_of_relation(tight, held, "actor", "stance") == "“holds” does not join actor with stance any more"


@pytest.mark.parametrize(
    "operation",
    [
        Rename("actor", "agent", "Agent"),
        RenameAttribute("actor", "kind", "sort", "Sort"),
        RenameRelation("holds", "has", "has"),
        Retire("actor"),
        Merge(("actor", "stance"), "organ"),
        Split("actor", (("person", "Person", "One."), ("body", "", ""))),
        ChangeChoices("actor", "kind", ("a",), {"state": "a"}),
        Require("actor", "kind", False),
        Tighten("holds", ("organ",), ("stance",)),
    ],
)
def test_an_operation_is_written_down_and_read_back(operation):
    assert operation_from_tree(operation.tree()) == operation
    assert operation.told(replace(BOOK, labels=(*BOOK.labels,)))


@pytest.mark.parametrize("tree", [None, [], {}, {"kind": "x"}, {"kind": []}, {"kind": "retire", "of": "actor"}])
def test_what_is_no_operation_is_refused(tree):
    with pytest.raises(Invalid):
        operation_from_tree(tree)


def test_what_was_coded_earlier_is_said_as_it_is_said_now():
    rename, merge = Rename("actor", "agent"), Merge(("agent",), "organ")
    second = after(rename)
    third = after(merge, second)
    done = [Done(rename, 2, None), Done(merge, 3, None)]
    assert kept_up(coded(kind="state"), done, third) == coded("organ", 3, kind="state")
    assert kept_up(coded("agent", 2, kind="state"), done, third) == coded("organ", 3, kind="state")
    assert kept_up(coded("stance"), done, third) == coded("stance")
    assert kept_up(coded(kind="firm"), done, third) == coded(kind="firm"), "it has no meaning there"


def test_what_was_undone_meanwhile_is_not_said_again():
    rename = Rename("actor", "agent")
    back = BOOK.at_version(3)
    done = [Done(rename, 2, 3)]
    assert kept_up(coded(kind="state"), done, back) == coded(kind="state")
    assert kept_up(coded("agent", 2, kind="state"), done, back) == coded("actor", 3, kind="state")


def span(one):
    return Span("s", "ana", "ana", one.label, ((0, 1),), one.attributes, "", one.version, 1, "", "")


@pytest.fixture
def of_several():
    """A codebook in which two new labels carry a position, and the one that was split."""
    polarity = Attribute("polarity", "choice", choices=("supports", "opposes"))
    book = Codebook(
        labels=(Label("actor"), Label("stance", attributes=(polarity,))),
        relations=(
            RelationType("holds", source=("actor",), target=("stance",)),
            RelationType("toward", source=("stance",), target=("actor",)),
        ),
    )
    return Split("stance", (("view", "View", ""), ("act", "Act", ""))).apply(book)


@pytest.mark.parametrize("of", ["view", "act", "stance"])
def test_what_says_which_way_a_position_goes_is_renamed_on_all_labels_that_carry_one(of_several, of):
    operation = RenameAttribute(of, "polarity", "direction").meant(of_several)
    renamed = operation.apply(of_several)
    assert renamed.statement_type.polarity == "direction"
    coded = [Coded(label, {"polarity": "opposes"}, 1) for label in ("view", "act", "stance")]
    assert [operation.carried(one).attributes for one in coded] == [{"direction": "opposes"}] * 3
    assert operation_from_tree(operation.tree()) == operation
    assert operation.taken_back(of_several, renamed) == of_several


@pytest.mark.parametrize("of", ["view", "act", "stance"])
def test_a_new_value_of_the_polarity_counts_as_the_old_one_on_whichever_label_it_is(of_several, of):
    book = ChangeChoices(of, "polarity", ("backs", "opposes"), {"supports": "backs"}).apply(of_several)
    made = book.statement_type
    assert [made.sign_of(one) for one in ("supports", "backs", "opposes")] == ["+", "+", "-"]
    assert codebook_from_tree(codebook_to_tree(book), book.version) == book


class Project(RuleBasedStateMachine):
    """A codebook that is changed and changed back while spans are marked and joined: nothing is lost."""

    def __init__(self):
        super().__init__()
        self.books = {}
        self.spans = []
        self.marked = 0
        self.ties = []
        self.said = {}
        self.done = []
        self.names = 0

    @initialize(book=codebooks(version=1))
    def begin(self, book):
        self.books[1] = book

    @property
    def book(self):
        return self.books[max(self.books)]

    @rule(data=st.data())
    def mark(self, data):
        if self.book.offered:
            label = data.draw(st.sampled_from(self.book.offered))
            asked = [one for one in label.attributes if one.choices]
            values = {one.name: one.checked(_any(data, one), "") for one in asked}
            self.spans.append(Coded(label.name, values, self.book.version))
            self.marked += 1

    @rule(data=st.data())
    def join(self, data):
        if self.book.relations:
            self.ties.append(data.draw(st.sampled_from(self.book.relations)).name)

    @rule(data=st.data())
    def say_of_the_document(self, data):
        for one in self.book.document_attributes:
            if one.choices:
                self.said[one.name] = one.checked(_any(data, one), "")

    @rule(data=st.data())
    def operate(self, data):
        self.names += 1
        try:
            operation = data.draw(_operations(self.book, f"n{self.names}")).meant(self.book)
            made = operation.apply(self.book).at_version(self.book.version + 1)
        except Refused:
            return
        before, said = list(self.spans), dict(self.said)
        self.ties = [operation.carried_relation(one) for one in self.ties]
        self.said = dict(operation.carried_of_document(self.said))
        self.books[made.version] = made
        self.spans = [changed(operation, made, one) or one for one in self.spans]
        if isinstance(operation, Split):
            self.spans = [self._decided(data, operation, one) for one in self.spans]
        moved = [(was, one) for was, one in zip(before, self.spans, strict=True)]
        self.done.append((operation, made.version, moved, (said, self.said)))

    def _decided(self, data, operation, one):
        if one.label != operation.label or not data.draw(st.booleans()):
            return one
        new = replace(
            operation.decided(one, data.draw(st.sampled_from(operation.labels))), version=self.book.version
        )
        return new if fits(self.book, new) else one

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        """The last operation that stands, as any other would be undone in its turn."""
        operation, version, moved, (said, became) = self.done.pop()
        before, made, now = self.books[version - 1], self.books[version], self.book
        number = now.version + 1
        if isinstance(operation, Renaming):
            inverse = operation.inverse
            book = operation.taken_back(before, now).at_version(number)
            spans = [changed(inverse, book, one) or one for one in self.spans]
            self.ties = [inverse.carried_relation(one) for one in self.ties]
            self.said = dict(inverse.carried_of_document(self.said))
        else:
            book = reverted(before, made, now).codebook.at_version(number)
            back = [restored(*pair, one, book) for pair, one in zip(moved, self.spans, strict=False)]
            since = self.spans[len(moved) :]
            spans = [one or kept for one, kept in zip(back, self.spans, strict=False)] + since
            book = kept_retired(book, now, frozenset(one.label for one in spans))
            self.said = dict(said) if self.said == became else self.said
        if now.version == version:
            assert all(one.says(was) for one, (was, _) in zip(spans, moved, strict=False))
            assert book == before.at_version(number) or not isinstance(operation, Renaming)
        self.books[number], self.spans = book, spans

    @invariant()
    def every_span_is_valid_under_its_version(self):
        assert all(fits(self.books[one.version], one) for one in self.spans)

    @invariant()
    def no_span_is_lost(self):
        assert len(self.spans) == self.marked

    @invariant()
    def every_relation_has_a_type_of_the_codebook(self):
        assert not self.books or set(self.ties) <= {one.name for one in self.book.relations}

    @invariant()
    def what_makes_a_statement_is_said_of_what_is_there(self):
        assert not self.books or checked(self.book) == self.book

    @invariant()
    def no_label_in_use_is_lost_unless_its_span_says_what_has_no_meaning_any_more(self):
        for one in self.spans:
            if self.books and self.book.index(one.label) == len(self.book.labels):
                assert one.version < self.book.version


def _any(data, attribute):
    chosen = data.draw(st.sampled_from(attribute.choices))
    return [chosen] if attribute.type == "multichoice" else chosen


@st.composite
def _operations(draw, book, fresh):
    label = draw(st.sampled_from(book.labels)).name
    other = draw(st.sampled_from(book.labels)).name
    choosing = [(one.name, part) for one in book.labels for part in one.attributes if part.choices]
    kinds = [Rename(label, fresh), Retire(label), Merge((label,), other)]
    kinds.append(Split(label, ((f"{fresh}_a", "", ""), (f"{fresh}_b", "", ""))))
    if choosing:
        of, attribute = draw(st.sampled_from(choosing))
        old = draw(st.sampled_from(attribute.choices))
        kinds.append(ChangeChoices(of, attribute.name, (fresh,), {old: fresh}))
        kinds.append(Require(of, attribute.name, not attribute.required))
        kinds.append(RenameAttribute(of, attribute.name, fresh))
    if book.document_attributes:
        kinds.append(RenameAttribute("", draw(st.sampled_from(book.document_attributes)).name, fresh))
    if book.relations:
        kinds.append(Tighten(book.relations[0].name, (label,), (other,)))
        kinds.append(RenameRelation(draw(st.sampled_from(book.relations)).name, fresh))
    return draw(st.sampled_from(kinds))


TestAnyOrder = Project.TestCase
TestAnyOrder.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
