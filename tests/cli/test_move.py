"""Moving to another database by command."""

from acting import SLUG


def test_everything_moves_to_postgresql_and_is_exported_from_there(seeded, run, postgres, monkeypatch):
    before = run("export", SLUG, "--format", "jsonl", "--out", "-").stdout_bytes
    with postgres.copy() as url:
        run("move", url)
        monkeypatch.setenv("ANNOTATOR_DATABASE_URL", url)
        assert run("export", SLUG, "--format", "jsonl", "--out", "-").stdout_bytes == before


def test_a_project_moves_beside_others_once(seeded, run, postgres):
    with postgres.copy() as url:
        run("move", url, "--project", SLUG)
        assert SLUG in run("move", url, "--project", SLUG, code=1).output


def test_a_database_that_does_not_answer_is_told_in_one_line(seeded, run):
    told = run("move", "postgresql+psycopg://nobody@127.0.0.1:1/nothing", code=1)
    assert len(told.output.strip().splitlines()) == 1
