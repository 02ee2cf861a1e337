"""The bad values that the manifest beside the checkout names, typed where people type such things."""

import json
import unicodedata
from io import BytesIO
from uuid import uuid4
from xml.etree import ElementTree as ET

from acting import SLUG
from bad_inputs import INSIDES, VALUE_FIELDS, cases, values
from canary import watched

from annotator.services import accounts, codebooks, projects

DRAFT = f"/projects/{SLUG}/codebook/draft"
PASSWORD = "correct horse battery"  # of conftest.account
KEPT, REFUSED = 303, (400, 404, 422)


def test_every_field_of_the_manifest_is_tried_here():
    assert {one.field for one in cases("value")} == VALUE_FIELDS


def test_names_and_titles_of_labels_are_refused_or_come_out_as_they_are(ana, store, team):
    titles = {}
    for number, case in enumerate(values("label.name")):
        shown(ana.send(f"{DRAFT}/label", {"name": case.value, "title": "x", "color": "#123456"}), case)
        name = f"hostile_{number}"
        answer = ana.send(f"{DRAFT}/label", {"name": name, "title": case.value, "color": "#123456"})
        if shown(answer, case).status_code == KEPT:
            titles[name] = " ".join(case.value.split())
    assert shown(ana.send(DRAFT, {"do": "publish"})).status_code == KEPT
    with store.read() as tx:
        book = codebooks.current(tx, team["ana"], SLUG)
    assert {name: book.label(name).title for name in titles} == titles
    forbidden = [words for case in values("label.name") for words in case.must_not_render or ()]
    for address in (f"/projects/{SLUG}/codebook", f"/projects/{SLUG}", DRAFT):
        assert [words for words in forbidden if words in ana.get(address).text] == []
    told = ET.fromstring(ana.get(f"/projects/{SLUG}/export/file?format=tei&layer=all").data)
    assert [title for title in titles.values() if title not in "\n".join(told.itertext())] == []


def test_two_labels_that_look_the_same_stay_two_or_the_second_is_refused(ana, store, team):
    for case in values("label.name.pair"):
        kept = [
            name
            for name in case.value
            if shown(ana.send(f"{DRAFT}/label", {"name": name, "color": "#123456"}), case).status_code == KEPT
        ]
        ana.send(DRAFT, {"do": "publish"})
        with store.read() as tx:
            names = [one.name for one in codebooks.current(tx, team["ana"], SLUG).labels]
        assert set(kept) <= set(names), case.id
        assert len(set(names)) == len(names), case.id


def test_what_is_no_colour_is_refused(ana):
    for case in values("label.color"):
        fields = {"name": "coloured", "color": "other", "other_color": case.value}
        assert shown(ana.send(f"{DRAFT}/label", fields), case).status_code in REFUSED, case.id


def test_names_of_projects_titles_and_questions_are_shown_as_text(ana, document, bring_in):
    for number, case in enumerate(values("project.name")):
        answer = shown(ana.send("/projects", {"slug": f"p{number}", "name": case.value}), case)
        assert answer.status_code in (KEPT, *REFUSED)
        shown(ana.get("/"), case)
    for case in values("document.title"):
        (made,) = bring_in("a.jsonl", json.dumps({"title": case.value, "text": f"{case.id}."}).encode(), "jsonl")
        for address in (f"/documents/{made}", f"/projects/{SLUG}/corpus", f"/projects/{SLUG}"):
            shown(ana.get(address), case)
        assert case.value in ana.get(f"/documents/{made}").page.text_content(), case.id
    for case in values("comment.text"):
        remark = {"id": str(uuid4()), "text": case.value}
        assert shown(ana.send(f"/documents/{document}/comments", remark), case).status_code == KEPT, case.id
        assert case.value in shown(ana.get(f"/projects/{SLUG}/questions"), case).page.text_content(), case.id


def test_names_of_people_are_refused_or_shown_as_text_and_nobody_is_called_as_somebody_else(ana, store):
    for case in values("user.name", "user.display_name"):
        answer = shown(ana.send("/people", {"name": case.value}), case)
        assert answer.status_code in (200, *REFUSED), case.id
        shown(ana.get("/people"), case)
    for case in values("user.name.pair"):
        first, second = case.value
        ana.send("/people", {"name": first})
        answer = shown(ana.send("/people", {"name": second}), case)
        if looks(first) == looks(second):
            assert answer.status_code in (409, *REFUSED), case.id
        elif answer.status_code == 200:
            # Letters of two alphabets: two people, of whom neither enters as the other.
            with store.read() as tx:
                assert accounts.named(tx, first).id != accounts.named(tx, second).id, case.id


def test_nobody_is_sent_elsewhere_after_signing_in(nobody, account):
    for case in values("login.next"):
        answer = shown(nobody.send("/sign-in", {"name": "ana", "password": PASSWORD, "next": case.value}), case)
        assert answer.status_code == KEPT, case.id
        assert answer.headers["Location"].startswith("/"), case.id
        assert answer.headers["Location"][1:2] not in ("/", "\\"), case.id
        assert "\t" not in answer.headers["Location"], case.id


def test_there_is_nothing_at_an_address_that_is_none(ana):
    for case in values("url.id"):
        for kind in ("documents", "projects"):
            assert shown(ana.get(f"/{kind}/{case.value}"), case).status_code in REFUSED, case.id


def test_a_file_may_be_called_anything_and_nothing_else_comes_of_it(ana, store, team):
    for case in values("upload.filename"):
        sent = {"files": (BytesIO(f"Words of {case.id}.".encode()), case.value), "format": "txt"}
        answer = shown(ana.send(f"/projects/{SLUG}/import", sent), case)
        assert not answer.page.xpath("//*[@onerror]"), case.id
        for action in answer.page.xpath("//form[.//button[starts-with(., 'Import')]]/@action"):
            assert ana.send(action, {"format": "txt"}).status_code == KEPT, case.id
    taken = ana.get(f"/projects/{SLUG}/export/file?format=txt&layer=all")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="central-asia.zip"' or (
        ".." not in taken.headers["Content-Disposition"]
    )


def test_nothing_is_fetched_and_nothing_is_believed_that_a_form_does_not_ask(ana, ben, store, team):
    with watched():
        for case in values("import.url"):
            for field in ("url", "files", "pasted_url"):
                answer = shown(ana.send(f"/projects/{SLUG}/import", {field: case.value}), case)
                assert answer.status_code in REFUSED, case.id
    for case in values("form.extra_field"):
        name, _, value = case.value.partition("=")
        shown(ben.send("/projects", {"slug": "bens", "name": "x", name: value}), case)
        shown(ana.send("/projects", {"slug": f"x{case.id.lower()}", "name": "x", name: value}), case)
    with store.read() as tx:
        assert not accounts.named(tx, "ben").admin
        assert projects.find(tx, accounts.named(tx, "ben"), SLUG).standing.role == "annotator"


def test_places_that_make_no_sense_are_refused(ana, document):
    for case in values("span.create"):
        start, end = case.value["start"], case.value["end"]
        span = "a0000000-0000-4000-8000-000000000000"
        answer = ana.act(document, "create", span=span, label="actor", fragments=f"{start}-{end}", words="x")
        assert shown(answer, case).status_code in REFUSED, case.id


def test_no_list_is_sorted_or_filtered_by_what_it_does_not_offer(ana):
    for case in values("list.sort_or_filter"):
        for where in ("corpus", "search"):
            for field in ("order", "sort", "filter"):
                answer = shown(ana.get(f"/projects/{SLUG}/{where}", query_string={field: case.value}), case)
                assert answer.status_code in (200, *REFUSED), case.id


def test_what_is_searched_for_is_looked_for_as_it_was_typed_or_refused_in_words(ana, bring_in):
    for case in values("search.query"):
        bring_in("a.txt", f"Before {case.value} after.".encode(), "txt")
        answer = shown(ana.get(f"/projects/{SLUG}/search", query_string={"q": case.value}), case)
        assert answer.status_code in (200, *REFUSED), case.id
        assert answer.page.xpath("//input[@name='q']/@value | //*[@role='alert']"), case.id


def test_hostile_files_are_shown_as_text(ana, store, team, bring_in):
    for case in cases("file"):
        if case.must_not_render and case.expect.startswith("accept") and case.format != "xml":
            for made in bring_in(case.name, case.data, case.reader):
                page = shown(ana.get(f"/documents/{made}")).page
                assert not page.xpath("//svg[not(@id='lines')] | //script[not(@src)] | //*[@onload or @onerror]")


def looks(name):
    """The canonical form that the manifest speaks of."""
    return unicodedata.normalize("NFKC", name.replace("\u200b", "")).casefold().strip()


def shown(answer, case=None):
    """The answer, in which nothing of the value may be more than text, and nothing of us be seen."""
    name = case.id if case else ""
    assert answer.status_code < 500, name
    assert [one for one in INSIDES if one in answer.text] == [], name
    assert "pwn" not in str(answer.headers.get_all("Set-Cookie")), name
    assert [words for words in (case.must_not_render if case else None) or () if words in answer.text] == [], name
    return answer
