"""Two releases held against each other: what was added, removed and changed, and by whom."""

from dataclasses import replace

import orjson
import pytest
from acting import SLUG, Desk, first_document
from registering import Clerk

from annotator.domain.errors import Invalid, NotFound
from annotator.domain.label_operation import Rename
from annotator.domain.release import Terms
from annotator.services import comparing_releases, corpus, documents, opening_releases, operating, releasing
from annotator.services import writing_releases as writing

DAY = "2026-11-28"


def test_what_somebody_added_removed_and_changed_is_told_with_their_name(store, team, released):
    document = first_document(store, team["ana"])
    ana, ben = (Desk(store, team[name], document) for name in ("ana", "ben"))
    gone, other = ana.mark("Moscow"), ana.mark("Kremlin")
    ben.mark("Kazakhstan")
    released("1.0")
    ana.delete(gone)
    ana.change(other, note="whose?")
    ben.mark("Russia", "legal_instrument")

    found = released.compare("1.0", released("1.1"))
    assert {key: dict(counts) for key, counts in found.by.items()} == {
        ("span", "ana", "ana"): {"removed": 1, "changed": 1},
        ("span", "ben", "ben"): {"added": 1},
    }
    told = {(one.how, one.annotator, one.label, one.words, one.fields) for one in found.changes}
    assert told == {
        ("removed", "ana", "actor", "Moscow", ()),
        ("changed", "ana", "actor", "Kremlin", ("note",)),
        ("added", "ben", "legal_instrument", "Russia", ()),
    }


def test_the_other_way_round_it_is_the_opposite(store, team, released):
    released("1.0")
    Desk(store, team["ana"], first_document(store, team["ana"])).mark("Moscow")
    released("1.1")
    there = released.compare("1.0", "1.1")
    back = released.compare("1.1", "1.0")
    assert [one.how for one in there.changes] == ["added"] * 2  # the layer, and the span in it
    assert [one.how for one in back.changes] == ["removed"] * 2


def test_relations_documents_and_the_codebook_are_compared_as_well(store, team, released):
    desk = Desk(store, team["ana"], first_document(store, team["ana"]))
    holder, stance = desk.mark("Moscow"), desk.mark("adopted", "stance")
    desk.relate(holder, stance)
    released("1.0")
    (link,) = desk.links
    desk.part(link)
    with store.read() as tx:
        last = corpus.corpus(tx, team["ana"], SLUG).documents[-1]
    with store.write() as tx:
        documents.remove(tx, team["ana"], last.id)
        operating.perform(tx, team["ana"], SLUG, Rename("stance", "position", "Position"), "clearer")

    found = released.compare("1.0", released("1.1"))
    assert found.by["relation", "ana", "ana"] == {"removed": 1}
    assert [(one.how, one.title) for one in found.changes if one.what == "document"] == [("removed", last.title)]
    assert any("osition" in line for line in found.codebook)
    assert ("changed", ("label",)) in {(one.how, one.fields) for one in found.changes if one.what == "span"}


def test_statements_are_told_by_their_parts_and_whose_they_are(store, team, released):
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    holder, stance, law = (
        desk.mark("Moscow"),
        desk.mark("adopted", "stance"),
        desk.mark("Russia", "legal_instrument"),
    )
    desk.change(stance, attributes={"polarity": "supports"})
    desk.relate(holder, stance)
    released("1.0")
    aim = desk.relate(stance, law, "toward")
    made = released.compare("1.0", released("1.1"))
    assert statements(made) == [("added", "ben", "supports", "Moscow → adopted → Russia", ())]
    assert made.by["statement", "ben", "ben"] == {"added": 1}

    desk.change(stance, attributes={"polarity": "opposes"})
    other = desk.mark("Kremlin")
    for link, (kind, *_) in desk.links.items():
        if kind == "holds":
            desk.part(link)
    desk.relate(other, stance)
    assert statements(released.compare("1.1", released("1.2"))) == [
        ("changed", "ben", "opposes", "Kremlin → adopted → Russia", ("actor", "polarity"))
    ]
    desk.part(aim)
    assert statements(released.compare("1.2", released("1.3"))) == [
        ("removed", "ben", "opposes", "Kremlin → adopted → Russia", ())
    ]


def test_entries_of_the_registry_are_told_with_what_was_changed(store, team, no_entries, released):
    clerk = Clerk(store, team["ana"])
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    kept, gone = clerk.add("Moscow"), clerk.add("Astana")
    stance = desk.mark("adopted", "stance", links={"actor": kept})
    desk.mark("Moscow", links={"is": kept})
    lost = desk.mark("Kazakhstan", links={"is": gone})
    released("1.0")
    clerk.change(kept, name="Russia", kind="state", aliases=["Moscow"], ids={"wikidata": "Q159"})
    desk.change(lost, links={})
    new = clerk.add("Draft law", "instrument")
    desk.change(stance, links={"actor": kept, "instrument": new})

    found = released.compare("1.0", released("1.1"))
    entries = [(one.how, one.id, one.label, one.words, one.fields) for one in found.changes if one.what == "entry"]
    assert entries == [
        ("added", "draft-law", "instrument", "Draft law", ()),
        ("changed", "moscow", "actor", "Russia", ("name", "kind", "aliases", "ids")),
        ("removed", "astana", "actor", "Astana", ()),
    ]
    assert found.by["entry", "", ""] == {"added": 1, "removed": 1, "changed": 1}
    # A place that the text does not mention goes by the entry's name.
    assert [one.words for one in found.changes if one.what == "statement"] == ["Russia → adopted → Draft law"]


@pytest.fixture
def stated(store, team, no_entries):
    """A statement, one of its places filled by an entry alone."""
    clerk = Clerk(store, team["ana"])
    desk = Desk(store, team["ben"], first_document(store, team["ana"]))
    stance = desk.mark("adopted", "stance", links={"instrument": clerk.add("Draft law", "instrument")})
    desk.relate(desk.mark("Moscow", links={"is": clerk.add("Russia")}), stance)


@pytest.mark.usefixtures("stated")
def test_releases_with_other_ids_are_paired_by_what_they_hold(released):
    released("1.0")
    old = released.open("1.0")
    tree = [orjson.loads(line) for line in old.corpus.splitlines()]
    assert any(line.get("statements") and line.get("entities") for line in tree)
    renamed = old.corpus
    for line in tree:
        for one in (line, *line["spans"], *line["relations"], *line.get("statements", ())):
            renamed = renamed.replace(f'"{one["id"]}"'.encode(), f'"x-{one["id"]}"'.encode())
    assert renamed != old.corpus
    assert not comparing_releases.compare(old, replace(old, corpus=renamed)).changes


@pytest.mark.usefixtures("stated")
def test_an_entry_that_is_none_is_refused_with_its_place(released):
    released("1.0")
    old = released.open("1.0")
    bad = replace(old, corpus=old.corpus.replace(b'"sort":"actor"', b'"sort":"river"', 1))
    with pytest.raises(Invalid, match=r"entities\[\d+\]\.sort: “river” is none of"):
        comparing_releases.compare(old, bad)


def test_one_without_texts_is_held_against_one_with_them(store, team, released):
    Desk(store, team["ana"], first_document(store, team["ana"])).mark("Moscow")
    released("1.0")
    released("1.0-open", text=False)
    found = released.compare("1.0", "1.0-open")
    assert (found.changes, found.codebook) == ((), ())


def test_a_folder_an_archive_and_a_kept_one_are_opened_alike(store, team, released, tmp_path):
    released("1.0")
    with store.read() as tx:
        made = releasing.find(tx, team["ana"], SLUG, "1.0")
    for name in ("a.zip", "a"):
        writing.write(releasing.chunks(store, made), tmp_path / name)
        opened = opening_releases.opened(store, team["ana"], str(tmp_path / name))
        assert opened.about == released.open("1.0").about
        assert not comparing_releases.compare(opened, released.open("1.0")).changes


def test_a_release_that_was_changed_since_is_refused(store, team, released, tmp_path):
    released("1.0")
    with store.read() as tx:
        made = releasing.find(tx, team["ana"], SLUG, "1.0")
    writing.write(releasing.chunks(store, made), tmp_path / "a")
    lines = tmp_path / "a" / "data" / f"{SLUG}.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b"Moscow", b"Moskva"))
    with pytest.raises(Invalid, match="jsonl is not as it was given out"):
        opening_releases.opened(store, team["ana"], str(tmp_path / "a"))
    (tmp_path / "a" / "SHA256SUMS").write_text("")
    (tmp_path / "a" / "release.json").write_text('{"text": true}')
    with pytest.raises(Invalid, match=r"release\.json"):
        opening_releases.opened(store, team["ana"], str(tmp_path / "a"))


@pytest.mark.parametrize("name", ["nowhere.zip", f"{SLUG}/9.9", "another/1.0", "/"])
def test_what_is_not_there_is_refused_in_one_line(store, team, name):
    with pytest.raises((Invalid, NotFound)):
        opening_releases.opened(store, team["ben"] if "/" not in name else team["ana"], name)


def test_a_file_that_is_no_release_is_refused_in_one_line(store, team, tmp_path):
    for name, data in (("a.zip", b"PK"), ("b.zip", b"\x00" * 100)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Invalid):
            opening_releases.opened(store, team["ana"], str(tmp_path / name))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Invalid, match="SHA256SUMS is not in it"):
        opening_releases.opened(store, team["ana"], str(tmp_path / "empty"))


def test_the_report_is_plain_values(store, team, released):
    released("1.0")
    Desk(store, team["ana"], first_document(store, team["ana"])).mark("Moscow")
    tree = orjson.loads(orjson.dumps(comparing_releases.report(released.compare("1.0", released("1.1")))))
    assert tree["by"][-1] == {
        "what": "span",
        "layer": "ana",
        "annotator": "ana",
        "added": 1,
        "removed": 0,
        "changed": 0,
    }
    assert tree["new"]["release"] == "1.1"


def statements(found):
    return [
        (one.how, one.annotator, one.label, one.words, one.fields)
        for one in found.changes
        if one.what == "statement"
    ]


class Released:
    def __init__(self, store, person):
        self._store, self._person = store, person

    def __call__(self, name, **more):
        releasing.create(self._store, self._person, SLUG, Terms(name, DAY, **more))
        return name

    def open(self, name):
        return opening_releases.kept(self._store, self._person, SLUG, name)

    def compare(self, old, new):
        return comparing_releases.compare(self.open(old), self.open(new))


@pytest.fixture
def released(store, team):
    return Released(store, team["ana"])
