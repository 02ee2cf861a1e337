"""Writes the reference pages from what the program itself says: its help, its API, its formats, its measures.

``--check`` writes nothing and fails where a page says something else.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from annotator.api.description import described, guide
from annotator.api.routes import PREFIX, RESOURCES
from annotator.cli import main
from annotator.formats._base import Format
from annotator.formats._loss import Loss
from annotator.measures._base import Measure
from annotator.services import exchange, figures

HERE = Path(__file__).parent
_MADE = "Made by `make docs` of what the program says of itself; what is changed here by hand is lost."


def pages() -> dict[str, str]:
    """Each page by its file's name."""
    made = {"commands": commands(), "api": api(), "formats": formats(), "measures": measures()}
    return {f"{name}.md": "\n\n".join([*parts, _MADE]) + "\n" for name, parts in made.items()}


def lies() -> list[str]:
    """The pages that say something else than the program."""
    return [name for name, page in pages().items() if not _says(HERE / name, page)]


def _says(path: Path, page: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == page


def commands() -> Iterator[str]:
    """Every command, with what ``--help`` says."""
    yield "# Commands"
    yield (
        "Exit code 0: done; 1: refused, with one clear line on standard error; 2: wrong usage. "
        "A file may be `-` for standard input or output. `--json` is for scripts."
    )
    for name, command, context in _all_commands(main, click.Context(main, info_name="annotator")):
        yield f"## {name}"
        yield from _command(name, command, context)


def _all_commands(
    group: click.Group, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None, name
        within = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _all_commands(command, within)
        else:
            yield within.command_path, command, within


def _command(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    yield "`" + " ".join([name, *(one.make_metavar(context) for one in arguments)]) + "`"
    yield from (" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n"))
    if options:
        yield _table(("option", "means"), ((f"`{_named(one)}`", _meaning(one, context)) for one in options))


def _named(option: click.Option) -> str:
    takes = "" if option.is_flag else f" {_choices(option) or str(option.type.name).upper()}"
    return ", ".join(option.opts) + takes


def _choices(option: click.Option) -> str:
    return "/".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""


def _meaning(option: click.Option, context: click.Context) -> str:
    notes = ["needed"] if option.required else []
    notes += ["may be given several times"] if option.multiple else []
    if option.show_default and not option.is_flag:
        notes.append(f"`{option.get_default(context)}` if nothing is said")
    return " ".join([option.help or "", f"({', '.join(notes)})" if notes else ""]).strip()


def api() -> Iterator[str]:
    """Every call of the API, with its fields."""
    told = guide(described(PREFIX, RESOURCES))
    yield "# API"
    yield told["info"]["description"]
    yield (
        "A token is sent with each request: `Authorization: Bearer TOKEN`; `annotator user token NAME` "
        "prints one. A running server describes the same at `/api/v1/docs`, and for programs at "
        f"`/api/v1/openapi.json`. Paths stand under `{PREFIX}`."
    )
    for section in told["sections"]:
        yield f"## {section['name']}"
        yield section["description"]
        for operation in section["operations"]:
            yield from _operation(operation)
    yield "## Shapes"
    for name, fields in told["shapes"].items():
        yield f"### {name}"
        yield told["schemas"][name]["description"]
        yield _fields(fields)


def _operation(operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{operation['method']} {operation['path']}`"
    yield f"{operation['summary']}. {operation['description']}".strip()
    asked = [one for one in operation["parameters"] if one["in"] != "path"]
    if asked:
        rows = ((f"`{one['name']}`", one["in"], one.get("description", "")) for one in asked)
        yield _table(("parameter", "in", "meaning"), rows)
    if operation["fields"]:
        yield _fields(operation["fields"])
    answers = (f"{status} {answer['description']}" for status, answer in operation["responses"].items())
    yield f"Answers: {', '.join(answers)}."


def _fields(fields: list[dict[str, Any]]) -> str:
    rows = (
        (f"`{one['name']}`{'' if one['required'] else ' (optional)'}", one["type"], one["about"]) for one in fields
    )
    return _table(("field", "kind", "meaning"), rows)


def formats() -> Iterator[str]:
    """Every format of files, with what it has no place for."""
    known = [*exchange.all_formats().values()]
    yield "# Formats"
    yield (
        "What comes in is recognised by itself; `--format NAME` says it. What a format has no place for is "
        "refused on export, or with `--allow-loss` changed as below, counted, and told in the manifest. What is "
        "only told is never refused; what stands beside the marks is told in the manifest alone. No format holds "
        "comments, the log of what was done, reasons for decisions, rounds and queues: a backup does "
        "(`annotator backup`)."
    )
    rows = ((f"`{one.name}`", one.title, _suffix(one), _way(one), _extra(one)) for one in known)
    yield _table(("name", "is", "file", "goes", "needs"), rows)
    for one in known:
        if one.is_written:
            yield f"## {one.name}"
            yield from _written(one)


def _suffix(form: Format) -> str:
    return f"`{form.suffix}`" if form.is_written else ""


def _way(form: Format) -> str:
    ways = (form.read is not None, form.is_written)
    return {(True, True): "in, out", (True, False): "in", (False, True): "out"}[ways]


def _extra(form: Format) -> str:
    return f"`pip install 'annotator[{form.extra.name}]'`" if form.extra else ""


def _written(form: Format) -> Iterator[str]:
    kept = "Comes in again as it went out, byte for byte." if form.round_trips else ""
    layers = "Holds one layer: `--layer` says which." if form.one_layer else "Holds all layers, or one."
    yield f"{form.title}. {layers} {kept}".strip()
    if form.losses:
        yield _table(
            ("has no place for", "which are"),
            ((one.many, f"{one.becomes}{_told(one)}") for one in form.losses),
        )
    if form.book_losses:
        yield "What codes cannot say of the codebook is told too: attributes, keys, relation types, statements."
    if not form.losses and not form.derived:
        yield "Nothing is lost."


def _told(loss: Loss) -> str:
    if loss.refused:
        return ""
    return " (only told)" if loss.said else " (in the manifest alone)"


def measures() -> Iterator[str]:
    """Every measure of agreement, with what it asks and where it stands."""
    yield "# Measures"
    yield (
        "Counts are added up over documents, then a figure is computed once. Its interval leaves out one document "
        "at a time. Where nothing can be computed the figure is empty and says why. Measures of tokens are "
        "computed of characters as well, with `token_` and `char_` before their names."
    )
    for one in figures.all_measures().values():
        yield f"## {one.name}"
        yield f"{one.title}. {one.question}"
        asked = f"Only where it is named: `--measure {one.name}`. " if one.asked else ""
        yield f"Computed {_computed(one)}. {asked}Source: {one.source}."


def _computed(measure: Measure) -> str:
    ways = {
        "for all labels together": measure.whole,
        "for each label": measure.label,
        "for tokens, characters, attributes": measure.ratings,
        "from the spans themselves": measure.texts,
    }
    found = ", ".join(name for name, way in ways.items() if way is not None)
    return f"{found}; for two annotators, of more the mean over pairs" if measure.pairs else found


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in line) + " |" for line in lines
    )


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        untrue = lies()
        sys.exit(f"Not what the program says: {', '.join(untrue)}. make docs remakes them." if untrue else 0)
    for file_name, page in pages().items():
        (HERE / file_name).write_text(page, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{file_name}\n")
