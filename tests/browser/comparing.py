"""Three people who completed the same articles, and do not always agree."""

import re

from acting import Desk, new_id
from adjudicators import complete
from browser.site import SLUG, Site

from annotator.services import accounts, projects
from annotator.services.accounts import OPERATOR
from annotator.services.annotating import Draft

WORDS = {
    "actor": r"Kazakhstan|Russia|Moscow|Kremlin|Astana|Ministry of Defense|the Duma|Uzbekistan|Tajikistan",
    "legal_instrument": r"\blaw\b|agreement|decree|Criminal Code|amendments?",
    "stance": r"adopted|criticized|refused|supports?|warned|condemned",
}


COUNTRIES = ("Kazakhstan", "Russia")
ATTRIBUTES = {
    "actor": {"kind": "state"},
    "legal_instrument": {"kind": "law", "status": "in_force"},
    "stance": {"polarity": "supports", "voice": "narrator"},
}


def compare(site: Site) -> None:
    """Let ana, ben and cem complete four articles; once only."""
    if any(document.states.get("complete") for document in site.documents()):
        return
    cem = _join(site, "cem")
    for number, document in enumerate(site.documents()[:4]):
        for at, person in enumerate((site.person("ana"), site.person("ben"), cem)):
            if at == 2 and number == 3:
                continue
            desk = Desk(site.store, person, document.id)
            _mark(desk, at)
            complete(desk)


def _join(site: Site, name: str):
    with site.store.write() as tx:
        accounts.add_user(tx, OPERATOR, name, admin=False, password_hash=None)
        projects.set_member(tx, OPERATOR, SLUG, name, "annotator")
        return accounts.named(tx, name)


def _mark(desk: Desk, who: int) -> None:
    text = desk.text
    taken, drafts = 0, []
    places = sorted(
        (found.start(), found.end(), label)
        for label, pattern in WORDS.items()
        for found in re.finditer(pattern, text)
    )
    for number, (start, end, label) in enumerate(places[:60]):
        # Each leaves something out, takes something longer, and takes a country for what it made.
        if start < taken or (number + 3 * who) % 7 == 0:
            continue
        longer = text.find(" ", end + 1) if (number + who) % 5 == 0 else end
        taken = max(end, longer)
        said = "legal_instrument" if who == 1 and number % 3 == 0 and text[start:end] in COUNTRIES else label
        drafts.append(Draft(new_id(), [(start, taken)], said, text[start:taken], ATTRIBUTES[said]))
    desk.create(*drafts)
    _join_some(desk)


def _join_some(desk: Desk) -> None:
    """Join the first stances to the actor before and to whatever law comes next."""
    spans = desk.spans
    stances = [at for at, span in enumerate(spans) if span.label == "stance"][:4]
    for at in stances:
        actor = next((one for one in reversed(spans[:at]) if one.label == "actor"), None)
        law = next((one for one in spans[at:] if one.label == "legal_instrument"), None)
        if actor:
            desk.relate(actor.id, spans[at].id, "holds")
        if law:
            desk.relate(spans[at].id, law.id, "toward")
