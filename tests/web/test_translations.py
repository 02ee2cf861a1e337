"""The catalogues hold what the pages say, and each translation fits the place that it is put into."""

import ast
import io
import pickle
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from annotator.domain.errors import Invalid
from annotator.domain.said import say, say_many
from annotator.web.guides import HEADINGS, guides
from annotator.web.language import LANGUAGES, put
from annotator.web.refusals import SENTENCES, pattern_of, refused

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "annotator" / "web" / "translations"
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
KEYWORDS = ("--keyword", "say", "--keyword", "say_many:1,2")
REMEDY = "run `make translations`, then translate what is new"
VALUE = re.compile(r"%\(\w+\)s|%%|%")
TAG = re.compile(r"</?[a-z][^>]*>")


def test_the_template_of_catalogues_has_just_what_the_sources_say(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    fresh = tmp_path / "messages.pot"
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "--mapping", "pyproject.toml", *KEYWORDS, "--output", str(fresh), "."]
    )
    assert said(read(fresh)) == said(read(WORDS / "messages.pot")), REMEDY


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_a_place_for_every_one_of_them(language):
    assert said(catalogue(language)) == said(read(WORDS / "messages.pot")), REMEDY


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_the_catalogue_says(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (WORDS / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue(), REMEDY


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_values_and_the_elements_of_the_original(language):
    differing = [
        (original, form)
        for message in translated(language)
        for original, form in beside(message)
        if Counter(VALUE.findall(form)) != Counter(VALUE.findall(original))
        or Counter(TAG.findall(form)) != Counter(TAG.findall(original))
        # Words of an attribute stand between quotation marks.
        or set('"<&') & set(TAG.sub("", form)) != set('"<&') & set(TAG.sub("", original))
    ]
    assert differing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_counted_has_all_the_forms_of_its_language(language):
    forms = catalogue(language).num_plurals
    unfinished = [
        message.id
        for message in catalogue(language)
        if message.pluralizable and len([one for one in message.string if one]) not in (0, forms)
    ]
    assert unfinished == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_there_that_nobody_has_looked_at(language):
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


def test_each_sentence_of_a_refusal_is_one_that_is_raised():
    raised = set(constants())
    assert [one for one in SENTENCES if not any(pattern_of(one).fullmatch(words) for words in raised)] == []


def test_a_line_of_a_service_is_said_with_the_lines_it_is_made_of(app):
    base = say_many("%(num)s document", "%(num)s documents", 5)
    line = say("%(documents)s, %(annotators)s", documents=base, annotators="2")
    assert line == "5 documents, 2"
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        assert put(line) == "5 документов, 2"
        assert put(pickle.loads(pickle.dumps(line))) == "5 документов, 2"
        assert put("5 documents") == "5 documents"


def test_a_refusal_that_nobody_translated_is_said_as_it_was_raised(app):
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        assert refused(Invalid("odd", "An odd one, with 100 % of it.")) == "An odd one, with 100 % of it."


def test_the_headings_that_are_translated_are_those_of_the_guide(app):
    with app.test_request_context():
        page = guides()["annotators"]
    assert set(re.findall(r"<h[12][^>]*>([^<]+)</h", page.body)) <= set(HEADINGS)


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def catalogue(language: str) -> Catalog:
    return read(WORDS / language / "LC_MESSAGES" / "messages.po", language)


def said(words: Catalog) -> set:
    return {(message.context, message.id) for message in words if message.id}


def translated(language: str) -> list:
    return [one for one in catalogue(language) if one.id and any(one.string)]


def beside(message) -> list[tuple[str, str]]:
    """Each form with the original that it stands for: forms of a number have what the plural has."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    one, many = message.id
    # One form may say the number in a word, where the original does.
    return [
        (one if VALUE.findall(form) == VALUE.findall(one) and form == message.string[0] else many, form)
        for form in message.string
    ]


def constants() -> list[str]:
    """Every string of the program, with a word for each value that is put into it."""
    found = []
    for path in (ROOT / "annotator").rglob("*.py"):
        if path.name == "refusals.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [str(one.value) if isinstance(one, ast.Constant) else "undo" for one in node.values]
                found += ["".join(parts), "".join("redo" if one == "undo" else one for one in parts)]
    return found
