"""The starter registry holds what the five articles speak of, by the names they use."""

from pathlib import Path

import pytest
import yaml

from annotator.domain.entity import spoken_key
from annotator.domain.text import canonical, decode
from annotator.services.codebooks import read_codebook
from annotator.services.registry_files import read_registry

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def entries():
    path = SEEDS / "registry.yaml"
    return read_registry(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def texts():
    found = (canonical(decode(path.read_bytes())).text for path in sorted(SEEDS.glob("0*.txt")))
    return " ".join(" ".join(text.split()) for text in found)


def test_every_name_and_alias_occurs_in_the_articles(entries, texts):
    assert [(one.key, name) for one in entries for name in one.names if name not in texts] == []


def test_no_name_means_two_entries_of_a_sort(entries):
    seen = {}
    for one in entries:
        for name in one.names_keys:
            assert seen.setdefault((one.sort, name), one.key) == one.key


def test_kinds_are_those_of_the_codebook(entries):
    book = read_codebook((SEEDS / "codebook.yaml").read_bytes(), "codebook.yaml")
    kinds = {
        sort: next(one.choices for one in book.label(label).attributes if one.name == "kind")
        for sort, label in (("actor", "actor"), ("instrument", "legal_instrument"))
    }
    assert [one.key for one in entries if one.kind not in kinds[one.sort]] == []


def test_no_id_elsewhere_is_given_twice(entries):
    ids = [pair for one in entries for pair in one.ids.items()]
    assert len(ids) == len(set(ids)) > 10


def test_names_are_matched_whatever_their_case(entries):
    assert spoken_key("KREMLIN") in next(one for one in entries if one.key == "russia").names_keys


def test_the_file_says_nothing_twice(entries):
    tree = yaml.safe_load((SEEDS / "registry.yaml").read_text(encoding="utf-8"))
    assert len(tree["entities"]) == len(entries)
