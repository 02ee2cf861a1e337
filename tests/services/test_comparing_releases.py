"""Two releases held against each other: what was added, removed and changed, and by whom."""

import orjson
import pytest
from acting import SLUG, Desk, first_document

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
