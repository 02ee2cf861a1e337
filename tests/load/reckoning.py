"""The reckoning: what everybody was told is saved, held against what the database exports."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from annotator.domain.layer import GOLD
from tests.load.adjudicator import Place
from tests.load.annotator import Memory


def exported(folder: Path, slug: str, env: dict[str, str]) -> dict[str, tuple[str, int, int, str]]:
    """Every span of a project outside gold, by the command line: for its id the document, its place and note."""
    out = folder / "all.jsonl"
    command = [sys.executable, "-m", "annotator", "export", slug, "--format", "jsonl", "--out", str(out)]
    subprocess.run(command, check=True, env={**os.environ, **env}, capture_output=True)
    found: dict[str, tuple[str, int, int, str]] = {}
    for line in out.read_text("utf-8").split("\n")[:-1]:
        document = json.loads(line)
        for span in document["spans"]:
            if span["id"] in found:
                raise AssertionError(f"the span {span['id']} is there twice")
            if document["text"][span["start"] : span["end"]] != span["text"]:
                raise AssertionError(f"the span {span['id']} has other words than stand there")
            if span["layer"] != GOLD:
                found[span["id"]] = (document["id"], span["start"], span["end"], span["note"])
    return found


def gold(folder: Path) -> list[Place]:
    """Where everything stands that is in gold, of what ``exported`` has just taken."""
    lines = (folder / "all.jsonl").read_text("utf-8").split("\n")[:-1]
    return [
        (document["id"], span["start"], span["end"], span["label"])
        for document in map(json.loads, lines)
        for span in document["spans"]
        if span["layer"] == GOLD
    ]


def differences(found: dict[str, tuple[str, int, int, str]], memories: Iterable[Memory]) -> list[str]:
    """In words, everything that is not as somebody was told. Nothing else may be there either."""
    problems, known = [], set()
    for memory in memories:
        known |= set(memory.spans) | memory.unsure
        for span, state in memory.spans.items():
            if span in memory.unsure:
                continue
            there = found.get(span)
            if there != state:
                kind = "lost" if there is None else "back again" if state is None else "different"
                problems.append(f"{span} is {kind}: {there}, acknowledged {state}")
    problems += [f"{span} is there, and nobody made it" for span in set(found) - known]
    return problems
