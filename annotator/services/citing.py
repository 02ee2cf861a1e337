"""Citing: what a paper says of a corpus, every figure of it taken from the release."""

from collections.abc import Iterator

from annotator.domain.layer import GOLD
from annotator.services.release_about import About, Dates, Measured, Reported
from annotator.services.saying import many, number
from annotator.services.trees import write_tree

FORMS = ("text", "bibtex", "cff")

_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_MEASURES = (
    ("u_alpha", "Krippendorff’s u-alpha"),
    ("u_alpha_binary", "of unitizing alone |u-alpha"),
    ("cu_alpha", "of coding alone cu-alpha"),
)
_F1 = (("span_f1_exact", "identical"), ("span_f1_overlap", "overlapping"))
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}


def cited(about: About, agreement: Reported, form: str) -> str:
    """A release as one of ``FORMS``."""
    if form == "bibtex":
        return bibtex(about)
    return cff(about).decode() if form == "cff" else f"{text(about, agreement)}\n"


def text(about: About, agreement: Reported) -> str:
    """Two sentences for the methods section."""
    return " ".join(filter(None, (_corpus(about), _reliability(agreement))))


def bibtex(about: About) -> str:
    """An entry that plain BibTeX takes too."""
    fields = {
        "author": " and ".join(_bibtex_author(one) for one in _authors(about)),
        "title": f"{{{_escaped(_title(about))}}}",
        "year": about["date"][:4],
        "month": about["date"][5:7].lstrip("0"),
        "version": _escaped(about["release"]),
        "howpublished": "Data set",
        "note": _escaped(f"Release {about['release']} of {about['date']}: {_size(about)}"),
    }
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{about['project']}-{about['release']},\n{said}}}\n"


def cff(about: About) -> bytes:
    """``CITATION.cff``, version 1.2.0."""
    licence = {"license": about["license"]} if about["license"] else {}
    tree = {
        "cff-version": "1.2.0",
        "message": "If you use this corpus, please cite it as below.",
        "type": "dataset",
        "title": _title(about),
        "version": about["release"],
        "date-released": about["date"],
        "abstract": f"{_size(about)[:1].upper()}{_size(about)[1:]}.",
        "authors": [_cff_author(one) for one in _authors(about)],
        **licence,
    }
    return write_tree(tree, "yaml", "citation")


def counted(count: int, what: str) -> str:
    """So many of something, in words up to twelve as papers have them."""
    return f"{_WORDS[count]} {what}{'' if count == 1 else 's'}" if count < len(_WORDS) else many(count, what)


def _word(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else f"{count:,}"


def _title(about: About) -> str:
    return str(about["name"])


def _authors(about: About) -> list[str]:
    return list(about["authors"]) or [f"The team of {about['name']}"]


def _size(about: About) -> str:
    """What the corpus is, as a phrase."""
    spans = sum(one["spans"] for one in about["layers"].values())
    people = counted(len(about["annotators"]), "annotator")
    by = f", marked by {people}" if about["annotators"] else ""
    gold = " and adjudicated" if GOLD in about["layers"] else ""
    without = "" if about["text"] else "; the texts are not in it"
    return f"{counted(about['documents'], 'article')} with {counted(spans, 'span')}{by}{gold}{without}"


def _corpus(about: About) -> str:
    where = f" from {counted(len(about['publications']), 'publication')}" if about["publications"] else ""
    return (
        f"The corpus “{_title(about)}” (release {about['release']}, {about['date']}) holds "
        f"{counted(about['documents'], 'article')}{where}{_when(about['dates'])}{_marked(about)}."
    )


def _when(dates: Dates | None) -> str:
    if not dates:
        return ""
    first, last = dates["first"], dates["last"]
    undated = dates.get("undated", 0)
    beside = f" ({_word(undated)} without a date)" if undated else ""
    return (f", of {first}" if first == last else f", published from {first} to {last}") + beside


def _marked(about: About) -> str:
    own = {name: one for name, one in about["layers"].items() if name != GOLD}
    book = about["codebook"]
    labels = f" with {counted(len(about['labels']), 'label')}"
    under = f" (codebook version {book['version']})" if book and book["version"] else ""
    parts = []
    if own:
        spans = sum(one["spans"] for one in own.values())
        parts.append(f"in which {counted(len(own), 'annotator')} marked {counted(spans, 'span')}{labels}{under}")
    if gold := about["layers"].get(GOLD):
        adjudicated = f"{counted(gold['spans'], 'span')}" + ("" if own else f"{labels}{under}")
        joined = f" and {counted(gold['statements'], 'statement')}" if gold["statements"] else ""
        parts.append(f"{'whose' if not own else 'the'} adjudicated layer has {adjudicated}{joined}")
    return "".join(f"{';' if at else ','} {part}" for at, part in enumerate(parts))


def _reliability(agreement: Reported) -> str:
    if not agreement["documents"]:
        return ""
    said = "; ".join(_measured(agreement))
    shared = counted(agreement["documents"], "article")
    people = counted(len(agreement["annotators"]), "annotator")
    if not said:
        return f"Agreement could not be computed on the {shared} that at least two of {people} completed."
    return f"On the {shared} that at least two of {people} completed, {said}."


def _measured(agreement: Reported) -> Iterator[str]:
    whole = [(called, agreement["measures"].get(name)) for name, called in _MEASURES]
    known = [f"{called} was {_figure(one)}" for called, one in whole if one and one["value"] is not None]
    yield from known
    if not known and (of_labels := list(_of_labels(agreement))):
        # Where spans of one annotator overlap, only a label by itself has an alpha.
        yield f"Krippendorff’s u-alpha of each label by itself was {', '.join(of_labels)}"
    for name, called in _F1:
        one = agreement["measures"].get(name)
        if one and one["value"] is not None:
            yield f"mean pairwise F1 of {called} spans was {_figure(one)}"


def _of_labels(agreement: Reported) -> Iterator[str]:
    for name, label in agreement["labels"].items():
        figure = label.get("u_alpha")
        if figure and figure["value"] is not None:
            yield f"{_figure(figure)} for “{name}”"


def _figure(figure: Measured) -> str:
    value, low, high = figure["value"], figure.get("low"), figure.get("high")
    between = "" if low is None or high is None else f" (95 % interval {number(low)} to {number(high)})"
    return f"{number(value or 0.0)}{between}"


def _bibtex_author(author: str) -> str:
    # A group's name would be taken apart into given and family names.
    return _escaped(author) if "," in author else f"{{{_escaped(author)}}}"


def _cff_author(author: str) -> dict[str, str]:
    family, comma, given = author.partition(",")
    if not comma or not given.strip():
        return {"name": author.strip()}
    return {"family-names": family.strip(), "given-names": given.strip()}


def _escaped(words: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in words)
