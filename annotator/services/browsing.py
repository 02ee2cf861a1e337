"""Browsing a corpus: the documents that a filter lets through, a page at a time, and how many stand under what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.domain.document_filter import EVERYTHING, FILED, Filter
from annotator.domain.errors import Invalid
from annotator.domain.naming import name_key
from annotator.domain.permission import Act, Person
from annotator.services import models, projects, queues
from annotator.services.queues import Outlook
from annotator.store import documents, filtering
from annotator.store import rounds as stored_rounds
from annotator.store.documents import Listed
from annotator.store.engine import Transaction
from annotator.store.filtering import Conditions
from annotator.store.projects import Project

UNCERTAINTY = "uncertainty"
"""The order of those first that the newest model is least sure of."""
ORDERS = ("position", "title", "publication", "date", "length", UNCERTAINTY)
ON_A_PAGE = 50
FACETS = ("collection", "tag", "publication", "year", "language", "state", "round", "readings", "gold")
"""What documents are counted by, where there is anything to choose between."""

MANY = 5_000
"""Beside more documents than these, what is counted of them may be a minute old."""
_Times = tuple[str, tuple[tuple[str, int], ...]]
_FEW_YEARS = 2
_MOST_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values, each with the number of documents that it would let through beside other fields."""

    name: str
    values: tuple[tuple[str, int], ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Browsed:
    """One page of a filtered corpus.

    ``total`` documents of ``length`` characters are let through of ``every`` one; ``times`` are the years that
    they are from, or where there are few the months, none left out between them. ``unsure`` is how unsure the
    newest model is of documents, where they are ordered by that.
    """

    project: Project
    filter: Filter
    total: int
    every: int
    length: int
    documents: tuple[Listed, ...]
    groups: Mapping[str, Mapping[str, tuple[str, ...]]]
    facets: tuple[Facet, ...]
    time: str
    times: tuple[tuple[str, int], ...]
    rounds: Mapping[str, str]
    order: str
    page: int
    queue: Outlook
    offers_uncertainty: bool
    unsure: Mapping[str, float]

    @property
    def counted_lately(self) -> bool:
        """Whether what stands beside the documents may be a minute old."""
        return self.every > MANY

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def browse(
    tx: Transaction, person: Person, slug: str, wanted: Filter, *, order: str = "position", page: int = 1
) -> Browsed:
    """One page of the documents that a filter lets through.

    Raises:
        Invalid: there is no such order, or the filter cannot be read.
        Forbidden: the filter asks for what is not told to this person.
    """
    if order.removeprefix("-") not in ORDERS:
        raise Invalid("unknown-order", f"“{order[:40]}” is no order; these are: {', '.join(ORDERS)}.")
    project = projects.find(tx, person, slug)
    unsure = models.uncertainties(tx, project) if order.endswith(UNCERTAINTY) else {}
    among = filtering.conditions(tx, project, wanted)
    total, length = filtering.size(tx, among)
    shown = min(page, max(1, -(-total // ON_A_PAGE)))
    first = (shown - 1) * ON_A_PAGE
    here = (
        _by_uncertainty(tx, project, among, unsure, falling=order.startswith("-"))[first : first + ON_A_PAGE]
        if order.endswith(UNCERTAINTY)
        else _page(tx, project, among, order, first)
    )
    every = filtering.count(tx, filtering.conditions(tx, project, EVERYTHING)) if wanted else total
    facets, (time, times) = _beside(tx, project, wanted, every)
    return Browsed(
        project=project,
        filter=wanted,
        total=total,
        every=every,
        length=length,
        documents=tuple(_listed(tx, project, person, here)),
        groups=_groups(tx, here),
        facets=facets,
        time=time,
        times=times,
        rounds=_rounds(tx, project, facets),
        order=order,
        page=shown,
        queue=queues.outlook(tx, person, project, here),
        offers_uncertainty=models.offers_order(tx, project),
        unsure=unsure,
    )


def _beside(tx: Transaction, project: Project, wanted: Filter, every: int) -> tuple[tuple[Facet, ...], _Times]:
    """What stands beside the documents. Of many it is counted once in a minute, for each person and filter."""

    def count() -> tuple[tuple[Facet, ...], _Times]:
        return tuple(_facets(tx, project, wanted)), _times(tx, project, wanted)

    if every <= MANY:
        return count()
    minute = tx.now[: len("2026-01-01T00:00")]
    return tx.keep_packed(("beside", project.id, project.standing, str(wanted), minute), count)


def _rounds(tx: Transaction, project: Project, facets: Iterable[Facet]) -> dict[str, str]:
    """For the number of each round that somebody may know of its name."""
    told = {value for one in facets if one.name == "round" for value, count in one.values if count}
    return {
        str(one.number): one.name for one in stored_rounds.in_project(tx, project.id) if str(one.number) in told
    }


def _page(tx: Transaction, project: Project, among: Conditions, order: str, first: int) -> list[str]:
    """The ids of the documents of a page in an order; as they came, no others are read."""
    if order == "position":
        return filtering.some(tx, among, first, ON_A_PAGE)
    return _ordered(tx, project, among, order)[first : first + ON_A_PAGE]


def _ordered(tx: Transaction, project: Project, among: Conditions, order: str) -> list[str]:
    """The ids of documents in an order; what has no value in it comes last, whichever way it goes."""
    name, falling = order.removeprefix("-"), order.startswith("-")
    found = filtering.sorted_by(tx, project, name, among)
    if name in ("position", "length"):
        found.sort(key=lambda one: one[1], reverse=falling)
    else:
        # Compared here: each database would have an order of its own.
        found.sort(key=lambda one: name_key(str(one[1])), reverse=falling)
        found.sort(key=lambda one: not one[1])
    return [document for document, _ in found]


def _by_uncertainty(
    tx: Transaction, project: Project, among: Conditions, unsure: Mapping[str, float], *, falling: bool
) -> list[str]:
    """The ids of documents, those first (``falling``: last) that a model is least sure of."""
    by_position = [document for document, _ in filtering.sorted_by(tx, project, "position", among)]
    return sorted(by_position, key=lambda one: models.order_key(unsure.get(one), falling=falling))


def _listed(tx: Transaction, project: Project, person: Person, here: list[str]) -> Iterable[Listed]:
    rows = {one.id: one for one in documents.listed_of(tx, project.id, person, filtering.one_of(tx, here))}
    states = documents.layer_states(tx, here) if project.standing.may(Act.READ_OTHER_LAYERS) else {}
    gold = documents.gold_states(tx, here) if project.standing.may(Act.READ_PROGRESS) else {}
    for document in here:
        yield replace(rows[document], states=states.get(document, {}), gold=gold.get(document))


def _groups(tx: Transaction, here: list[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    found = {name: filtering.values_of(tx, here, name) for name in ("collection", "tag")}
    return {
        name: {document: tuple(filter(None, values)) for document, values in of_each.items()}
        for name, of_each in found.items()
    }


def _facets(tx: Transaction, project: Project, wanted: Filter) -> Iterable[Facet]:
    """Values count under all other fields: with one more of them chosen, so many documents come in."""
    open_ = [name for name in FACETS if name in FILED and not wanted.of(name)]
    found = filtering.counts_filed(tx, project, open_, filtering.conditions(tx, project, wanted))
    for name in FACETS:
        if name in FILED or name in filtering.offered(project):
            counted = found.get(name)
            if counted is None:
                others = filtering.conditions(tx, project, wanted.without(name))
                counted = filtering.counts(tx, project, name, others)
            yield _facet(name, counted, wanted.of(name))


def _facet(name: str, counted: Mapping[str, int], chosen: tuple[str, ...]) -> Facet:
    every = {**dict.fromkeys(chosen, 0), **counted}
    if name in ("year", "round", "readings"):
        values = sorted(every.items(), key=lambda one: (not one[0], len(one[0]), one[0]))
    else:
        values = sorted(every.items(), key=lambda one: (not one[0], -one[1], name_key(one[0]), one[0]))
    return Facet(name, tuple(values), chosen)


def _times(tx: Transaction, project: Project, wanted: Filter) -> _Times:
    """How many documents are from which year or month: under all fields but the one that is shown."""
    years = filtering.counts(tx, project, "year", filtering.conditions(tx, project, wanted.without("month")))
    if len(set(years) - {""}) > _FEW_YEARS or not set(years) - {""}:
        if wanted.of("year"):
            wide = filtering.conditions(tx, project, wanted.without("month").without("year"))
            years = filtering.counts(tx, project, "year", wide)
        return "year", tuple(_gapless(years, _years))
    counted = filtering.counts(tx, project, "month", filtering.conditions(tx, project, wanted.without("month")))
    months = tuple(_gapless(counted, _months))
    if not 0 < len(months) <= _MOST_MONTHS:
        return "year", tuple(_gapless(years, _years))
    return "month", months


def _gapless(counted: Mapping[str, int], between: Callable[[str, str], list[str]]) -> Iterable[tuple[str, int]]:
    known = sorted(set(counted) - {""})
    every = between(known[0], known[-1]) if known else []
    return ((one, counted.get(one, 0)) for one in every)


def _years(first: str, last: str) -> list[str]:
    return [f"{year:04}" for year in range(int(first), int(last) + 1)]


def _months(first: str, last: str) -> list[str]:
    start, end = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
