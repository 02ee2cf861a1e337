"""Files of others, files that were changed, and files that are wrong."""

from contextlib import suppress

import pytest
from corpora import patient
from formats.tei.files import NOW, annotation, layer, read, strange_snapshots, tei, written
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from shared_folder import shared_folder

from annotator.domain.block import Block
from annotator.domain.corpus import fingerprint
from annotator.domain.errors import Invalid
from annotator.formats.tei.check import check_tei

AT_MOSCOW = "#string-range(t,4,6)"
TEXT = "<p>In “Moscow” they decide.</p>"
RELATION = '<relation xml:id="r1" name="holds" active="#a" passive="#b"/>'
MOSCOW = '<note type="quote">Moscow</note>'


@pytest.mark.parametrize(("name", "documents"), [("article-standoff.xml", 1), ("corpus.xml", 2)])
def test_the_agreed_examples_are_read_without_loss(name, documents):
    arrival = read((shared_folder("tei") / name).read_bytes())
    assert len(arrival.documents) == documents
    for document in arrival.documents:
        assert [layer.name for layer in document.layers] == ["ann1", "ann2", "gold"]
        assert [span.quote(document.text)[:14] for span in document.spans] == [
            "The European C",
            *["European Commi"] * 3,
        ]
        assert {relation.type for relation in document.relations} == {"holder"}
        assert document.meta["publication"] == "Example Daily"
    assert [label.name for label in arrival.codebooks[0].labels] == ["actor", "stance", "instrument"]


def test_the_inline_variant_is_read_as_its_text_and_offers_what_it_marks():
    arrival = read((shared_folder("tei") / "article-inline-gold.xml").read_bytes())
    article = read((shared_folder("tei") / "article-standoff.xml").read_bytes()).documents[0]
    assert arrival.documents[0].text == article.text
    assert "persName" in {span.label for span in arrival.offered["42"]}


def test_the_agreed_examples_are_sound_but_for_our_own_profile():
    for name in ("article-standoff.xml", "corpus.xml"):
        problems = check_tei((shared_folder("tei") / name).read_bytes()).problems
        assert {problem.check for problem in problems} == {"profile"}


def test_comments_and_entities_leave_no_gap_in_the_text():
    entity = '<!DOCTYPE TEI [<!ENTITY who "Ivan">]>'
    document = read(entity + tei("<p>Mos<!-- x -->cow<?pi x?> and &who;<![CDATA[ <a> ]]></p>")).documents[0]
    assert document.text == "Moscow and Ivan <a> "


def test_a_carriage_return_becomes_a_line_end_and_the_offsets_move_with_it():
    note = '<note type="quote">b\nMoscow</note>'
    arrival = read(tei("<p>a&#13;\nb&#13;Moscow</p>", after=layer(annotation("#string-range(t,3,8)", note))))
    document = arrival.documents[0]
    assert document.text == "a\nb\nMoscow"
    assert document.spans[0].fragments == ((2, 10),)
    assert any("line ends" in finding.what for finding in arrival.findings)


def test_what_encloses_words_in_a_foreign_text_becomes_its_blocks():
    body = '<head>Title</head> <p>One <q>two</q>.</p>\n<lg><l>a</l><l>b</l></lg><ab type="byline">By A</ab>'
    document = read(tei(f"<div>{body}</div>")).documents[0]
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("heading", "Title"),
        ("paragraph", "One two."),
        ("paragraph", "ab"),
        ("byline", "By A"),
    ]


def test_where_words_stand_in_no_block_they_are_recognised():
    arrival = read(tei("<div>loose words.<p>a paragraph.</p></div>"))
    assert arrival.documents[0].blocks == (Block("paragraph", 0, 24),)
    assert any("recognised" in finding.what for finding in arrival.findings)


def test_what_is_not_kept_is_said():
    after = '<standOff type="entities"><listPerson/></standOff>' + layer(
        annotation(AT_MOSCOW, '<ptr type="entity" target="#e"/>'),
        '<annotation motivation="assessing" target="#a1"/>',
    )
    said = {finding.what for finding in read(tei(TEXT + "<p><rs>x</rs></p>", after=after)).findings}
    assert {"ptr entity #e: not kept", "motivation “assessing”: not kept"} <= said
    assert any("without an annotator" in what for what in said)


def test_metadata_is_found_in_a_structured_description_too():
    source = (
        "<biblStruct><monogr><author><persName>A <surname>B</surname></persName></author><author>C</author>"
        '<title level="j">The Daily</title><imprint><publisher>P</publisher><date>May</date></imprint></monogr>'
        '<ref target="https://example.org/"/></biblStruct><p>Scanned.</p>'
    )
    arrival = read(tei(TEXT, f"<sourceDesc>{source}</sourceDesc>"))
    assert arrival.documents[0].meta == {
        "author": "A B",
        "publication": "The Daily",
        "date": "May",
        "url": "https://example.org/",
    }
    said = {finding.what for finding in arrival.findings}
    assert said == {"a second author: not kept", "publisher: not kept"}


def test_a_label_without_a_taxonomy_is_named_by_its_pointer():
    spans = (
        read(
            tei(
                TEXT,
                after=layer(
                    annotation(AT_MOSCOW),
                    annotation(AT_MOSCOW, code="other.xml#stance", xml_id="a2"),
                    annotation(AT_MOSCOW, code="#c.7.A_x002E_b", xml_id="a3"),
                ),
            )
        )
        .documents[0]
        .spans
    )
    assert sorted(span.label for span in spans) == ["A.b", "actor", "stance"]


def test_what_says_no_id_and_no_time_gets_new_ones():
    document = read(tei(TEXT, after=layer(annotation(AT_MOSCOW).replace(' xml:id="a1"', "")))).documents[0]
    assert (document.id, document.spans[0].id) == ("new-1", "new-2")
    assert document.created == document.spans[0].created == document.layers[0].updated == NOW


def test_a_time_of_another_zone_is_kept_in_utc():
    when = '<revisionDesc><change status="created" when="2026-01-01T02:00:00+03:00"/></revisionDesc>'
    assert read(tei(TEXT, after=layer(annotation(AT_MOSCOW, when)))).documents[0].spans[0].created == (
        "2025-12-31T23:00:00Z"
    )


def test_an_id_that_stands_twice_outside_the_annotations_is_tolerated():
    assert read(tei('<p xml:id="x">a</p><p xml:id="x">b</p>')).documents[0].text == "ab"


class TestAChangedText:
    """The header describes another text than the file holds."""

    def test_a_span_is_found_again_by_its_words(self):
        arrival = changed(annotation("#string-range(t,0,6)", MOSCOW))
        assert arrival.documents[0].spans[0].fragments == ((4, 10),)
        assert any("moved from 0 to 4" in finding.what for finding in arrival.findings)

    def test_fragments_move_together(self):
        target = "#string-range(t,10,2) #string-range(t,14,2)"
        assert changed(annotation(target, MOSCOW)).documents[0].spans[0].fragments == ((4, 6), (8, 10))

    def test_a_span_beyond_the_text_is_found_again(self):
        assert changed(annotation("#string-range(t,90,6)", MOSCOW)).documents[0].spans[0].start == 4

    @pytest.mark.parametrize(
        ("inside", "complaint"),
        [
            ("", "without a note of its words"),
            ('<note type="quote">Tashkent</note>', "stands nowhere"),
            ('<note type="quote">e</note>', "more than once"),
        ],
    )
    def test_a_span_that_cannot_be_found_is_refused_by_name(self, inside, complaint):
        with pytest.raises(Invalid, match=f"annotation “a1”.*{complaint}"):
            changed(annotation("#string-range(t,0,1)", inside))

    def test_an_annotation_that_points_nowhere_is_refused_by_name(self):
        with pytest.raises(Invalid, match=r"annotation “a1”.*at least one character"):
            changed(annotation("", MOSCOW))

    def test_a_span_that_still_stands_on_its_words_stays(self):
        assert changed(annotation(AT_MOSCOW, MOSCOW)).documents[0].spans[0].fragments == ((4, 10),)


def test_the_checksum_tells_a_changed_text_of_the_same_length():
    header = '<publicationStmt><idno type="sha256">{}</idno></publicationStmt>'
    after = layer(annotation(AT_MOSCOW))
    assert read(tei(TEXT, header.format(fingerprint("In “Moscow” they decide.")), after)).documents
    with pytest.raises(Invalid, match="changed"):
        read(tei(TEXT, header.format("0" * 64), after))


@pytest.mark.parametrize(
    ("after", "complaint"),
    [
        (layer(annotation("#string-range(t,20,9)")), "annotation “a1” .*ends at 29, beyond the text"),
        (layer(annotation("#string-range(t,4,0)")), "annotation “a1” .*marks nothing"),
        (layer(annotation("#string-range(x,4,6)")), "annotation “a1” .*“x” is not in the text"),
        (layer(annotation("#match(t,'a')")), "annotation “a1” .*not a string-range"),
        (layer(annotation("")), "annotation “a1” .*at least one"),
        (layer(annotation(AT_MOSCOW), annotation(AT_MOSCOW)), "two of “a1”"),
        (layer(annotation(AT_MOSCOW, '<ptr type="code" target="#c.b"/>')), "annotation “a1” .*2 codes"),
        (layer(annotation(AT_MOSCOW, code="#c.1")), "annotation “a1”.*not a machine name"),
        (layer(annotation(AT_MOSCOW).replace("target=", 'ana="#fs" target=', 1)), "“a1” .*ana=“#fs” points to"),
        (layer().replace("type=", 'resp="#u.ana" type=', 1), "resp=“#u.ana” points to nothing"),
        (layer().replace("type=", 'resp="#t" n="me" type=', 1), "me"),
        (layer(more=f"<listRelation>{RELATION}</listRelation>"), "relation “r1” .*active=“#a” is not one span"),
        (layer() + layer(), "two of “imported”"),
    ],
)
def test_what_does_not_hold_is_refused_by_name(after, complaint):
    with pytest.raises(Invalid, match=complaint) as refusal:
        read(tei(TEXT, after=after))
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("<TEI", r"line 1, column 5"),
        ("<a/>", "its root is a"),
        ("<TEI/>", "not a TEI file"),
        (tei(" \n "), "empty"),
        (tei("<p>x</p>").replace("text", "facsimile"), "no text in it"),
        ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + tei("<p>&x;</p>"), "Not well-formed"),
        (tei("<p>x</p>", "<publicationStmt><idno type='document'> </idno></publicationStmt>"), "id .*empty"),
    ],
)
def test_what_is_no_document_is_refused(data, complaint):
    with pytest.raises(Invalid, match=complaint) as refusal:
        read(data)
    assert "\n" not in refusal.value.message


def test_two_documents_of_one_id_are_refused():
    one = tei("<p>x</p>", "<publicationStmt><idno type='document'>7</idno></publicationStmt>")
    with pytest.raises(Invalid, match="“7” is there twice"):
        read(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{one}{one}</teiCorpus>')


def test_what_is_said_of_a_whole_corpus_of_others_is_told_to_be_in_no_export():
    header = "<teiHeader><fileDesc><titleStmt><title>A corpus</title></titleStmt></fileDesc></teiHeader>"
    one = tei("<p>x</p>", "<publicationStmt><idno type='document'>7</idno></publicationStmt>")
    inner = tei("<p>y</p>", "<publicationStmt><idno type='document'>8</idno></publicationStmt>")
    nested = one.replace("</TEI>", f"{inner}</TEI>")
    arrival = read(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{nested}</teiCorpus>')
    said = {f"{finding.where}: {finding.what}" for finding in arrival.findings}
    whole = "of the whole corpus: kept in the file as it came, and not part of an export"
    assert f"teiCorpus, teiHeader (line 1): {whole}" in said
    assert any("inside another TEI: a document of its own here" in one for one in said)
    assert [document.id for document in arrival.documents] == ["7", "8"]


@settings(patient, max_examples=150)
@given(snapshot=strange_snapshots(), choose=st.data())
def test_a_file_with_something_taken_away_or_put_elsewhere_is_read_or_refused(snapshot, choose):
    root = etree.fromstring(written(snapshot))
    for _ in range(choose.draw(st.integers(1, 3))):
        if elements := list(root.iter())[1:]:
            damage(elements, choose.draw)
    with suppress(Invalid):
        assert read(etree.tostring(root)).documents


def changed(*annotations: str):
    return read(tei(TEXT, '<extent><measure unit="codepoint" quantity="9"/></extent>', layer(*annotations)))


def damage(elements, draw):
    element = draw(st.sampled_from(elements))
    values = [value for one in elements for value in one.attrib.values()]
    match draw(st.sampled_from(("remove", "empty", "attribute", "value", "rename", "move"))):
        case "remove":
            element.getparent().remove(element)
        case "empty":
            element.text = draw(st.sampled_from((None, "\n", "-1", "x.y", "{", "😀")))
        case "attribute" if element.attrib:
            del element.attrib[draw(st.sampled_from(sorted(element.attrib)))]
        case "value" if element.attrib:
            odd = (
                "",
                "#",
                "9" * 30,
                "-1",
                "1e999",
                "a b",
                "#string-range(t,1,999999999999)",
                "0000-00-00T00:00:00Z",
            )
            element.set(draw(st.sampled_from(sorted(element.attrib))), draw(st.sampled_from((*values, *odd))))
        case "rename":
            element.tag = draw(st.sampled_from([one.tag for one in elements]))
        case "move":
            other = draw(st.sampled_from(elements))
            if element not in (other, *other.iterancestors()):
                other.append(element)


@pytest.mark.parametrize(
    ("lang", "ident", "language"), [("en", None, "en"), ("en", "de", "de"), ("und", None, None), ("", None, None)]
)
def test_the_language_of_a_file_is_that_of_its_header_or_its_root(lang, ident, language):
    used = (
        "" if ident is None else f'<profileDesc><langUsage><language ident="{ident}"/></langUsage></profileDesc>'
    )
    file = tei(TEXT).replace("<TEI ", f'<TEI xml:lang="{lang}" ').replace("</fileDesc>", f"</fileDesc>{used}")
    assert read(file).documents[0].meta.get("language") == language


def test_the_encoding_that_a_file_declares_is_followed():
    words = "Министр «ещё не начинал»."
    source = (
        '<?xml version="1.0" encoding="windows-1251"?>'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{words}</p></body></text></TEI>'
    )
    (document,) = read(source.encode("cp1251")).documents
    assert document.text == words
