"""The command line: one file a command group. A command imports what it needs when it runs."""

import gc
import sys
from importlib import import_module

import click

from annotator import __version__
from annotator.domain.errors import Refused
from annotator.settings import BadSettings

_COMMANDS = {
    "agreement": "agreement:agreement",
    "attach": "release:attach",
    "backup": "backup:backup",
    "check": "check:check",
    "check-tei": "check_tei:check_tei",
    "codebook": "codebook:codebook",
    "demo": "serve:demo",
    "doctor": "doctor:doctor",
    "document": "document:document",
    "export": "exchange:export",
    "figures": "figures:figures",
    "filter": "filter:filter_",
    "gold": "gold:gold",
    "import": "exchange:import_",
    "model": "model:model",
    "move": "move:move",
    "network": "network:network",
    "project": "project:project",
    "registry": "registry:registry",
    "release": "release:release",
    "restore": "backup:restore",
    "round": "round:round_",
    "search": "search:search",
    "serve": "serve:serve",
    "statements": "statements:statements",
    "upgrade": "serve:upgrade",
    "user": "user:user",
}


_OBJECTS = 10_000


class _Commands(click.Group):
    """The commands, each imported when it is asked for; a refusal is one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"annotator.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        # What is imported stays: to look through it for garbage after every 700 objects is a fifth of the start.
        gc.set_threshold(_OBJECTS)
        try:
            return super().invoke(ctx)
        except (Refused, BadSettings) as refusal:
            click.echo(f"annotator: {refusal}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            # Whoever read our output has enough of it.
            sys.stderr.close()
            sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Annotate articles in a team: highlight spans, compare annotators, export TEI and JSONL."""
