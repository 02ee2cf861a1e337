"""A TEI file of others stays itself: its tree leaves as it came, with our layers appended."""

from dataclasses import replace

import pytest
from corpora import patient, snapshot_of
from formats.tei.files import NOW, layer, read, written
from formats.tei.files import tei as file_of
from formats.tei.foreign import ARTICLE, articles
from hypothesis import given, settings
from lxml import etree
from shared_folder import shared_folder

from annotator.domain.codebook import Codebook, Label
from annotator.domain.layer import Layer
from annotator.domain.span import Span
from annotator.formats.tei.check import check_tei

IN_TEI = "{http://www.tei-c.org/ns/1.0}"
BOOK = Codebook("Book", 1, labels=(Label("actor"),))
PARSER = etree.XMLParser(collect_ids=False)


def test_the_text_is_all_words_of_the_file_and_its_blocks_are_those_of_its_elements():
    document = read(ARTICLE).documents[0]
    text = etree.fromstring(ARTICLE.encode(), PARSER).find(f"{IN_TEI}text")
    assert document.text == "".join(text.xpath("string()")).replace("\r\n", "\n")
    words = [(block.kind, " ".join(document.text[block.start : block.end].split())) for block in document.blocks]
    assert words == [
        ("heading", "Talks in Astana"),
        ("byline", "By A. Person"),
        ("paragraph", "The Duma of Moscow met Ivan."),
        ("caption", "A hall & a tank."),
        ("paragraph", "He read War and Peace, all of it, 😀 e\u0301."),
    ]


def test_the_tree_leaves_as_it_came_with_nothing_but_our_standoffs_appended():
    exported = written(marked(read(ARTICLE).documents[0]))
    assert canonical(trees_in(exported)[0]) == canonical(trees_in(ARTICLE.encode())[0], {"u.ana": "x.d.u.ana"})
    assert texts_in(exported) == texts_in(ARTICLE.encode())


def test_spans_point_into_its_text_though_a_line_end_was_rewritten():
    document = read(ARTICLE).documents[0]
    assert "\r" not in document.text
    proof = check_tei(written(marked(document)))
    assert proof.problems == ()
    assert {"profile", "pointers", "ranges", "checksums", "quotations"} <= set(proof.passed)


def test_what_leaves_comes_back_as_the_same_documents_and_bytes():
    first = replace(read(ARTICLE).documents[0], title="Another title", meta={"topic": "x"})
    corpus = snapshot_of(*(one for name in "abc" for one in marked(first, name).documents()), codebooks=(BOOK,))
    exported = written(corpus)
    arrival = read(exported)
    assert list(arrival.documents) == list(corpus.documents())
    assert arrival.codebooks == (BOOK,)
    assert written(snapshot_of(*arrival.documents, codebooks=arrival.codebooks)) == exported


def test_trees_of_the_same_ids_share_a_corpus_and_are_themselves_again_alone():
    document = read(ARTICLE).documents[0]
    corpus = snapshot_of(*(one for name in "ab" for one in marked(document, name).documents()), codebooks=(BOOK,))
    exported = written(corpus)
    assert check_tei(exported).problems == ()
    assert b'xml:id="x.b.p1"' in exported
    assert b'corresp="#x.b.p1"' in exported
    for one in read(exported).documents:
        assert texts_in(written(marked(one, one.id))) == texts_in(ARTICLE.encode())


@settings(patient, max_examples=25)
@given(article=articles())
def test_whatever_the_markup_the_text_is_the_same_after_canonicalisation(article):
    document = read(article).documents[0]
    exported = written(marked(document))
    assert texts_in(exported) == texts_in(article.encode())
    assert {one.check for one in check_tei(exported).problems} <= {"ids", "pointers"}
    back = read(exported).documents[0]
    assert back == next(marked(document).documents())


def test_names_and_interpreted_segments_are_offered_as_a_layer():
    arrival = read(ARTICLE)
    (document,) = arrival.documents
    assert (document.spans, document.layers) == ((), ())
    offered = arrival.offered[document.id]
    assert {one.layer for one in offered} == {"imported"}
    assert [(one.label, [document.text[slice(*place)] for place in one.fragments]) for one in offered] == [
        ("placeName", ["Astana"]),
        ("persName", ["A. Person"]),
        ("orgName", ["Duma"]),
        ("title", ["War and Peace"]),
        ("war", ["all", "it"]),
    ]


def test_a_typed_name_is_called_by_its_type():
    arrival = read(
        file_of('<p><name type="Head of state">A</name> <rs>B</rs> <name type="Head of state">C</name></p>')
    )
    (spans,) = arrival.offered.values()
    assert [one.label for one in spans] == ["head_of_state", "rs", "head_of_state"]


def test_a_tree_that_does_not_fit_the_text_gives_way_to_tei_of_our_own():
    document = read(ARTICLE).documents[0]
    corrected = replace(document, text="Corrected.", blocks=())
    exported = written(snapshot_of(corrected))
    assert check_tei(exported).problems == ()
    assert b"A press" not in exported
    assert read(exported).documents[0].tree is None


def test_layers_in_a_file_of_others_are_read_and_not_left_in_its_tree_too():
    mark = (
        '<annotation xml:id="a1" motivation="classifying" target="#string-range(t,0,1)">'
        '<ptr type="code" target="#c.actor"/></annotation>'
    )
    document = read(file_of("<p>a <hi>b</hi></p>", after=layer(mark))).documents[0]
    assert len(document.spans) == 1
    assert b"annotation" not in document.tree
    assert len(read(written(snapshot_of(document))).documents[0].spans) == 1


def test_tei_in_tei_are_documents_of_their_own():
    inner = file_of("<p>In <hi>ner</hi>.</p>").replace(' xml:id="t"', "")
    arrival = read(file_of("<p>Ou <hi>ter</hi>.</p>", after=inner))
    assert [one.text for one in arrival.documents] == ["Ou ter.", "In ner."]
    assert [one.tree.count(b"<text") for one in arrival.documents] == [1, 1]


def test_what_we_wrote_ourselves_needs_no_tree_until_somebody_marks_up_its_text():
    ours = written(snapshot_of(replace(read(ARTICLE).documents[0], tree=None)))
    assert read(ours).documents[0].tree is None
    assert read(ours.replace(b"in Astana", b"in <hi>Astana</hi>", 1)).documents[0].tree is not None


@pytest.mark.parametrize("name", ["article-standoff.xml", "article-inline-gold.xml", "corpus.xml"])
def test_the_agreed_examples_stay_themselves(name):
    data = (shared_folder("tei") / name).read_bytes()
    arrival = read(data)
    exported = written(snapshot_of(*arrival.documents, codebooks=arrival.codebooks))
    assert texts_in(exported) == texts_in(data)
    assert check_tei(exported).problems == ()
    assert list(read(exported).documents) == list(arrival.documents)


@pytest.mark.slow
def test_what_leaves_is_valid_and_keeps_every_rule(tei_all, schematron):
    document = read(ARTICLE).documents[0]
    exported = written(
        snapshot_of(*(one for name in "ab" for one in marked(document, name).documents()), codebooks=(BOOK,))
    )
    root = etree.fromstring(exported, PARSER)
    assert tei_all.validate(root.getroottree()), tei_all.error_log
    assert schematron.violations(exported) == []


def marked(document, key="d"):
    """The document alone in a corpus, with a span on each of its words."""
    text = document.text
    starts = [at for at, one in enumerate(text) if not one.isspace() and (at == 0 or text[at - 1].isspace())]
    spans = tuple(Span(f"s{at}", "ana", "ana", "actor", ((at, at + 1),), {}, "", 1, 1, NOW, NOW) for at in starts)
    layers = (Layer("ana", "ana", "complete", NOW, NOW),)
    one = replace(document, id=key, layers=layers, spans=spans, created=NOW, codebook_version=1)
    return snapshot_of(one, codebooks=(BOOK,))


def trees_in(data):
    """Each ``TEI`` of a file, without what was appended to it."""
    found = list(etree.fromstring(data, PARSER).iter(f"{IN_TEI}TEI"))
    for tei in found:
        tei.tail = None
        record = next(tei.iterchildren(f"{IN_TEI}standOff", reversed=True), None)
        appended = [one for one in tei.iterchildren(f"{IN_TEI}standOff") if one.get("type") in ("record", "layer")]
        for one in appended if record is not None else ():
            tei.remove(one)
    return found


def canonical(tree, renamed=None):
    made = etree.tostring(tree, method="c14n", exclusive=True, with_comments=True)
    for old, new in (renamed or {}).items():
        made = made.replace(old.encode(), new.encode())
    return made


def texts_in(data):
    found = etree.fromstring(data, PARSER).iter(f"{IN_TEI}text")
    return [etree.tostring(one, method="c14n", with_comments=True, with_tail=False) for one in found]
