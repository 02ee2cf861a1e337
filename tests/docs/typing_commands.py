"""Commands as the documentation shows them, run as somebody would who types them.

- Of a sheet, all ``sh`` blocks are run in order, in one folder with ``seeds`` and ``exports`` in it and a data
  folder of its own.
- ``annotator`` runs in this process, with the arguments that bash makes of the line; ``annotator serve`` runs in a
  process of its own, on a free port, until it answers. Everything else is run by bash.
- `` | `` and `` > `` outside of quotes do what they do in a shell. A password that is asked for is typed.
- What is not run stands in ``elsewhere``, with the reason and what is checked instead.
"""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from click.testing import CliRunner
from ports import free_port

from annotator.cli import main

ROOT = Path(__file__).parents[2]
SHEETS = (ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))

_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"\s+#.*$")
_TYPED = b"a password that is long\na password that is long\n"


def lines(sheet):
    """The commands of a sheet, in order."""
    blocks = _BLOCK.findall(sheet.read_text(encoding="utf-8"))
    return [_COMMENT.sub("", line) for block in blocks for line in block.splitlines() if line.strip()]


def type_in(line):
    """Run ``line`` where we are; what it printed."""
    command, _, file = line.partition(" > ")
    printed = b""
    for stage in command.split(" | "):
        printed = _run(stage.strip(), printed)
    if file:
        Path(file.strip()).write_bytes(printed)
    return printed


def _run(stage, coming_in):
    if not stage.startswith("annotator "):
        return subprocess.run(["bash", "-c", stage], input=coming_in, stdout=subprocess.PIPE, check=True).stdout
    words = _expanded(stage)[1:]
    if words[0] == "serve":
        return _served(words)
    done = CliRunner().invoke(main, words, prog_name="annotator", input=coming_in or _TYPED)
    assert done.exit_code == 0, f"{stage}\n{done.output}\n{done.exception!r}"
    return done.stdout_bytes


def _expanded(command):
    """The words that a shell makes of a command."""
    told = subprocess.run(["bash", "-c", rf"printf '%s\0' {command}"], stdout=subprocess.PIPE, check=True)
    return told.stdout.decode().split("\0")[:-1]


def _served(words):
    port = str(free_port())
    command = [sys.executable, "-u", "-m", "annotator", *words, "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as server:
        try:
            for line in server.stdout:
                if line.startswith(b"Serving at"):
                    break
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.read()
        finally:
            server.kill()
