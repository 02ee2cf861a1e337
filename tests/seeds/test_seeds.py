"""The five articles, what the manifest says of them, and the codebook that quotes from them."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from annotator.domain.block import GAP, KINDS
from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.codebook_tree import codebook_from_tree, codebook_to_tree
from annotator.domain.naming import checked_slug

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
HASHES = {
    "000_a662ec51377d4b14.txt": "253e4cf59872f5c23e1e19f24624a0faa57db16edc2761acb169513633084f4d",
    "001_1e6456e9de651ba8.txt": "58800074e740e8387e36bab8551288a5f0bcb145caa8bbe2719489a59f970236",
    "002_4aed4472f5470c2e.txt": "e22c477805482a8d54b96edfe5dce61b9954d12a4c40010c16ca6555f860ac80",
    "003_5d1dfc8a59bf87dc.txt": "3d748c2e97c3b6f4973ac8a0e4b8783f6312c1682ddbec6e81c1659a0018b812",
    "004_226b491d2f0dc06d.txt": "668eef3c23ff7bda6fd089387eed59cfccc83c55833e2014a676c47fdebbec9c",
}
TEXTS = {name: (SEEDS / name).read_bytes().decode() for name in HASHES}
MANIFEST = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))
LABELS = ["actor", "stance", "legal_instrument"]

each_document = pytest.mark.parametrize("document", MANIFEST["document"], ids=lambda document: document["id"])
each_label = pytest.mark.parametrize("label", LABELS)


@pytest.fixture(scope="module")
def tree() -> dict:
    return yaml.safe_load((SEEDS / MANIFEST["project"]["codebook"]).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def codebook(tree) -> Codebook:
    return codebook_from_tree(tree)


# The articles


@pytest.mark.parametrize("name", HASHES)
def test_every_article_is_byte_for_byte_as_it_came(name):
    assert hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() == HASHES[name]


def test_there_are_no_other_articles():
    assert sorted(path.name for path in SEEDS.glob("*.txt")) == sorted(HASHES)


# The manifest


def test_the_manifest_lists_every_article_once_in_order():
    assert [document["file"] for document in MANIFEST["document"]] == sorted(HASHES)


def test_the_project_has_a_slug_and_the_name_of_its_codebook(codebook):
    assert checked_slug(MANIFEST["project"]["slug"]) == "central-asia"
    assert MANIFEST["project"]["name"] == codebook.name


@each_document
def test_a_document_is_called_by_the_stem_of_its_file(document):
    assert document["id"] == Path(document["file"]).stem


@each_document
def test_every_line_with_words_stands_in_one_list_and_no_blank_one_in_any(document):
    lines = enumerate(TEXTS[document["file"]].split("\n"), 1)
    listed = [number for numbers in document["lines"].values() for number in numbers]
    assert sorted(listed) == [number for number, line in lines if line.strip(GAP)]


@each_document
def test_lines_are_of_known_kinds_and_in_order(document):
    assert set(document["lines"]) <= set(KINDS)
    assert all(numbers == sorted(numbers) for numbers in document["lines"].values())


@each_document
def test_a_title_is_one_line_and_the_first_heading_where_there_is_one(document):
    assert document["title"] == document["title"].strip()
    assert "\n" not in document["title"]
    if headings := document["lines"].get("heading"):
        assert document["title"] == TEXTS[document["file"]].split("\n")[headings[0] - 1]


@each_document
def test_metadata_are_filled_texts_with_publication_and_language(document):
    assert all(isinstance(value, str) and value == value.strip() != "" for value in document["meta"].values())
    assert document["meta"]["language"] == "en"
    assert document["meta"]["publication"]


@each_document
def test_dates_are_iso_to_the_day_the_month_or_the_year(document):
    written = document["meta"]["date"]
    assert date.fromisoformat(written + "-01-01"[len(written) - 4 :]).isoformat().startswith(written)


@each_document
def test_an_author_is_named_in_the_text(document):
    assert document["meta"].get("author", "") in TEXTS[document["file"]]


@each_document
def test_addresses_are_https(document):
    assert document["meta"].get("url", "https://").startswith("https://")


# The codebook


def test_the_codebook_reads_back_to_the_same_value(codebook):
    assert codebook_from_tree(codebook_to_tree(codebook), codebook.version) == codebook


def test_the_codebook_survives_being_written_as_yaml(codebook):
    written = yaml.safe_dump(codebook_to_tree(codebook), allow_unicode=True, sort_keys=False)
    assert codebook_from_tree(yaml.safe_load(written)) == codebook


def test_labels_and_shortcuts_are_the_studys(codebook):
    assert [label.name for label in codebook.labels] == LABELS
    assert [label.shortcut for label in codebook.labels] == ["1", "2", "3"]


def test_attributes_are_the_studys(codebook):
    attributes = {
        (label.name, attribute.name): (attribute.type, attribute.choices, attribute.required)
        for label in codebook.labels
        for attribute in label.attributes
    }
    assert attributes == {
        ("actor", "kind"): ("choice", ("state", "organisation", "person", "group"), True),
        ("stance", "polarity"): ("choice", ("supports", "opposes", "ambivalent", "withholds"), True),
        ("stance", "voice"): ("choice", ("narrator", "direct_quote", "reported"), True),
        ("legal_instrument", "kind"): (
            "choice",
            ("law", "code_provision", "treaty_or_agreement", "doctrine", "decree", "bill", "ruling", "other"),
            True,
        ),
        ("legal_instrument", "status"): (
            "choice",
            ("in_force", "proposed", "repealed_or_expired", "unclear"),
            False,
        ),
    }


def test_relations_join_actor_stance_and_instrument(codebook):
    assert [(relation.name, relation.source, relation.target) for relation in codebook.relations] == [
        ("holds", ("actor",), ("stance",)),
        ("toward", ("stance",), ("legal_instrument", "actor")),
        ("reported_by", ("stance",), ("actor",)),
        ("said_to", ("stance",), ("actor",)),
    ]
    made = codebook.statement_type
    assert (made.holder, made.target, made.reporter, made.addressee) == (
        "holds",
        "toward",
        "reported_by",
        "said_to",
    )


def test_everything_has_a_title_and_a_description(codebook):
    attributes: list[Attribute] = [attribute for label in codebook.labels for attribute in label.attributes]
    assert codebook.name
    assert codebook.description
    assert all(one.title and one.description for one in (*codebook.labels, *codebook.relations, *attributes))
    assert all(label.rules for label in codebook.labels)


def test_every_choice_is_defined(codebook):
    for label in codebook.labels:
        for attribute in label.attributes:
            assert tuple(attribute.definitions) == attribute.choices


@each_label
def test_every_positive_example_stands_in_one_of_the_articles(codebook, label):
    examples = codebook.label(label).include
    assert 6 <= len(examples) <= 10
    assert [example for example in examples if not _stands_in_an_article(example)] == []


@each_label
def test_every_negative_example_quotes_an_article_and_says_why_not(codebook, label):
    examples = [example.partition(" — ") for example in codebook.label(label).exclude]
    assert 6 <= len(examples) <= 10
    assert [quote for quote, _, why in examples if not why or not _stands_in_an_article(quote)] == []


@each_label
def test_no_example_is_positive_and_negative_or_given_twice(codebook, label):
    one = codebook.label(label)
    examples = [*one.include, *(example.partition(" — ")[0] for example in one.exclude)]
    assert len(set(examples)) == len(examples)


@each_label
def test_colours_stand_out_from_white_paper_as_an_underline(codebook, label):
    assert _contrast_with_white(codebook.label(label).color) >= 3


def test_contrast_is_that_of_the_web_content_accessibility_guidelines():
    assert _contrast_with_white("#000000") == pytest.approx(21)
    assert _contrast_with_white("#767676") == pytest.approx(4.54, abs=0.005)


def _stands_in_an_article(quote: str) -> bool:
    return any(quote in text for text in TEXTS.values())


def _contrast_with_white(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
