"""Collects the plug-ins of a package and of its entry points."""

import pkgutil
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType
from typing import Protocol, TypeVar


class Plugin(Protocol):
    """Anything with a name of its own."""

    @property
    def name(self) -> str: ...


P = TypeVar("P", bound=Plugin)


def collect(package: ModuleType, constant: str, kind: type[P]) -> dict[str, P]:
    """The plug-ins of ``package`` by name, in the order of their names.

    A plug-in is a module's ``constant``; others come from the entry-point group of the package's name.

    Raises:
        RuntimeError: two of one name.
        TypeError: something that is not a ``kind``.
    """
    found: list[P] = [
        getattr(import_module(f"{package.__name__}.{module.name}"), constant)
        for module in pkgutil.iter_modules(package.__path__)
        if not module.name.startswith("_")
    ]
    found.extend(entry.load() for entry in entry_points(group=package.__name__))
    plugins: dict[str, P] = {}
    for plugin in sorted(found, key=lambda one: one.name):
        if not isinstance(plugin, kind):
            raise TypeError(f"{plugin!r} is not a {kind.__name__}")
        if plugin.name in plugins:
            raise RuntimeError(f"two {kind.__name__} plug-ins are called “{plugin.name}”")
        plugins[plugin.name] = plugin
    return plugins
