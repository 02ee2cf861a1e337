"""The codebook of a project: versions that never change, files that say where they are wrong."""

import time
from dataclasses import replace

import pytest
from acting import Desk, first_document
from corpora import codebooks as any_codebook
from corpora import patient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from annotator.services import accounts, codebooks, projects
from annotator.services.accounts import OPERATOR

SMALL = b"labels:\n  - name: actor\n"


def test_a_project_without_a_codebook_has_an_empty_one_of_version_0(store):
    with store.write() as tx:
        projects.create(tx, OPERATOR, "bare", "")
        book = codebooks.current(tx, OPERATOR, "bare")
    assert (book.version, book.labels) == (0, ())


def test_a_codebook_that_says_something_new_is_a_new_version_and_the_old_one_stays(store, team):
    before = current(store, team["ana"])
    made = put(store, team["ana"], codebooks.read_codebook(SMALL, "small.yaml"))
    assert (before.version, made.version) == (1, 2)
    assert [label.name for label in current(store, team["ana"]).labels] == ["actor"]
    with store.read() as tx:
        assert codebooks.version(tx, team["ana"], "central-asia", 1) == before
        assert codebooks.version(tx, team["ana"], "central-asia", 2) == made


def test_a_codebook_that_says_nothing_new_is_no_new_version(store, team):
    before = current(store, team["ana"])
    assert put(store, team["ana"], before.at_version(0)) == before
    with store.read() as tx:
        assert tx.connection.execute(text("SELECT count(*) FROM codebook")).scalar() == 1


def test_a_codebook_that_comes_back_is_a_version_of_its_own(store, team):
    first = current(store, team["ana"])
    put(store, team["ana"], replace(first, description="Another."))
    assert put(store, team["ana"], first).version == 3


def test_a_version_that_is_not_there_is_said_to_be(store, team):
    with pytest.raises(NotFound, match="no version 7"), store.read() as tx:
        codebooks.version(tx, team["ana"], "central-asia", 7)


def test_each_version_is_told_in_the_log(store, team):
    put(store, team["ana"], codebooks.read_codebook(SMALL, "small.yaml"))
    query = "SELECT subject, user_id FROM event WHERE kind = 'codebook.version' ORDER BY sequence"
    with store.read() as tx:
        told = [tuple(row) for row in tx.connection.execute(text(query))]
    assert told == [("1", None), ("2", team["ana"].id)]


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_changes_the_codebook_and_everybody_reads_it(store, team, name):
    assert current(store, team[name]).version == 1
    with pytest.raises(Forbidden):
        put(store, team[name], codebooks.read_codebook(SMALL, "small.yaml"))


def test_a_stranger_does_not_read_the_codebook(store, team):
    with store.write() as tx:
        stranger = accounts.add_user(tx, OPERATOR, "stranger", password_hash=None)
    with pytest.raises(NotFound):
        current(store, stranger)


def test_a_page_opened_before_the_change_marks_with_the_new_version_after_it(store, team):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    desk.mark("Kremlin")
    put(store, team["ana"], codebooks.read_codebook(SMALL, "small.yaml"))
    with pytest.raises(Invalid, match="not in the codebook"):
        desk.mark("adopted", "stance")


# Files


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_the_seeds_codebook_is_written_and_read_back(store, team, form):
    book = current(store, team["ana"])
    written = codebooks.write_codebook(book, form)
    assert codebooks.read_codebook(written, f"book.{form}") == book.at_version(0)


@pytest.mark.parametrize("form", ["yaml", "json"])
@patient
@given(book=any_codebook(version=3))
def test_any_codebook_is_written_and_read_back(form, book):
    assert codebooks.read_codebook(codebooks.write_codebook(book, form), "book") == book.at_version(0)


def test_a_codebook_has_no_other_form(store):
    with pytest.raises(Invalid, match="yaml, json or qdc, not “pdf”"):
        codebooks.write_codebook(codebooks.read_codebook(SMALL, "small.yaml"), "pdf")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"labels: [a, b", "book.yaml, line 1, column 14: "),
        (b"labels:\n  - name: a\n   title: b\n", "book.yaml, line 3, column 4: "),
        (b"labels:\n\t- name: a\n", "book.yaml, line 2, column 1: "),
        (b"name: \xff", "book.yaml: byte 6 is not UTF-8."),
        (b"", "codebook: None is not a mapping."),
        (b"- a\n- b\n", "is not a mapping"),
        (b"labels: none", "codebook.labels: 'none' is not a list."),
        (b"label: []", "codebook: “label” is none of description, document_attributes, labels, name, relations"),
        (b"labels: [{name: a b}]", "labels[0].name: 'a b' is not a machine name"),
        (b"labels: [{name: a}, {name: a}]", "two of the label “a”"),
        (b"labels: [{name: a, shortcut: 1}, {name: b, shortcut: 1}]", "two of the shortcut “1”"),
        (b"labels: [{name: a, color: red}]", "labels[0].color: “red” is not a colour like #0072B2."),
        (b"labels: [{name: a, parent: b}]", "The parent “b” of “a” is not a label."),
        (b"labels: [{name: a, parent: b}, {name: b, parent: a}]", "stands below itself"),
        (b"labels: [{name: a, attributes: [{name: k, type: choice}]}]", "labels[0].attributes[0].choices"),
        (b"labels: [{name: a, attributes: [{name: k, type: date}]}]", "'date' is none of choice"),
        (
            b"labels: [{name: a}]\nrelations: [{name: r, from: [a], to: [b]}]",
            "relations[0].to: there is no label “b”",
        ),
        (b"labels: [*a]", "aliases"),
        (b"labels: &a [*a]", "aliases"),
        (b"labels: !!python/object/apply:os.system [ls]", "line 1, column 9: could not determine a constructor"),
        (b"name: \x01", "not YAML or JSON"),
        (b"{" * 20_000, "nested deeper than 20 levels"),
        (b"- " * 20_000, "nested deeper than 20 levels"),
        (b'{"labels": [{"name": "a",}', "line 1, column 27: "),
        (b'{"labels": NaN}', "'NaN' is not a list"),
    ],
    ids=range(25),
)
def test_a_file_that_is_no_codebook_says_what_is_wrong_and_where(data, expected):
    with pytest.raises(Invalid) as refusal:
        codebooks.read_codebook(data, "book.yaml")
    assert expected in refusal.value.message
    assert "\n" not in refusal.value.message


def test_an_alias_bomb_is_refused_before_anything_is_built():
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    began = time.process_time()  # of this process: what else the machine does is not counted
    with pytest.raises(Invalid, match="aliases"):
        codebooks.read_codebook("\n".join(bomb).encode(), "bomb.yaml")
    assert time.process_time() - began < 1


@given(data=st.binary(max_size=60) | st.text(alphabet="ab:- \n[]{}&*!'\"|>#%@`\t,?", max_size=60).map(str.encode))
def test_bytes_of_any_kind_are_a_codebook_or_refused(data):
    said = ""
    try:
        codebooks.read_codebook(data, "book.yaml")
    except Refused as refusal:
        said = refusal.message
    assert "\n" not in said


def test_a_file_that_leaves_out_a_label_that_spans_have_is_no_new_version(store, team):
    book = current(store, OPERATOR)
    Desk(store, team["ana"], first_document(store, team["ana"])).mark("Kazakhstan", marked := "actor")
    left = tuple(one for one in book.labels if one.name != marked)
    without = replace(book, labels=left, relations=(), statements=None)
    with pytest.raises(Conflict, match=f"^1 span has the label “{marked}”: retire it"), store.write() as tx:
        codebooks.bring_in(tx, OPERATOR, "central-asia", without)
    assert current(store, OPERATOR) == book
    unused = next(one.name for one in book.labels if one.name != marked)
    with store.write() as tx:
        less = replace(without, labels=tuple(one for one in book.labels if one.name != unused))
        assert codebooks.bring_in(tx, OPERATOR, "central-asia", less).version == book.version + 1


def current(store, person):
    with store.read() as tx:
        return codebooks.current(tx, person, "central-asia")


def put(store, person, book):
    with store.write() as tx:
        return codebooks.replace(tx, person, "central-asia", book)
