"""The corpus of a project."""

from flask import Blueprint

from annotator.domain.permission import Act
from annotator.services import corpus
from annotator.web.door import Visit, reads
from annotator.web.page import Answer

blueprint = Blueprint("corpus", __name__)


@blueprint.get("/projects/<slug>")
@reads
def index(visit: Visit, slug: str) -> Answer:
    found = corpus.corpus(visit.tx, visit.person, slug)
    standing = found.project.standing
    return visit.page(
        "corpus/page.html",
        project=found.project,
        documents=found.documents,
        queue=found.queue,
        queued={document: place for place, (document, _) in enumerate(found.queue.items)},
        may={
            "annotate": standing.may(Act.ANNOTATE),
            "import": standing.may(Act.IMPORT),
            "others": standing.may(Act.READ_OTHER_LAYERS),
            "adjudicate": standing.may(Act.WRITE_GOLD),
        },
    )
