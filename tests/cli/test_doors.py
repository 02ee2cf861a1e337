"""Who may do what by command: each command that acts with somebody's rights, asked by everybody."""

import json

import click
import golden
import pytest
from acting import SLUG, Desk, first_document
from adjudicators import Chair, relate_gold

from annotator.cli import main
from annotator.domain.permission import Act, Person, Standing
from annotator.services import accounts, projects
from annotator.services.transactions import Store

ROLES = {"manager": "manager", "adjudicator": "adjudicator", "ben": "annotator", "viewer": "viewer"}
ELSEWHERE = ("stranger", "other")
"""Who is in no project, and who is a manager of another."""

COMMANDS = {
    ("agreement", SLUG): Act.READ_AGREEMENT,
    ("codebook", "rename", SLUG, "stance", "position"): Act.CHANGE_CODEBOOK,
    ("codebook", "rename-attribute", SLUG, "kind", "sort", "--of", "actor"): Act.CHANGE_CODEBOOK,
    ("codebook", "rename-relation", SLUG, "holds", "takes"): Act.CHANGE_CODEBOOK,
    ("codebook", "retire", SLUG, "stance"): Act.CHANGE_CODEBOOK,
    ("codebook", "merge", SLUG, "stance", "--into", "actor", "--dry-run"): Act.CHANGE_CODEBOOK,
    ("codebook", "split", SLUG, "actor", "--into", "a", "--into", "b"): Act.CHANGE_CODEBOOK,
    ("codebook", "choices", SLUG, "kind", "--of", "actor", "--choice", "state"): Act.CHANGE_CODEBOOK,
    ("codebook", "require", SLUG, "status", "--of", "legal_instrument"): Act.CHANGE_CODEBOOK,
    ("codebook", "tighten", SLUG, "toward", "--from", "stance", "--to", "actor"): Act.CHANGE_CODEBOOK,
    ("codebook", "operations", SLUG): Act.READ_CODEBOOK,
    ("codebook", "undo", SLUG, "2"): Act.CHANGE_CODEBOOK,
    ("codebook", "waiting", SLUG, "{version}"): Act.CHANGE_CODEBOOK,
    ("codebook", "decide", SLUG, "{version}", "{split}", "a"): Act.CHANGE_CODEBOOK,
    ("document", "editions", SLUG, "{document}"): Act.READ_CORPUS,
    ("document", "export", SLUG, "{document}", "--edition", "1", "--out", "{out}"): Act.READ_OTHER_LAYERS,
    ("document", "revise", SLUG, "{document}", "{article}", "--dry-run"): Act.REVISE_DOCUMENTS,
    ("document", "list", SLUG): Act.READ_CORPUS,
    ("document", "change", SLUG, "--all", "--add-tag", "x"): Act.CHANGE_CORPUS,
    ("document", "changes", SLUG): Act.CHANGE_CORPUS,
    ("document", "undo", SLUG, "{change}"): Act.CHANGE_CORPUS,
    ("filter", "list", SLUG): Act.READ_CORPUS,
    ("filter", "save", SLUG, "Early", "year=2005"): Act.CHANGE_CORPUS,
    ("filter", "remove", SLUG, "Early"): Act.CHANGE_CORPUS,
    ("export", SLUG, "--format", "jsonl"): Act.READ_OTHER_LAYERS,
    ("export", SLUG, "--format", "jsonl", "--layer", "gold"): Act.READ_GOLD,
    ("gold", "show", SLUG, "{document}"): Act.READ_GOLD,
    ("gold", "join", SLUG, "{document}", "holds", "{actor}", "{stance}"): Act.WRITE_GOLD,
    ("gold", "part", SLUG, "{document}", "{tie}"): Act.WRITE_GOLD,
    ("gold", "fill", SLUG, "{document}", "{stance}", "addressee", "kazakhstan"): Act.WRITE_GOLD,
    ("import", SLUG, "{article}"): Act.IMPORT,
    ("attach", "{release}", "--to", SLUG): Act.IMPORT,
    ("model", "train", SLUG): Act.TRAIN_MODELS,
    ("model", "show", SLUG): Act.READ_GOLD,
    ("document", "list", SLUG, "--order", "uncertainty"): Act.READ_GOLD,
    ("release", "create", SLUG, "2.0"): Act.MANAGE_RELEASES,
    ("release", "list", SLUG): Act.MANAGE_RELEASES,
    ("release", "save", SLUG, "1.0", "--out", "{new}"): Act.MANAGE_RELEASES,
    ("release", "cite", f"{SLUG}/1.0"): Act.MANAGE_RELEASES,
    ("release", "compare", f"{SLUG}/1.0", f"{SLUG}/1.0"): Act.MANAGE_RELEASES,
    ("registry", "add", SLUG, "Almaty", "--sort", "actor"): Act.ANNOTATE,
    ("registry", "export", SLUG): Act.READ_CORPUS,
    ("registry", "import", SLUG, "{registry}"): Act.CHANGE_REGISTRY,
    ("registry", "list", SLUG): Act.READ_CORPUS,
    ("registry", "accept", SLUG, "almaty"): Act.CHANGE_REGISTRY,
    ("registry", "merge", SLUG, "almaty", "kazakhstan"): Act.CHANGE_REGISTRY,
    ("registry", "remove", SLUG, "almaty"): Act.CHANGE_REGISTRY,
    ("registry", "restore", SLUG, "almaty"): Act.CHANGE_REGISTRY,
    ("registry", "unmerge", SLUG, "almaty"): Act.CHANGE_REGISTRY,
    ("round", "create", SLUG, "--overlap", "1"): Act.MANAGE_ROUNDS,
    ("round", "calibrate", SLUG): Act.MANAGE_ROUNDS,
    ("round", "close", SLUG, "1", "--reopen"): Act.MANAGE_ROUNDS,
    ("round", "list", SLUG): Act.READ_PROGRESS,
    ("round", "show", SLUG, "1"): Act.READ_PROGRESS,
    ("search", SLUG, "kazakhstan"): Act.READ_CORPUS,
    ("statements", SLUG): Act.READ_CORPUS,
    ("network", SLUG): Act.READ_CORPUS,
    ("figures", SLUG): Act.READ_CORPUS,
}

OF_THE_OPERATOR = {
    "backup",
    "check",
    "check-tei",
    "codebook diff",
    "codebook export",
    "codebook import",
    "demo",
    "doctor",
    "move",
    "project create",
    "project list",
    "project member",
    "restore",
    "serve",
    "upgrade",
    "user activate",
    "user add",
    "user deactivate",
    "user invite",
    "user link",
    "user list",
    "user password-link",
    "user token",
}
"""What nobody else does: these are for whoever holds the machine, and take no other name."""


def leaves(group, before=()):
    """Every command, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from leaves(found, (*before, name))
        else:
            yield " ".join((*before, name)), found


def test_every_command_has_a_rule():
    acting = {name for name, found in leaves(main) if any("--as" in one.opts for one in found.params)}
    assert acting == {name for name, _ in leaves(main) if any(is_of(name, words) for words in COMMANDS)}
    assert {name for name, _ in leaves(main)} - acting == OF_THE_OPERATOR


def is_of(name, words):
    return words[: len(name.split())] == tuple(name.split())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_does_for_somebody_what_their_role_allows_and_no_more(run, everybody, words, tmp_path):
    (tmp_path / "article.txt").write_text("An article.")
    (tmp_path / "registry.yaml").write_text("entities: [{sort: actor, name: Almaty}]")
    if words[:2] in (("round", "show"), ("round", "close")):
        run("round", "create", SLUG, "--overlap", "1")
    if words[0] == "registry" and "almaty" in words:
        run("registry", "add", SLUG, "Almaty", "--sort", "actor")
    if words[:2] == ("registry", "unmerge"):
        run("registry", "merge", SLUG, "almaty", "kazakhstan")
    if words[:2] == ("codebook", "undo"):
        run("codebook", "retire", SLUG, "stance")
    if words[0] in ("attach", "release"):
        run("release", "create", SLUG, "1.0", "--out", "released.zip")
    of_models(run, words, tmp_path)
    if words[:2] == ("filter", "remove"):
        run("filter", "save", SLUG, "Early", "year=2005")
    undone = words[:2] == ("document", "undo")
    change = run("document", "change", SLUG, "--all", "--add-tag", "x").stdout.split()[-1] if undone else ""
    first = json.loads(run("export", SLUG, "--format", "jsonl").stdout.splitlines()[0])
    if words[:2] in (("codebook", "waiting"), ("codebook", "decide")):
        run("codebook", "split", SLUG, "actor", "--into", "a", "--into", "b")
    names = {"release": "released.zip", "new": "new.zip", "document": first["id"], "change": change, **everybody}
    files = {"article": "article.txt", "registry": "registry.yaml", "out": "out.jsonl"}
    there = {**names, **{blank: tmp_path / name for blank, name in files.items()}}
    arguments = [word.format(**there) for word in words]
    allowed = {
        name for name, role in ROLES.items() if Standing(Person("", name), role, blind=True).may(COMMANDS[words])
    }
    assert allowed
    for name in (*(set(ROLES) - allowed), *ELSEWHERE, *sorted(allowed)[:1]):
        done = run(*arguments, "--as", name, code=0 if name in allowed else 1)
        if name in ELSEWHERE:
            assert "There is no such project" in done.stderr


def of_models(run, words, folder):
    """Gold to learn from, where a command is about a model, and one that did."""
    if words[0] == "model" or "uncertainty" in words:
        (folder / "towns.jsonl").write_bytes(golden.lines(number=2))
        run("import", SLUG, str(folder / "towns.jsonl"))
        if words[:2] != ("model", "train"):
            run("model", "train", SLUG)


@pytest.fixture
def everybody(seeded):
    """Somebody of each role, somebody of no project, and the manager of another; what ben marked, and its gold."""
    store = Store(f"sqlite:///{seeded / 'annotator.sqlite3'}")
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "another", "")
        for name in ("manager", "viewer", *ELSEWHERE):
            accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
        for name, role in ROLES.items():
            projects.set_member(tx, accounts.OPERATOR, SLUG, name, role)
        projects.set_member(tx, accounts.OPERATOR, "another", "other", "manager")
        ben, adjudicator = (accounts.named(tx, name) for name in ("ben", "adjudicator"))
    desk = Desk(store, ben, first_document(store, ben))
    chair = Chair(store, adjudicator, desk.document)
    marked = {"actor": desk.mark("Kremlin"), "stance": desk.mark("adopted", "stance")}
    there = {name: chair.into_gold(one) for name, one in {**marked, "other": desk.mark("conscripts")}.items()}
    tie = relate_gold(chair, there["other"], there["stance"])
    store.close()
    return {**there, "tie": tie, "split": marked["actor"], "version": "2"}
