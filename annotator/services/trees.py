"""Files that hold one tree, as YAML or JSON: read without trusting them, written to read back the same."""

from typing import Any

import orjson
import yaml

from annotator.domain.errors import Invalid

FORMS = ("yaml", "json")
_DEEPEST = 20
_NEXT_LINE = "\x85"


def read_tree(data: bytes, name: str, what: str) -> Any:
    """The tree of a file; ``what`` it is of, such as ``codebook``, is in the code of a refusal.

    Raises:
        Invalid: says what is wrong, and where in the file.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("wrong-encoding", f"{name}: byte {error.start} is not UTF-8.") from None
    try:
        # JSON is YAML, but for some characters that YAML has only escaped.
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        _refuse_bombs(text, name, what)
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Invalid(f"bad-{what}", f"{name}{where}: {error.problem or 'not YAML'}.") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise Invalid(f"bad-{what}", f"{name} is not YAML or JSON.") from None


def write_tree(tree: Any, form: str, what: str) -> bytes:
    """A tree as a ``yaml`` or ``json`` file."""
    if form == "json":
        return orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if form == "yaml":
        return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100).encode()
    raise Invalid("unknown-format", f"A {what} is written as yaml or json, not “{form[:40]}”.")


def _refuse_bombs(text: str, name: str, what: str) -> None:
    """Refuse what takes minutes or gigabytes to build, before anything is built; nobody has need of it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Invalid(f"bad-{what}", f"{name}: aliases (*name) are not used in a {what}.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Invalid(f"bad-{what}", f"{name}: nested deeper than {_DEEPEST} levels.")


class _Dumper(yaml.SafeDumper):
    """Writes YAML that reads back to the same text."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # PyYAML loses U+0085 in any other style.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _NEXT_LINE in text else None)


_Dumper.add_representer(str, _text)
