"""Suggestions: from words that are known and citations that look like ones, where nothing is marked yet."""

import pytest

from annotator.domain.block import recognise
from annotator.domain.citation import citations
from annotator.domain.suggestion import Known, suggestions

TEXT = (
    "Kazakhstan signed the treaty.\n\nKazakhstan’s army and South Kazakhstan Province obey Kazakhstan.\n\n"
    "Share this: Kazakhstan"
)
KNOWN = (
    Known("Kazakhstan", "actor", "registry", 0.5),
    Known("South Kazakhstan Province", "actor", "own", 1.0),
)


def test_known_words_are_suggested_wherever_they_stand_whole_but_for_the_apparatus():
    assert found(TEXT) == ["Kazakhstan", "Kazakhstan", "South Kazakhstan Province", "Kazakhstan"]


def test_what_is_marked_or_refused_is_not_suggested():
    assert found(TEXT, marked=[(0, 10, "actor")]) == ["Kazakhstan", "South Kazakhstan Province", "Kazakhstan"]
    assert found(TEXT, marked=[(0, 10, "stance")])[0] == "Kazakhstan"
    assert found(TEXT, refused={(0, 10, "actor")}) == ["Kazakhstan", "South Kazakhstan Province", "Kazakhstan"]


def test_ones_own_work_is_surer_than_the_registry():
    known = [Known("Astana", "actor", "registry", 1.0), Known("Astana", "actor", "own", 0.8)]
    for order in (known, known[::-1]):
        (one,) = suggestions("Astana agreed.", recognise("Astana agreed."), order, cited=[], marked=[], refused=())
        assert (one.source, one.confidence) == ("own", 0.8)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("It joined the Collective Security Treaty in 1992.", ["Collective Security Treaty"]),
        ("Federal Law No. 53-FZ was changed by decree No. 647.", ["Federal Law No. 53-FZ", "decree No. 647"]),
        ("Under Article 359 of the Criminal Code mercenaries are punished.", ["Article 359 of the Criminal Code"]),
        ("The Collective Security Treaty Organization met over the 2002 agreement.", ["2002 agreement"]),
        ("UN Resolution 1373 says so.", ["Resolution 1373"]),
        (
            "Федеральный закон № 53-ФЗ и статья 359 Уголовного кодекса.",
            ["Федеральный закон № 53-ФЗ", "статья 359 Уголовного кодекса"],
        ),
        ("Қылмыстық кодекстің 172-бабы, 172-бап.", ["172-бап"]),
        ("He acted lawfully in a code of silence.", []),
    ],
)
def test_laws_and_treaties_are_told_by_how_they_are_cited(text, cited):
    assert [text[start:end] for start, end in citations(text, 0, len(text))] == cited


def test_a_citation_is_suggested_for_what_may_be_one():
    text = "It joined the Collective Security Treaty."
    (one,) = suggestions(text, recognise(text), [], cited=[("legal_instrument", 0.5)], marked=[], refused=())
    assert (text[one.start : one.end], one.label, one.source) == (
        "Collective Security Treaty",
        "legal_instrument",
        "citation",
    )


def found(text, marked=(), refused=()):
    every = suggestions(text, recognise(text), KNOWN, cited=[], marked=marked, refused=refused)
    return [text[one.start : one.end] for one in every]
