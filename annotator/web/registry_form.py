"""An entry of the registry as a form sends and shows it."""

from typing import Any

from annotator.domain.entity import Alias, Entity
from annotator.domain.entity_ids import SCHEMES
from annotator.domain.errors import Invalid
from annotator.web.annotate_form import Form

_BEFORE_LANGUAGE = " | "
_LINES = ("name", "kind", "jurisdiction", "date")


def tree_of(form: Form) -> dict[str, Any]:
    """What was sent, as the tree of an entry."""
    return {
        "sort": form.get("sort", ""),
        **{name: form.get(name, "").strip() for name in _LINES},
        "aliases": [_alias(line) for line in form.get("aliases", "").splitlines() if line.strip()],
        "ids": {scheme: form.get(scheme, "").strip() for scheme in SCHEMES},
        "note": form.get("note", "").replace("\r\n", "\n"),
    }


def written_aliases(one: Entity) -> str:
    """Aliases a line each, as the form has them: ``Казахстан | ru``."""
    return "\n".join(_written(alias) for alias in one.aliases)


def version_of(form: Form) -> int | None:
    """The version of the entry that its sender saw; None where nothing is said of it."""
    value = form.get("version", "")
    if value and not (value.isascii() and value.isdecimal() and len(value) < 10):  # noqa: PLR2004 - what a database holds
        raise Invalid("bad-version", f"“{value[:40]}” is not the version of an entry.")
    return int(value) if value else None


def _alias(line: str) -> dict[str, str]:
    text, _, language = line.rpartition(_BEFORE_LANGUAGE)
    return {"text": text, "language": language.strip()} if text else {"text": line}


def _written(alias: Alias) -> str:
    return f"{alias.text}{_BEFORE_LANGUAGE}{alias.language}" if alias.language else alias.text
