"""Two annotators who read an article differently, and an adjudicator's page about it."""

from acting import Desk, action
from adjudicators import Chair, complete
from browser.desk_page import A_MOMENT
from browser.site import Site
from playwright.sync_api import Page, expect

from annotator.services import accounts, annotating, precedents
from annotator.services.annotating import Draft
from annotator.services.recording import Action

# Twelve spans of the first article, coded by its codebook: words, label, attributes.
CODED = (
    (
        "chairman of the Almaty-based Russian Observer Research Center, Fedor Miroglov",
        "actor",
        {"kind": "person"},
    ),
    ("Miroglov", "actor", {"kind": "person"}, 1),
    ("Miroglov", "actor", {"kind": "person"}, 2),
    ("National Security Committee", "actor", {"kind": "organisation"}),
    ("Kazakhstan’s law on compulsory military service", "legal_instrument", {"kind": "law", "status": "in_force"}),
    ("Kremlin", "actor", {"kind": "state"}),
    ("Russia", "actor", {"kind": "state"}, -1),
    ("adopted", "stance", {"polarity": "supports", "voice": "narrator"}),
    (
        "law that allows a simplified naturalization procedure for conscripts from CIS countries",
        "legal_instrument",
        {"kind": "law", "status": "in_force"},
    ),
    ("Defense Ministry of Kazakhstan", "actor", {"kind": "organisation"}),
    ("1991 agreement with Russia", "legal_instrument", {"kind": "treaty_or_agreement"}),
    ("Russian Minister of Defense General Pavel Grachev", "actor", {"kind": "person"}),
)


def code(site, document: str) -> None:
    """Mark ``CODED`` in ana's layer."""
    text = site.text(document)
    with site.store.write() as tx:
        drafts = [
            Draft(tx.new_id(), [(place, place + len(words))], label, words, attributes)
            for words, label, attributes, *nth in CODED
            for place in [_place(text, words, *nth)]
        ]
        annotating.create(tx, accounts.named(tx, "ana"), Action(tx.new_id(), ""), document, drafts)


def _place(text: str, words: str, nth: int = 0) -> int:
    if nth < 0:
        return text.index(f"{words} adopted")
    place = -1
    for _ in range(nth + 1):
        place = text.index(words, place + 1)
    return place


# What ben marks: some as ana did (see CODED), some not.
OTHERWISE = (
    ("Fedor Miroglov", "actor", {"kind": "person"}),
    ("National Security Committee", "actor", {"kind": "organisation"}),
    ("Kazakhstan’s law on compulsory military service", "legal_instrument", {"kind": "law", "status": "proposed"}),
    ("Kremlin", "actor", {"kind": "state"}),
    ("adopted", "legal_instrument", {"kind": "law"}),
    ("Defense Ministry of Kazakhstan", "actor", {"kind": "organisation"}),
    ("Astana", "actor", {"kind": "state"}),
)


TITLE = "Read differently"


def differ(site: Site, who: str = "adjudicator") -> Chair:
    """Both have completed an article that differs from the first one by its last line; the adjudicator at it."""
    made = next((one.id for one in site.documents() if one.title == TITLE), None)
    if made is not None:
        return Chair(site.store, site.person(who), made)
    document = site.add_document(TITLE, f"{site.text(site.documents()[0].id)}\n\nRead twice.\n")
    code(site, document)
    ben = Desk(site.store, site.person("ben"), document)
    for words, label, attributes in OTHERWISE:
        ben.mark(words, label, attributes=attributes)
    for name in ("ana", "ben"):
        complete(Desk(site.store, site.person(name), document))
    return Chair(site.store, site.person(who), document)


def keep_rule(chair: Chair, words: str, label: str, rule: str) -> None:
    (decision,) = chair.case(words).decisions
    with chair.store.write() as tx:
        precedents.keep(tx, chair.person, action(), chair.document, decision.id, label=label, rule=rule)


def change_since(chair: Chair, who: str, label: str) -> None:
    """Somebody changes their first span of a label, after it was decided about."""
    desk = Desk(chair.store, _person(chair, who), chair.document)
    complete(desk, "in_progress")
    desk.change(next(span.id for span in desk.spans if span.label == label), note="Thought again.")
    complete(desk)


def join(chair: Chair, who: str, holder: str, stance: str) -> None:
    """Somebody joins two of their spans by “holds”, and declares their layer complete again."""
    desk = Desk(chair.store, _person(chair, who), chair.document)
    complete(desk, "in_progress")
    span = {one.quote(desk.text): one.id for one in desk.spans}
    desk.relate(span[holder], span[stance])
    complete(desk)


def _person(chair: Chair, name: str):
    with chair.store.read() as tx:
        return accounts.named(tx, name)


class BenchPage:
    """The adjudication page as somebody uses it by keys."""

    def __init__(self, page: Page, document: str) -> None:
        self.page = page
        self.document = document

    def open(self, query: str = "") -> None:
        self.page.goto(f"/documents/{self.document}/adjudicate{query}")
        self.page.locator("html.scripted").wait_for()

    def press(self, *keys: str) -> None:
        """Press keys, each after the answer to the one before is there."""
        for key in keys:
            self._rest()
            self.page.keyboard.press(key)
            self.page.evaluate(A_MOMENT)
            self._rest()

    def _rest(self) -> None:
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, [aria-busy=true]')")

    def look_at(self, words: str, title: str) -> None:
        """Go on with j until this unit is open."""
        for _ in range(30):
            if self.title == title and words in self.page.locator("#case").inner_text():
                return
            self.press("j")
        raise AssertionError(f"“{words}” ({title}) does not come up")

    @property
    def title(self) -> str:
        return self.page.locator("#case-title").inner_text()

    def expect_decided(self, number: int, of: int) -> None:
        expect(self.page.locator("#progress")).to_contain_text(f"{number} of {of} decided")
