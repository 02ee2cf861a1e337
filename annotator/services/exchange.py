"""The formats of this installation."""

from functools import cache

from annotator import formats, registry
from annotator.domain.errors import Invalid
from annotator.formats._base import Format

_HEAD = 65_536
"""As many of its first bytes tell a file's format."""


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
    """The format called ``name``, to import from; with ``auto``, the one that claims the file most surely."""
    if name != "auto":
        return _named(name, readers())
    claims = {one.name: one.claims(file_name, data[:_HEAD]) for one in readers()}
    surest = max(claims, key=lambda one: claims[one])
    if claims[surest]:
        return all_formats()[surest]
    raise Invalid("unknown-format", f"None of {_names(readers())} can be made out of this file.")


def claimed(name: str, file_name: str, data: bytes) -> bool:
    """Whether the format called ``name``, or with ``auto`` any, could be a file's."""
    return any(one.claims(file_name, data[:_HEAD]) for one in readers() if name in ("auto", one.name))


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
