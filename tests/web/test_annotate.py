"""The annotation page: what people do to their layer, as a form and as a part of the page."""

import pytest
from acting import SLUG, Desk, draft, new_id

from annotator.services import accounts, codebooks

HTMX = {"HX-Request": "true"}
WORDS = "Almaty-based Russian Observer Research Center"


def test_marking_words_makes_a_span(ben, document, desk, sent):
    answer = ben.act(document, "create", **sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{document}")
    assert desk.quotes == [WORDS]
    assert desk.state == "in_progress"


def test_for_htmx_marking_swaps_the_touched_paragraph_its_entries_the_inspector_and_the_state(
    ben, document, desk, sent
):
    answer = ben.act(document, "create", htmx=True, **sent)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    block = block_of(desk, WORDS)
    assert answer.parts == ["#state", "#inspector", f"#b{block}", f"#list-{block}"]
    assert answer.page.xpath("//u/text()") == [WORDS]
    assert answer.page.xpath("//*[@id='saved-at']/@data-at")[0].startswith("20")
    assert answer.page.xpath("//form/@data-span") == [sent["span"]]
    assert answer.words("//*[@id='state']") == ["in progress"]


def test_a_span_over_two_paragraphs_swaps_both_and_no_third(ben, document, desk):
    text = desk.text
    start, end = text.index("Eurasia Daily"), text.index("At a press") + 4
    answer = ben.act(document, "create", htmx=True, **fields_for(text, start, end))
    assert [one for one in answer.parts if one.startswith("#b")] == ["#b0", "#b1"]


def test_a_span_in_fragments_keeps_each_of_them(ben, document, desk):
    text = desk.text
    first, second = text.index("ethnic Russians"), text.index("Kazakhstan", text.index("ethnic Russians"))
    fields = fields_for(text, first, second + 10) | {"fragments": f"{first}-{first + 15} {second}-{second + 10}"}
    assert ben.act(document, "create", **fields).status_code == 303
    (span,) = desk.spans
    assert span.fragments == ((first, first + 15), (second, second + 10))


def test_several_spans_are_made_by_one_action_and_undone_by_one(ben, document, desk):
    places = [draft("Kazakhstan", desk.text, nth=nth) for nth in range(3)]
    sent = {
        "label": "actor",
        "span": [one.id for one in places],
        "fragments": ["-".join(map(str, one.fragments[0])) for one in places],
        "words": ["Kazakhstan"] * 3,
    }
    assert ben.act(document, "create", **sent).status_code == 303
    assert desk.quotes == ["Kazakhstan"] * 3
    ben.act(document, "undo")
    assert desk.quotes == []


def test_a_span_is_relabelled_its_attributes_and_its_note_are_set(ben, document, desk, marked):
    sent = {"span": marked, "version": "1", "attributes": "1", "attribute.kind": "organisation", "note": "a\r\nb"}
    assert ben.act(document, "change", **sent).status_code == 303
    span = desk.span(marked)
    assert (span.label, span.attributes, span.note) == ("actor", {"kind": "organisation"}, "a\nb")
    assert ben.act(document, "change", span=marked, label="legal_instrument").status_code == 303
    assert desk.span(marked).label == "legal_instrument"


def test_a_note_that_begins_with_a_line_break_is_shown_with_it(ben, document, marked):
    ben.act(document, "change", span=marked, version="1", note="\r\nsecond line")
    # A browser takes the first line break of a field for none of its text.
    assert ">\n\nsecond line</textarea>" in ben.get(f"/spans/{marked}").text


def test_an_attribute_of_text_may_have_several_lines(ben, document, desk, marked, change_codebook):
    change_codebook("labels: [{name: actor, attributes: [{name: remark, type: text}]}]")
    sent = {"span": marked, "version": "1", "attributes": "1", "attribute.remark": "one\r\ntwo"}
    assert ben.act(document, "change", **sent).status_code == 303
    assert desk.span(marked).attributes == {"remark": "one\ntwo"}
    assert (
        ben.get(f"/spans/{marked}").page.xpath("//textarea[@name='attribute.remark']/text()")[0].strip()
        == "one\ntwo"
    )


def test_the_note_of_a_span_whose_label_is_gone_can_be_written_and_the_rest_stays(
    ben, document, desk, marked, change_codebook
):
    before = desk.span(marked)
    change_codebook("labels: [{name: stance}]")
    sent = {"span": marked, "version": "1", "attributes": "1", "note": "was an actor"}
    assert ben.act(document, "change", **sent).status_code == 303
    after = desk.span(marked)
    assert (after.note, after.label, after.attributes) == ("was an actor", before.label, before.attributes)


def test_for_htmx_a_change_swaps_what_it_touched(ben, document, desk, marked):
    answer = ben.act(document, "change", htmx=True, span=marked, label="stance", version="1")
    block = block_of(desk, WORDS)
    assert answer.parts == ["#state", "#inspector", f"#b{block}", f"#list-{block}", "#statements"]
    assert "Stance" in answer.words("//h2")[0]


def test_moving_a_border_swaps_where_it_was_and_where_it_is(ben, document, desk):
    text = desk.text
    start = text.index("Eurasia Daily")
    span = desk.mark("Eurasia Daily")
    end = text.index("At a press") + 4
    sent = {"span": span, "fragments": f"{start}-{end}", "words": text[start:end].replace("\n", "\r\n")}
    answer = ben.act(document, "change", htmx=True, **sent)
    assert [one for one in answer.parts if one.startswith("#b")] == ["#b0", "#b1"]
    assert desk.span(span).end == end


def test_deleting_takes_a_span_away_and_undo_and_redo_travel(ben, document, desk, marked):
    assert ben.act(document, "delete", span=marked, version="1").status_code == 303
    assert desk.quotes == []
    answer = ben.act(document, "undo", htmx=True)
    assert (answer.status_code, desk.quotes) == (200, [WORDS])
    assert answer.page.xpath("//u/text()") == [WORDS]
    answer = ben.act(document, "redo", htmx=True)
    assert (answer.status_code, desk.quotes) == (200, [])
    assert answer.page.xpath("//u") == []


def test_where_nothing_is_left_to_undo_it_says_so(ben, document):
    for do in ("undo", "redo"):
        answer = ben.act(document, do, htmx=True)
        assert (answer.status_code, answer.problem) == (409, f"There is nothing to {do} here.")


def test_the_same_action_twice_makes_one_span(ben, document, desk, sent):
    action = new_id()
    first = ben.act(document, "create", htmx=True, action=action, **sent)
    again = ben.act(document, "create", htmx=True, action=action, **sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.parts == again.parts
    assert desk.quotes == [WORDS]


def test_the_same_action_with_something_else_in_it_is_refused(ben, document, desk, sent):
    action = new_id()
    ben.act(document, "create", action=action, **sent)
    other = ben.act(document, "create", action=action, **{**sent, "label": "stance"})
    assert (other.status_code, other.problem) == (409, "This action's id was used for something else.")
    assert [span.label for span in desk.spans] == ["actor"]


def test_words_that_are_not_the_text_there_are_refused_and_nothing_changes(ben, document, desk, sent):
    for words in (WORDS + "s", WORDS[:-1], "", "👍" + WORDS[1:], WORDS.upper(), "\0"):
        answer = ben.act(document, "create", htmx=True, **{**sent, "words": words})
        assert answer.status_code == 422
        assert answer.problem.endswith("offsets are code points.")
        assert "\n" not in answer.problem
    assert (desk.spans, desk.state) == ([], "new")


def test_what_makes_no_sense_is_refused_in_one_line_and_changes_nothing(ben, document, desk, sent):
    for name, wrong in senseless(len(desk.text)):
        answer = ben.act(document, **{"do": "create", **sent, **wrong}, htmx=True)
        assert 400 <= answer.status_code < 500, name
        assert answer.problem, name
        assert "Traceback" not in answer.text
    assert (desk.spans, desk.state) == ([], "new")


def test_a_form_with_fields_missing_is_refused(ben, document, desk, sent):
    for missing in ("span", "fragments", "words", "label", "action"):
        fields = {name: value for name, value in sent.items() if name != missing}
        fields |= {"action": ""} if missing == "action" else {}
        assert ben.act(document, "create", **fields).status_code == 422, missing
    assert ben.send(f"/documents/{document}/actions").status_code == 422
    assert ben.send(f"/documents/{document}/state").status_code == 422
    assert desk.spans == []


def test_what_nobody_asked_for_is_ignored(ben, document, desk, sent):
    extra = {
        "role": "manager",
        "project_id": "2",
        "id": "1",
        "_method": "DELETE",
        "annotator": "ana",
        "layer": "gold",
    }
    assert ben.act(document, "create", **sent, **extra).status_code == 303
    (span,) = desk.spans
    assert (span.annotator, span.layer) == ("ben", "ben")


def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(ben, document, desk, marked):
    before = desk.span(marked)
    for wrong in (
        {"label": "nonsense"},
        {"fragments": "5-5", "words": ""},
        {"fragments": "0-999999999", "words": "x"},
        {"note": "a\0b"},
        {"note": "x" * 20_001},
        {"attributes": "1", "attribute.kind": "banana"},
        {"attributes": "1", "attribute.kind": "\0"},
        {"version": "one"},
        {"version": "-1"},
        {"version": "9" * 30},
    ):
        answer = ben.act(document, "change", htmx=True, **{"span": marked, "version": "1", **wrong})
        assert answer.status_code == (
            412 if wrong.get("version", "").isdigit() and len(wrong["version"]) < 9 else 422
        )
        assert answer.problem
    assert desk.span(marked) == before


def test_what_somebody_changed_meanwhile_is_shown_as_it_stands(ben, document, desk, marked):
    desk.change(marked, note="changed in another window")
    for do in ("change", "delete"):
        answer = ben.act(document, do, htmx=True, span=marked, version="1", note="mine")
        assert answer.status_code == 412
        assert answer.problem.startswith("This span was changed since you looked at it.")
        assert answer.parts == ["#questions-place", "#inspector", "#b1", "#list-1"]
        assert answer.words("//textarea[not(@hidden)]") == ["changed in another window"]
        assert answer.page.xpath("//input[@name='version']/@value") == ["2", "2"]
    assert desk.span(marked).note == "changed in another window"


def test_a_span_deleted_meanwhile_can_be_brought_back_once(ben, document, desk, marked):
    desk.delete(marked)
    answer = ben.act(document, "change", htmx=True, span=marked, version="1", note="mine")
    assert answer.status_code == 412
    assert answer.words("//h2") == [f"Deleted meanwhile: “{WORDS}”"]
    assert answer.words("//td") == ["mine", "nothing"]
    assert desk.spans == []
    ben.act(document, "bring-back", htmx=True, span=marked, note="mine")
    assert desk.span(marked).note == "mine"
    assert ben.act(document, "bring-back", htmx=True, span=marked, note="again").status_code == 412
    assert desk.span(marked).note == "mine"
    desk.undo()
    assert desk.spans == []


def test_whoever_deletes_what_is_deleted_is_told_so(ben, document, desk, marked):
    desk.delete(marked)
    answer = ben.act(document, "delete", htmx=True, span=marked, version="1")
    assert answer.status_code == 412
    assert answer.words("//h2/following-sibling::p") == ["You wanted to delete this span. It is deleted already."]
    assert not answer.page.xpath("//button[@name='do']")


def test_somebody_elses_span_is_not_there(ben, anas, document):
    theirs = anas.mark(WORDS)
    for answer in (
        ben.get(f"/spans/{theirs}"),
        ben.get(f"/spans/{theirs}/mentions"),
        ben.act(document, "change", span=theirs, note="mine now"),
        ben.act(document, "delete", span=theirs),
        ben.act(document, "bring-back", span=theirs),
        ben.get(f"/spans/{new_id()}"),
        ben.act(document, "delete", span=new_id()),
    ):
        assert (answer.status_code, answer.problem) == (404, "This span is no longer there, or never was.")
    assert WORDS not in ben.get(f"/documents/{document}/list/1").text
    assert not ben.get(f"/documents/{document}").page.xpath("//u")
    assert anas.quotes == [WORDS]


def test_an_id_that_somebody_else_used_is_refused_without_telling_whose(ben, anas, document, desk, sent):
    theirs = anas.mark(WORDS)
    answer = ben.act(document, "create", **{**sent, "span": theirs})
    assert answer.status_code == 409
    assert "ana" not in answer.problem
    assert desk.spans == []


def test_over_one_span_a_click_opens_it_and_over_several_a_chooser(ben, document, desk):
    offset = desk.text.index(WORDS) + 14
    nothing = ben.get(f"/documents/{document}/at/{offset}", headers=HTMX)
    assert (nothing.status_code, nothing.text.strip()) == (200, "")
    first = desk.mark(WORDS)
    one = ben.get(f"/documents/{document}/at/{offset}", headers=HTMX)
    assert one.headers["HX-Retarget"] == "#inspector"
    assert one.page.xpath("//form/@data-span") == [first]
    second = desk.mark("Russian Observer", "stance")
    several = ben.get(f"/documents/{document}/at/{offset}", headers=HTMX)
    assert "HX-Retarget" not in several.headers
    assert several.page.xpath("//button/@data-span") == [first, second], "the longest first"


def test_a_click_outside_the_text_is_refused(ben, document, desk):
    for offset in (len(desk.text), 999_999_999):
        assert ben.get(f"/documents/{document}/at/{offset}").status_code == 422


def test_the_list_of_a_paragraph_holds_the_spans_that_begin_in_it(ben, document, desk, marked):
    block = block_of(desk, WORDS)
    here = ben.get(f"/documents/{document}/list/{block}", headers=HTMX)
    assert here.page.xpath("//ol/@id") == [f"list-{block}"]
    assert here.page.xpath("//a/@data-span") == [marked]
    assert ben.get(f"/documents/{document}/list/0").page.xpath("//a[@data-span]") == []
    assert ben.get(f"/documents/{document}/list/99999").status_code == 404


def test_every_other_mention_is_offered_where_it_is_not_marked(ben, document, desk):
    def offered():
        return ben.get(f"/spans/{first}/mentions", headers=HTMX).words("//li//mark")

    first = desk.mark("Kazakhstan")
    everywhere = offered()
    assert set(everywhere) == {"Kazakhstan"}
    assert len(everywhere) > 2
    desk.mark("Kazakhstan", nth=1)
    assert len(offered()) < len(everywhere)


@pytest.mark.parametrize("offer", ["/spans/{span}/mentions", "/documents/{document}/suggestions"])
def test_what_is_offered_stands_among_whole_words(ben, document, desk, offer):
    address = offer.format(document=document, span=desk.mark("Kazakhstan"))
    offered = ben.get(address, headers=HTMX).words("//li/button/span")
    assert len(offered) > 2
    words = set(desk.text.split())
    for passage in offered:
        assert set(passage.strip("…").split()) <= words, passage


def test_completing_lists_what_is_open_first_and_can_be_done_anyway(ben, document, desk, marked):
    asked = ben.declare(document, "complete", htmx=True)
    assert (asked.status_code, desk.state) == (200, "in_progress")
    assert asked.words("//h2") == ["1 span is not finished"]
    assert asked.page.xpath("//li/a/@data-span") == [marked]
    assert "<html" not in asked.text
    whole = ben.declare(document, "complete")
    assert (whole.status_code, whole.words("//h2")) == (200, ["1 span is not finished"])
    anyway = ben.declare(document, "complete", htmx=True, anyway="1")
    assert (anyway.status_code, anyway.headers["HX-Redirect"]) == (204, f"/documents/{document}")
    assert desk.state == "complete"


def test_completing_with_nothing_open_is_done_at_once(ben, document, desk, marked):
    desk.change(marked, attributes={"kind": "organisation"})
    answer = ben.declare(document, "complete")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/documents/{document}")
    assert desk.state == "complete"


def test_what_is_complete_cannot_be_changed_until_it_is_opened_again(ben, document, desk, marked, sent):
    ben.declare(document, "complete", anyway="1")
    for do, fields in (("create", sent), ("delete", {"span": marked}), ("undo", {})):
        answer = ben.act(document, do, htmx=True, **fields)
        assert answer.status_code == 409
        assert answer.problem == "You have declared this document complete. Open it again to change it."
    assert ben.get(f"/documents/{document}").page.xpath("//*[@id='desk']/@data-locked") == ["yes"]
    assert ben.declare(document, "in_progress").status_code == 303
    assert ben.act(document, "delete", span=marked).status_code == 303


def test_a_state_or_an_action_that_is_none_is_refused(ben, document, desk):
    for state in ("", "gold", "COMPLETE", "\0", "<b>"):
        assert ben.declare(document, state).status_code == 422
    for do in ("", "drop", "__class__", "x" * 1000):
        assert ben.act(document, do).status_code == 422
    assert desk.state == "new"


def test_one_persons_actions_are_not_anothers(ben, ana, anas, desk, sent):
    action, document = new_id(), desk.document
    ben.act(document, "create", action=action, **sent)
    assert ana.act(document, "create", action=action, **sent).status_code == 409
    assert ana.act(document, "undo").status_code == 409
    assert desk.quotes == [WORDS]
    assert anas.spans == []


def test_the_page_shows_ones_spans_ones_queue_and_the_documents_beside_it(ben, document, desk, marked):
    answer = ben.get(f"/documents/{document}")
    assert answer.page.xpath("//u/text()") == [WORDS]
    assert answer.page.xpath("//*[@id='list']//a/@data-span") == [marked]
    assert answer.words("//*[@class='queue']") == ["0 of 5 complete"]
    assert answer.page.xpath("//a[@rel='prev']") == []
    following = answer.page.xpath("//a[@rel='next']/@href")[0]
    assert ben.get(following).page.xpath("//a[@rel='prev']/@href") == [f"/documents/{document}"]


def test_in_a_long_list_the_later_paragraphs_are_fetched_when_they_come_into_sight(ben, document, desk):
    text = desk.text
    start = text.index("At a press")
    one_by_one = [draft(text[start + n : start + n + 2], text[: start + n + 2], "actor") for n in range(410)]
    desk.create(*[replaced(one, start + n) for n, one in enumerate(one_by_one)])
    later = ben.get(f"/documents/{document}").page.xpath("//ol[@hx-get]")
    assert [one.get("id") for one in later] == [f"list-{block_of(desk, 'At a press')}"]
    assert len(ben.get(later[0].get("hx-get"), headers=HTMX).page.xpath("//a")) == 410


def senseless(length):
    yield "an unknown label", {"label": "nonsense"}
    yield "no label", {"label": ""}
    yield "a label with a NUL", {"label": "actor\0"}
    yield "nothing marked", {"fragments": "5-5"}
    yield "turned round", {"fragments": "9-5"}
    yield "below the text", {"fragments": "-5-3"}
    yield "beyond the text", {"fragments": f"0-{length + 1}"}
    yield "far beyond the text", {"fragments": "999999998-999999999"}
    yield "numbers that no database holds", {"fragments": f"{10**30}-{10**30 + 1}"}
    yield "a number of many digits", {"fragments": "0-" + "9" * 5_000}
    yield "no whole number", {"fragments": "1.5-3"}
    yield "no number", {"fragments": "1-x"}
    yield "a truth value", {"fragments": "True-2"}
    yield "foreign digits", {"fragments": "١-٢"}
    yield "no place", {"fragments": ""}
    yield "fragments that overlap", {"fragments": "0-5 3-9"}
    yield "fragments in disorder", {"fragments": "10-12 3-5"}
    yield "too many fragments", {"fragments": " ".join(f"{n}-{n + 1}" for n in range(0, 404, 2))}
    yield "an id that is none", {"span": "1"}
    yield "an id in capitals", {"span": new_id().upper()}
    yield "an id with more behind it", {"span": new_id() + "\n"}
    yield "an action that is none", {"action": "x"}
    yield "an action with a NUL", {"action": "\0"}
    yield (
        "two spans of one id",
        {"span": ["a0000000-0000-4000-8000-000000000000"] * 2}
        | {
            "fragments": ["0-1", "1-2"],
            "words": ["P", "u"],
        },
    )
    yield "more ids than places", {"span": [new_id(), new_id()]}
    yield "an action nobody knows", {"do": "drop"}


def block_of(desk, words):
    from annotator.domain.block import touched
    from annotator.services import reading

    with desk.store.read() as tx:
        found = reading.desk(tx, desk.person, desk.document).reading
    start = found.text.index(words)
    return touched(found.blocks, start, start + 1)[0]


def fields_for(text, start, end, label="actor"):
    # As a browser sends it: line ends in a form are CR LF.
    words = text[start:end].replace("\n", "\r\n")
    return {"span": new_id(), "fragments": f"{start}-{end}", "words": words, "label": label}


def replaced(one, start):
    from dataclasses import replace

    return replace(one, fragments=[(start, start + 2)])


@pytest.fixture
def sent(desk):
    """What the page sends to mark ``WORDS``."""
    start = desk.text.index(WORDS)
    return fields_for(desk.text, start, start + len(WORDS))


@pytest.fixture
def marked(desk):
    """A span of Ben's over ``WORDS``."""
    return desk.mark(WORDS)


@pytest.fixture
def anas(desk, team):
    """Ana at the same article, without a browser."""
    return Desk(desk.store, team["ana"], desk.document)


@pytest.fixture
def change_codebook(store):
    """Make a YAML text the next version of the codebook."""

    def change(yaml: str) -> None:
        book = codebooks.read_codebook(yaml.encode(), "codebook.yaml")
        with store.write() as tx:
            codebooks.replace(tx, accounts.OPERATOR, SLUG, book)

    return change


def test_a_relation_is_undone_on_the_page_too(ben, document, desk):
    relation = desk.relate(desk.mark("Kremlin"), desk.mark("growing casualties", "stance"))
    assert len(desk.relations) == 1
    answer = ben.act(document, "undo", htmx=True)
    assert answer.status_code == 200
    assert desk.relations == []
    assert ben.act(document, "redo").status_code == 303
    assert len(desk.relations) == 1
    assert relation not in answer.text
