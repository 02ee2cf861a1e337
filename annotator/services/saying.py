"""Saying: agreement in plain words, for people who decide what to do next."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from annotator.domain.disagreement import NOT_MARKED
from annotator.domain.said import Said, say, say_many
from annotator.services.agreeing import Agreement
from annotator.services.figures import Figure

RELY, TENTATIVE = 0.8, 0.667
"""Krippendorff's bounds (2019, 12.7): from the first on one can rely on the data, from the second tentatively."""
FEW_DOCUMENTS = 5
FEW_SPANS = 30

_MANY = 1000
_SHARES = [(part / of, part, of) for of in (2, 3, 4, 5, 10) for part in range(1, of)]


def number(value: float) -> str:
    """A coefficient with two digits and without the zero before the point, as papers print it."""
    shown = f"{abs(value):.2f}"
    sign = "−" if value < 0 and shown != "0.00" else ""
    return sign + (shown if shown.startswith("1") else shown[1:])


def with_interval(figure: Figure) -> Said:
    """A figure with its interval, or why there is none."""
    if figure.value is None:
        return say("not computable: %(why)s", why=figure.why)
    if figure.low is None or figure.high is None:
        return say("%(figure)s (%(why)s)", figure=number(figure.value), why=figure.why)
    return say(
        "%(figure)s, 95 %% interval %(low)s to %(high)s",
        figure=number(figure.value),
        low=number(figure.low),
        high=number(figure.high),
    )


def band(figure: Figure) -> str:
    """What Krippendorff's bounds allow, held against the lower end of the interval."""
    if figure.value is None:
        return ""
    if figure.low is None:
        return say("too few documents to say how far one can rely on it")
    if figure.low >= RELY:
        return say("one can rely on it")
    if figure.low >= TENTATIVE:
        return say("enough for tentative conclusions")
    return say("not enough yet for conclusions")


def sentence(
    found: Agreement, confusions: Mapping[tuple[str, str], int], title: Callable[[str], str] = str
) -> Said:
    """How far annotators agree, in one sentence; ``title`` is what a label is called."""
    if not found.documents:
        return say("No document was completed by two annotators yet: there is nothing to compare.")
    base = _base(found)
    both = {cell: count for cell, count in confusions.items() if NOT_MARKED not in cell}
    every = sum(both.values())
    if not every:
        return say("No passage was marked by two annotators: %(base)s.", base=base)
    same = _share(sum(count for (one, other), count in both.items() if one == other), every)
    whole = found.figures.get("u_alpha")
    if whole is None or whole.value is None:
        return say(
            "Where both marked a passage they chose the same label %(share)s%(alike)s%(least)s: %(base)s.",
            share=same,
            alike=_alike(found.figures["span_f1_exact"]),
            least=_least_certain(found, title),
            base=base,
        )
    return say(
        "Where both marked a passage they chose the same label %(share)s%(compared)s: "
        "u-alpha %(figure)s, %(base)s.",
        share=same,
        compared=_compared(found.figures.get("u_alpha_binary"), found.figures.get("cu_alpha")),
        figure=with_interval(whole),
        base=base,
    )


def _compared(where: Figure | None, what: Figure | None) -> str:
    """Which is less certain, where to mark or with which label."""
    if where is None or what is None or where.value is None or what.value is None:
        return ""
    if where.value < what.value:
        return say("; where to mark is less certain")
    return say("; which label is less certain than where to mark")


def _alike(f1: Figure) -> str:
    """How much is the same of what either marked."""
    if f1.value is None:
        return ""
    return say(
        "; of all that either marked, borders and label are the same %(share)s, F1 %(figure)s",
        share=_share(round(_MANY * f1.value), _MANY),
        figure=with_interval(f1),
    )


def _least_certain(found: Agreement, title: Callable[[str], str]) -> str:
    """The label that annotators agree on the least, where there are several and each has a figure of its own."""
    rated = [(figure.value, name) for name, figure in _alphas(found).items() if figure.value is not None]
    if len(rated) < 2:  # noqa: PLR2004 - one is the least of nothing
        return ""
    _, name = min(rated)
    return say(
        "; least certain is “%(label)s”, u-alpha %(figure)s",
        label=title(name),
        figure=with_interval(_alphas(found)[name]),
    )


def _alphas(found: Agreement) -> dict[str, Figure]:
    return {name: one.figures["u_alpha"] for name, one in found.labels.items() if "u_alpha" in one.figures}


def warnings(found: Agreement, title: Callable[[str], str] = str) -> list[Said]:
    """What keeps the figures from saying much; ``title`` is what a label is called."""
    told = []
    if 0 < found.documents < FEW_DOCUMENTS:
        told.append(
            say_many(
                "%(num)s document is few: below %(enough)s a figure says little about the next document.",
                "%(num)s documents are few: below %(enough)s a figure says little about the next document.",
                found.documents,
                enough=FEW_DOCUMENTS,
            )
        )
    few = [title(name) for name, one in found.labels.items() if sum(one.spans.values()) < FEW_SPANS]
    if few:
        told.append(say("Fewer than %(enough)s spans: %(labels)s.", enough=FEW_SPANS, labels=", ".join(few)))
    return told


def confused_with(label: str, confusions: Mapping[tuple[str, str], int]) -> list[tuple[str, int]]:
    """What others said where one gave ``label``, ``NOT_MARKED`` among it, the most frequent first."""
    found: Counter[str] = Counter()
    for (one, other), count in confusions.items():
        if one != other and label in (one, other):
            found[other if one == label else one] += count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def methods(found: Agreement, day: str, title: Callable[[str], str] = str) -> str:
    """A paragraph for the methods section of a paper; ``title`` is what a label is called."""
    if not found.documents:
        return ""
    figures = found.figures
    coded = f"{many(len(found.annotators), 'annotator')} independently coded {many(found.documents, 'document')}"
    return (
        f"{coded}, each completed by at least two, with {_versions(found.codebook_versions)} "
        f"({many(len(found.labels), 'label')} used). "
        f"{_by_label(found, title) if found.overlapping else _as_a_whole(found)}"
        f"Mean pairwise F1 over spans was {with_interval(figures['span_f1_exact'])} for identical spans, and "
        f"{with_interval(figures['span_f1_overlap'])} for overlapping ones. {_statements(found)}"
        "Coefficients were computed once from counts pooled over documents; intervals are delete-one-document "
        "jackknife intervals with Student's t, and speak about these annotators. "
        f"Computed on {day}."
    )


def _as_a_whole(found: Agreement) -> str:
    figures = found.figures
    return (
        "Reliability of unitizing and coding was measured by Krippendorff's u-alpha (Krippendorff et al. 2016): "
        f"{with_interval(figures['u_alpha'])}; "
        f"of unitizing alone by |u-alpha: {with_interval(figures['u_alpha_binary'])}; "
        f"of coding where units intersect by cu-alpha: {with_interval(figures['cu_alpha'])}. "
    )


def _by_label(found: Agreement, title: Callable[[str], str]) -> str:
    said = "; ".join(f"{with_interval(figure)} for “{title(name)}”" for name, figure in _alphas(found).items())
    return (
        "As spans of one annotator overlap, the reliability of unitizing and coding was measured for each label "
        f"against everything else, by Krippendorff's u-alpha (Krippendorff et al. 2016): {said}. "
    )


_ASPECTS = (
    ("found", "finding them"),
    ("actor", "the actor"),
    ("instrument", "the instrument"),
    ("polarity", "the polarity, given actor and instrument"),
)


def _statements(found: Agreement) -> str:
    """How statements were compared, where there are any."""
    joints = found.joints.statements
    said = [
        f"{with_interval(joints[name].figures['krippendorff_alpha'])} for {about}"
        for name, about in _ASPECTS
        if name in joints
    ]
    if not said:
        return ""
    return (
        "Statements of two annotators were matched one to one where their stances overlap; "
        f"Krippendorff's alpha was {'; '.join(said)}. "
    )


def _base(found: Agreement) -> Said:
    return say(
        "%(documents)s, %(annotators)s",
        documents=say_many("%(num)s document", "%(num)s documents", found.documents),
        annotators=say_many("%(num)s annotator", "%(num)s annotators", len(found.annotators)),
    )


def many(count: int, what: str) -> str:
    """So many of something, in words."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _share(part: int, of: int) -> Said:
    """In how many cases, as people say it."""
    if part == of:
        return say("in all cases") if of > 1 else say("in the one case")
    if not part:
        return say("in no case")
    _, some, few = min((abs(share - part / of), some, few) for share, few, some in _SHARES)
    return say("in about %(few)s of %(some)s cases", few=few, some=some)


def _versions(numbers: Iterable[int]) -> str:
    """The versions of the codebook that spans were made under; of what was imported it may not be known."""
    known = [str(number) for number in numbers if number]
    if not known:
        return "the codebook"
    return f"version{'s' if len(known) > 1 else ''} {' and '.join(known)} of the codebook"
