"""Codebooks as TEI: labels and relation types as a taxonomy a version, attributes as declarations of features."""

from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import _Element as Element

from annotator.domain.codebook import Attribute, Codebook, Label, RelationType
from annotator.domain.statement_type import ROLES, StatementType
from annotator.formats.tei.elements import make
from annotator.formats.tei.names import OF_DOCUMENT, id_of, told_apart, xml_name
from annotator.formats.tei.values import choice, value_of

# libxml2 reads 256 levels of elements; a label below this depth points to its parent instead of standing in it.
DEEPEST = 100
LARGEST = str(2**53)


def taxonomy(book: Codebook) -> Element:
    """One version of a codebook. Each label's place in the list is its ``n``."""
    version = str(book.version)
    edition = make("edition", f"version {version}", n=version)
    described = make("bibl", make("title", book.name), edition)
    if book.description:
        described.append(make("note", book.description, type="description"))
    top = make("taxonomy", described, id=id_of("cb", version), n=version)
    _nest(book, top)
    for relation in book.relations:
        top.append(_relation(relation, version))
    if book.statements:
        top.append(_statements(book.statements, version))
    return top


def lone_names(document_part: str, version: int, categories: Mapping[str, str]) -> Element:
    """The names of labels and relation types, by id, of a codebook that is not in the file."""
    top = make("taxonomy", id=document_part, n=str(version))
    for category, name in categories.items():
        top.append(make("category", make("catDesc", make("ident", name)), id=category))
    return top


def feature_declarations(books: Iterable[Codebook]) -> Iterator[Element]:
    """What may be said about a document, and about the spans of each label, in each version."""
    for book in books:
        if book.document_attributes:
            declared = [_declaration(attribute) for attribute in book.document_attributes]
            yield make("fsDecl", *declared, type=OF_DOCUMENT, corresp=f"#{id_of('cb', str(book.version))}")
        for label in book.labels:
            if label.attributes:
                category = id_of("c", str(book.version), label.name)
                declared = [_declaration(attribute) for attribute in label.attributes]
                yield make("fsDecl", *declared, type=xml_name(label.name), corresp=f"#{category}")


def _nest(book: Codebook, top: Element) -> None:
    categories = {
        label.name: _label(label, str(book.version), place) for place, label in enumerate(book.labels, start=1)
    }
    depths = _depths(book)
    for label in book.labels:
        category = categories[label.name]
        if label.parent is None:
            top.append(category)
        elif depths[label.name] % DEEPEST:
            categories[label.parent].append(category)
        else:
            parent = f"#{id_of('c', str(book.version), label.parent)}"
            category[0].append(make("ptr", type="parent", target=parent))
            top.append(category)


def _depths(book: Codebook) -> dict[str, int]:
    """How many labels stand above each."""
    parents = {label.name: label.parent for label in book.labels}
    depths: dict[str, int] = {}
    for name in parents:
        above = [name]
        while (parent := parents[above[-1]]) is not None and above[-1] not in depths:
            above.append(parent)
        for one in reversed(above):
            parent = parents[one]
            depths[one] = 0 if parent is None else depths[parent] + 1
    return depths


def _label(label: Label, version: str, place: int) -> Element:
    described = make("catDesc", make("ident", label.name))
    for name, words in (("term", label.title), ("gloss", label.description)):
        if words:
            described.append(make(name, words))
    for kind, name, several in (
        ("rule", "gloss", label.rules),
        ("include", "q", label.include),
        ("exclude", "q", label.exclude),
    ):
        for words in several:
            described.append(make(name, words, type=kind))
    if label.shortcut:
        described.append(make("ident", label.shortcut, type="shortcut"))
    if label.retired:
        described.append(make("ident", "retired", type="status"))
    category = id_of("c", version, label.name)
    return make("category", described, id=category, n=str(place), style=f"background:{label.color}")


def _relation(relation: RelationType, version: str) -> Element:
    described = make("catDesc", make("ident", relation.name))
    for name, words in (("term", relation.title), ("gloss", relation.description)):
        if words:
            described.append(make(name, words))
    for end, labels in (("domain", relation.source), ("range", relation.target)):
        if labels:
            target = " ".join(f"#{id_of('c', version, label)}" for label in labels)
            described.append(make("ptr", type=end, target=target))
    if relation.shortcut:
        described.append(make("ident", relation.shortcut, type="shortcut"))
    return make("category", described, id=id_of("r", version, relation.name))


def _statements(made: StatementType, version: str) -> Element:
    """What makes a statement: pointers to its parts, names of attributes, and signs as the ``n`` of values."""
    described = make("catDesc", make("ident", "statement"))
    described.append(make("ptr", type="stance", target=f"#{id_of('c', version, made.stance)}"))
    if made.also:
        others = " ".join(f"#{id_of('c', version, name)}" for name in made.also)
        described.append(make("ptr", type="also", target=others))
    for role in ROLES:
        if name := getattr(made, role):
            described.append(make("ptr", type=role, target=f"#{id_of('r', version, name)}"))
    for name, words in (("polarity", made.polarity), ("voice", made.voice)):
        if words:
            described.append(make("ident", words, type=name))
    for value, sign in made.signs.items():
        described.append(make("ident", value, type="sign", n=sign))
    return make("category", described, id=id_of("cs", version))


def _declaration(attribute: Attribute) -> Element:
    name = xml_name(attribute.name)
    optional = "false" if attribute.required else "true"
    declared = make("fDecl", name=name, optional=optional, **told_apart(name, attribute.name))
    told = [(tag, words) for tag, words in (("term", attribute.title), ("gloss", attribute.description)) if words]
    if told:
        declared.append(make("fDescr", *(make(tag, words) for tag, words in told)))
    declared.append(make("vRange", _range(attribute), n=attribute.type))
    if attribute.default is not None:
        declared.append(make("vDefault", value_of(attribute.default, is_choice=bool(attribute.choices))))
    return declared


def _range(attribute: Attribute) -> Element:
    match attribute.type:
        case "boolean":
            return make("vAlt", make("binary", value="true"), make("binary", value="false"))
        case "number":
            return make("numeric", value=f"-{LARGEST}", max=LARGEST)
        case "text":
            return make("string")
    choices = [choice(one) for one in attribute.choices]
    for one, element in zip(attribute.choices, choices, strict=True):
        if one in attribute.definitions:
            element.set("n", attribute.definitions[one])
    if attribute.type == "multichoice":
        return make("vColl", *choices, org="set")
    return make("vAlt", *choices) if len(choices) > 1 else choices[0]
