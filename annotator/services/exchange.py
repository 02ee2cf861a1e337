"""The formats of this installation."""

from functools import cache

from annotator import formats, registry
from annotator.domain.errors import Invalid
from annotator.formats._base import Format


@cache
def all_formats() -> dict[str, Format]:
    """Every format by its name: those of this program and those that other packages add."""
    return registry.collect(formats, "FORMAT", Format)


def writers() -> list[Format]:
    """The formats that can be exported."""
    return [one for one in all_formats().values() if one.is_written]


def readers() -> list[Format]:
    """The formats that can be imported."""
    return [one for one in all_formats().values() if one.read]


def writer(name: str) -> Format:
    """The format called ``name``, to export in."""
    return _named(name, writers())


def reader(name: str, file_name: str, data: bytes) -> Format:
    """The format called ``name``, to import from; with ``auto``, the first that claims the file."""
    if name != "auto":
        return _named(name, readers())
    for one in readers():
        if one.claims(file_name, data[:4096]):
            return one
    raise Invalid("unknown-format", f"None of {_names(readers())} can be made out of this file.")


def refuse_unknown_reader(name: str) -> None:
    """Refuse a name that no format to import from has, before any file is read."""
    if name != "auto":
        _named(name, readers())


def _named(name: str, known: list[Format]) -> Format:
    for one in known:
        if one.name == name:
            return one
    raise Invalid("unknown-format", f"“{name[:40]}” is not a format here; these are: {_names(known)}.")


def _names(known: list[Format]) -> str:
    return ", ".join(one.name for one in known)
