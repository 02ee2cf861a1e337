"""What the codebook's editor sends, turned into parts of a codebook; checked only where they are put in."""

from collections.abc import Iterable

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.errors import Invalid
from annotator.domain.naming import machine_name_of
from annotator.domain.span import Value
from annotator.domain.statement_type import ROLES
from annotator.web.annotate_form import Form

KEYS_TAKEN = {
    "n": "goes to the next span",
    "p": "goes to the span before",
    "e": "offers every other mention",
    "a": "adds a fragment",
    "u": "takes back",
    "r": "does again",
    ",": "moves the end of a span",
    ".": "moves the end of a span",
    "[": "goes to the document before",
    "]": "goes to the next document",
    "?": "shows the keys",
    "+": "says that a stance is for something",
    "-": "says that a stance is against something",
    "0": "says that a stance is neutral",
    "~": "says that a stance is mixed",
}
"""The keys that mean something on the annotation page already."""

_YES_AND_NO = {"yes": True, "true": True, "no": False, "false": False}


def label_of(form: Form, kept: Label | None, taken: Iterable[str]) -> Label:
    """The label that was sent; what its form does not ask is as in ``kept``."""
    title = _line(form, "title")
    return Label(
        name=kept.name if kept else _line(form, "name") or machine_name_of(title, set(taken)),
        title=title,
        description=_text(form.get("description", "")),
        rules=_lines(form, "rules"),
        include=_lines(form, "include"),
        exclude=_lines(form, "exclude"),
        color=_line(form, "other_color") if form.get("color", "other") == "other" else _line(form, "color"),
        shortcut=_line(form, "shortcut"),
        parent=form.get("parent") or None,
        attributes=kept.attributes if kept else (),
        retired=kept.retired if kept else False,
    )


def checked_key(label: Label, kept: Label | None) -> Label:
    """``label``, where its key means nothing else yet on the annotation page."""
    what = KEYS_TAKEN.get(label.shortcut)
    if what and (kept is None or kept.shortcut != label.shortcut):
        raise Invalid("key-taken", f"The key “{label.shortcut}” {what} on the annotation page: take another.")
    return label


def relation_of(form: Form, kept: RelationType | None, taken: Iterable[str]) -> RelationType:
    """The relation type that was sent."""
    title = _line(form, "title")
    return RelationType(
        name=kept.name if kept else _line(form, "name") or machine_name_of(title, set(taken)),
        title=title,
        description=_text(form.get("description", "")),
        source=tuple(form.getlist("from")),
        target=tuple(form.getlist("to")),
    )


def attribute_of(form: Form, kept: Attribute | None, taken: Iterable[str]) -> Attribute:
    """The attribute that was sent, but for its default, which only has a meaning once the rest is checked."""
    title = _line(form, "title")
    pairs = [
        (_text(choice), _text(definition))
        for choice, definition in zip(form.getlist("choice"), form.getlist("definition"), strict=False)
        if choice.strip()
    ]
    kind = next(
        (one for one in ("choice", "multichoice", "boolean", "number", "text") if one == form.get("type")), "text"
    )
    return Attribute(
        name=kept.name if kept else _line(form, "name") or machine_name_of(title, set(taken)),
        type=kind,  # type: ignore[arg-type]  # one of the five
        title=title,
        description=_text(form.get("description", "")),
        choices=tuple(choice for choice, _ in pairs) if kind in ("choice", "multichoice") else (),
        definitions={choice: words for choice, words in pairs if words}
        if kind in ("choice", "multichoice")
        else {},
        required="required" in form,
    )


def default_of(form: Form, attribute: Attribute) -> Value | None:
    """What was sent as the default of ``attribute``; None where nothing was."""
    said = _text(form.get("default", ""))
    if not said:
        return None
    match attribute.type:
        case "multichoice":
            return [line.strip() for line in said.split("\n") if line.strip()]
        case "boolean":
            return _YES_AND_NO.get(said.lower(), said)
        case "number":
            return _number(said)
    return said


def about_of(form: Form, book: Codebook) -> tuple[str, str]:
    """The name and the description of the codebook."""
    return _line(form, "name") or book.name, _text(form.get("description", ""))


def statements_of(form: Form) -> dict[str, object] | None:
    """What makes a statement, as the codebook's tree has it; None where the codebook says nothing of it."""
    stance = form.get("stance", "")
    if not stance:
        return None
    said = {name: form.get(name, "") for name in (*ROLES, "polarity", "voice") if form.get(name)}
    given = zip(form.getlist("value"), form.getlist("sign"), strict=False)
    signs = {value: sign for value, sign in given if sign}
    also = [name for name in form.getlist("also") if name != stance]
    return {"stance": stance, "also": also, **said, **({"signs": signs} if signs and said.get("polarity") else {})}


def said_default(attribute: Attribute) -> str:
    """A default as its field shows it."""
    match attribute.default:
        case None:
            return ""
        case bool(value):
            return "yes" if value else "no"
        case list(values):
            return "\n".join(values)
        case value:
            return str(value)


def _number(said: str) -> Value:
    try:
        return int(said)
    except ValueError:
        pass
    try:
        return float(said)
    except ValueError:
        return said


def _lines(form: Form, name: str) -> tuple[str, ...]:
    return tuple(text for text in map(_text, form.getlist(name)) if text)


def _line(form: Form, name: str) -> str:
    return " ".join(form.get(name, "").split())


def _text(sent: str) -> str:
    return sent.replace("\r\n", "\n").strip()
