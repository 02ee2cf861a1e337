"""Relations in words."""

from annotator.domain.past import Spans, State, Told
from annotator.services.reading import Desk
from annotator.web.language import N_
from annotator.web.language import gettext as _
from annotator.web.paragraphs import spoken
from annotator.web.wording import quote


def link(desk: Desk, one: Told, spans: Spans) -> str:
    """What was told of a relation, such as “linked “Kremlin” to “casualties” as holds”."""
    state = one.after or one.before
    source, target = (_end(desk, spans, state[end], one.sequence) for end in ("source_id", "target_id"))
    kind = relation_title(desk, state["type"])
    if one.after is None:
        said = N_("took away the link from %(source)s to %(target)s (%(relation)s)")
        return _(said, source=source, target=target, relation=kind)
    if one.before is not None:
        was = relation_title(desk, one.before["type"])
        said = N_("the link from %(source)s to %(target)s is called %(relation)s (was %(was)s)")
        return _(said, source=source, target=target, relation=kind, was=was)
    said = N_("linked %(source)s to %(target)s as %(relation)s")
    if one.kind == "relation.import":
        said = N_("brought in the link from %(source)s to %(target)s as %(relation)s")
    return _(said, source=source, target=target, relation=kind)


def relation_title(desk: Desk, name: str) -> str:
    """A relation's type as people know it, in the codebook or not."""
    found = next((one for one in desk.codebook.relations if one.name == name), None)
    return found.title if found and found.title else spoken(name)


def _end(desk: Desk, spans: Spans, span_id: str, sequence: int) -> str:
    state: State | None = spans.at(span_id, sequence)
    return quote(desk, state) if state else _("a span")
