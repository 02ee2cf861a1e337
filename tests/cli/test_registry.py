"""``annotator registry``: listed, added to, exported and imported."""

import json

import pytest


@pytest.fixture
def project(run):
    run("project", "create", "drafts")
    return "drafts"


def test_an_entry_is_added_and_listed(run, project):
    said = run(
        "registry",
        "add",
        project,
        "Kazakhstan",
        "--sort",
        "actor",
        "--alias",
        "ru:Казахстан",
        "--id",
        "wikidata:Q232",
    )
    assert said.output == "Made the entry kazakhstan.\n"
    assert run("registry", "list", project, "казах").output == "kazakhstan\tactor\tKazakhstan\t0 spans\n"
    (one,) = json.loads(run("registry", "list", project, "--json").output)
    assert (one["ids"], one["accepted"], one["spans"]) == ({"wikidata": "Q232"}, True, 0)
    assert run("registry", "list", project, "--sort", "instrument").stdout == ""


def test_two_entries_are_merged_after_a_look_and_the_merge_is_undone(run, project):
    for name in ("Kremlin", "Russia"):
        run("registry", "add", project, name, "--sort", "actor")
    asked = ("registry", "merge", project, "kremlin", "russia")
    assert run(*asked, "--dry-run").output == (
        "kremlin would be another name of russia: 0 spans in 0 documents. Nothing changed.\n"
    )
    assert "`annotator registry unmerge drafts kremlin` undoes it." in run(*asked).output
    assert run("registry", "list", project).output == "russia\tactor\tRussia\t0 spans\n"
    refused = run(*asked, code=1)
    assert "“Kremlin” was merged into another entry already." in refused.stderr
    assert run("registry", "unmerge", project, "kremlin").output == "The entry kremlin stands by itself again.\n"
    assert run("registry", "list", project).output.count("\n") == 2
    assert "is not merged" in run("registry", "unmerge", project, "kremlin", code=1).stderr


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_registry_comes_back_from_its_file_as_the_same_bytes(run, project, tmp_path, form):
    run("registry", "add", project, "Kazakhstan", "--sort", "actor", "--note", "two\nlines\x85")
    run("registry", "add", project, "Закон", "--sort", "instrument", "--date", "2005")
    written = run("registry", "export", project, "--format", form).output
    file = tmp_path / f"registry.{form}"
    file.write_text(written, encoding="utf-8")
    run("project", "create", "other")
    assert (
        "2 entries, 2 of them new. Nothing changed."
        in run("registry", "import", "other", str(file), "--dry-run").output
    )
    assert run("registry", "list", "other").stdout == ""
    assert "2 entries, 2 of them new." in run("registry", "import", "other", str(file)).output
    assert "2 entries, 0 of them new." in run("registry", "import", "other", str(file)).output
    assert run("registry", "export", "other", "--format", form).output == written


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("entities: [{sort: actor}]", "entities[0].name is empty"),
        ("entities: {a: 1}", "entities: {'a': 1} is not a list"),
        ("- a", "a registry is a mapping with the one key “entities”"),
        ("entities: [{sort: actor, name: A}, {sort: actor, name: a}]", "two of the entry “a”"),
        ("entities: [{sort: actor, name: A, merged_into: b}]", "“a” is merged into “b”, which is nowhere"),
        ("entities: &x [*x]", "aliases (*name) are not used in a registry"),
        ("entities: [", "not YAML or JSON|line 1"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_line(run, project, tmp_path, file, line):
    path = tmp_path / "registry.yaml"
    path.write_text(file)
    said = run("registry", "import", project, str(path), code=1).stderr
    assert said.count("\n") == 1
    assert any(one in said for one in line.split("|"))


def test_an_id_without_its_scheme_is_wrong_usage(run, project):
    assert "wikidata:Q232" in run("registry", "add", project, "X", "--sort", "actor", "--id", "Q1", code=2).stderr


def test_a_registry_without_entries_says_so_beside_the_list(run, project):
    listed = run("registry", "list", project)
    assert (listed.stdout, listed.stderr) == ("", "Nothing is in the registry yet.\n")


def test_an_entry_is_taken_away_and_brought_back(run, project):
    run("registry", "add", project, "Almaty", "--sort", "actor")
    assert (
        "`annotator registry restore drafts almaty` brings it back"
        in run("registry", "remove", project, "almaty").output
    )
    assert run("registry", "list", project).stdout == ""
    assert run("registry", "restore", project, "almaty").output == "The entry almaty is there again.\n"
    assert run("registry", "list", project).stdout.startswith("almaty\t")
    assert "There is no such entry" in run("registry", "restore", project, "nobody", code=1).stderr
