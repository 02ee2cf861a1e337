"""What all that is read of one document stands on: its id, its text, the file's ids, people and times."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml.etree import _Element as Element

from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_user_name
from annotator.domain.text import checked_line
from annotator.formats._base import Incoming
from annotator.formats.tei.body import Body
from annotator.formats.tei.ids import Ids
from annotator.formats.tei.names import XML_ID, original, part
from annotator.formats.tei.notes import Notes
from annotator.formats.tei.tree import local, place, shown

LONGEST_ID = 200

_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class File:
    """The file that is read, with what is noted on the way."""

    incoming: Incoming
    ids: Ids
    notes: Notes

    def time(self, change: Element | None) -> str | None:
        """When a ``change`` was made, in UTC; None where it does not say so to the second."""
        when = None if change is None else change.get("when")
        if when is None:
            return None
        if _TIME.fullmatch(when):
            try:
                moment = datetime.fromisoformat(when).astimezone(UTC)
            except (ValueError, OverflowError):
                pass
            else:
                return when if when.endswith("Z") else moment.isoformat().replace("+00:00", "Z")
        self.notes.add("change", f"“{shown(when)}” is no time in UTC: not kept")
        return None


@dataclass(frozen=True, slots=True)
class Ground:
    """One document of a file.

    Attributes:
        file: the file.
        document_id: of the document.
        body: its text.
        codebook_version: what it was coded under.
        is_changed: whether its text is not the one that its header describes.
        keeps_tree: whether its tree is kept, with whatever is not read of it.
    """

    file: File
    document_id: str
    body: Body
    codebook_version: int
    is_changed: bool
    keeps_tree: bool = False

    def id_of(self, element: Element, kind: str) -> str:
        """The id of a span or relation: what we made its ``xml:id`` of, else that itself, else a new one."""
        xml_id = element.get(XML_ID)
        if xml_id is None:
            return self.file.incoming.new_id()
        own = f"{kind}.{part(self.document_id)}."
        return checked_id(original(xml_id.removeprefix(own)) if xml_id.startswith(own) else xml_id, element)

    def person(self, element: Element, attribute: str) -> str | None:
        """The name of whom a pointer means; None where ``element`` has none.

        Raises:
            Invalid: it leads nowhere, or to somebody whose id is not a user's name.
        """
        found = self.file.ids.follow(element, attribute)
        if found is None:
            return None
        xml_id = found.get(XML_ID) or ""
        name = original(xml_id.removeprefix(f"u.{part(self.document_id)}.").removeprefix("u."))
        try:
            return checked_user_name(name)
        except Invalid as refusal:
            raise Invalid(refusal.code, f"{place(found)}: {refusal.message}") from None


def checked_id(value: str, element: Element) -> str:
    """``value`` as an id: one line of text without blanks around it.

    Raises:
        Invalid: it is something else.
    """
    if checked_line(value, f"The id of {place(element)}", LONGEST_ID) != value:
        raise Invalid("bad-id", f"{place(element)}: an id has no blanks around it.")
    return value


def note_others(element: Element, known: frozenset[str], file: File) -> None:
    """Note the children of ``element`` whose names are not ``known``, and so not kept."""
    for one in element:
        if local(one) not in known:
            kind = f"[{shown(one.get('type'))}]" if one.get("type") else ""
            file.notes.add(local(element), f"{shown(local(one))}{kind}: not kept")
