"""What came with a request, held against the types that an operation declares."""

import re
from functools import cache
from typing import Any, TypeVar

import msgspec
from flask import request

from annotator.api.operation import Operation
from annotator.api.problems import NotUnderstood, UnknownMediaType
from annotator.domain.errors import Invalid, Refused, Stale

Kind = TypeVar("Kind")

_STRONG_TAG = re.compile(r'"([0-9]{1,9})"')
_TAG = re.compile(r'(?:W/)?"[^"]*"')


def query(operation: Operation) -> dict[str, Any]:
    """The query as ``{"query": …}``; nothing for an operation that takes none and was sent none."""
    given = request.args.to_dict(flat=False)
    several = _repeatable(operation.query)
    if twice := [name for name, values in given.items() if len(values) > 1 and name not in several]:
        raise Invalid("bad-parameter", f"The parameter “{twice[0][:40]}” stands there more than once.")
    told = {name: values if name in several else values[0] for name, values in given.items()}
    found = converted(told, operation.query, "bad-parameter")
    return {"query": found} if operation.query.__struct_fields__ else {}


@cache
def _repeatable(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The parameters that may stand there several times: those that are lists."""
    described = msgspec.inspect.type_info(kind)
    assert isinstance(described, msgspec.inspect.StructType)  # noqa: S101 - what a query is
    return frozenset(one.encode_name for one in described.fields if _is_list(one.type))


def _is_list(kind: msgspec.inspect.Type) -> bool:
    if isinstance(kind, msgspec.inspect.Metadata):
        return _is_list(kind.type)
    return isinstance(kind, msgspec.inspect.ListType)


def body(operation: Operation) -> dict[str, Any] | Refused:
    """The JSON body as ``{"body": …}``, or why it cannot be taken."""
    kind = operation.body
    if kind is None:
        return {}
    if request.mimetype != "application/json":
        return UnknownMediaType("not-json", "Send the body as JSON, with Content-Type: application/json.")
    try:
        return {"body": msgspec.json.decode(request.get_data(), type=kind)}
    except msgspec.ValidationError as error:
        return Invalid("bad-body", f"{error}.")
    except msgspec.DecodeError as error:
        return NotUnderstood("bad-json", f"The body is not JSON: {error}.")
    except (RecursionError, UnicodeDecodeError):
        return NotUnderstood("bad-json", "The body is not JSON: nested too deep, or not UTF-8.")


def converted(given: dict[str, Any], kind: type[Kind], code: str) -> Kind:
    """Values that came as text, as the type says.

    Raises:
        Invalid: one is unknown, missing or no such value.
    """
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(
            code, f"{error}.".replace("Object contains unknown field", "There is no parameter")
        ) from None


def version() -> int | None:
    """The version that ``If-Match`` names; None where whatever is there may be written over.

    Raises:
        Stale: it is none that anything here could have.
        NotUnderstood: it is no entity tag.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    if match := _STRONG_TAG.fullmatch(given):
        return int(match[1])
    if _TAG.fullmatch(given):
        raise Stale("changed-since", "No version has this entity tag. Here it is as it stands now.")
    raise NotUnderstood("bad-if-match", 'If-Match takes one entity tag, like "3".')
