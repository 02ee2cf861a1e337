"""WebAnno TSV 3: UTF-16 offsets, stacked and numbered annotations, relations."""

import pytest
from arriving import linked, marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.webanno_tsv import FORMAT

HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value\n"


def test_offsets_are_utf_16_units():
    arrival = read(
        FORMAT, f"{HEAD}\n\n#Text=👍 👍 Ana\n1-1\t0-2\t👍\t_\t\n1-2\t3-5\t👍\t_\t\n1-3\t6-9\tAna\tPER\t\n"
    )
    assert marked(arrival.documents[0]) == [("PER", "Ana")]
    assert told(arrival) == []


def test_a_numbered_annotation_reaches_over_tokens_and_sentences():
    first = "#Text=Ana met\n1-1\t0-3\tAna\tA[1]|B\t\n1-2\t4-7\tmet\tA[1]\t\n"
    second = "#Text=Ben .\n2-1\t8-11\tBen\tA[1]\t\n2-2\t12-13\t.\t_\t\n"
    (document,) = read(FORMAT, f"{HEAD}\n\n{first}\n{second}").documents
    assert document.text == "Ana met\nBen ."
    assert marked(document) == [("A", "Ana met\nBen"), ("B", "Ana")]


def test_several_features_are_attributes_of_the_layer():
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Claim|tone|who\n"
    (document,) = read(FORMAT, f"{head}\n\n#Text=a\n1-1\t0-1\ta\tcalm[1]|*[2]\tAna \\| Ben[1]|*[2]\t\n").documents
    assert [(span.label, span.attributes) for span in document.spans] == [
        ("Claim", {"tone": "calm", "who": "Ana | Ben"}),
        ("Claim", {}),
    ]


def test_relations_lead_to_numbered_and_single_annotations():
    head = f"{HEAD}#T_RL=custom.Link|role|BT_custom.Span\n"
    rows = "1-1\t0-1\ta\tX[1]|Y[2]\t_\t_\t\n1-2\t2-3\tb\tZ\tnear|far\t1-1[1_0]|1-1[2_0]\t\n"
    (document,) = read(FORMAT, f"{head}\n\n#Text=a b\n{rows}").documents
    labels = {span.id: span.label for span in document.spans}
    assert [(one.type, labels[one.source], labels[one.target]) for one in document.relations] == [
        ("near", "X", "Z"),
        ("far", "Y", "Z"),
    ]
    assert linked(document) == [("near", "a", "b"), ("far", "a", "b")]


def test_an_annotation_of_no_character_is_a_finding_with_its_line():
    arrival = read(FORMAT, f"{HEAD}\n\n#Text=a\n1-1\t0-1\ta\t_\t\n1-1.1\t1-1\t\tX\t\n")
    assert told(arrival) == ["line 7: “X” 1-1 is not taken over: The span 1-1 marks nothing."]


@pytest.mark.parametrize(
    "rows", ["1-1\tzero\ta\tX\t\n", "#Text=a b\n1-1\t0-1\ta\t_\t\n\n#Text=c\n2-1\t1-2\tc\t_\t\n"]
)
def test_a_file_that_contradicts_itself_is_refused_by_its_line(rows):
    with pytest.raises(Invalid, match=r"^Line \d+: "):
        read(FORMAT, f"{HEAD}\n\n{rows}")
