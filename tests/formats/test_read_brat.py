"""brat's stand-off: everything it can say of a text, in code points."""

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.brat import FORMAT

TEXT = "👍 Ana met Ben in Bonn.\n"


def test_spans_count_in_code_points():
    assert marked(document("T1\tPerson 2 5\tAna", "T2\tPlace 17 21\tBonn")) == [
        ("Person", "Ana"),
        ("Place", "Bonn"),
    ]


def test_a_span_in_fragments_keeps_them():
    assert document("T1\tPair 2 5;10 13\tAna Ben").spans[0].fragments == ((2, 5), (10, 13))


def test_an_event_is_its_trigger_joined_to_its_arguments():
    lines = ("T1\tPerson 2 5\tAna", "T2\tPerson 10 13\tBen", "T3\tMeet 6 9\tmet", "E1\tMeet:T3 Who:T1 Who2:T2")
    assert linked(document(*lines)) == [("Who", "met", "Ana"), ("Who", "met", "Ben")]


def test_relations_join_spans_and_events():
    lines = (
        "T1\tPerson 2 5\tAna",
        "T3\tMeet 6 9\tmet",
        "E1\tMeet:T3",
        "R1\tTook Arg1:T1 Arg2:E1",
        "*\tSame T1 T3",
    )
    assert linked(document(*lines)) == [("Took", "Ana", "met"), ("Same", "Ana", "met")]


def test_attributes_references_and_notes_are_kept_and_those_of_an_event_are_its_triggers():
    lines = (
        *("T1\tPerson 2 5\tAna", "T3\tMeet 6 9\tmet", "E1\tMeet:T3 Who:T1"),
        *(
            "A1\tIndividual T1",
            "A2\tConfidence E1 High",
            "N1\tReference T1 Wiki:1\tAna",
            "N2\tReference T1 Wiki:2\tAna",
        ),
        *("#1\tAnnotatorNotes T1\tsure", "#2\tAnnotatorNotes T1\tof it"),
    )
    ana, met = document(*lines).spans
    assert ana.attributes == {"Individual": True, "Reference": ["Wiki:1", "Wiki:2"]}
    assert met.attributes == {"Confidence": "High"}
    assert ana.note == "sure\nof it"


def test_what_cannot_be_placed_is_a_finding_with_its_line():
    lines = ("T1\tPerson 2 5\tBen", "T2\tPerson 2 99\tAna", "R1\tTook Arg1:T1 Arg2:T9", "A1\tSaid R1 yes")
    assert told(read_pair(*lines)) == [
        "line 4: “Said R1 yes” is not taken over: “R1” is no span.",
        "line 1: “Person” 2-5 is not taken over: the text there is “Ana”, not “Ben”.",
        "line 2: “Person” 2-99 is not taken over: The span 2-99 lies outside the text, which has 23 characters.",
        "line 3: “Took” is not taken over: “T1” is no span that was taken over.",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("X1\tPerson 2 5\tAna", "Line 1: “X1” is no annotation"),
        ("T1 Person 2 5", "Line 1: an id, a tab"),
        ("T1\tPerson two\tAna", "is not LABEL START END"),
        ("E1\t:T3", "is no event"),
    ],
)
def test_a_line_that_is_none_of_brats_is_refused_by_its_number(line, says):
    with pytest.raises(Invalid, match=says):
        read_pair(line)


def test_annotations_without_their_text_are_refused():
    with pytest.raises(Invalid, match=r"The text that it marks, a\.txt, must come with it"):
        read(FORMAT, "T1\tPerson 2 5\tAna\n", "a.ann")


def document(*lines):
    arrival = read_pair(*lines)
    assert told(arrival) == []
    return arrival.documents[0]


def read_pair(*lines):
    return read(FORMAT, "".join(f"{line}\n" for line in lines), "a.ann", beside={"a.txt": TEXT.encode()})
