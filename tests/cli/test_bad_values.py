"""The bad values that the manifest beside the checkout names, typed at a terminal."""

import json
import unicodedata

import click
import pytest
import yaml
from acting import SLUG
from bad_inputs import INSIDES, VALUE_FIELDS, values
from canary import watched
from click.testing import CliRunner
from lxml import etree

from annotator.cli import main
from annotator.cli.numbers import LARGEST

ELSEWHERE = {"comment.text", "login.next"}
"""What no command takes: comments and signing in are for pages."""
TRIED = VALUE_FIELDS - ELSEWHERE
PASSWORD = b"correct horse battery\n"


def test_every_field_of_the_manifest_is_tried_here_or_taken_by_no_command():
    assert not {"comment", "sign-in", "login"} & set(main.list_commands(click.Context(main)))


def test_names_and_titles_of_labels_are_refused_or_come_out_of_every_export_as_they_are(seeded, tried, book):
    titles = {}
    for number, case in enumerate(values("label.name")):
        for label in ({"name": case.value}, {"name": f"hostile_{number}", "title": case.value}):
            if tried(case, "codebook", "import", SLUG, book(label)).exit_code == 0 and "title" in label:
                book.keep(label)
                titles[label["name"]] = " ".join(case.value.split())
    exported = tried(None, "codebook", "export", SLUG, "--format", "json").stdout
    kept = {one["name"]: one.get("title") for one in json.loads(exported)["labels"]}
    assert {name: kept[name] for name in titles} == titles
    tree = etree.fromstring(tried(None, "export", SLUG, "--format", "tei", "--out", "-").stdout_bytes)
    assert [title for title in titles.values() if title not in "\n".join(tree.itertext())] == []


def test_two_labels_that_look_the_same_stay_two_or_are_refused(seeded, tried, book):
    for case in values("label.name.pair"):
        if tried(case, "codebook", "import", SLUG, book(*({"name": one} for one in case.value))).exit_code == 0:
            exported = tried(case, "codebook", "export", SLUG, "--format", "json").stdout
            names = [one["name"] for one in json.loads(exported)["labels"]]
            assert set(case.value) <= set(names), case.id
            assert len(set(names)) == len(names), case.id


def test_what_is_no_colour_is_refused(seeded, tried, book):
    for case in values("label.color"):
        coloured = book({"name": "coloured", "color": case.value})
        assert tried(case, "codebook", "import", SLUG, coloured).exit_code == 1, case.id


def test_names_of_projects_and_titles_are_refused_or_told_as_they_are(seeded, tried, tmp_path):
    for number, case in enumerate(values("project.name")):
        if tried(case, "project", "create", f"p{number}", "--name", case.value).exit_code == 0:
            told = json.loads(tried(case, "project", "list", "--json").stdout)
            assert case.value in [one["name"] for one in told], case.id
    for case in values("document.title"):
        line = tmp_path / f"{case.id}.jsonl"
        line.write_text(json.dumps({"title": case.value, "text": f"{case.id}."}), encoding="utf-8")
        if tried(case, "import", SLUG, str(line)).exit_code == 0:
            told = json.loads(tried(case, "document", "list", SLUG, "--json").stdout)
            assert case.value in [one["title"] for one in told], case.id


def test_names_of_people_are_refused_or_told_as_they_are_and_nobody_is_called_as_somebody_else(seeded, tried):
    for case in values("user.name", "user.display_name"):
        tried(case, "user", "add", case.value, "--password-stdin", stdin=PASSWORD)
    for case in values("user.name.pair"):
        kept = [
            one
            for one in case.value
            if tried(case, "user", "add", one, "--password-stdin", stdin=PASSWORD).exit_code == 0
        ]
        if looks(case.value[0]) == looks(case.value[1]):
            assert len(kept) < 2, case.id
        names = [one["name"] for one in json.loads(tried(case, "user", "list", "--json").stdout)]
        assert len({looks(one) for one in names}) == len(names), case.id


@pytest.mark.parametrize(
    "command", [("document", "editions", SLUG), ("export",), ("import", SLUG), ("codebook", "diff", SLUG)]
)
def test_what_names_nothing_is_refused(seeded, tried, command):
    for case in values("url.id", "import.url"):
        with watched():
            assert tried(case, *command, "--", case.value).exit_code in (1, 2), case.id


def test_a_file_may_be_called_anything_that_the_system_allows(seeded, tried, tmp_path):
    for case in values("upload.filename"):
        try:
            (tmp_path / case.value).write_text(f"Words of {case.id}.", encoding="utf-8")
        except OSError:
            # No file can be called so; named all the same, it is one that is not there.
            assert tried(case, "import", SLUG, case.value).exit_code in (1, 2), case.id
        except ValueError:
            assert "\0" in case.value, case.id  # which no argument of a command can hold either
        else:
            tried(case, "import", SLUG, str(tmp_path / case.value), "--format", "txt")


def test_no_command_takes_a_number_that_no_database_holds():
    numbers = list(of_numbers(main, ()))
    assert len(numbers) > 8
    assert [
        one for one, kind in numbers if not isinstance(kind, click.IntRange) or (kind.max or 2**31) > LARGEST
    ] == []


def test_nothing_is_believed_that_a_command_does_not_ask(seeded, tried):
    before = tried(None, "user", "list", "--json").stdout
    for case in values("form.extra_field"):
        assert tried(case, "project", "create", "x", f"--{case.value}").exit_code == 2, case.id
        assert tried(case, "project", "create", "x", case.value).exit_code == 2, case.id
    assert tried(None, "user", "list", "--json").stdout == before


def test_places_that_make_no_sense_come_in_with_no_span(seeded, tried, tmp_path):
    for case in values("span.create"):
        line = tmp_path / f"{case.id}.jsonl"
        spans = [{"label": "actor", **case.value}]
        line.write_text(json.dumps({"id": case.id, "text": "Some words.", "spans": spans}), encoding="utf-8")
        assert tried(case, "import", SLUG, str(line), "--format", "jsonl").exit_code == 1, case.id


def test_no_list_is_sorted_or_filtered_by_what_it_does_not_offer(seeded, tried):
    for case in values("list.sort_or_filter"):
        assert tried(case, "search", SLUG, "law", "--order", case.value).exit_code == 1, case.id
        for written in (case.value, f"{case.value}=x"):
            assert tried(case, "document", "list", SLUG, f"--filter={written}").exit_code == 1, case.id


def test_what_is_searched_for_is_found_as_it_was_typed_or_refused_in_words(seeded, tried, tmp_path):
    for case in values("search.query"):
        file = tmp_path / f"{case.id}.txt"
        file.write_text(f"Before {case.value} after {case.id}.", encoding="utf-8")
        assert tried(case, "import", SLUG, str(file)).exit_code == 0, case.id
        found = tried(case, "search", SLUG, "--json", "--", case.value)
        for hit in json.loads(found.stdout) if found.exit_code == 0 else ():
            assert hit["text"].strip(), case.id


def of_numbers(command, path):
    """Every whole number that a command or one below it takes, but for a seed, which no database is asked for."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from of_numbers(command.get_command(context, name), (*path, name))
    for one in command.params:
        if isinstance(one.type, click.IntRange | type(click.INT)) and one.name != "seed":
            yield (*path, one.name), one.type


def looks(name):
    """The canonical form that the manifest speaks of."""
    return unicodedata.normalize("NFKC", name.replace("\u200b", "")).casefold().strip()


@pytest.fixture
def tried(folder):
    """Runs a command that may be refused, in a line or so and with nothing of the inside."""

    def tried(case, *arguments, stdin=None):
        done = CliRunner().invoke(main, arguments, prog_name="annotator", input=stdin)
        name = case.id if case else ""
        assert done.exception is None or isinstance(done.exception, SystemExit), (name, done.exception)
        assert done.exit_code in (0, 1, 2), name
        assert [one for one in INSIDES if one in done.stderr.replace(str(folder.parent), "")] == [], name
        if done.exit_code == 1:
            assert done.stderr.strip(), name
        return done

    return tried


@pytest.fixture
def book(seeded, tried, tmp_path):
    """Writes the codebook with more labels; those that are kept stay in it."""

    class Book:
        def __init__(self):
            self.tree = yaml.safe_load(tried(None, "codebook", "export", SLUG).stdout)

        def __call__(self, *labels):
            path = tmp_path / "book.json"
            whole = {**self.tree, "labels": [*self.tree["labels"], *labels]}
            path.write_text(json.dumps(whole), encoding="utf-8")
            return str(path)

        def keep(self, label):
            self.tree["labels"].append(label)

    return Book()
