"""The pages of agreement: figures in plain words, and the disagreements behind them."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, request

from annotator.domain.disagreement import KINDS
from annotator.domain.permission import Act
from annotator.services import codebooks, disagreeing, filters, gamma_job, projects
from annotator.services.agreement_overview import overview
from annotator.services.agreement_tables import PASSAGES
from annotator.services.disagreeing import Wanted
from annotator.services.figures import all_measures
from annotator.services.saying import band, methods, sentence, warnings, with_interval
from annotator.services.selecting import Selection
from annotator.web import agreement_form, gamma
from annotator.web.agreement_files import FILES
from annotator.web.agreement_joined import ASPECTS
from annotator.web.agreement_tiles import BEHIND, labels, measure_of_labels, tiles
from annotator.web.door import Visit, reads, writes
from annotator.web.language import put
from annotator.web.page import Answer, Done
from annotator.web.passage import passage
from annotator.web.wording import label_of, value

blueprint = Blueprint("agreement", __name__)


@blueprint.get("/projects/<slug>/agreement")
@reads
def index(visit: Visit, slug: str) -> Answer:
    """How far the annotators agree, and where they do not."""
    selection = agreement_form.selection_of(request.args)
    measure = agreement_form.pair_measure_of(request.args)
    found = overview(visit.tx, visit.person, slug, selection, measure)
    may_list = found.project.standing.may(Act.READ_OTHER_LAYERS)
    shown, not_computable = tiles(found)
    title = partial(label_of, found.codebook)
    return visit.page(
        "agreement/page.html",
        project=found.project,
        found=found,
        selection=selection,
        said=sentence(found.agreement, found.parts.counts.confusions, title),
        chosen=agreement_form.saying(selection),
        filters=filters.all_of(visit.tx, visit.person, slug)[1],
        warnings=warnings(found.agreement, title),
        tiles=shown,
        not_computable=not_computable,
        behind=BEHIND,
        labels=labels(found),
        by_label=measure_of_labels(found),
        whose_query=urlencode(agreement_form.query_of(replace(selection, key="", value=""))),
        condition_query=urlencode(agreement_form.query_of(replace(selection, names=()))),
        aspects=[one for one in ASPECTS if one[0] in found.agreement.joints.statements],
        measure=all_measures()[measure],
        measures=[all_measures()[name] for name in agreement_form.PAIR_MEASURES],
        files=[(name, *one) for name, one in FILES.items() if may_list or name not in PASSAGES],
        methods=methods(found.agreement, visit.tx.now[:10], title),
        label_of=title,
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
        figure=put(all_measures()[wanted.behind].title) if wanted.behind else "",
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


def _link(slug: str, selection: Selection, wanted: Wanted, other: dict[str, object]) -> str:
    """The same list with something else asked for."""
    query = agreement_form.query_of(selection, wanted, **other)
    return f"/projects/{slug}/agreement/disagreements?{urlencode(query)}"
