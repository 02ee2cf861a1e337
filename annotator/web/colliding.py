"""Both versions of a span that was changed meanwhile: what its sender wanted, and what stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain.link import IS
from annotator.domain.past import links_of
from annotator.services.annotating import Edit
from annotator.services.colliding import Collision
from annotator.web.annotate_form import ATTRIBUTE, Form, edit_of
from annotator.web.language import gettext as _
from annotator.web.paragraphs import spoken
from annotator.web.telling import Called
from annotator.web.wording import label_title, place_of, value, words_at

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two versions differ in, in words, and the form's fields that put mine there."""

    field: str
    mine: str
    now: str
    sent: tuple[tuple[str, str], ...] = ()


def differences(found: Collision, form: Form, called: Called) -> list[Difference]:
    """Where what was sent, and had not stood there before, differs from what stands now."""
    seen = found.seen or {}
    edit = edit_of(form, found.desk.codebook, seen.get("label", found.now.label))
    return [
        *_label(found, edit),
        *_words(found, edit),
        *_attributes(found, edit),
        *_note(found, edit),
        *_entry(found, form, called),
    ]


def changed_since(found: Collision, called: Called) -> list[Difference]:
    """Where what stands differs from what was seen, before somebody who wanted to delete that."""
    seen, now, desk = found.seen, found.now, found.desk
    if seen is None:
        return []
    text, places = desk.reading.text, [list(one) for one in now.fragments]
    pairs = [
        ("Label", label_title(desk, seen["label"]), label_title(desk, now.label)),
        ("Words", words_at(text, place_of(seen)), words_at(text, places)),
        *(
            (_title(name), _value(seen["attributes"].get(name)), _value(now.attributes.get(name)))
            for name in {**seen["attributes"], **now.attributes}
        ),
        ("Note", seen["note"] or _NOTHING, now.note or _NOTHING),
        ("Links", _links(links_of(seen), called), _links(now.links, called)),
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _label(found: Collision, edit: Edit) -> Iterator[Difference]:
    seen = found.seen or {}
    # Attributes have a meaning under the label alone that they were chosen for.
    mine = edit.label or (seen.get("label") if _own_attributes(found, edit) else None)
    if mine is not None and mine != found.now.label:
        wanted, stands = (label_title(found.desk, name) for name in (mine, found.now.label))
        yield Difference("Label", wanted, stands, (("label", mine),))


def _words(found: Collision, edit: Edit) -> Iterator[Difference]:
    if edit.fragments is None:
        return
    mine, now = ([list(one) for one in place] for place in (edit.fragments, found.now.fragments))
    if mine != now:
        text = found.desk.reading.text
        place = " ".join(f"{start}-{end}" for start, end in mine)
        sent = (("fragments", place), ("words", text[mine[0][0] : mine[-1][1]]))
        yield Difference("Words", words_at(text, mine), words_at(text, now), sent)


def _attributes(found: Collision, edit: Edit) -> Iterator[Difference]:
    own, now = _own_attributes(found, edit), found.now.attributes
    merged = {name: given for name, given in {**now, **own}.items() if given is not None}
    sent = (("attributes", "1"), *(pair for name, given in merged.items() for pair in _fields(name, given)))
    for name, mine in own.items():
        if mine != now.get(name):
            yield Difference(_title(name), _value(mine), _value(now.get(name)), sent)


def _own_attributes(found: Collision, edit: Edit) -> dict[str, Any]:
    """The attributes that the sender changed, with None where they took one away."""
    if edit.attributes is None:
        return {}
    seen = found.seen["attributes"] if found.seen else {}
    names = {**seen, **edit.attributes}
    return {name: edit.attributes.get(name) for name in names if edit.attributes.get(name) != seen.get(name)}


def _note(found: Collision, edit: Edit) -> Iterator[Difference]:
    if edit.note is None:
        return
    mine, now = edit.note.replace("\r\n", "\n"), found.now.note
    if mine != now and mine != (found.seen or {}).get("note"):
        yield Difference(_("Note"), mine or _NOTHING, now or _NOTHING, (("note", mine),))


def _links(links: Mapping[str, str], called: Called) -> str:
    said = (called(key) if role == IS else f"{role}: {called(key)}" for role, key in links.items())
    return ", ".join(said) or _NOTHING


def _entry(found: Collision, form: Form, called: Called) -> Iterator[Difference]:
    mine = form.get("link.is")
    now = found.now.links.get(IS, "")
    if mine is not None and mine not in (now, links_of(found.seen or {}).get(IS, "")):
        wanted, stands = (called(key) if key else _NOTHING for key in (mine, now))
        yield Difference("Entry", wanted, stands, (("link.is", mine),))


def _fields(name: str, given: Any) -> list[tuple[str, str]]:
    values = given if isinstance(given, list) else [str(given).lower() if isinstance(given, bool) else str(given)]
    return [(ATTRIBUTE + name, one) for one in values]


def _title(name: str) -> str:
    return spoken(name).capitalize()


def _value(given: Any) -> str:
    return _NOTHING if given is None else value(given)
