"""Script, a formula and a template, stored in every field of text: on no page and in no export more than text."""

import csv
import io
import json
import zipfile
from uuid import uuid4

import pytest
from acting import SLUG, Desk
from lxml import etree
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
from annotator.services import codebooks, commenting, exchange, filters, illustrating, inviting, tokens
from annotator.services.commenting import Remark
from annotator.store.schema import Table


def hostile(field):
    return f'=1+1<script>alert("{field}")</script>\'"><img src=x onerror=alert(1)>{{{{7*7}}}}'


WORDS = {
    *("project.name", "codebook.note", "document.title", "document.source_name", "document_filter.name"),
    *("round.name", "token.name", "edition.reason", "example.why", "decision.reason", "span.note"),
    *("comment.text", "precedent.rule", "invitation.email", "user.email", "identity.issuer"),
}
"""Where people's words stand as they are."""
TREES = {
    *("codebook.tree", "document.meta", "entity.values", "span.attributes", "layer.attributes"),
    *("document_edit.what", "document_edit_change.before", "document_edit_change.after", "release.about"),
    *("codebook_draft.tree", "upload.names", "upload.choices"),
}
"""Where they stand in JSON; ``words_of_a_tree`` puts them where a codebook, an entry and metadata have them."""
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
    # What happened, told from the rows: it refuses to be changed.
    *("event.kind", "event.subject", "event.before", "event.after", "codebook_change.before"),
    *("codebook_change.after", "codebook_change.subject", "codebook_operation.tree", "codebook_operation.put_off"),
    *("decision.sources", "decision.results", "decision.choice", "decision.action_id"),
    # Of jobs, keys, hashes, moments and states.
    *("job.kind", "job.state", "job.about", "job.asked", "job.result", "job.problem", "attempt.key"),
    *("document.key", "document.arriving", "document.arriving_key", "relation.key", "span.key", "entity.sort"),
    *("invitation.role", "member.role", "layer.state", "ticket.purpose", "action.body_hash", "action.undo"),
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
    assert found - WORDS - TREES - OURS == set()


@pytest.mark.slow
def test_what_is_stored_runs_on_no_page(full, request):
    asked = request.getfixturevalue("ask")
    full.fill()
    shown = set()
    for route in (one for one in ROUTES if one.startswith("GET")):
        for headers in ({}, {"HX-Request": "true"}):
            answer = asked("ana", route, headers=headers)
            full.fill()
            assert answer.status_code < 500, route
            said = answer.text if answer.mimetype.startswith(("text/", "image/svg")) else ""
            assert "=1+149" not in said, route
            if answer.mimetype == "text/html":
                assert active(answer) == [], route
                assert "<script>alert" not in answer.text, route
                assert "onerror=alert(1)>" not in answer.text.replace("&gt;", ""), route
            elif answer.mimetype == "image/svg+xml":
                assert active_in(etree.fromstring(answer.data)) == [], route
            else:
                assert answer.headers["X-Content-Type-Options"] == "nosniff", route
            whole = answer.page.text_content() if answer.mimetype == "text/html" and answer.text.strip() else ""
            shown |= {one for one in full.fields if f'alert("{one}")' in whole + said}
    assert full.fields - shown == NOT_SHOWN


NOT_SHOWN = {"identity.issuer", "edition.reason", "document.source_name", "decision.reason"}
"""What nobody has here: an account elsewhere, a text that was corrected; the name under which a file came, and why
something was decided, which stands with its case when that is opened again."""


@pytest.mark.slow
def test_what_is_stored_is_text_in_every_export(full, ana):
    full.fill()
    for form in exchange.writers():
        layer = "ana" if form.one_layer else "all"
        address_ = f"/projects/{SLUG}/export/file?format={form.name}&layer={layer}&allow_loss=on"
        answer = ana.get(address_)
        assert answer.status_code == 200, (form.name, answer.text[:200])
        assert answer.headers["Content-Disposition"].startswith("attachment; filename="), form.name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", form.name
        assert answer.mimetype != "text/html", form.name
        for name, data in members(form, answer.data):
            hold_as_text(name, data)


def hold_as_text(name, data):
    """A file is whole in its own syntax, and nothing in it would be run by what opens it."""
    assert not name.endswith((".html", ".htm", ".svg", ".js")), name
    if name.endswith((".xml", ".xmi", ".qde", ".qdc", ".graphml")):
        assert active_in(etree.fromstring(data)) == [], name
    elif name.endswith(".csv"):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True):
            assert [cell for cell in row if cell.startswith(("=", "+", "@"))] == [], name
    elif name.endswith(".json"):
        json.loads(data)
    elif name.endswith(".jsonl"):
        for line in data.decode().split("\n")[:-1]:
            json.loads(line)


def members(form, data):
    if not data.startswith(b"PK"):
        return [(f"file{form.suffix}", data)]
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


class Full:
    """A project whose every field of words is hostile, whatever comes into it meanwhile."""

    def __init__(self, store):
        self._store = store
        self.fields = set(WORDS) | {"codebook.tree", "document.meta", "entity.values"}

    def fill(self):
        with self._store.write() as tx:
            for one in sorted(WORDS):
                table, column = one.split(".")
                nullable = f' AND "{column}" IS NOT NULL' if table in ("user", "invitation", "identity") else ""
                tx.connection.execute(
                    text(f'UPDATE "{table}" SET "{column}" = :words WHERE 1 = 1{nullable}'),
                    {"words": hostile(one)},
                )
            for one in ("document.meta", "entity.values"):
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
    span = Desk(store, ana, document).mark("Kazakhstan", note="A note.")
    with store.write() as tx:
        # A version never changes, and is kept in memory: this one comes in as any other.
        book = words_of_a_tree(codebook_to_tree(codebooks.current(tx, ana, SLUG)), "codebook.tree")
        codebooks.replace(tx, ana, SLUG, codebook_from_tree(book))
        tx.connection.execute(text("UPDATE \"user\" SET email = 'a@b'"))
        commenting.on_document(tx, ana, document, Remark(str(uuid4()), "Is it?"))
        commenting.on_label(tx, ana, SLUG, "actor", Remark(str(uuid4()), "Is it?"))
        filters.save(tx, ana, SLUG, "Early", filter_from("year=2005"))
        tokens.make(tx, ana, "a script")
        inviting.invite(tx, ana, SLUG, "viewer", "a@example.org")
        illustrating.keep(tx, ana, span)
    return Full(store)


@pytest.fixture
def store(sqlite_store):
    """What is escaped does not depend on the kind of database."""
    return sqlite_store
