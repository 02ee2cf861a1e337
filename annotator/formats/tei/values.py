"""The values of attributes as TEI's typed feature values, both ways: what was 4.0 stays 4.0, and 4 stays 4."""

import math
import re
import unicodedata
from collections.abc import Mapping

from lxml.etree import _Element as Element

from annotator.domain.codebook import Attribute
from annotator.domain.errors import Invalid
from annotator.domain.span import Value
from annotator.domain.text import checked_note
from annotator.formats.tei.elements import make
from annotator.formats.tei.ids import Ids
from annotator.formats.tei.names import original, told_apart, xml_name
from annotator.formats.tei.tree import local, place, shown, words

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def feature(name: str, value: Value, declared: Attribute | None) -> Element:
    """One attribute; the choices of a codebook are symbols where TEI takes them as such."""
    written = xml_name(name)
    is_choice = declared is not None and bool(declared.choices)
    return make("f", value_of(value, is_choice=is_choice), name=written, **told_apart(written, name))


def choice(value: str) -> Element:
    """A value among several: a symbol where it is one word, else a string."""
    return make("symbol", value=value) if _is_word(value) else make("string", value)


def attributes_of(element: Element, ids: Ids) -> dict[str, Value]:
    """The attributes of an annotation or a layer: those in the ``fs`` that its ``ana`` points to.

    Raises:
        Invalid: it points to something else, or a value is of none of the types that attributes have.
    """
    fs = ids.follow(element, "ana")
    if fs is None:
        return {}
    if local(fs) != "fs":
        raise Invalid("bad-annotation", f"{place(element)}: ana points to {place(fs)}, which is no fs.")
    found: Mapping[str, Value] = {original(f.get("name") or ""): read_value(f) for f in fs if local(f) == "f"}
    return dict(found)


def single(element: Element) -> str:
    """The text of a ``symbol`` or ``string``."""
    value = element.get("value") if local(element) == "symbol" else words(element)
    return checked_note(value or "", place(element))


def value_of(value: Value, *, is_choice: bool) -> Element:
    """A value by its type."""
    match value:
        case bool():
            return make("binary", value="true" if value else "false")
        case int() | float():
            return make("numeric", value=repr(value))
        case list():
            return make("vColl", *(choice(one) for one in value), org="set")
    return choice(value) if is_choice else make("string", value)


def read_value(holder: Element) -> Value:
    """The value that an ``f`` or a ``vDefault`` holds.

    Raises:
        Invalid: none, several, or one of no type that attributes have.
    """
    if len(holder) == 1:
        match local(holder[0]):
            case "binary" if holder[0].get("value") in _TRUTH:
                return _TRUTH[holder[0].get("value") or ""]
            case "numeric":
                return _number(holder[0])
            case "symbol" | "string":
                return single(holder[0])
            case "vColl" if all(local(one) in ("symbol", "string") for one in holder[0]):
                return [single(one) for one in holder[0]]
    named = shown(holder.get("name"))
    raise Invalid("bad-attribute", f"{place(holder)}: “{named}” holds no value of an attribute.")


def _number(numeric: Element) -> int | float:
    written = (numeric.get("value") or "").strip()
    try:
        number = int(written) if _WHOLE.fullmatch(written) else float(written)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Invalid("bad-attribute", f"{place(numeric)}: “{shown(written)}” is not a number.")
    return number


def _is_word(value: str) -> bool:
    # What TEI takes as a word depends on the validator's edition of Unicode. Letters, digits, punctuation and
    # symbols of 2002 that are so still are a word to every validator.
    return bool(value) and all(
        edition.category(character)[0] in "LNPS"
        for character in value
        for edition in (unicodedata.ucd_3_2_0, unicodedata)
    )
