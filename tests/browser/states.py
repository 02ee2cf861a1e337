"""Pages on which there is nothing yet, or something is wrong; what a model made; and articles in other scripts."""

from browser.desk_page import DeskPage
from browser.pages import PROJECT
from golden import add_gold, keep_model

from annotator.services import accounts, projects

EMPTY = (
    *("", "/codebook", "/registry", "/search?q=nothing", "/rounds", "/agreement", "/statements", "/network"),
    *("/figures", "/export", "/releases", "/models", "/questions", "/documents/changes", "/team", "/import"),
)
"""Pages of a project."""

BROKEN = {
    "broken-filter": (f"{PROJECT}?words=label:", "ana"),
    "broken-network": (f"{PROJECT}/network?view=none", "ana"),
    "broken-job": (f"{PROJECT}/imports/01900000-0000-7000-8000-000000000000", "ana"),
    "broken-right": (f"{PROJECT}/models", "ben"),
    "broken-link": ("/enter/used", "ana"),
    "broken-address": ("/no/such/page", "ana"),
}
"""Addresses that are refused, and to whom."""

SCRIPTS = {
    "arabic": "قالت موسكو إنها تدعم المعاهدة.\n\nلم تعلق أستانا (Astana) على قانون 2015.",
    "hebrew": "מוסקבה אמרה שהיא תומכת באמנה.\n\nאסטנה לא הגיבה על חוק 2015.",
    "cyrillic": "Астана подписала договор о безопасности.\n\nӨзбекстан шарттан бас тартты.",
    "chinese": "莫斯科表示支持该条约。哈萨克斯坦没有签署。\n\n杜马通过了一项法律。",
}
"""Articles, each with a word of its first paragraph to be marked."""
MARKED = {"arabic": "موسكو", "hebrew": "מוסקבה", "cyrillic": "Астана", "chinese": "莫斯科"}


def states(browsing, site, **how):
    """Each such page with its name, ready to be looked at."""
    with site.store.write() as tx:
        projects.create(tx, accounts.OPERATOR, "nothing", "Nothing yet")
        projects.set_member(tx, accounts.OPERATOR, "nothing", "ana", "manager")
    for path in EMPTY:
        yield f"empty{path.partition('?')[0].replace('/', '-')}", _at(browsing, f"/projects/nothing{path}", **how)
    for name, (path, who) in BROKEN.items():
        yield name, _at(browsing, path, who, **how)
    yield from _modelled(browsing, site, how)
    for name, text in SCRIPTS.items():
        desk = _desk(browsing, site, site.add_document(name, text), how)
        desk.mark(MARKED[name], "1")
        yield name, desk.page


def _modelled(browsing, site, how):
    """A model with its scores, documents in its order, and what it suggests."""
    gold = add_gold(site.store, number=2)
    (new,) = add_gold(site.store, first=3, number=1, gold=False)
    keep_model(site.store, 1, gold, new, [(22, 30, "actor", 0.9), (62, 68, "actor", 0.7)])
    yield "model", _at(browsing, f"{PROJECT}/models", **how)
    yield "uncertainty", _at(browsing, f"{PROJECT}?order=uncertainty", **how)
    desk = _desk(browsing, site, new, how)
    desk.press("g")
    desk.chooser.get_by_role("listitem").first.wait_for()
    yield "suggestions", desk.page


def _at(browsing, path, who="ana", **how):
    page = browsing.signed_in(who, **how)
    page.goto(path)
    return page


def _desk(browsing, site, document, how):
    desk = DeskPage(browsing.signed_in("ana", **how), site, "ana", document)
    desk.open()
    return desk
