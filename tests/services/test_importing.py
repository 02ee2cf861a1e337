"""Files come in whole or not at all, and whoever sent them learns which one is wrong, and where."""

import json
import re

import pytest
from acting import new_id
from adjudicators import Chair
from sqlalchemy import text

from annotator.domain.errors import Forbidden, Invalid, NotFound
from annotator.services import accounts, codebooks, corpus, exporting, importing, projects
from annotator.services.accounts import OPERATOR
from annotator.services.importing import Upload

SLUG = "central-asia"


def test_a_text_comes_in_with_its_blocks_and_its_bytes(store, team):
    data = b"\xef\xbb\xbfA heading\r\n\r\nThe Kremlin said so yesterday, and then it said so again.\r\n"
    plan = bring(store, team["ana"], Upload("one.txt", data))
    (item,) = plan.items
    assert item.document.title == "A heading"
    assert item.document.text.startswith("A heading\n\nThe Kremlin")
    assert [block.kind for block in item.document.blocks] == ["heading", "paragraph"]
    assert titles(store, team["ana"])[5:] == ["A heading"]
    with store.read() as tx:
        row = tx.connection.execute(
            text("SELECT data, source_name FROM source JOIN document ON source_sha256 = source.sha256 "
                 "WHERE position = 6")
        ).one()  # fmt: skip
    assert (bytes(row.data), row.source_name) == (data, "one.txt")


def test_documents_come_in_in_the_order_of_the_files_after_those_that_are_there(store, team):
    bring(store, team["ana"], Upload("b.txt", b"Second things."), Upload("a.txt", b"First things."))
    bring(store, team["ana"], Upload("c.txt", b"Third things."))
    assert titles(store, team["ana"])[5:] == ["b", "a", "c"]


def test_one_bad_file_among_good_ones_imports_nothing_and_is_named(store, team):
    before = counts(store)
    files = [
        Upload("good.txt", b"A good text."),
        Upload("bad.jsonl", line(text="One") + line(text="Two") + b'{"text": "Three", "spans": [{}]}\n'),
        Upload("also good.txt", b"Another."),
    ]
    with pytest.raises(Invalid, match=r"bad\.jsonl: Line 3: .*Nothing was imported\.$"):
        bring(store, team["ana"], *files)
    assert counts(store) == before


def test_how_many_files_are_wrong_is_said(store, team):
    files = [Upload(f"{n}.txt", b" \n") for n in range(3)]
    with pytest.raises(Invalid, match=r"^0\.txt: .*\(2 more files cannot come in\.\)$"):
        bring(store, team["ana"], *files)


def test_a_dry_run_says_what_would_come_in_and_changes_nothing(store, team):
    before = counts(store)
    plan = bring(store, team["ana"], Upload("one.txt", b"A text."), dry_run=True)
    assert len(plan.items) == 1
    assert counts(store) == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([("a.txt", b"")], "a.txt: The text is empty"),
        ([("a.txt", b"caf\xe9")], "a.txt: Not UTF-8: byte 3 (line 1)"),
        ([("a.exe", b"MZ\0\x01")], "a.exe: None of brat, "),
        ([("a.jsonl", b"{")], "a.jsonl: Line 1: "),
        ([("a.jsonl", b"\n")], "a.jsonl: The file holds no document"),
        ([("a.jsonl", b'{"id": "one"}')], "a.jsonl: Line 1: "),
        (
            [("a.jsonl", b'{"id": "one", "text": "a"}\n{"id": "one", "text": "b"}')],
            "a.jsonl: Line 2: the id “one”",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(store, team, files, message):
    with pytest.raises(Invalid, match="^" + re.escape(message)) as refusal:
        bring(store, team["ana"], *[Upload(*file) for file in files])
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ({"label": "person"}, "Label “person” is not in the codebook (actor, stance, legal_instrument)."),
        ({"attributes": {"mood": "good"}}, "actor has no attribute “mood”."),
        (
            {"attributes": {"kind": "planet"}},
            "actor: kind is a choice (one of state, organisation, ",
        ),
        ({"attributes": {"kind": ["state"]}}, "actor: kind is a choice"),
        ({"end": 13}, "The span 4-13 lies outside the text, which has 12 characters."),
        ({"text": "kremlin"}, "At 4-11 the text is “Kremlin”, not “kremlin”: offsets are code points."),
        ({"annotator": "gold"}, "“gold”"),
        ({"annotator": "a/b"}, "“a/b” is not a user name"),
    ],
)
def test_a_span_that_does_not_fit_is_refused_with_its_file(store, team, span, message):
    before = counts(store)
    one = {"start": 4, "end": 11, "label": "actor", "annotator": "ana", **span}
    with pytest.raises(Invalid, match=r"^a\.jsonl: ") as refusal:
        bring(store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=[one])))
    assert message in refusal.value.message
    assert counts(store) == before


def test_a_document_that_is_there_already_is_refused_by_its_id(store, team):
    bring(store, team["ana"], Upload("a.jsonl", line(id="one", text="The Kremlin.")))
    with pytest.raises(Invalid, match="A document with the id “one” is there already"):
        bring(store, team["ana"], Upload("b.jsonl", line(id="one", text="Something else.")))
    with pytest.raises(Invalid, match="“two” is there already"):
        bring(store, team["ana"], *[Upload(name, line(id="two", text=name)) for name in ("a.jsonl", "b.jsonl")])


def test_the_same_id_may_stand_in_two_projects(store, team):
    key = new_id()
    with store.write() as tx:
        projects.create(tx, OPERATOR, "second", "")
    for slug in (SLUG, "second"):
        bring(store, OPERATOR, Upload("a.jsonl", line(id=key, text="The Kremlin.")), slug=slug)
        assert json.loads(export(store, slug).splitlines()[-1])["id"] == key
    with store.read() as tx:
        ids = tx.connection.execute(text("SELECT id FROM document WHERE key = :key"), {"key": key}).scalars().all()
    assert key in ids
    assert len(ids) == 2


def test_a_text_that_is_there_already_is_remarked_on_and_comes_in(store, team):
    bring(store, team["ana"], Upload("a.txt", b"The Kremlin."))
    plan = bring(store, team["ana"], Upload("b.txt", b"The Kremlin."))
    assert plan.items[0].findings == ("The same text is there already, as “a”.",)
    assert len(titles(store, team["ana"])) == 7


def test_people_whom_nobody_knows_are_made_and_cannot_sign_in(store, team):
    spans = [{"start": 4, "end": 11, "label": "actor", "annotator": name} for name in ("zoë", "ana")]
    bring(store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=spans)))
    with store.read() as tx:
        query = text('SELECT name, active, password_hash FROM "user" ORDER BY name')
        people = {row.name: (bool(row.active), row.password_hash) for row in tx.connection.execute(query)}
    assert people == {
        "adjudicator": (True, None),
        "ana": (True, None),
        "ben": (True, None),
        "zoë": (False, None),
    }


def test_somebody_written_in_another_case_is_the_same_person(store, team):
    span = {"start": 4, "end": 11, "label": "actor", "annotator": "ANA"}
    bring(store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=[span])))
    assert [one["annotator"] for one in json.loads(export(store).splitlines()[-1])["layers"]] == ["ana"]
    with store.read() as tx:
        assert tx.connection.execute(text('SELECT count(*) FROM "user"')).scalar() == 3


def test_two_layers_that_are_one_persons_are_refused_in_one_line(store, team):
    before = counts(store)
    spans = [{"start": 4, "end": 11, "label": "actor", "annotator": name} for name in ("ana", "ANA")]
    with pytest.raises(Invalid, match=r"^a\.jsonl: .*“ANA”"):
        bring(store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=spans)))
    assert counts(store) == before


def test_a_file_that_lists_no_layers_counts_everybody_as_complete(store, team):
    span = {"start": 4, "end": 11, "label": "actor", "annotator": "ben"}
    layers = [{"annotator": "ben", "state": "in_progress"}, {"annotator": "ana", "state": "complete"}]
    bring(store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=[span])))
    bring(store, team["ana"], Upload("b.jsonl", line(text="The Kremlin!", spans=[span], layers=layers)))
    found = [json.loads(one)["layers"] for one in export(store).splitlines()[5:]]
    assert found[0] == [{"annotator": "ben", "state": "complete"}]
    assert found[1] == [layers[1], layers[0]]


def test_imported_spans_are_told_in_the_log(store, team):
    span = {"start": 4, "end": 11, "label": "actor", "annotator": "ben"}
    bring(
        store, team["ana"], Upload("a.jsonl", line(text="The Kremlin.", spans=[span, {**span, "label": "stance"}]))
    )
    with store.read() as tx:
        query = "SELECT kind, user_id FROM event WHERE document_id = (SELECT id FROM document WHERE position = 6)"
        told = [tuple(row) for row in tx.connection.execute(text(f"{query} ORDER BY sequence"))]
    assert told == [(kind, team["ana"].id) for kind in ("document.import", "span.import", "span.import")]


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_imports(store, team, name):
    with pytest.raises(Forbidden, match="import"):
        bring(store, team[name], Upload("a.txt", b"A text."))


def test_a_stranger_does_not_learn_of_the_project(store, team):
    with store.write() as tx:
        stranger = accounts.add_user(tx, OPERATOR, "stranger", password_hash=None)
    with pytest.raises(NotFound):
        bring(store, stranger, Upload("a.txt", b"A text."))


def test_a_format_that_is_named_must_be_one(store, team):
    with pytest.raises(Invalid, match="“pptx” is not a format here; these are: brat, "):
        bring(store, team["ana"], Upload("a.txt", b"A text."), form="pptx")


def test_a_text_in_another_encoding_is_read_when_it_is_named(store, team):
    data = "Кремль объявил мобилизацию.".encode("cp1251")
    with pytest.raises(Invalid, match="Not UTF-8"):
        bring(store, team["ana"], Upload("a.txt", data))
    (item,) = bring(store, team["ana"], Upload("a.txt", data), encoding="cp1251").items
    assert item.document.text == "Кремль объявил мобилизацию."


def test_gold_that_comes_in_counts_as_decided_and_can_be_decided_anew(store, team):
    def marked(name, start, end, label, layer=None):
        key = f"{name}-{start}-{layer or name}"
        place = {"start": start, "end": end, "label": label}
        return {"id": key, **place, "annotator": name, "layer": layer or name}

    spans = [
        marked("ana", 0, 3, "actor"),
        marked("ben", 0, 3, "actor"),
        marked("ben", 4, 7, "stance"),
        marked("ana", 0, 3, "actor", "gold"),
        marked("ana", 4, 11, "stance", "gold"),
    ]
    layers = [{"annotator": name, "state": "complete"} for name in ("ana", "ben")]
    layers.append({"annotator": "ana", "layer": "gold", "state": "in_progress"})
    bring(store, team["ana"], Upload("a.jsonl", line(text="Who yes sir.", spans=spans, layers=layers)))
    with store.read() as tx:
        document = list(corpus.corpus(tx, team["ana"], SLUG).documents)[-1].id
    chair = Chair(store, team["adjudicator"], document)
    first, second = chair.docket().cases
    assert [[one.choice for one in case.decisions] for case in (first, second)] == [["imported"]] * 2
    assert [bool(one.result) for case in (first, second) for one in case.decisions[0].sources] == [
        True,
        True,
        False,
    ]
    assert first.settled and second.settled
    chair.decide("yes", "none")
    assert chair.gold == [("actor", "Who")]
    chair.undo()
    assert chair.gold == [("actor", "Who"), ("stance", "yes sir")]


def test_relations_come_in_with_the_spans_they_join(store, team):
    spans = [
        {"id": "s1", "start": 4, "end": 11, "label": "actor", "annotator": "ana"},
        {"id": "s2", "start": 12, "end": 19, "label": "stance", "annotator": "ana"},
    ]
    holds = {"id": "r1", "type": "holds", "source": "s1", "target": "s2", "annotator": "ana"}
    document = {"text": "The Kremlin adopted.", "spans": spans}
    bring(store, team["ana"], Upload("a.jsonl", line(**document, relations=[holds])))
    assert json.loads(export(store).splitlines()[-1])["relations"] == [{**holds, "layer": "ana"}]
    backwards = {**holds, "source": "s2", "target": "s1"}
    with pytest.raises(Invalid, match="“holds” does not join a span labelled “stance” there"):
        bring(
            store,
            team["ana"],
            Upload("b.jsonl", line(text="The Kremlin adopted.", spans=spans, relations=[backwards])),
        )


def test_a_project_without_a_codebook_draws_one_from_what_is_marked_and_says_so(store):
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "second", "Second")
    spans = [{"start": 0, "end": 3, "label": "actor", "attributes": {"kind": "state"}}]
    upload = Upload("a.jsonl", line(text="The Kremlin.", codebook_version=7, spans=spans))
    bring(store, accounts.OPERATOR, Upload("b.txt", b"Nothing is marked here."), slug="second")
    made = bring(store, accounts.OPERATOR, upload, slug="second")
    assert made.findings[0].where == "codebook"
    assert made.findings[0].what == "The project has none: version 7 is drawn from what is marked: actor."
    with store.read() as tx:
        book = codebooks.current(tx, accounts.OPERATOR, "second")
    assert (book.version, book.labels[0].attributes[0].choices) == (7, ("state",))


def test_a_codebooks_version_that_documents_name_is_never_given_again(store):
    with store.write() as tx:
        projects.create(tx, OPERATOR, "second", "")
        book = codebooks.read_codebook(b"labels: [{name: actor}]", "book.yaml")
        codebooks.replace(tx, OPERATOR, "second", book)
    bring(store, OPERATOR, Upload("a.jsonl", line(text="The Kremlin.", codebook_version=7)), slug="second")
    with store.write() as tx:
        book = codebooks.read_codebook(b"labels: [{name: stance}]", "book.yaml")
        assert codebooks.replace(tx, OPERATOR, "second", book).version == 8


def bring(store, person, *uploads, slug=SLUG, form="auto", encoding=None, dry_run=False):
    parsed = importing.parse(uploads, form, encoding, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        return importing.import_files(tx, person, slug, parsed, dry_run=dry_run)


def line(**document):
    """One line of JSONL."""
    return json.dumps(document).encode() + b"\n"


def export(store, slug=SLUG):
    return b"".join(exporting.prepare(store, OPERATOR, slug, "jsonl", "all").chunks())


def titles(store, person):
    with store.read() as tx:
        return [one.title for one in corpus.corpus(tx, person, SLUG).documents]


def counts(store):
    tables = ("user", "document", "source", "layer", "span", "relation", "event", "codebook")
    with store.read() as tx:
        return [tx.connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() for table in tables]
