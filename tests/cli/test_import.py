"""``annotator import`` with files of other tools: recognised, mapped, added, or refused in one line."""

import json

import pytest

TASK = {
    "text": "Ana, in Bonn.",
    "_task_hash": 1,
    "answer": "accept",
    "spans": [{"start": 0, "end": 3, "label": "PER"}, {"start": 8, "end": 12, "label": "GPE"}],
}


def test_labels_that_the_codebook_lacks_are_named_with_what_can_be_done(run, seeded, tasks):
    done = run("import", "central-asia", tasks, code=1)
    assert "The codebook lacks the label PER (1), the label GPE (1)" in done.stderr
    assert "--map OLD=NEW" in done.stderr
    assert "--add-labels" in done.stderr


def test_labels_are_mapped_and_the_rest_is_added(run, seeded, tasks):
    done = run("import", "central-asia", tasks, "--map", "PER=actor", "--add-labels")
    assert done.stdout == "Imported 1 document and 2 spans.\n"
    assert "adds the label GPE (1)" in done.stderr
    exported = run("export", "central-asia", "--format", "jsonl", "--out", "-").stdout.splitlines()[-1]
    assert [span["label"] for span in json.loads(exported)["spans"]] == ["actor", "GPE"]
    assert "- name: GPE" in run("codebook", "export", "central-asia").stdout


def test_a_dry_run_says_so_and_adds_nothing(run, seeded, tasks):
    assert "Would import 1 document" in run("import", "central-asia", tasks, "--add-labels", "--dry-run").stdout
    assert "GPE" not in run("codebook", "export", "central-asia").stdout


@pytest.mark.parametrize(
    ("mapping", "code", "says"),
    [("NOBODY=actor", 1, "Nothing in these files is called “NOBODY”"), ("PER", 2, "OLD=NEW")],
)
@pytest.mark.usefixtures("seeded")
def test_a_mapping_that_makes_no_sense_is_refused(run, tasks, mapping, code, says):
    assert says in run("import", "central-asia", tasks, "--map", mapping, code=code).stderr


@pytest.mark.usefixtures("seeded")
def test_the_good_ones_come_in_where_that_is_asked_for_and_the_others_are_named(run, tmp_path):
    (tmp_path / "good.txt").write_text("Words.", encoding="utf-8")
    (tmp_path / "bad.txt").write_text(" ", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("good.txt", "bad.txt")]
    assert "bad.txt: " in run("import", "central-asia", *files, code=1).stderr
    done = run("import", "central-asia", *files, "--only-good")
    assert done.stdout == "Imported 1 document and 0 spans.\n"
    assert done.stderr.startswith("bad.txt: The text is empty")
    assert "bad.txt" in run("import", "central-asia", files[1], "--only-good", code=1).stderr


def test_columns_of_a_table_are_named(run, seeded, tmp_path):
    (tmp_path / "a.csv").write_text("nr,Body\n1,Words.\n", encoding="utf-8")
    done = run("import", "central-asia", str(tmp_path / "a.csv"), "--column", "text=Body", "--column", "id=nr")
    assert done.stdout == "Imported 1 document and 0 spans.\n"


def test_a_folder_is_read_with_what_belongs_together(run, seeded, tmp_path):
    folder = tmp_path / "corpus"
    (folder / "ana").mkdir(parents=True)
    (folder / "annotation.conf").write_text("[entities]\nactor\n", encoding="utf-8")
    (folder / "ana" / "a.txt").write_text("The Kremlin said.", encoding="utf-8")
    (folder / "ana" / "a.ann").write_text("T1\tactor 4 11\tKremlin\n", encoding="utf-8")
    (folder / "b.md").write_text("# Heading\n\nWords.\n", encoding="utf-8")
    assert run("import", "central-asia", str(folder)).stdout == "Imported 2 documents and 1 span.\n"


@pytest.fixture
def tasks(tmp_path):
    path = tmp_path / "tasks.jsonl"
    path.write_text(json.dumps(TASK) + "\n", encoding="utf-8")
    return str(path)
