"""What is said about a span or a document: attributes, each of one of JSON's types."""

from reprlib import repr as brief
from typing import Any

from annotator.domain.naming import checked_machine_name
from annotator.domain.span import Value
from annotator.domain.text import checked_note
from annotator.formats._records.table import Table


def attributes_from(table: Table) -> dict[str, Value]:
    """The ``attributes`` of an object.

    Raises:
        Invalid: a name is no machine name, or a value of no type that attributes have.
    """
    return {
        checked_machine_name(name, table.place("attributes")): _value(table, name, value)
        for name, value in table.mapping("attributes").items()
    }


def _value(table: Table, name: str, value: Any) -> Value:
    where = f"attributes.{name[:40]}"
    match value:
        case bool() | int() | float():
            return value
        case str():
            return checked_note(value, table.place(where))
        case list() if all(isinstance(item, str) for item in value):
            return [checked_note(item, table.place(where)) for item in value]
    raise table.bad(where, f"{brief(value)} is neither text, number, truth value nor a list of texts")
