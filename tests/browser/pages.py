"""Every page as somebody sees it, with something on it."""

import json
import re

from acting import Desk
from browser.comparing import compare
from browser.desk_page import DeskPage
from browser.differing import CODED, BenchPage, change_since, code, differ, join, keep_rule
from browser.site import SLUG
from playwright.sync_api import Page

from annotator.domain.codebook import Label
from annotator.domain.codebook_editing import put_label
from annotator.domain.document_filter import filter_from
from annotator.domain.label_operation import Split
from annotator.domain.regrouping import change_of
from annotator.domain.release import Terms
from annotator.domain.rule_operation import ChangeChoices
from annotator.services import (
    accounts,
    annotating,
    commenting,
    completing,
    drafting,
    entities,
    filters,
    gold_tying,
    inviting,
    operating,
    projects,
    regrouping,
    releasing,
    rounds,
)
from annotator.services.annotating import Edit
from annotator.services.commenting import Remark
from annotator.services.recording import Action
from annotator.services.regrouping import Which
from annotator.services.relating import Link
from annotator.services.rounds import Plan

PROJECT = f"/projects/{SLUG}"
HARD = "A note\n\nby a reader\n\nAstana 😀 agreed.\n\nThe end of it is not known."


def show(name: str, browsing, site, **how) -> Page:
    """The page called ``name``, ready to be looked at."""
    return PAGES[name](browsing, site, how)


def _at(path: str, who: str = "ana"):
    def go(browsing, site, how):
        page = browsing.signed_in(who, **how)
        page.goto(path)
        return page

    return go


def _signed_out(path: str):
    def go(browsing, site, how):
        page = browsing.page(**how)
        page.goto(path)
        return page

    return go


def _link(browsing, site, how):
    page = browsing.page(**how)
    page.goto(f"/enter/{site.ticket('ana')}")
    return page


def _team(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/team")
    page.get_by_text("Invite somebody by a link").click()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_text("This link is shown only now").wait_for()
    return page


def _invitation(browsing, site, how):
    with site.store.write() as tx:
        token = inviting.invite(tx, accounts.named(tx, "ana"), SLUG, "annotator")
    page = browsing.page(**how)
    page.goto(f"/invitation/{token}")
    return page


def _round(browsing, site, how):
    with site.store.write() as tx:
        ana = accounts.named(tx, "ana")
        if not rounds.all_of(tx, ana, SLUG)[1]:
            for name in ("eva", "ivo", "Jean-Baptiste", "kim", "olga"):
                accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
                projects.set_member(tx, accounts.OPERATOR, SLUG, name, "annotator")
            rounds.create(tx, ana, SLUG, Plan("First", overlap=3, deadline="2026-01-31"))
            held = rounds.board(tx, ana, SLUG, 1).assigned
            for one in (one for one in held if one.name in ("ben", "kim")):
                who = accounts.named(tx, one.name)
                completing.set_state(tx, who, Action(tx.new_id(), ""), one.document_id, "complete")
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/rounds/1")
    return page


def _tokens(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto("/account/tokens")
    page.get_by_label("Name").fill("nightly export")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_text("It is shown this once").wait_for()
    return page


def _preview(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/import")
    page.get_by_label("paste a text").fill(HARD)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("heading", name="What would come in").wait_for()
    return page


def _lacking(browsing, site, how):
    """Labels that the codebook lacks, and a text that is nearly one of those that are there."""
    document = site.documents()[0].id
    text = f"{site.text(document)}\n\nAnd more."
    spans = [
        {"start": 0, "end": 4, "label": "PER", "kind": "state"},
        {"start": 5, "end": 9, "label": "Place name"},
    ]
    task = {
        "text": text,
        "_task_hash": 1,
        "answer": "accept",
        "spans": spans,
        "meta": {"publication": "The Times"},
    }
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/import")
    file = {"name": "tasks.jsonl", "mimeType": "application/jsonl", "buffer": json.dumps(task).encode()}
    page.get_by_label("Files, or a ZIP archive").set_input_files(file)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("heading", name="What the codebook lacks").wait_for()
    page.get_by_role("button", name="Add all of them").click()
    page.get_by_role("heading", name="Nearly the same").wait_for()
    return page


def _columns(browsing, site, how):
    """A table whose columns are called as nobody could know."""
    table = "Kopf;Inhalt;Blatt;Tag\nAstana and the pact;The pact was refused. =1+1;Vremya;2005-02-04\n"
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/import")
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.get_by_label("Files, or a ZIP archive").set_input_files(file)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("heading", name="Which column is what").wait_for()
    return page


def _correcting(browsing, site, how):
    """The report of a correction by which spans move, read otherwise and are lost."""
    document = site.add_document("The pact", "The goverment of Kazakhstan refused the pact. The Duma adopted it.")
    desk = Desk(site.store, site.person("ana"), document)
    for words in ("goverment", "Kazakhstan", "Duma"):
        desk.mark(words)
    page = browsing.signed_in("ana", **how)
    page.goto(f"/documents/{document}/text")
    page.locator("textarea[name=text]").fill("The government of Kazakhstan refused the pact.")
    page.get_by_label("Why").fill("Misspellings of the scan")
    page.get_by_role("button", name="See what becomes of the spans").click()
    page.get_by_role("heading", name="What becomes of the spans").wait_for()
    return page


def _editions(browsing, site, how):
    page = _correcting(browsing, site, how)
    page.get_by_role("button", name="Make the new edition so").click()
    page.get_by_role("heading", name="Edition 2").wait_for()
    return page


def _old_edition(browsing, site, how):
    page = _editions(browsing, site, how)
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("heading", name="Edition 1").wait_for()
    return page


def _text_to_correct(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto(f"/documents/{site.documents()[0].id}/text")
    return page


def _labels_lacking(browsing, site, how):
    task = {"text": "Ana in Bonn.", "_task_hash": 1, "spans": [{"start": 0, "end": 3, "label": "PER"}]}
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/import")
    file = {"name": "tasks.jsonl", "mimeType": "application/jsonl", "buffer": json.dumps(task).encode()}
    page.get_by_label("Files, or a ZIP archive").set_input_files(file)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_role("heading", name="What the codebook lacks").wait_for()
    return page


def _import_job(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/import")
    page.get_by_label("paste a text").fill("   .")
    page.get_by_role("button", name="Import without looking").click()
    page.get_by_role("heading", name="Imported 1 document").wait_for()
    return page


def _desk(browsing, site, how) -> DeskPage:
    document = site.documents()[0].id
    if not site.spans(document):
        code(site, document)
    desk = DeskPage(browsing.signed_in("ana", **how), site, "ana", document)
    desk.open()
    return desk


def _annotate(browsing, site, how):
    desk = _desk(browsing, site, how)
    desk.entry("National Security Committee").click()
    desk.expect_choosing("National Security Committee")
    desk.settled()
    return desk.page


def _palette(browsing, site, how):
    desk = _desk(browsing, site, how)
    desk.drag("Russian flag")
    return desk.page


def _chooser(browsing, site, how):
    desk = _desk(browsing, site, how)
    if len(site.spans(desk.document)) == len(CODED):
        desk.mark("Russia adopted", "3")
        desk.press("Escape")
    desk.click("adopted")
    desk.chooser.locator(".entry").first.wait_for()
    return desk.page


def _stated(path: str):
    """A page of what is stated, once somebody has stated something."""

    def go(browsing, site, how):
        _joined(browsing, site, how).close()
        page = browsing.signed_in("ana", **how)
        page.goto(path)
        return page

    return go


def _released(path: str):
    """A page of releases, once there are two with somebody's work between them."""

    def go(browsing, site, how):
        with site.store.read() as tx:
            names = [one.name for one in releasing.all_of(tx, accounts.OPERATOR, SLUG)[1]]
        for name in ("1.0", "1.1"):
            if name not in names:
                releasing.create(site.store, accounts.OPERATOR, SLUG, Terms(name, "2026-11-28"))
                _joined(browsing, site, how).close()
        page = browsing.signed_in("ana", **how)
        page.goto(path)
        return page

    return go


def _mentions(browsing, site, how):
    desk = _desk(browsing, site, how)
    desk.entry("Kremlin").click()
    desk.expect_choosing("Kremlin")
    desk.press("e")
    desk.chooser.locator("#choices").wait_for()
    return desk.page


def _joined(browsing, site, how):
    """A stance with its relations drawn in the text, chosen."""
    desk = _desk(browsing, site, how)
    if not site.relations(desk.document):
        for words, key in (("Russia", "h"), ("law that allows a simplified naturalization procedure", "t")):
            desk.entry("adopted").click()
            desk.expect_choosing("adopted")
            desk.press(key)
            desk.chooser.locator("[name=join]", has_text=re.compile(rf"^\s*{words}\b")).click()
            desk.inspector.locator(".chip", has_text=words).wait_for()
            desk.press("Escape")
    desk.entry("adopted").click()
    desk.expect_choosing("adopted")
    desk.page.locator("#lines text").first.wait_for()
    desk.settled()
    return desk.page


def _ends(browsing, site, how):
    page = _joined(browsing, site, how)
    page.keyboard.press("h")
    page.locator(".ends [name=join]").first.wait_for()
    return page


def _document_statements(browsing, site, how):
    page = _joined(browsing, site, how)
    page.keyboard.press("Escape")
    page.locator("#statements").scroll_into_view_if_needed()
    return page


def _keys(browsing, site, how):
    desk = _desk(browsing, site, how)
    desk.press("?")
    return desk.page


def _questions(browsing, site, how):
    desk = _desk(browsing, site, how)
    if len(site.spans(desk.document)) == len(CODED):
        desk.mark("Russian flag", "1")
        desk.press("Escape")
    desk.page.get_by_role("button", name="Complete").click()
    desk.page.locator("#questions").wait_for()
    return desk.page


def _bench(browsing, site, how):
    chair = differ(site)
    page = browsing.signed_in("ana", **how)
    unit = chair.case("adopted").unit.id
    page.goto(f"/documents/{chair.document}/adjudicate?unit={unit}")
    page.locator("html.scripted").wait_for()
    return page


def _bench_new(browsing, site, how):
    page = _bench(browsing, site, how)
    page.locator("summary", has_text="Make a new one").click()
    page.get_by_label("Label", exact=True).focus()
    return page


def _decided(browsing, site, how):
    chair = differ(site)
    if not chair.case("adopted").decided:
        chair.take("adopted", "ana", reason="It is what Russia did.")
        keep_rule(chair, "adopted", "stance", "A law that was adopted is a stance of who adopted it.")
        change_since(chair, "ana", "stance")
    page = _bench(browsing, site, how)
    page.locator("summary", has_text="Keep as a rule").click()
    return page


def _rules(browsing, site, how):
    _decided(browsing, site, how).close()
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/codebook")
    page.locator(".precedents").scroll_into_view_if_needed()
    return page


def _history(browsing, site, how):
    desk = _desk(browsing, site, how)
    desk.page.goto(f"/documents/{desk.document}/history")
    return desk.page


def _then(browsing, site, how):
    page = _history(browsing, site, how)
    page.get_by_role("link", name="As it stood then").first.click()
    page.get_by_role("heading", name="As it stood on").wait_for()
    return page


def _gold(browsing, site, how):
    chair = differ(site)
    if not chair.ties:
        join(chair, "ana", "Russia", "adopted")
        chair.take("adopted", "ana", reason="It is what Russia did.")
        chair.take("Russia", "ana")
        chair.withdraw("adopted")
        chair.undo()
        chair.take_agreed()
        chair.decide("Astana", "none", reason="A place here, not a government.")
        keep_rule(chair, "Astana", "actor", "A capital is an actor only where it acts.")
    page = browsing.signed_in("ana", **how)
    page.goto(f"/documents/{chair.document}/history?layer=gold")
    return page


def _gold_then(browsing, site, how):
    page = _gold(browsing, site, how)
    page.get_by_role("link", name="As it stood then").first.click()
    page.get_by_role("heading", name="As it stood on").wait_for()
    return page


def _gold_then_links(browsing, site, how):
    page = _gold_then(browsing, site, how)
    page.locator("#relations-then").scroll_into_view_if_needed()
    return page


def _agreement(browsing, site, how):
    compare(site)
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/agreement")
    return page


def _disagreements(browsing, site, how):
    page = _agreement(browsing, site, how)
    page.get_by_role("link", name="See the disagreements").click()
    page.locator(".disagreements").wait_for()
    return page


def _statements(browsing, site, how):
    page = _agreement(browsing, site, how)
    page.goto(f"{PROJECT}/agreement/joined?of=identical")
    page.locator(".disagreements").wait_for()
    return page


def _example(browsing, site, how):
    page = _disagreements(browsing, site, how)
    page.goto(page.locator("[data-key=e]").first.get_attribute("href"))
    return page


def _conflict(browsing, site, how):
    browsing.forgive("412")
    desk = _desk(browsing, site, how)
    desk.entry("Kremlin").click()
    desk.expect_choosing("Kremlin")
    span = next(one for one in site.spans(desk.document) if one.quote(site.text(desk.document)) == "Kremlin")
    with site.store.write() as tx:
        note = f"Changed in another window, version {span.version}."
        annotating.change(tx, accounts.named(tx, "ana"), Action(tx.new_id(), ""), span.id, Edit(note=note))
    desk.inspector.get_by_label("Note").fill("Who is meant here?")
    desk.press("Tab")
    desk.page.locator("#questions").wait_for()
    return desk.page


def _comments(browsing, site, how):
    document = site.documents()[0].id
    with site.store.write() as tx:
        ana, ben = accounts.named(tx, "ana"), accounts.named(tx, "ben")
        if not commenting.of_project(tx, ana, SLUG)[1]:
            asked = Remark(tx.new_id(), "Is the author quoting here, @ana? It reads like it.")
            thread = commenting.on_document(tx, ben, document, asked).thread
            commenting.reply(tx, ana, thread.id, Remark(tx.new_id(), "The second half is a quotation."))
            asked = Remark(tx.new_id(), "Is a capital an actor when it only hosts a meeting?")
            commenting.on_label(tx, ana, SLUG, "actor", asked)
    page = browsing.signed_in("ana", **how)
    page.goto(f"/documents/{document}/comments")
    return page


def _asked(browsing, site, how):
    page = _comments(browsing, site, how)
    page.goto(f"{PROJECT}/questions")
    return page


def _corpus_filtered(browsing, site, how):
    """Documents in a collection, some of them chosen by a filter that is kept."""
    with site.store.write() as tx:
        ana = accounts.named(tx, "ana")
        if not filters.all_of(tx, ana, SLUG)[1]:
            wanted = filter_from("publication=Eurasia+Daily+Monitor")
            filters.save(tx, ana, SLUG, "Jamestown", wanted)
            into = change_of(into={"collection": ["Volunteers"], "tag": ["read twice"]}, out_of={}, values={})
            regrouping.change(tx, ana, SLUG, Which(filter=wanted), into)
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}?collection=Volunteers&collection=&year=2005&year=2022")
    return page


def _corpus_change(browsing, site, how):
    page = _corpus_filtered(browsing, site, how)
    page.get_by_text("Change documents:").click()
    return page


def _corpus_changes(browsing, site, how):
    page = _corpus_filtered(browsing, site, how)
    page.goto(f"{PROJECT}/documents/changes")
    return page


def _once(set_up, path: str, who: str = "ana"):
    """A page of the project once something is set up there."""

    def go(browsing, site, how):
        set_up(site)
        return _at(f"{PROJECT}/{path}", who)(browsing, site, how)

    return go


def _draft(site):
    """A draft with a label that another version does not have, made while one was being made."""
    with site.store.write() as tx:
        ana = accounts.named(tx, "ana")
        label = Label("firm", "Law firm", "A firm of lawyers.", color="#F0E442", shortcut="8", parent="actor")
        if not drafting.look(tx, ana, SLUG).begun:
            drafting.edit(tx, ana, SLUG, lambda book: put_label(book, label))


def _taken_away(site):
    """An entry of the registry that was taken away, and can be brought back."""
    with site.store.write() as tx:
        ana = accounts.named(tx, "ana")
        if not entities.registry(tx, ana, SLUG).gone:
            made = entities.add(tx, ana, SLUG, {"sort": "actor", "name": "Almaty", "kind": "state"})
            entities.remove(tx, ana, SLUG, made.entity.key)


def _gone(browsing, site, how):
    page = _once(_taken_away, "registry?q=law")(browsing, site, how)
    page.get_by_text("1 taken away").click()
    return page


def _joined_in_gold(browsing, site, how):
    """A place that is decided, joined in gold by hand, and what else it may be joined with."""
    chair = differ(site)
    for words in ("Kremlin", "adopted"):
        if not chair.case(words).decided:
            chair.take(words, "ana")
    gold = {span.quote(site.text(chair.document)): one for one, span in chair.docket().gold.items()}
    if not chair.ties:
        with site.store.write() as tx:
            link = Link(tx.new_id(), "holds", gold["Kremlin"], gold["adopted"])
            gold_tying.relate(tx, chair.person, Action(tx.new_id(), ""), chair.document, link)
    bench = BenchPage(browsing.signed_in("adjudicator", **how), chair.document)
    bench.open(f"?unit={chair.case('adopted').unit.id}")
    bench.press("T")
    bench.page.locator(".ends").wait_for()
    return bench.page


def _registry_entry(browsing, site, how):
    page = browsing.signed_in("ana", **how)
    page.goto(f"{PROJECT}/registry/russia")
    page.get_by_text("Change it").click()
    return page


def _linking(browsing, site, how):
    document = site.add_document("A text to link", "The Kremlin saw Tashkent. Nobody else was there that day.")
    desk = DeskPage(browsing.signed_in("ana", **how), site, "ana", document)
    desk.open()
    desk.mark("Kremlin", "1")
    desk.press("k")
    desk.page.keyboard.type("kazakh")
    desk.page.get_by_role("button", name="Kazakhstan state").wait_for()
    return desk.page


def _operations(site):
    """A split that waits to be decided, and a rule that leaves something to be looked at again."""
    document = site.documents()[0].id
    if not site.spans(document):
        code(site, document)
    with site.store.write() as tx:
        ana = accounts.named(tx, "ana")
        if not operating.told(tx, ana, SLUG):
            parts = (("person", "Person", "A human being."), ("body", "Body", "A state or an organisation."))
            operating.perform(tx, ana, SLUG, Split("actor", parts), "They are coded differently.")
            choices = ("state", "person", "group")
            operating.perform(tx, ana, SLUG, ChangeChoices("actor", "kind", choices))


def _split_queue(browsing, site, how):
    page = _once(_operations, "codebook/change")(browsing, site, how)
    page.get_by_role("link", name="split Actor").click()
    page.get_by_role("heading", name="to decide").wait_for()
    return page


def _preview_of_change(browsing, site, how):
    page = _once(_operations, "codebook/change?kind=merge")(browsing, site, how)
    page.get_by_role("checkbox", name="Actor").check()
    page.get_by_label("Into").select_option("body")
    page.get_by_role("button", name="See what it would touch").click()
    page.get_by_role("heading", name="What this would do").wait_for()
    return page


PAGES = {
    "sign-in": _signed_out("/sign-in"),
    "one-time-link": _link,
    "set-up": _signed_out("/set-up/0123456789abcdef"),
    "projects": _at("/"),
    "corpus": _at(PROJECT),
    "corpus-filtered": _corpus_filtered,
    "corpus-change": _corpus_change,
    "corpus-changes": _corpus_changes,
    "search": _at(f"{PROJECT}/search?q=kazakh*"),
    "search-empty": _at(f"{PROJECT}/search"),
    "codebook": _at(f"{PROJECT}/codebook"),
    "codebook-file": _at(f"{PROJECT}/codebook/file"),
    "models": _at(f"{PROJECT}/models"),
    "codebook-draft": _once(_draft, "codebook/draft"),
    "codebook-draft-label": _once(_draft, "codebook/draft/label?name=actor"),
    "codebook-draft-attribute": _once(_draft, "codebook/draft/attribute?of=actor&name=kind"),
    "codebook-draft-relation": _once(_draft, "codebook/draft/relation?name=toward"),
    "codebook-versions": _at(f"{PROJECT}/codebook/versions"),
    "registry": _at(f"{PROJECT}/registry"),
    "registry-found": _at(f"{PROJECT}/registry?q=law"),
    "registry-entry": _registry_entry,
    "registry-gone": _gone,
    "registry-merge": _at(f"{PROJECT}/registry/belarus/merge?into=russia"),
    "rounds": _at(f"{PROJECT}/rounds"),
    "round": _round,
    "team": _team,
    "people": _at("/people"),
    "account": _at("/account"),
    "tokens": _tokens,
    "api-docs": _at("/api/v1/docs"),
    "invitation": _invitation,
    "new-password": _signed_out("/password/0123456789abcdef"),
    "import": _at(f"{PROJECT}/import"),
    "preview": _preview,
    "preview-labels": _labels_lacking,
    "preview-twins": _lacking,
    "preview-columns": _columns,
    "edition-text": _text_to_correct,
    "edition-report": _correcting,
    "editions": _editions,
    "edition-old": _old_edition,
    "import-job": _import_job,
    "export": _at(f"{PROJECT}/export"),
    "releases": _released(f"{PROJECT}/releases"),
    "release": _released(f"{PROJECT}/releases/1.0"),
    "release-changes": _released(f"{PROJECT}/releases/1.1/changes?old=1.0"),
    "attach": _at(f"{PROJECT}/attach"),
    "comments": _comments,
    "questions": _asked,
    "error": _at("/nowhere"),
    "guide": _at("/guide"),
    "guide-managers": _at("/guide/managers"),
    "guide-formats": _at("/guide/formats"),
    "annotate": _annotate,
    "annotate-palette": _palette,
    "annotate-chooser": _chooser,
    "annotate-mentions": _mentions,
    "annotate-linking": _linking,
    "annotate-relations": _joined,
    "statements-of-all": _stated(f"{PROJECT}/statements"),
    "network": _stated(f"{PROJECT}/network?support=any"),
    "figures": _stated(f"{PROJECT}/figures?layer=all"),
    "network-nobody": _stated(f"{PROJECT}/network?view=conflict"),
    "annotate-ends": _ends,
    "annotate-statements": _document_statements,
    "annotate-keys": _keys,
    "annotate-questions": _questions,
    "adjudicate": _bench,
    "adjudicate-new": _bench_new,
    "adjudicate-decided": _decided,
    "adjudicate-joined": _joined_in_gold,
    "codebook-rules": _rules,
    "annotate-conflict": _conflict,
    "agreement-none": _at(f"{PROJECT}/agreement"),
    "history": _history,
    "history-then": _then,
    "history-gold": _gold,
    "history-gold-then": _gold_then,
    "history-gold-then-links": _gold_then_links,
    # Last but for what changes the codebook: it completes what the pages before mark on.
    "agreement": _agreement,
    "disagreements": _disagreements,
    "statements-that-differ": _statements,
    "example": _example,
    # After all others: they change the codebook.
    "codebook-change": _once(_operations, "codebook/change?kind=choices&attribute=actor/kind"),
    "codebook-rename": _once(_operations, "codebook/change?kind=rename-attribute"),
    "codebook-change-preview": _preview_of_change,
    "codebook-split": _split_queue,
    "codebook-again": _once(_operations, "codebook/again"),
}
