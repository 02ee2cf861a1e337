"""JSONL: its shape, to the byte, and everything a line can be refused for."""

import json
from itertools import count

import orjson
import pytest
from corpora import snapshot_of, turned_round

from annotator.domain.block import Block
from annotator.domain.corpus import Arrival, Document
from annotator.domain.entity import Alias, Entity
from annotator.domain.errors import Invalid
from annotator.domain.layer import Layer
from annotator.domain.relation import Relation
from annotator.domain.span import Span
from annotator.formats._base import Incoming
from annotator.formats.jsonl import FORMAT

NOW = "2026-01-02T03:04:05.000006Z"
TEXT = "Talks\nAstana objects."


def test_a_line_has_the_promised_keys_in_the_promised_order():
    assert written(a_document()) == (
        '{"id":"d1","title":"Talks","text":"Talks\\nAstana objects.","meta":{"a":{"x":2,"y":1},"date":"2005"},'
        '"codebook_version":3,"blocks":[{"kind":"heading","start":0,"end":5},{"kind":"paragraph","start":6,"end":21}],'
        '"layers":[{"annotator":"ana","state":"complete"},{"annotator":"ana","state":"new","layer":"gold"}],'
        '"spans":[{"id":"s2","start":6,"end":20,"fragments":[[6,12],[13,20]],"label":"stance",'
        '"text":"Astana objects","annotator":"ana","layer":"gold","attributes":{},"note":""},'
        '{"id":"s1","start":6,"end":12,"label":"actor","text":"Astana","annotator":"ana","layer":"ana",'
        '"attributes":{"kind":"state","sure":true},"note":"?","links":{"is":"astana","actor":"kazakhstan"}}],'
        '"relations":[{"id":"r1","type":"holds","source":"s1","target":"s2","annotator":"ana","layer":"ana"}],'
        '"entities":[{"key":"astana","sort":"actor","name":"Astana","aliases":[{"text":"Астана","language":"ru"}]},'
        '{"key":"kazakhstan","sort":"actor","name":"Kazakhstan","kind":"state","ids":{"wikidata":"Q232"}}]}\n'
    )


def test_the_parts_of_a_document_are_written_in_one_order_however_they_come():
    assert written(*turned_round(snapshot_of(a_document())).documents()) == written(a_document())


def test_what_was_written_is_read_as_it_was():
    assert read(written(a_document())).documents == (a_document(),)


def test_a_line_needs_no_more_than_a_text():
    (document,) = read(line(text="Talks\n\nAstana objects.")).documents
    assert (document.id, document.title, document.meta, document.codebook_version) == ("new-1", "Talks", {}, 0)
    assert document.blocks == (Block("heading", 0, 5), Block("paragraph", 7, 22))
    assert document.layers == document.spans == document.relations == ()


def test_a_title_is_made_of_the_first_words_where_there_is_no_heading():
    (document,) = read(line(text="Astana objects.\tIt said so.")).documents
    assert document.title == "Astana objects. It said so."


def test_an_id_that_is_a_number_is_kept_as_its_digits():
    assert read(line(id=7, text=TEXT)).documents[0].id == "7"


def test_spans_of_spacy_and_prodigy_are_kept_and_what_else_they_say_is_counted():
    span = {"start": 6, "end": 12, "label": "ORG", "token_start": 1, "token_end": 1}
    arrival = read(line(text=TEXT, spans=[span], answer="accept", _input_hash=1) * 2)
    document = arrival.documents[0]
    assert [(one.layer, one.annotator, one.quote(TEXT)) for one in document.spans] == [
        ("imported",) * 2 + ("Astana",)
    ]
    assert found(arrival) == {
        "document.answer: not kept (2 times)",
        "document._input_hash: not kept (2 times)",
        "spans.token_start: not kept (2 times)",
        "spans.token_end: not kept (2 times)",
        "spans: without an annotator: kept as those of “imported” (2 times)",
    }


def test_everybody_named_counts_as_complete_where_a_line_lists_no_layers():
    spans = [a_span(annotator="ben"), a_span(annotator="ana"), a_span(annotator="ana", layer="gold")]
    (document,) = read(line(text=TEXT, spans=spans)).documents
    assert document.layers == (
        Layer("ana", "ana", "complete", NOW, NOW),
        Layer("ben", "ben", "complete", NOW, NOW),
        Layer("gold", "ana", "complete", NOW, NOW),
    )


def test_an_empty_layer_keeps_its_state():
    (document,) = read(line(text=TEXT, layers=[{"annotator": "ana", "state": "in_progress"}])).documents
    assert document.layers == (Layer("ana", "ana", "in_progress", NOW, NOW),)


def test_a_relation_that_names_nobody_is_its_sources():
    spans = [a_span(id="s", annotator="ana", layer="gold"), a_span(id="t", annotator="ana", layer="gold")]
    (document,) = read(line(text=TEXT, spans=spans, relations=[a_relation()])).documents
    assert [(one.layer, one.annotator) for one in document.relations] == [("gold", "ana")]


def test_offsets_move_with_the_line_ends_that_are_rewritten():
    arrival = read(
        line(
            text="Talks\r\n\r\nAstana\x00 objects.",
            blocks=[{"kind": "heading", "start": 0, "end": 5}, {"kind": "paragraph", "start": 9, "end": 25}],
            spans=[{"start": 5, "end": 15, "label": "actor", "annotator": "ana", "text": "\r\n\r\nAstana"}],
        )
    )
    (document,) = arrival.documents
    assert document.text == "Talks\n\nAstana\ufffd objects."
    assert document.blocks == (Block("heading", 0, 5), Block("paragraph", 7, 23))
    assert document.spans[0].quote(document.text) == "\n\nAstana"
    assert found(arrival) == {
        "line 1: 1 character that no export can hold became U+FFFD",
        "line 1: 2 line ends rewritten as LF; offsets moved along",
    }


def test_blank_lines_crlf_and_a_byte_order_mark_are_no_trouble():
    data = (
        "\ufeff" + line(id="a", text=TEXT).replace("\n", "\r\n") + "\r\n\n \t\n" + line(id="b", text=TEXT).strip()
    )
    assert [document.id for document in read(data).documents] == ["a", "b"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_only_lf_ends_a_line(separator):
    data = json.dumps({"text": f"a{separator}b"}, ensure_ascii=False)
    assert read(data).documents[0].text == f"a{separator}b"


def test_another_encoding_is_read_when_it_is_named():
    data = line(text="Мобилизация").encode("cp1251")
    assert read(data, "cp1251").documents[0].text == "Мобилизация"
    with pytest.raises(Invalid, match="Not UTF-8: byte 9"):
        read(data)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('{"text": "Astana', r"not JSON: Unterminated string.* \(column 10\)"),
        ('{"text": "Astana"} xyz', r"not JSON: Extra data \(column 20\)"),
        ("[1, 2]", "one document a line"),
        ("Astana objects.", "not JSON"),
        ('{"text": "a", "text": "b"}', "the key “text” stands there twice"),
        ('{"text": "a", "meta": {"b": {"c": 1, "c": 1}}}', "the key “c” stands there twice"),
        ('{"text": "a", "meta": {"b": NaN}}', "NaN is no number in JSON"),
        ('{"text": "a", "meta": {"b": -Infinity}}', "-Infinity is no number in JSON"),
        ('{"text": "a", "meta": {"b": 1e400}}', "1e400 is beyond 64 bits"),
        ('{"text": "a", "meta": {"b": 9223372036854775808}}', "9223372036854775808 is beyond 64 bits"),
        ('{"text": "a", "meta": {"b": ' + "9" * 5000 + "}}", "is beyond 64 bits"),
        ('{"text": "a \\ud83d b"}', r"half of a surrogate pair, U\+D83D"),
        ('{"text": "a", "meta": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"text": "a", "meta": ' + "[" * 500 + "]" * 500 + "}", "meta: .* is not an object"),
        ('{"text": "a", "meta": {"b": ' + "[" * 500 + "]" * 500 + "}}", "nested deeper than 16 levels"),
        ('{"text": "a", "spans": [' + "[" * 500 + "]" * 500 + "]}", r"spans\[0\]: .* is not an object"),
    ],
)
def test_a_line_that_is_not_strictly_json_is_refused(broken, says):
    with pytest.raises(Invalid, match=f"Line 2: .*{says}"):
        read(line(text=TEXT) + broken)


def test_a_surrogate_pair_that_is_whole_is_one_character():
    assert read('{"text": "\\ud83d\\ude00 \\\\ud83d"}').documents[0].text == "😀 \\ud83d"


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"text": None}, "text: missing"),
        ({"text": 1}, "text: 1 is not text"),
        ({"text": ""}, "The text is empty"),
        ({"text": " \u2028\r\n\t"}, "The text is empty"),
        ({"id": None}, "id: None is not an id"),
        ({"id": True}, "id: True is not an id"),
        ({"id": 1.0}, "id: 1.0 is not an id"),
        ({"id": [1]}, r"id: \[1\] is not an id"),
        ({"id": ""}, "id is empty"),
        ({"id": " a"}, "id: ' a' is not an id"),
        ({"id": "a\nb"}, r"id has the control character U\+000A"),
        ({"id": "i" * 201}, "id has 201 characters"),
        ({"title": "a\tb"}, r"title has the control character U\+0009"),
        ({"title": 1}, "title: 1 is not text"),
        ({"meta": []}, r"meta: \[\] is not an object"),
        ({"meta": {"a": "\x00"}}, r"meta.a has the control character U\+0000"),
        ({"meta": {"\x07": 1}}, r"meta: a key has the control character U\+0007"),
        ({"codebook_version": -1}, "codebook_version: -1 is not a version"),
        ({"codebook_version": 2**31}, "codebook_version: 2147483648 is not a version"),
        ({"codebook_version": "3"}, "codebook_version: '3' is not a whole number"),
        ({"blocks": []}, "The text 0-21 stands in no block"),
        ({"blocks": [{"kind": "verse", "start": 0, "end": 21}]}, r"blocks\[0\]: “verse” is none of heading"),
        ({"blocks": [{"kind": "heading", "start": 0, "end": 22}]}, "The block 0-22 .* outside the text"),
        ({"blocks": [{"kind": "heading", "start": 0, "end": 21.0}]}, r"blocks\[0\].end: 21.0 is not a whole"),
        ({"layers": {}}, r"layers: \{\} is not a list"),
        ({"layers": [{"state": "new"}]}, r"layers\[0\].annotator: missing"),
        ({"layers": [{"annotator": "ana", "state": "done"}]}, r"layers\[0\].state: “done” is none of new"),
        ({"layers": [{"annotator": "ana", "state": "new"}] * 2}, "two of the layer “ana”"),
        ({"layers": [{"annotator": "ana", "state": "new", "layer": "ben"}]}, "neither the layer of ana nor gold"),
        ({"layers": [{"annotator": "gold", "state": "new"}]}, "“gold” means a layer of its own"),
    ],
)
def test_a_document_that_makes_no_sense_is_refused(keys, says):
    with pytest.raises(Invalid, match=f"Line 1: .*{says}"):
        read(line(**{"text": TEXT, **keys}))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"start": True}, r"spans\[1\].start: True is not a whole number"),
        ({"end": "11"}, r"spans\[1\].end: '11' is not a whole number"),
        ({"end": 11.0}, r"spans\[1\].end: 11.0 is not a whole number"),
        ({"end": None}, r"spans\[1\].end: missing"),
        ({"start": -1}, "The span -1-12 lies outside the text"),
        ({"end": 22}, "The span 6-22 lies outside the text, which has 21 characters"),
        ({"end": 6}, "The span 6-6 marks nothing"),
        ({"text": "astana"}, "the text is “Astana”, not “astana”: offsets are code points"),
        ({"fragments": [[6, 8], [9, 11]]}, r"spans\[1\].fragments: they do not reach from 6 to 12"),
        ({"fragments": [[6, 9], [8, 12]]}, "The fragment 8-12 overlaps"),
        ({"fragments": [[6]]}, r"spans\[1\].fragments: \[6\] is not a pair"),
        ({"fragments": [[6, 12.0]]}, r"spans\[1\].fragments.end: 12.0 is not a whole number"),
        ({"label": None}, r"spans\[1\].label: missing"),
        ({"label": "legal instrument"}, r"spans\[1\].label: 'legal instrument' is not a machine name"),
        ({"annotator": "Ana Maria"}, "“Ana Maria” is not a user name"),
        ({"layer": "ben"}, r"spans\[1\].layer: “ben” is neither the layer of ana nor gold"),
        ({"attributes": {"kind": None}}, r"spans\[1\].attributes.kind: None is neither text"),
        ({"attributes": {"kind": [1]}}, r"spans\[1\].attributes.kind: \[1\] is neither text"),
        ({"attributes": {"kind": "\x0b"}}, r"attributes.kind has the control character U\+000B"),
        ({"links": {"is": "Astana"}}, r"spans\[1\].links.is: “Astana” is not a slug"),
        ({"links": {"of": "astana"}}, r"spans\[1\].links: “of” is none of is, actor"),
        ({"links": ["astana"]}, r"spans\[1\].links: \['astana'\] is not an object"),
        ({"note": 1}, r"spans\[1\].note: 1 is not text"),
        ({"id": "s"}, "two of the span “s”"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(keys, says):
    with pytest.raises(Invalid, match=f"Line 1: .*{says}"):
        read(line(text=TEXT, spans=[a_span(id="s"), {**a_span(id="t"), **keys}]))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"source": "nobody"}, r"relations\[0\].source: “nobody” is not a span of this document"),
        ({"target": None}, r"relations\[0\].target: None is not an id"),
        ({"source": " s"}, r"relations\[0\].source: ' s' is not an id"),
        ({"type": None}, r"relations\[0\].type: missing"),
    ],
)
def test_a_relation_that_makes_no_sense_is_refused(keys, says):
    with pytest.raises(Invalid, match=f"Line 1: .*{says}"):
        read(line(text=TEXT, spans=[a_span(id="s"), a_span(id="t")], relations=[{**a_relation(), **keys}]))


def test_a_relation_without_ends_is_refused():
    with pytest.raises(Invalid, match=r"Line 1: relations\[0\].source: missing"):
        read(line(text=TEXT, relations=[{"type": "holds"}]))


def test_a_span_in_a_layer_that_is_not_listed_is_refused():
    layers = [{"annotator": "ben", "state": "complete"}]
    with pytest.raises(Invalid, match="Line 1: Something stands in the layer “ana”"):
        read(line(text=TEXT, layers=layers, spans=[a_span(annotator="ana")]))


def test_two_documents_of_one_id_are_refused_by_both_their_lines():
    with pytest.raises(Invalid, match="Line 3: the id “a” is that of line 1 too"):
        read(line(id="a", text="one") + "\n" + line(id="a", text="two"))


def test_a_list_of_documents_in_one_line_is_refused_with_a_hint():
    with pytest.raises(Invalid, match=r"Line 1: not an object\. JSONL holds one document a line"):
        read(json.dumps([{"text": TEXT}]))


def a_document() -> Document:
    """One with something at every key."""

    def span(name: str, layer: str, label: str, *fragments: tuple[int, int], **said: object) -> Span:
        attributes, note = said.get("attributes", {}), said.get("note", "")
        links = said.get("links", {})
        return Span(name, layer, "ana", label, fragments, attributes, note, 3, 1, NOW, NOW, links)

    return Document(
        id="d1",
        title="Talks",
        text=TEXT,
        meta={"date": "2005", "a": {"y": 1, "x": 2}},
        blocks=(Block("heading", 0, 5), Block("paragraph", 6, 21)),
        codebook_version=3,
        created=NOW,
        layers=(Layer("ana", "ana", "complete", NOW, NOW), Layer("gold", "ana", "new", NOW, NOW)),
        spans=(
            span("s2", "gold", "stance", (6, 12), (13, 20)),
            span(
                *("s1", "ana", "actor", (6, 12)),
                attributes={"sure": True, "kind": "state"},
                note="?",
                links={"actor": "kazakhstan", "is": "astana"},
            ),
        ),
        relations=(Relation("r1", "ana", "ana", "holds", "s1", "s2", 3, NOW),),
        entities=(
            Entity("astana", "actor", "Astana", aliases=(Alias("Астана", "ru"),)),
            Entity("kazakhstan", "actor", "Kazakhstan", "state", ids={"wikidata": "Q232"}),
        ),
    )


def a_span(**keys: object) -> dict[str, object]:
    return {"start": 6, "end": 12, "label": "actor", "annotator": "ana", **keys}


def a_relation() -> dict[str, object]:
    return {"type": "holds", "source": "s", "target": "t"}


def line(**keys: object) -> str:
    return orjson.dumps(keys).decode() + "\n"


def written(*documents: Document) -> str:
    return b"".join(FORMAT.write(snapshot_of(*documents))).decode()


def read(data: str | bytes, encoding: str | None = None) -> Arrival:
    numbers = count(1)
    raw = data.encode() if isinstance(data, str) else data
    return FORMAT.read(Incoming("a.jsonl", raw, encoding, NOW, lambda: f"new-{next(numbers)}"))


def found(arrival: Arrival) -> set[str]:
    return {f"{finding.where}: {finding.what}" for finding in arrival.findings}
