"""The description of the API as OpenAPI 3.1, made from the operations and their types."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from annotator import __version__
from annotator.api.door import Resource
from annotator.api.operation import Operation
from annotator.api.problems import MEDIA_TYPE, TITLES, Problem

_BLANK = re.compile(r"<(?:(\w+):)?(\w+)>")
_EVERYWHERE = (400, 401, 422, 429, 503)
_WITH_A_BODY = (413, 415)
_REF = "#/components/schemas/{name}"
_ABOUT = (
    "What the pages can do, a script can do: with the same rights, the same checks and the same history. "
    "Offsets are Unicode code points, half open. Times are RFC 3339 in UTC. "
    "Lists come a page at a time; the header Link with rel=next says where the next page is. "
    "What is refused is told as application/problem+json with a stable code."
)

Tree = dict[str, Any]


@cache
def described(prefix: str, resources: tuple[Resource, ...]) -> Tree:
    """The description of ``resources``, which stand under ``prefix``."""
    operations = [operation for resource in resources for operation, _ in resource.operations]
    schemas = _Schemas(operations)
    paths: Tree = {}
    for resource in resources:
        for operation, _ in resource.operations:
            told = _operation(operation, schemas, resource.name)
            paths.setdefault(_path(operation.rule), {})[operation.method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {"title": "annotator", "version": __version__, "description": _ABOUT},
        "servers": [{"url": prefix}],
        "security": [{"token": []}],
        "tags": [{"name": resource.name, "description": resource.about} for resource in resources],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas.components,
        },
    }


class _Schemas:
    """The types of some operations as JSON Schemas."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        queries = list(dict.fromkeys(one.query for one in operations))
        types = [kind for one in operations for kind in (one.answers, one.body, one.form) if kind is not None] + [
            Problem
        ]
        (_, self.components) = msgspec.json.schema_components(types, ref_template=_REF)
        for one in operations:
            if one.form is not None:
                _add_choices(one, self.components[one.form.__name__]["properties"])
        self._queries = {kind: _query_schema(kind) for kind in queries}

    def of(self, kind: Any) -> Tree:
        """The schema of a type, by reference where it has a name."""
        ((schema,), _) = msgspec.json.schema_components([kind], ref_template=_REF)
        return schema

    def query(self, operation: Operation) -> Tree:
        """The schemas of a query's parameters, by their names."""
        properties = {name: dict(schema) for name, schema in self._queries[operation.query].items()}
        _add_choices(operation, properties)
        return properties


def _query_schema(kind: Any) -> Tree:
    (_, components) = msgspec.json.schema_components([kind], ref_template=_REF)
    found: Tree = components[kind.__name__]["properties"]
    return found


def _add_choices(operation: Operation, properties: Tree) -> None:
    for name, choices in operation.choices.items():
        if name in properties:
            properties[name]["enum"] = choices()


def _operation(operation: Operation, schemas: _Schemas, tag: str) -> Tree:
    told: Tree = {
        "operationId": operation.name,
        "tags": [tag],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": _parameters(operation, schemas),
        "responses": _responses(operation, schemas),
    }
    if operation.body is not None:
        told["requestBody"] = _body("application/json", schemas.of(operation.body))
    if operation.form is not None:
        told["requestBody"] = _body("multipart/form-data", schemas.of(operation.form))
    return told


def _body(media_type: str, schema: Tree) -> Tree:
    return {"required": True, "content": {media_type: {"schema": schema}}}


def _parameters(operation: Operation, schemas: _Schemas) -> list[Tree]:
    blanks = [
        {"name": name, "in": "path", "required": True, "schema": _blank_schema(kind)}
        for kind, name in _BLANK.findall(operation.rule)
    ]
    asked = [_parameter(name, "query", schema) for name, schema in schemas.query(operation).items()]
    headers = []
    if operation.if_match:
        about = 'The entity tag of the version that you saw, like "3"; any other is refused with 412.'
        headers.append(_parameter("If-Match", "header", {"type": "string", "description": about}))
    return blanks + asked + headers


def _parameter(name: str, where: str, schema: Tree) -> Tree:
    kept = {key: value for key, value in schema.items() if key != "description"}
    told = {"name": name, "in": where, "required": False, "schema": kept}
    return {**told, "description": schema["description"]} if "description" in schema else told


def _blank_schema(kind: str) -> Tree:
    return {"type": "string", "format": "uuid"} if kind == "uuid" else {"type": "string", "minLength": 1}


def _responses(operation: Operation, schemas: _Schemas) -> Tree:
    statuses = [status for status in (operation.status, operation.also) if status]
    answers = {status: _answer(operation, status, schemas) for status in statuses}
    if operation.method == "GET" and operation.media_types is None:
        answers[304] = {"description": "As If-None-Match says"}
    refused = {*_EVERYWHERE, *operation.refusals}
    if operation.body is not None or operation.form is not None:
        refused |= set(_WITH_A_BODY)
    problem = {MEDIA_TYPE: {"schema": schemas.of(Problem)}}
    answers |= {status: {"description": TITLES[status], "content": problem} for status in refused}
    return {str(status): answer for status, answer in sorted(answers.items())}


def _answer(operation: Operation, status: int, schemas: _Schemas) -> Tree:
    told: Tree = {"description": HTTPStatus(status).phrase}
    if operation.media_types is not None:
        told["content"] = {kind: {} for kind in operation.media_types()}
    elif operation.answers is not None:
        told["content"] = {"application/json": {"schema": schemas.of(operation.answers)}}
    return told


def _path(rule: str) -> str:
    return _BLANK.sub(r"{\2}", rule)


def guide(description: Tree) -> Tree:
    """The description in the order in which people read it."""
    schemas = description["components"]["schemas"]
    sections = []
    for tag in description["tags"]:
        operations = [
            {"method": method.upper(), "path": path, **told, "fields": _fields(told, schemas)}
            for path, methods in description["paths"].items()
            for method, told in methods.items()
            if tag["name"] in told["tags"]
        ]
        sections.append({**tag, "operations": operations})
    shapes = {name: _rows(schema) for name, schema in schemas.items()}
    return {"info": description["info"], "sections": sections, "shapes": shapes, "schemas": schemas}


def _fields(told: Tree, schemas: Tree) -> list[Tree]:
    for content in told.get("requestBody", {}).get("content", {}).values():
        return _rows(schemas[_name(content["schema"])])
    return []


def _rows(schema: Tree) -> list[Tree]:
    required = schema.get("required", ())
    return [
        {"name": name, "type": _said(one), "about": _about(one), "required": name in required}
        for name, one in schema["properties"].items()
    ]


def _about(schema: Tree) -> str:
    found: Sequence[str] = [schema.get("description", "")] + [
        one.get("description", "") for one in schema.get("anyOf", ())
    ]
    return next((one for one in found if one), "")


def _said(schema: Tree) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return _name(schema)
    if "enum" in schema:
        return ", ".join("null" if one is None else str(one) for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_said(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_said(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "anything"))


def _name(schema: Tree) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
