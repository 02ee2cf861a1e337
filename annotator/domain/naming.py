"""Names that people type: slugs of projects, names and addresses of users, machine names of a codebook."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count
from reprlib import repr as brief

from annotator.domain.errors import Invalid
from annotator.domain.layer import RESERVED_NAMES

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_USER = re.compile(r"[^\W_](?:[\w.@+-]{0,62}\w)?")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]{1,64}@[^\W_](?:[\w.-]{0,250}[^\W_])?")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_NOT_IN_A_USER = re.compile(r"[^\w.@+-]+")
_MACHINE = re.compile(r"[^\W\d][\w.-]{0,63}")


def checked_slug(value: str) -> str:
    """``value`` as a project's slug: lower-case ASCII letters, digits and hyphens."""
    if not _SLUG.fullmatch(value):
        raise Invalid("bad-slug", f"“{value[:70]}” is not a slug: use a-z, 0-9 and hyphens, 64 at most.")
    return value


def is_slug(value: str) -> bool:
    """Whether ``value`` is a slug as it stands."""
    return bool(_SLUG.fullmatch(value))


def checked_user_name(value: str) -> str:
    """``value`` as a user's name: letters of any script, digits and ``. _ - @ +``; it also names their layers."""
    name = unicodedata.normalize("NFC", value.strip())
    if not _USER.fullmatch(name):
        raise Invalid(
            "bad-name", f"“{value[:70]}” is not a user name: use letters, digits and . _ - @ +, 64 at most."
        )
    if name_key(name) in RESERVED_NAMES:
        raise Invalid("reserved-name", f"“{name}” means a layer of its own; take another name.")
    return name


def checked_email(value: str) -> str:
    """``value`` as one mail address, without a name beside it."""
    address = value.strip()
    if not _EMAIL.fullmatch(address):
        raise Invalid("bad-email", f"“{address[:70]}” is not a mail address like name@example.org.")
    return address


def checked_machine_name(value: object, what: str) -> str:
    """``value`` as a codebook's machine name: a letter, then letters, digits and ``_ . -``."""
    if not isinstance(value, str) or not _MACHINE.fullmatch(unicodedata.normalize("NFC", value)):
        raise Invalid("bad-name", f"{what}: {brief(value)} is not a machine name: letters, digits and _ . - only.")
    return unicodedata.normalize("NFC", value)


def is_machine_name(value: str) -> bool:
    """Whether ``value`` is a codebook's machine name as it stands."""
    return bool(_MACHINE.fullmatch(value)) and unicodedata.is_normalized("NFC", value)


def machine_name_of(title: str, taken: Collection[str]) -> str:
    """A machine name for what people call ``title``, none of ``taken``: “Head of state” is ``head_of_state``."""
    together = unicodedata.normalize("NFC", title.lower())
    words = unicodedata.normalize("NFC", _NOT_IN_A_NAME.sub("_", together)).strip("_.-")
    # Normalising may leave what is no letter, such as a mark without one.
    name = _NOT_IN_A_NAME.sub("_", words)[:50] or "code"
    if not _MACHINE.fullmatch(name):
        name = f"code_{name}"
    numbered = (name if number == 1 else f"{name}_{number}" for number in count(1))
    return next(one for one in numbered if one not in taken)


def user_name_of(title: str, taken: Collection[str], otherwise: str) -> str:
    """A user's name for what a file calls somebody, none of ``taken``: “A. Person” is ``A._Person``."""
    together = unicodedata.normalize("NFC", title)
    words = unicodedata.normalize("NFC", _NOT_IN_A_USER.sub("_", together)).strip("_.@+-")[:50].rstrip("_.@+-")
    name = words if _USER.fullmatch(words) and name_key(words) not in RESERVED_NAMES else otherwise
    numbered = (name if number == 1 else f"{name}.{number}" for number in count(1))
    return next(one for one in numbered if one not in taken)


def name_key(value: str) -> str:
    """The form under which two names are the same name: NFKC, case folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
