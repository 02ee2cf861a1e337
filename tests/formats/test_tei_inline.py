"""TEI with annotations inline: the text whole, every span whole again from its parts."""

from corpora import patient, snapshots
from hypothesis import given, settings
from lxml import etree
from marked_corpus import document, full_document, snapshot, span, two_documents

from annotator.formats._loss import all_reduced
from annotator.formats.tei_inline import FORMAT

IN = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"


@settings(patient, max_examples=15)
@given(corpus=snapshots())
def test_the_text_is_whole_and_so_is_every_span(corpus):
    held = list(all_reduced(corpus, FORMAT.losses).documents())
    texts = read(corpus).findall("t:TEI", IN)
    for element, one in zip(texts, held, strict=True):
        body = element.find("t:text/t:body", IN)
        assert "".join(body.itertext()) == one.text
        assert sorted(words_of(body)) == sorted(
            "".join(in_blocks(one, start, end) for start, end in each.fragments) for each in one.spans
        )


def test_labels_and_people_are_pointed_at():
    root = read(two_documents())
    ids = set(root.xpath("//@xml:id"))
    pointers = root.xpath("//@ana | //@resp | //@next | //@prev")
    assert {one.removeprefix("#") for one in pointers} <= ids
    assert root.xpath("//t:category/@n", namespaces=IN) == ["actor", "stance", "legal_instrument"]


def test_of_two_that_overlap_one_is_taken_apart():
    overlap = [span("a", "actor", "The ministry of"), span("b", "stance", "ministry of Қазақстан")]
    segs = read(snapshot(document(*overlap))).findall(".//t:seg", IN)
    assert ["".join(one.itertext()) for one in segs] == ["The ministry of", "ministry of", " Қазақстан"]
    assert (segs[1].get("next"), segs[2].get("prev")) == (f"#{segs[2].get(ID)}", f"#{segs[1].get(ID)}")


def test_spans_that_nest_are_whole():
    nested = [span("a", "actor", "The ministry of"), span("b", "stance", "ministry")]
    segs = read(snapshot(document(*nested))).findall(".//t:seg", IN)
    assert [one.get("next") for one in segs] == [None, None]
    assert segs[1].getparent() is segs[0]


def test_fragments_are_parts():
    words = words_of(read(snapshot(full_document())).find(".//t:body", IN))
    assert "nobodyuniform" in words


def in_blocks(one, start, end):
    """What of a stretch stands in blocks: the gaps between them are in no element."""
    return "".join(
        one.text[max(start, block.start) : min(end, block.end)] for block in one.blocks if block.start < end
    )


def words_of(body):
    """The words of each span, put together from its parts by their pointers."""
    by_id = {one.get(ID): one for one in body.iterfind(".//t:seg", IN)}
    found = []
    for one in by_id.values():
        if one.get("prev"):
            continue
        words = ""
        part = one
        while part is not None:
            words += "".join(part.itertext())
            part = by_id[part.get("next")[1:]] if part.get("next") else None
        found.append(words)
    return found


def read(corpus):
    return etree.fromstring(b"".join(FORMAT.write(all_reduced(corpus, FORMAT.losses))))
