"""CoNLL in its dialects."""

import pytest
from arriving import marked, read, told

from annotator.domain.errors import Invalid
from annotator.formats.conll import FORMAT


@pytest.mark.parametrize(
    "tags",
    [
        ("B-PER", "I-PER", "O", "B-PER", "B-LOC"),
        ("B-PER", "E-PER", "O", "S-PER", "S-LOC"),
        ("B-PER", "L-PER", "O", "U-PER", "U-LOC"),
    ],
    ids=["IOB2", "IOBES", "BILOU"],
)
def test_the_tags_of_every_dialect_become_spans(tags):
    words = ("Nadim", "Ladki", "met", "Ana", "Bonn")
    arrival = read(FORMAT, "".join(f"{word}\tNN\t{tag}\n" for word, tag in zip(words, tags, strict=True)))
    (document,) = arrival.documents
    assert document.text == "Nadim Ladki met Ana Bonn\n"
    assert marked(document) == [("PER", "Nadim Ladki"), ("PER", "Ana"), ("LOC", "Bonn")]
    assert told(arrival) == []


def test_iob1_is_read_and_told():
    arrival = read(FORMAT, "EU I-ORG\nBonn I-LOC\nParis B-LOC\n")
    assert marked(arrival.documents[0]) == [("ORG", "EU"), ("LOC", "Bonn"), ("LOC", "Paris")]
    assert told(arrival) == ["tags: I- begins a span that nothing opened, as in IOB1 (2 times)"]


def test_a_blank_line_ends_a_sentence_and_with_it_a_span():
    (document,) = read(FORMAT, "Ana B-PER\n\nBen I-PER\n").documents
    assert (document.text, marked(document)) == ("Ana\nBen\n", [("PER", "Ana"), ("PER", "Ben")])


def test_documents_are_parted_and_say_their_ids():
    parted = read(FORMAT, "-DOCSTART- O\n\nOne O\n\n-DOCSTART- O\n\nTwo O\n").documents
    named = read(FORMAT, "# newdoc id = a\n# title = First\nOne\tO\n\n# newdoc id = b\nTwo\tO\n").documents
    assert [one.text for one in parted] == ["One\n", "Two\n"]
    assert [(one.id, one.title) for one in named] == [("a", "First"), ("b", "file 2")]


@pytest.mark.parametrize(
    ("line", "says"), [("word", "a token and its tag belong here"), ("word X-PER", "“X-PER” is no tag")]
)
def test_a_line_without_a_tag_is_refused_by_its_number(line, says):
    with pytest.raises(Invalid, match=f"^Line 2: .*{says}"):
        read(FORMAT, f"One O\n{line}\n")
