"""The pages of agreement: figures in plain words, and the disagreements behind them."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.disagreement import KINDS
from annotator.domain.permission import Act
from annotator.measures._base import Measure
from annotator.services import agreeing, codebooks, disagreeing, filters, gamma_job, projects
from annotator.services.agreement_overview import Overview, overview
from annotator.services.agreement_tables import PASSAGES
from annotator.services.disagreeing import Wanted
from annotator.services.figures import Figure, all_measures
from annotator.services.saying import band, confused_with, many, methods, sentence, warnings, with_interval
from annotator.services.selecting import Selection
from annotator.web import agreement_form, gamma
from annotator.web.agreement_files import FILES
from annotator.web.agreement_joined import ASPECTS
from annotator.web.door import Visit, reads, writes
from annotator.web.page import Answer, Done
from annotator.web.passage import passage
from annotator.web.wording import label_of, value

blueprint = Blueprint("agreement", __name__)

TILES = (
    ("Whole", "u_alpha"),
    ("Where", "u_alpha_binary"),
    ("What", "cu_alpha"),
    ("Plain", "span_f1_exact"),
    ("Plain", "span_f1_overlap"),
)
"""What is shown first: what each is about, and its measure."""

BEHIND = {
    "u_alpha": "characters that the two did not mark alike, once for each of them",
    "u_alpha_binary": "characters that only one of two marked, once for each of them",
    "cu_alpha": "characters that two marked under different labels, once for each of them",
    "span_f1_exact": "spans that the other did not mark with the same borders and label",
    "span_f1_overlap": "spans that meet none of the other’s under the same label",
}
"""What a figure counts as different in the list behind it."""


@blueprint.get("/projects/<slug>/agreement")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """How far the annotators agree, and where they do not."""
    selection = agreement_form.selection_of(request.args)
    measure = agreement_form.pair_measure_of(request.args)
    found = overview(visit.tx, visit.person, slug, selection, measure)
    may_list = found.project.standing.may(Act.READ_OTHER_LAYERS)
    return visit.page(
        "agreement/page.html",
        project=found.project,
        found=found,
        selection=selection,
        said=sentence(found.agreement, found.parts.counts.confusions),
        chosen=agreement_form.saying(selection),
        counted=many,
        spans=sum(sum(one.spans.values()) for one in found.agreement.labels.values()),
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        warnings=warnings(found.agreement, lambda name: label_of(found.codebook, name)),
        tiles=_tiles(found),
        behind=BEHIND,
        labels=_labels(found),
        by_label=_by_label(found),
        whose_query=urlencode(agreement_form.query_of(replace(selection, key="", value=""))),
        condition_query=urlencode(agreement_form.query_of(replace(selection, names=()))),
        aspects=[one for one in ASPECTS if one[0] in found.agreement.joints.statements],
        measure=all_measures()[measure],
        measures=[all_measures()[name] for name in agreement_form.PAIR_MEASURES],
        files=[(name, *one) for name, one in FILES.items() if may_list or name not in PASSAGES],
        methods=methods(found.agreement, visit.tx.now[:10]),
        label_of=lambda name: label_of(found.codebook, name),
        with_interval=with_interval,
        band=band,
        may_list=may_list,
        may_decide=found.project.standing.may(Act.WRITE_GOLD),
        said_of=value,
        **gamma.context(slug, selection, gamma_job.latest(visit.tx, visit.person, slug, selection)),
        may_set=found.project.standing.may(Act.CHANGE_PROJECT),
    )


@blueprint.post("/projects/<slug>/agreement")
@writes
def show(visit: Visit, slug: str) -> Answer:
    """Let annotators see it once their rounds are closed, or no longer."""
    projects.show_agreement(visit.tx, visit.person, slug, shown=request.form.get("shown") == "yes")
    return Done(f"/projects/{slug}/agreement")


@blueprint.get("/projects/<slug>/agreement/disagreements")
@reads
def disagreements(visit: Visit, slug: str) -> Answer:
    """The disagreements themselves, both readings side by side."""
    selection = agreement_form.selection_of(request.args)
    wanted = agreement_form.wanted_of(request.args)
    found = disagreeing.disagreements(visit.tx, visit.person, slug, selection, wanted)
    book = codebooks.current(visit.tx, visit.person, slug)
    return visit.page(
        "agreement/disagreements.html",
        project=found.project,
        codebook=book,
        found=found,
        selection=selection,
        wanted=wanted,
        kinds=KINDS,
        behind=BEHIND,
        figure=all_measures()[wanted.behind].title if wanted.behind else "",
        items=[passage(one, book) for one in found.listed],
        pages=-(-found.total // disagreeing.AT_ONCE),
        first=(wanted.page - 1) * disagreeing.AT_ONCE,
        chosen=agreement_form.saying(selection),
        link=lambda **other: _link(slug, selection, wanted, other),
        label_of=lambda name: label_of(book, name),
        may_decide=found.project.standing.may(Act.WRITE_GOLD),
        may_comment=found.project.standing.may(Act.COMMENT),
        may_exemplify=found.project.standing.may(Act.CHANGE_CODEBOOK),
    )


def _tiles(found: Overview) -> list[tuple[str, Measure, Figure]]:
    """What is shown first, each with its figure."""
    return [(about, all_measures()[name], found.agreement.figures[name]) for about, name in TILES]


def _link(slug: str, selection: Selection, wanted: Wanted, other: dict[str, object]) -> str:
    """The same list with something else asked for."""
    query = agreement_form.query_of(selection, wanted, **other)
    return f"/projects/{slug}/agreement/disagreements?{urlencode(query)}"


def _by_label(found: Overview) -> str:
    """The measure of labels: among the others, or where spans of one annotator overlap against everything else."""
    return "u_alpha" if found.agreement.overlapping else "ku_alpha"


def _labels(found: Overview) -> list[tuple[str, agreeing.OfLabel, list[tuple[str, int]]]]:
    """Each label with its figures and what it is confused with; the worst first, without a figure last."""

    def worst(one: tuple[str, agreeing.OfLabel]) -> tuple[bool, float]:
        figure = one[1].figures[_by_label(found)]
        value = figure.value if figure.value is not None else one[1].figures["span_f1_exact"].value
        return (value is None, value or 0.0)

    labels = sorted(found.agreement.labels.items(), key=worst)
    return [(name, one, confused_with(name, found.parts.counts.confusions)) for name, one in labels]
