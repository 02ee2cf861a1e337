"""What the annotation page sends, turned into the values that the services take."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from annotator.domain.codebook import Attribute, Codebook
from annotator.domain.errors import Invalid
from annotator.domain.statement_type import ROLES, Role
from annotator.services.annotating import Draft, Edit
from annotator.services.recording import Action
from annotator.services.relating import Link
from annotator.services.stating import Claim

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FRAGMENT = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_NOT_PART_OF_THE_BODY = ("csrf_token", "action")
ATTRIBUTE = "attribute."

Form = MultiDict[str, str]


def action_of(form: Form, address: str) -> Action:
    """The action's id and the hash of what was sent, to which address."""
    fields = sorted((name, values) for name, values in form.lists() if name not in _NOT_PART_OF_THE_BODY)
    return Action(uuid_of(form, "action"), hashlib.sha256(orjson.dumps([address, fields])).hexdigest())


def drafts_of(form: Form) -> list[Draft]:
    """The spans to be made: ``span``, ``fragments`` and ``words`` stand once for each."""
    ids, places, words = (form.getlist(name) for name in ("span", "fragments", "words"))
    if not len(ids) == len(places) == len(words):
        raise Invalid("bad-form", "Each span is sent with its id, its place and its words.")
    label = form.get("label", "")
    return [
        Draft(_uuid(one), fragments_of(place), label, _text(words), attributes=None)
        for one, place, words in zip(ids, places, words, strict=True)
    ]


def suggestion_of(form: Form) -> Draft:
    """The one span that a suggestion would make; a refused one has no id."""
    places, words = form.getlist("fragments"), form.getlist("words")
    if len(places) != 1 or len(words) != 1:
        raise Invalid("bad-form", "A suggestion is sent with its place and its words.")
    span = _uuid(form["span"]) if "span" in form else ""
    return Draft(span, fragments_of(places[0]), form.get("label", ""), _text(words[0]), attributes=None)


def model_of(form: Form) -> int | None:
    """The number of the model that a suggestion was seen to come from; None where it is from none."""
    value = form.get("model", "")
    if value and not _NUMBER.fullmatch(value):
        raise Invalid("bad-model", f"“{value[:40]}” is not the number of a model.")
    return int(value) if value else None


def edit_of(form: Form, codebook: Codebook, label: str) -> Edit:
    """What is to be different about a span; only what was sent."""
    target = form.get("label") or None
    attributes = None
    if "attributes" in form:
        # A span keeps what it has where its label is in the codebook no more: its note can still be written.
        attributes = (
            None
            if target is None and codebook.index(label) == len(codebook.labels)
            else dict(_attributes(form, codebook.label(target or label).attributes))
        )
    return Edit(
        label=target,
        fragments=fragments_of(form["fragments"]) if "fragments" in form else None,
        words=_text(form["words"]) if "words" in form else None,
        attributes=attributes,
        note=form.get("note"),
    )


def link_of(form: Form) -> Link:
    """The relation to be made: ``relation`` is its id, ``join`` its type, source and target."""
    parts = form.get("join", "").split(" ")
    if len(parts) != len(("type", "source", "target")):
        raise Invalid("bad-form", "A relation is sent with its type and the ids of the two spans that it joins.")
    return Link(uuid_of(form, "relation"), parts[0], _uuid(parts[1]), _uuid(parts[2]))


def claim_of(form: Form) -> Claim:
    """The statement to be made: each role with the id of a relation and of a span.

    A stance that is to be ``made`` comes with its place and its words.
    """
    stance = uuid_of(form, "stance")
    ends: dict[Role, tuple[str, str]] = {}
    for role in ROLES:
        if role in form:
            relation, _, span = form[role].partition(" ")
            ends[role] = (_uuid(relation), _uuid(span))
    polarity = form.get("polarity") or None
    if "made" not in form:
        return Claim(stance, ends, polarity)
    place, words = fragments_of(form.get("fragments", "")), _text(form.get("words", ""))
    return Claim(Draft(stance, place, "", words), ends, polarity)


def values_of(form: Form, attributes: Iterable[Attribute]) -> dict[str, Any]:
    """What was sent for all of these attributes; None for what was left open."""
    asked = tuple(attributes)
    return {**dict.fromkeys(one.name for one in asked), **dict(_attributes(form, asked))}


def version_of(form: Form) -> int | None:
    """The version of the span that its sender saw; None where nothing is said of it."""
    value = form.get("version", "")
    if value and not _NUMBER.fullmatch(value):
        raise Invalid("bad-version", f"“{value[:40]}” is not the version of a span.")
    return int(value) if value else None


def uuid_of(form: Mapping[str, str], name: str) -> str:
    """The field ``name`` as a UUID in its usual form."""
    return _uuid(form.get(name, ""))


def fragments_of(value: str) -> list[tuple[int, int]]:
    """``12-20 31-40`` as fragments."""
    found = [_FRAGMENT.fullmatch(part) for part in value.split()]
    if not found or not all(found):
        raise Invalid("not-an-offset", f"“{value[:60]}” is not a place in a text, like 12-20.")
    return [(int(match[1]), int(match[2])) for match in found if match]


def _uuid(value: str) -> str:
    if not _UUID.fullmatch(value):
        raise Invalid("bad-id", f"“{value[:60]}” is not a UUID in lower case.")
    return value


def _text(sent: str) -> str:
    # A browser sends every line end of a form as CR LF; a document's text has none.
    return sent.replace("\r\n", "\n")


def _attributes(form: Form, attributes: Iterable[Attribute]) -> Iterable[tuple[str, Any]]:
    for attribute in attributes:
        values = [value for value in form.getlist(ATTRIBUTE + attribute.name) if value]
        if not values:
            continue
        match attribute.type:
            case "multichoice":
                yield attribute.name, values
            case "boolean":
                yield attribute.name, {"true": True, "false": False}.get(values[0], values[0])
            case "number":
                yield attribute.name, _number(attribute.name, values[0])
            case _:
                yield attribute.name, _text(values[0])


def _number(name: str, value: str) -> int | float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not abs(number) < 2**53:
        raise Invalid("bad-attribute", f"{name}: “{value[:40]}” is not a number.")
    return int(number) if number.is_integer() and "." not in value else number
