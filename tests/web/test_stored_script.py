"""Script, a formula and a template, stored in every field of text: on no page and in no export more than text."""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from acting import SLUG, Desk, action, ended
from lxml import etree
from registering import Clerk
from sqlalchemy import JSON, String, Text, text
from web.test_doors import (  # noqa: F401 - fixtures
    ROUTES,
    address,
    ask,
    chair,
    decided,
    fields,
    own_span,
    own_thing,
    with_people,
)

from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.document_filter import filter_from
from annotator.domain.label_operation import Rename
from annotator.domain.regrouping import change_of
from annotator.domain.release import Terms
from annotator.services import (
    codebooks,
    commenting,
    corpus,
    describing,
    drafting,
    exchange,
    filters,
    illustrating,
    inviting,
    operating,
    regrouping,
    releasing,
    revising,
    tokens,
)
from annotator.services.commenting import Remark
from annotator.services.regrouping import Which
from annotator.services.revising import Correction
from annotator.store.schema import Table


def hostile(field):
    return f'=1+1<script>alert("{field}")</script>\'"><img src=x onerror=alert(1)>{{{{7*7}}}}'


def called(what, ending):
    """The same as the name of a file, in which there is no slash."""
    return f"=1+1<img src=x onerror=alert(1)> {what} {{{{7*7}}}}{ending}"


WORDS = {
    *("project.name", "codebook.note", "document.title", "document.source_name", "document_filter.name"),
    *("round.name", "token.name", "edition.reason", "example.why", "decision.reason", "span.note"),
    *("comment.text", "precedent.rule", "invitation.email", "user.email", "identity.issuer"),
}
"""Where people's words stand as they are."""
TREES = {"codebook.tree", "document.meta", "entity.values"}
"""Where they stand in JSON; ``words_of_a_tree`` puts them where a codebook, an entry and metadata have them."""
DONE = {
    *("span.attributes", "layer.attributes", "document_edit.what", "release.about", "codebook_draft.tree"),
    *("codebook_operation.tree", "event.after"),
}
"""Where they come by what people do, which ``full`` lets them do with such words."""
SENT = {"upload.names", "upload.choices", "job.asked", "job.about", "job.result", "job.problem"}
"""Names of files, and what is asked of them: test_what_a_file_is_called_and_holds_runs_on_no_page sends them."""
OURS = {
    # Names that are checked: letters, digits and a few signs.
    *(
        "project.slug",
        "user.name",
        "user.name_key",
        "document_filter.name_key",
        "release.name",
        "release.name_key",
    ),
    *("entity.key", "entity.merged_into", "example.label", "span.label", "comment.label", "precedent.label"),
    *("relation.type", "layer.name", "filed.field", "identity.subject", "document_filter.query"),
    *("model_label.label", "model.report", "model_reading.proposals"),
    # Made of what stands in the others, or the words of an article, which test_bad_values.py is about.
    *("filed.value", "document.text", "word_index.words", "document.blocks", "span.fragments", "span.links"),
    # What stood in the others before, to be put back.
    *("event.before", "codebook_change.before", "codebook_change.after"),
    *("document_edit_change.before", "document_edit_change.after"),
    # Of jobs, keys, hashes, moments and states.
    *("event.kind", "event.subject", "codebook_change.subject", "codebook_operation.put_off"),
    *("decision.sources", "decision.results", "decision.choice", "decision.action_id"),
    *("job.kind", "job.state", "attempt.key"),
    *("document.key", "document.arriving", "document.arriving_key", "relation.key", "span.key", "entity.sort"),
    *(
        "invitation.role",
        "member.role",
        "layer.state",
        "assignment.state",
        "ticket.purpose",
        "action.body_hash",
        "action.undo",
    ),
    *("session.successor", "user.password_hash", "source.sha256", "document.sha256", "release.sha256"),
    *("invitation.token_hash", "session.token_hash", "ticket.token_hash", "token.token_hash"),
}
MOMENT = 27  # as long as a moment is written


def test_each_field_of_text_is_known_to_hold_words_of_people_or_not():
    found = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | Text | JSON) or type(column.type).__name__ == "Json"
        if not column.foreign_keys and column.name != "id"
        if getattr(column.type, "length", None) not in (MOMENT, 10) or column.name == "undo"
    }
    assert found - WORDS - TREES - DONE - SENT - OURS == set()


@pytest.mark.slow
def test_what_is_stored_runs_on_no_page(full, request):
    asked = request.getfixturevalue("ask")
    ana = request.getfixturevalue("sign_in")("ana")
    full.fill()
    shown = set()
    pages = [route for route in ROUTES if route.startswith("GET")]
    for headers in ({}, {"HX-Request": "true"}):
        for route in pages:
            shown |= full.told(hold_as_page(asked("ana", route, headers=headers), route))
            full.fill()
        for where in (*full.more, decided_case(request.getfixturevalue("chair"))):
            shown |= full.told(hold_as_page(ana.get(where, headers=headers), where))
    assert full.fields - shown == NOT_SHOWN


NOT_SHOWN = {"identity.issuer", "document.source_name"}
"""What is held against the provider of the settings, and a name that is kept beside bytes: no page tells them."""


@pytest.mark.slow
def test_what_a_file_is_called_and_holds_runs_on_no_page(ana, team, store):
    ours = {"id": hostile("key"), "text": "Words.", "spans": [{"start": 0, "end": 4, "label": hostile("no name")}]}
    theirs = {"text": "Some words.", "label": [[0, 4, hostile("a label")]], hostile("a field"): hostile("a value")}
    table = io.StringIO()
    csv.writer(table).writerows([["text", hostile("a column")], ["Some words.", hostile("a cell")]])
    files = {
        called("a text", ".txt"): b"Some words.",
        called("a table", ".csv"): table.getvalue().encode(),
        called("lines", ".jsonl"): json.dumps(ours).encode(),
        called("labels", ".jsonl"): json.dumps(theirs).encode(),
        called("no archive", ".docx"): b"no archive",
    }
    shown = ""
    for name, data in files.items():
        for where, field in (("import", "files"), ("attach", "file")):
            here = f"/projects/{SLUG}/{where}"
            for way in ({}, {"unseen": "1"}):
                sent = {field: (io.BytesIO(data), name), **way}
                shown += followed(ana, ana.send(here, sent), store, team["ana"])
            shown += hold_as_page(ana.get(here), here)
    for one in ("a text", "a table", "lines", "labels", "no archive", "a label", "a column", "a cell"):
        assert one in shown, one


def followed(browser, answer, store, person, deep=3):
    """What an answer says, what comes of the forms in it, and the pages of the jobs that they begin."""
    if answer.status_code == 303:
        shown = hold_as_page(browser.get(answer.location), answer.location)
        if job := re.search(r"/(?:imports|attaching)/([0-9a-f-]{36})", answer.location):
            ended(store, person, job[1])
            shown += hold_as_page(browser.get(answer.location), answer.location)
        return shown
    shown = hold_as_page(answer, "a preview")
    for to in answer.page.xpath("//main//form[contains(@action, '/import/')]/@action") if deep else ():
        sent = browser.send(to, {f"fit.label.{hostile('a label')}": "+"})
        shown += followed(browser, sent, store, person, deep - 1)
    return shown


def hold_as_page(answer, where):
    """What an answer says to a reader; nothing in it would be run by a browser."""
    assert answer.status_code < 500, where
    said = answer.text if answer.mimetype.startswith(("text/", "image/svg")) else ""
    assert "=1+149" not in said, where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    if answer.mimetype == "text/html":
        assert active(answer) == [], where
        assert "<script>alert" not in answer.text, where
        assert "onerror=alert(1)>" not in answer.text.replace("&gt;", ""), where
        return (answer.page.text_content() if answer.text.strip() else "") + said
    if answer.mimetype == "image/svg+xml":
        assert active_in(etree.fromstring(answer.data)) == [], where
    elif answer.mimetype == "text/csv":
        hold_as_text(f"{where}.csv", answer.data)
    return said


@pytest.mark.slow
def test_what_is_stored_is_text_in_every_export(full, ana):
    full.fill()
    carried = set()
    for form in exchange.writers():
        layer = "ana" if form.one_layer else "all"
        address_ = f"/projects/{SLUG}/export/file?format={form.name}&layer={layer}&allow_loss=on"
        answer = ana.get(address_)
        assert answer.status_code == 200, (form.name, answer.text[:200])
        for name, data in members(hold_as_download(answer, form.name), form.suffix):
            hold_as_text(name, data)
            carried |= {one for one in full.fields if one.encode() in data}
    assert carried >= {"span.note", "span.attributes", "layer.attributes", "document.title", "document.meta"}
    assert carried >= {"codebook.tree", "codebook_operation.tree", "entity.values"}


@pytest.mark.slow
def test_what_is_stored_is_text_in_each_file_that_a_page_gives(full, ana):
    full.fill()
    files = [
        *(f"/projects/{SLUG}/codebook/file.{form}" for form in ("yaml", "json", "qdc")),
        f"/projects/{SLUG}/releases/2.0/file",
        *(where for where in full.more if where.endswith("/file?layer=ana")),
    ]
    carried = set()
    for where in files:
        answer = ana.get(where)
        assert answer.status_code == 200, where
        for name, data in members(hold_as_download(answer, where), where.partition("?")[0][-5:]):
            hold_as_text(name, data)
            carried |= {one for one in full.fields if one.encode() in data}
    assert carried >= {"release.about", "codebook.tree", "span.attributes", "event.after"}


def hold_as_download(answer, where):
    """The bytes of a file that a browser keeps, and never shows in the name of this site."""
    assert answer.headers["Content-Disposition"].startswith("attachment; filename="), where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.mimetype != "text/html", where
    return answer.data


def hold_as_text(name, data):
    """A file is whole in its own syntax, and nothing in it would be run by what opens it."""
    assert not name.endswith((".html", ".htm", ".js")), name
    if name.endswith((".xml", ".xmi", ".qde", ".qdc", ".graphml", ".svg")):
        assert active_in(etree.fromstring(data)) == [], name
    elif name.endswith(".csv"):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True):
            assert [cell for cell in row if cell.startswith(("=", "+", "@"))] == [], name
    elif name.endswith(".json"):
        json.loads(data)
    elif name.endswith(".jsonl"):
        for line in data.decode().split("\n")[:-1]:
            json.loads(line)


def members(data, suffix):
    if not data.startswith(b"PK"):
        return [(f"file{suffix}", data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(one, archive.read(one)) for one in archive.namelist()]


def active(answer):
    if not answer.text.strip():
        return []
    return active_in(answer.page)


def active_in(tree):
    """The elements that would do something."""
    return [
        etree.tostring(one)[:200]
        for one in tree.iter("*")
        if (etree.QName(one).localname.lower() == "script" and one.get("src") is None)
        or any(name.lower().startswith("on") for name in one.attrib)
        or (one.get("href") or "").lstrip().lower().startswith("javascript:")
        or one.get("src") == "x"
    ]


def words_of_a_tree(tree, field):
    """A tree with hostile words wherever it has a person's."""
    if isinstance(tree, list):
        return [words_of_a_tree(one, field) for one in tree]
    if not isinstance(tree, dict):
        return tree
    made = {}
    for key, value in tree.items():
        if key in ("title", "description", "note", "publication", "author") and isinstance(value, str | None):
            made[key] = hostile(field)
        elif key in ("rules", "include", "exclude"):
            made[key] = [hostile(field) for _ in value]
        elif key == "name" and field == "entity.values":
            made[key] = hostile(field)
        else:
            made[key] = words_of_a_tree(value, field)
    return made


@dataclass(frozen=True)
class Full:
    """A project whose every field of words is hostile, whatever comes into it meanwhile.

    ``more`` are pages of what is in it, beside those that test_doors.py asks for.
    """

    _store: object
    more: tuple
    fields = WORDS | TREES | DONE

    def told(self, said):
        return {one for one in self.fields if f'alert("{one}")' in said}

    def fill(self):
        with self._store.write() as tx:
            for one in sorted(WORDS):
                table, column = one.split(".")
                nullable = f' AND "{column}" IS NOT NULL' if table in ("user", "invitation", "identity") else ""
                tx.connection.execute(
                    text(f'UPDATE "{table}" SET "{column}" = :words WHERE 1 = 1{nullable}'),
                    {"words": hostile(one)},
                )
            for one in sorted(TREES - {"codebook.tree"}):  # a version never changes
                table, column = one.split(".")
                for id_, tree in tx.connection.execute(
                    text(f'SELECT rowid, "{column}" FROM "{table}"')
                ).fetchall():
                    made = words_of_a_tree(json.loads(tree), one)
                    if one == "document.meta":
                        made |= {"publication": hostile(one), "tags": [hostile(one)], "made of": hostile(one)}
                    tx.connection.execute(
                        text(f'UPDATE "{table}" SET "{column}" = :tree WHERE rowid = :id'),
                        {"tree": json.dumps(made), "id": id_},
                    )


@pytest.fixture
def full(store, people, document):
    """With one thing of each kind in it that has words of people."""
    ana = people["ana"]
    desk = Desk(store, ana, document)
    with store.write() as tx:
        # A version never changes, and is kept in memory: this one comes in as any other.
        codebooks.replace(tx, ana, SLUG, hostile_book(codebooks.current(tx, ana, SLUG)))
        third = corpus.corpus(tx, ana, SLUG).documents[2]
    entry = Clerk(store, ana).add(hostile("entity.values"))
    said = {"remark": hostile("span.attributes"), "tone": hostile("codebook.tree")}
    span = desk.mark("Kazakhstan", attributes=said, note=hostile("event.after"), links={"is": entry})
    with store.write() as tx:
        about = {"view": hostile("layer.attributes"), "tone": hostile("codebook.tree")}
        describing.describe(tx, ana, action(), document, about)
        tx.connection.execute(text("UPDATE \"user\" SET email = 'a@b'"))
        commenting.on_document(tx, ana, document, Remark(str(uuid4()), "Is it?"))
        commenting.on_label(tx, ana, SLUG, "actor", Remark(str(uuid4()), "Is it?"))
        filters.save(tx, ana, SLUG, "Early", filter_from("year=2005"))
        tokens.make(tx, ana, "a script")
        inviting.invite(tx, ana, SLUG, "viewer", "a@example.org")
        illustrating.keep(tx, ana, span)
        tagged = {"tag": [hostile("document_edit.what")]}
        regrouping.change(tx, ana, SLUG, Which([document]), change_of(into=tagged, out_of={}, values={}))
        renaming = Rename("legal_instrument", "legal_instrument", hostile("codebook_operation.tree"))
        operating.perform(tx, ana, SLUG, renaming)
        drafting.edit(tx, ana, SLUG, lambda book: replace(book, name=hostile("codebook_draft.tree")))
        there = Desk(store, ana, third.id).text
        corrected = revising.revise(tx, ana, third.id, Correction(there + " More.", "Why.")).document_id
    releasing.create(store, ana, SLUG, Terms("2.0", "2026-11-28", authors=(hostile("release.about"),)))
    return Full(
        store,
        (
            *(f"/spans/{span}", f"/spans/{span}/history", f"/projects/{SLUG}/releases/2.0"),
            *(f"/documents/{corrected}/editions", f"/documents/{corrected}/editions/1"),
            f"/documents/{corrected}/editions/1/file?layer=ana",
            f"/documents/{document}?span={span}",
        ),
    )


def hostile_book(book):
    """A codebook with such words in all it says, and with attributes of spans and documents that people fill."""
    tree = words_of_a_tree(codebook_to_tree(book), "codebook.tree")
    words = hostile("codebook.tree")
    tone = {"name": "tone", "type": "choice", "title": words, "choices": [words], "definitions": {words: words}}
    tree["labels"][0]["attributes"] += [tone, {"name": "remark", "type": "text", "description": words}]
    tree["document_attributes"] = [tone, {"name": "view", "type": "text", "title": words}]
    return codebook_from_tree(tree)


def decided_case(adjudicator):
    """The page of a decision that has a reason."""
    case = next(case for case in adjudicator.docket(unfinished=True).cases if case.decided)
    return f"/documents/{adjudicator.document}/adjudicate?layers=all&unit={case.unit.id}"


@pytest.fixture
def store(sqlite_store):
    """What is escaped does not depend on the kind of database."""
    return sqlite_store
