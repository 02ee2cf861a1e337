"""The pages of agreement: from a sentence to the figures, from each figure to the passages behind it."""

import csv
import io
import json

import pytest
from acting import SLUG, Desk
from adjudicators import complete
from patience import until
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from annotator.services import accounts, agreeing, corpus, disagreeing, projects, rounds
from annotator.services.agreement_tables import PASSAGES
from annotator.services.rounds import Plan
from annotator.services.selecting import Selection
from annotator.store import jobs
from annotator.web.agreement_files import FILES
from annotator.web.agreement_form import selection_of

HERE = f"/projects/{SLUG}/agreement"


def test_before_two_have_completed_a_document_the_page_says_what_to_do(sign_in, team):
    page = sign_in("ana").get(HERE)
    assert page.words("//*[@class='sentence']") == [
        "No document was completed by two annotators yet: there is nothing to compare."
    ]
    assert f"/projects/{SLUG}/rounds" in page.page.xpath("//main//a/@href")


def test_a_sentence_says_how_far_the_annotators_agree(sign_in, differing):
    (said,) = sign_in("ana").get(HERE).words("//*[@class='sentence']")
    assert said.startswith("Where both marked a passage they chose the same label in about ")
    assert said.endswith(", 3 documents, 2 annotators.")
    assert "u-alpha ." in said
    assert "95 % interval" in said


def test_the_sentence_is_said_in_the_language_of_the_page_and_is_english_in_the_api(sign_in, differing, report):
    page = sign_in("ana").get(HERE, headers={"Accept-Language": "ru"})
    (said,) = page.words("//*[@class='sentence']")
    assert said.startswith("Там, где место разметили оба, они выбрали одну и ту же метку ")
    assert said.endswith(", 3 документа, 2 разметчика.")
    assert "Насколько надёжна разметка в целом, сверх случайного?" in page.text
    assert "How reliable is marking and coding as a whole, beyond chance?" not in page.text
    assert json.dumps(report()).isascii()


def test_the_figures_on_the_page_are_those_of_the_api(sign_in, differing, report):
    page = sign_in("ana").get(HERE)
    shown = page.words("//*[@class='card tile']//*[@class='big']")
    names = ("u_alpha", "u_alpha_binary", "cu_alpha", "span_f1_exact", "span_f1_overlap")
    values = [report()["measures"][name]["value"] for name in names]
    assert shown == [f"{value:.2f}".removeprefix("0") for value in values]


def test_gamma_is_computed_only_when_one_asks_and_is_waited_for_on_the_page(sign_in, differing):
    browser = sign_in("ana")
    assert "Compute gamma" in browser.get(HERE).text
    answer = browser.send(f"{HERE}/gamma")
    assert answer.headers["Location"] == f"{HERE}#gamma-title"
    page = until(lambda: (got := browser.get(HERE)).words("//section[@id='gamma']//tbody/tr/th") and got)
    assert page.words("//section[@id='gamma']//tbody/tr/th") == ["ana and ben"]
    assert page.words("//section[@id='gamma']//tbody/tr/td")[0] == "3"
    assert page.page.xpath("//section[@id='gamma']/@hx-trigger") == []


def test_while_gamma_is_computed_the_part_asks_by_itself(sign_in, differing, store):
    browser = sign_in("ana")
    with store.write() as tx:
        project = projects.find(tx, accounts.OPERATOR, SLUG)
        ana = accounts.named(tx, "ana")
        about = {"annotators": [], "by": "", "is": "", "among": []}
        jobs.add(tx, "gamma", project.id, ana.id, total=3, about=about)
    part = browser.get(f"{HERE}/gamma", headers={"HX-Request": "true"})
    assert part.page.xpath("//section/@hx-trigger") == ["every 1s"]
    assert part.words("//*[@role='status']")[0].startswith("0 of 3 pairs of annotators")
    assert browser.get(f"{HERE}/gamma").status_code == 303


def test_every_number_of_the_table_of_labels_opens_a_list_of_as_many(sign_in, differing):
    browser = sign_in("ana")
    cells = browser.get(HERE).page.xpath("//table[@class='confusion']//td//a")
    assert cells
    for cell in cells:
        listed = browser.get(cell.get("href"))
        assert listed.words("//h1")[0].split()[0] == cell.text
        assert len(listed.page.xpath("//ol[contains(@class, 'disagreements')]/li")) == min(int(cell.text), 30)


def test_the_numbers_by_document_and_by_kind_add_up_to_the_list(sign_in, differing):
    browser = sign_in("ana")
    listed = browser.get(f"{HERE}/disagreements")
    every = int(listed.words("//h1")[0].split()[0])
    kinds = listed.page.xpath("//nav[@class='kinds']//*[@class='count']/text()")
    assert sum(map(int, kinds[:-1])) == every  # the last kind is what is the same
    documents = browser.get(HERE).page.xpath("//section[@aria-labelledby='documents']//td[1]//a/text()")
    assert sum(map(int, documents)) == every


def test_every_number_that_opens_a_list_is_the_length_of_that_list(sign_in, differing):
    browser = sign_in("ana")
    page = browser.get(HERE).page
    links = [link for link in page.xpath("//main//a[contains(@href, '/disagreements?')]") if number_in(link)]
    assert len(links) > 20
    for link in links:
        listed = browser.get(link.get("href")).words("//h1")[0]
        assert listed.split()[0] == number_in(link), link.get("href")


def number_in(link):
    """The number that a link is, if it is one of disagreements."""
    first, *rest = link.xpath("string(.)").split() or [""]
    return first if first.isdecimal() and (not rest or rest[0].startswith("disagreement")) else None


def test_a_tile_works_its_figure_out_with_the_numbers_of_the_project(sign_in, differing, report):
    works_out(sign_in("ana").get(HERE))


def works_out(page):
    for tile in page.page.xpath("//*[@class='card tile']"):
        formula, _, shown = tile.xpath("string(.//details/p[1])").rpartition(" = ")
        value = eval(formula.replace("−", "-").replace(",", ""))  # a sum of numbers that the page itself prints
        assert shown == f"{value:.2f}".removeprefix("0") == tile.xpath("string(.//*[@class='big'])")


def test_the_list_behind_a_tile_adds_up_to_what_the_tile_counts_as_different(sign_in, differing):
    browser = sign_in("ana")
    for tile in browser.get(HERE).page.xpath("//*[@class='card tile']"):
        steps = [float(one.replace(",", "")) for one in tile.xpath(".//dd/text()")]
        (link,) = tile.xpath(".//a[contains(@href, 'behind=')]")
        (told,) = browser.get(link.get("href")).words("//*[@class='counted']")
        # An alpha counts what differs, F1 what does not.
        expected = steps[0] - steps[1] if "f1" in link.get("href") else steps[1]
        assert float(told.split()[1].replace(",", "")) == expected > 0
        assert told.removeprefix("Together ").rstrip(".") in tile.xpath("string(.//details)")


def test_lists_are_sent_while_they_are_read(sign_in, differing):
    answer = sign_in("ana").get(f"{HERE}/files/units.csv", buffered=False)
    assert answer.is_streamed
    lines = answer.get_data().splitlines()
    assert lines[0] == b"document,start,end,ana,ben"
    assert lines[1].endswith(b",-,-") or b"actor" in lines[1]
    (row, *_) = json.loads(sign_in("ana").get(f"{HERE}/files/units.json").data)
    assert row.keys() == {"document", "start", "end", "ana", "ben"}


def test_krippendorffs_bounds_are_not_held_against_what_is_not_corrected_for_chance(sign_in, differing):
    said = sign_in("ana").get(HERE).words("//*[@class='card tile']")
    assert ["conclusions" in one or "rely" in one for one in said] == [True, True, True, False, False]


def test_both_readings_stand_side_by_side_with_what_each_marked(sign_in, differing):
    listed = sign_in("ana").get(f"{HERE}/disagreements?kind=label")
    assert listed.words("//*[@class='side']//mark") == ["military", "military"] * 3
    assert listed.words("//*[@class='who']//strong") == ["ana", "ben"] * 3
    assert listed.page.xpath("//a[@data-key='a']/@href")[0].startswith(
        f"/documents/{differing[0].document}/adjudicate"
    )


def test_a_pattern_that_comes_again_opens_its_list(sign_in, differing):
    browser = sign_in("ana")
    pattern = browser.get(f"{HERE}/disagreements").page.xpath("//*[contains(@class, 'patterns')]//li//a")[0]
    assert pattern.text.startswith("“military”: Legal instrument or Stance, 3 times")
    assert browser.get(pattern.get("href")).words("//h1") == ["3 pairs of readings"]


def test_gold_can_stand_in_as_an_annotator_and_one_alone_cannot_be_compared(sign_in, differing):
    browser = sign_in("ana")
    assert browser.get(f"{HERE}?annotator=ana&annotator=gold").status_code == 200
    answer = browser.get(f"{HERE}?annotator=ana")
    assert (answer.status_code, answer.problem) == (
        422,
        "It takes two to agree: choose another annotator as well, or none.",
    )


@pytest.mark.parametrize(
    "asked",
    [
        "?annotator=ana&annotator=nobody",
        "?pairs=entropy",
        "/disagreements?kind=boring",
        "/disagreements?page=0",
        "/disagreements?page=x",
        "/disagreements?labels=actor",
    ],
)
def test_what_cannot_be_asked_for_gets_a_clear_answer(sign_in, differing, asked):
    answer = sign_in("ana").get(HERE + asked)
    assert answer.status_code == 422
    assert answer.problem


def test_where_spans_overlap_each_label_has_its_alpha_and_a_family_all_of_them(sign_in, store, team):
    with store.read() as tx:
        document = corpus.corpus(tx, team["ana"], SLUG).documents[0].id
    for name in ("ana", "ben"):
        desk = Desk(store, team[name], document)
        desk.mark("Kremlin")
        desk.mark("Kremlin", "stance")
        desk.mark("Moscow" if name == "ana" else "Russian")
        complete(desk)
    browser = sign_in("ana")
    page = browser.get(HERE)
    assert page.words("//section[@aria-labelledby='labels']//tbody/tr/td[1]")[1] == "1.00"
    shown = page.words("//*[@class='card tile']//h3")
    assert shown == ["Plain: F1, exact", "Plain: F1, overlap", "Actor: u-alpha", "Stance: u-alpha"]
    assert "–" not in page.words("//*[@class='card tile']//*[@class='big']")
    works_out(page)
    (why,) = (one for one in page.words("//*[@class='hint']") if "cannot be computed" in one)
    assert why.startswith("Of all labels together u-alpha (")
    (said,) = page.words("//*[@class='sentence']")
    assert "; least certain is “Actor”, u-alpha ." in said
    (methods,) = page.words("//blockquote")
    assert "not computable" not in methods
    assert "for each label against everything else" in methods
    family = browser.get(f"{HERE}?among=actor")
    assert family.words("//*[@class='card tile']//*[@class='big']")[0].startswith(".")
    for link in family.page.xpath("//main//a[contains(@href, '/disagreements?')]"):
        assert "among=actor" in link.get("href")
    listed = browser.get(f"{HERE}/disagreements?among=actor&kind=same")
    assert listed.words("//h1") == ["1 pair of readings that agree"]
    (scope, *_) = read_csv(browser.get(f"{HERE}/files/figures.csv?among=actor"))
    assert scope["selection"] == "label=actor"


def test_a_viewer_reads_the_figures_and_is_not_led_to_the_passages(sign_in, differing, store):
    with store.write() as tx:
        accounts.add_user(tx, accounts.OPERATOR, "viewer", password_hash=None)
        projects.set_member(tx, accounts.OPERATOR, SLUG, "viewer", "viewer")
    page = sign_in("viewer").get(HERE)
    assert page.status_code == 200
    assert not [link for link in page.page.xpath("//main//a/@href") if "disagreements" in link or "units" in link]
    passages = (f"files/{name}.csv" for name in PASSAGES)
    for refused in ("disagreements", "joined?of=found", *passages):
        assert sign_in("viewer").get(f"{HERE}/{refused}").status_code == 403


def test_the_table_of_figures_is_the_report_with_its_base(sign_in, differing, report):
    rows = read_csv(sign_in("ana").get(f"{HERE}/files/figures.csv"))
    (alpha,) = [row for row in rows if (row["scope"], row["measure"]) == ("whole", "u_alpha")]
    expected = report()["measures"]["u_alpha"]
    assert [float(alpha[name]) for name in ("value", "low", "high")] == [
        pytest.approx(expected[name]) for name in ("value", "low", "high")
    ]
    assert (alpha["documents"], alpha["annotators"], alpha["codebook_versions"]) == ("3", "ana ben", "1")
    assert alpha["interval"] == "95 %, jackknife over documents, t(2)"
    assert (alpha["unit"], alpha["source"][:12]) == ("character", "Krippendorff")
    as_json = json.loads(sign_in("ana").get(f"{HERE}/files/figures.json").data)
    assert len(as_json) == len(rows)


def test_every_table_of_figures_says_what_it_rests_on(sign_in, differing):
    browser = sign_in("ana")
    for name in ("figures", "spans", "confusions", "documents", "parts"):
        (first, *_) = read_csv(browser.get(f"{HERE}/files/{name}.csv"))
        assert first["codebook_versions"] == "1"
        assert first["date"]


def test_a_table_of_disagreements_says_what_each_said(sign_in, store, team):
    with store.read() as tx:
        document = corpus.corpus(tx, team["ana"], SLUG).documents[0].id
    for name, kind in (("ana", "state"), ("ben", "group")):
        desk = Desk(store, team[name], document)
        desk.mark("Kremlin", attributes={"kind": kind})
        complete(desk)
    (row,) = read_csv(sign_in("ana").get(f"{HERE}/files/disagreements.csv"))
    assert (row["kind"], row["attributes_one"], row["attributes_other"]) == (
        "attribute",
        "kind=state",
        "kind=group",
    )


def test_the_tokens_by_annotator_give_the_kappa_of_the_report(sign_in, differing, report):
    sklearn = pytest.importorskip("sklearn.metrics")
    browser = sign_in("ana")
    rows = read_csv(browser.get(f"{HERE}/files/units.csv"))
    kappa = report()["measures"]["token_cohen_kappa"]["value"]
    assert sklearn.cohen_kappa_score(*zip(*((row["ana"], row["ben"]) for row in rows), strict=True)) == (
        pytest.approx(kappa)
    )
    numbers = list(csv.reader(io.StringIO(browser.get(f"{HERE}/files/units-recal.csv").text)))
    assert sklearn.cohen_kappa_score(*zip(*numbers, strict=True)) == pytest.approx(kappa)


def test_pictures_are_drawings_by_themselves(sign_in, differing):
    for name in (name for name, (_, endings) in FILES.items() if "svg" in endings):
        answer = sign_in("ana").get(f"{HERE}/files/{name}.svg")
        assert answer.mimetype == "image/svg+xml"
        assert answer.text.startswith("<svg")
        assert "script" not in answer.text


def test_a_title_that_is_a_formula_is_no_formula_in_a_table(sign_in, differing, store):
    with store.write() as tx:
        tx.connection.execute(text("UPDATE document SET title = '=1+1'"))
    assert ",'=1+1," in sign_in("ana").get(f"{HERE}/files/disagreements.csv").text


def test_files_that_there_are_not_are_not_found(sign_in, differing):
    for name in ("figures.svg", "labels.csv", "nothing.csv", "figures.exe"):
        assert sign_in("ana").get(f"{HERE}/files/{name}").status_code == 404


def test_rounds_and_conditions_have_their_own_figures_and_pages(sign_in, differing, store, team):
    with store.write() as tx:
        rounds.calibrate(tx, team["ana"], SLUG)
    browser = sign_in("ana")
    page = browser.get(HERE)
    (first,) = page.page.xpath("//section[@aria-labelledby='by-round']//th/a")
    assert browser.get(first.get("href")).status_code == 200
    thirds = page.words("//section[@aria-labelledby='by-position']//tbody//th")
    assert thirds == ["beginning", "middle", "end"]
    conditions = page.page.xpath("//section[starts-with(@aria-labelledby, 'by-')]//th/a/@href")
    for link in conditions:
        (said,) = browser.get(link).words("//*[@class='sentence']")
        assert "document" in said


def read_csv(answer):
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture
def report(store, team):
    """What the API and the command line tell."""

    def told():
        with store.read() as tx:
            return agreeing.report(agreeing.agreement(tx, team["ana"], SLUG))

    return told


@pytest.fixture
def differing(store, team):
    """ana and ben completed three articles and differ in each."""
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents][:3]
    desks = [(Desk(store, team["ana"], one), Desk(store, team["ben"], one)) for one in documents]
    for number, (ana, ben) in enumerate(desks):
        words = sorted({word for word in ana.text.split() if word.isalpha() and len(word) > 8})
        for word in words[: 6 + number]:
            ana.mark(word)
            ben.mark(word)
        mark_both(ana, ben)
        ana.mark(words[-1])
        ben.mark(words[-2])
        complete(ana)
        complete(ben)
    return [ana for ana, _ in desks]


def mark_both(ana, ben):
    """The word that they disagree about in every article."""
    ana.mark("military", "stance")
    ben.mark("military", "legal_instrument")


def test_the_list_is_that_of_the_service(sign_in, differing, store, team):
    with store.read() as tx:
        found = disagreeing.disagreements(tx, team["ana"], SLUG, Selection(), disagreeing.Wanted())
    assert int(sign_in("ana").get(f"{HERE}/disagreements").words("//h1")[0].split()[0]) == found.total


def test_annotators_see_nothing_until_the_project_shows_it_and_a_round_is_closed(sign_in, differing, store, team):
    manager, ben = sign_in("ana"), sign_in("ben")
    assert ben.get(HERE).status_code == 403
    assert HERE not in ben.get(f"/projects/{SLUG}").text
    with store.write() as tx:
        plan = Plan(documents=[one.document for one in differing[:2]], people=["ana", "ben"], overlap=2)
        number = rounds.create(tx, team["ana"], SLUG, plan).number
    assert manager.send(HERE, {"shown": "yes"}).status_code == 303
    assert HERE in ben.get(f"/projects/{SLUG}").text
    before = ben.get(HERE)
    assert before.words("//*[@class='sentence']") == [
        "Once a round is closed, how far its annotators agree is said here."
    ]
    assert "ana" not in before.page.xpath("string(//main)")
    assert ben.get(f"{HERE}?annotator=ana&annotator=ben").status_code == 422
    manager.send(f"/projects/{SLUG}/rounds/{number}", {"closed": "yes"})
    (said,) = ben.get(HERE).words("//*[@class='sentence']")
    assert said.endswith(", 2 documents, 2 annotators.")  # the third is in no round
    assert ben.get(f"{HERE}/files/figures.csv").status_code == 200
    for passages in ("disagreements", "joined", "files/statements.csv", "files/relations.csv"):
        assert ben.get(f"{HERE}/{passages}").status_code == 403  # the project is blind
    with store.write() as tx:
        again = Plan(documents=[differing[0].document], people=["ana", "ben"], overlap=2)
        rounds.create(tx, team["ana"], SLUG, again)
    assert ben.get(HERE).words("//*[@class='sentence']")[0].endswith(", 1 document, 2 annotators.")
    manager.send(HERE, {})
    assert ben.get(HERE).status_code == 403


def test_statements_and_relations_open_what_differs_and_come_as_files(sign_in, store, team, report):
    with store.read() as tx:
        document = corpus.corpus(tx, team["ana"], SLUG).documents[0].id
    for name, polarity in (("ana", "supports"), ("ben", "opposes")):
        desk = Desk(store, team[name], document)
        actor = desk.mark("Moscow")
        stance = desk.mark("military", "stance", attributes={"polarity": polarity})
        law = desk.mark("Russia", "legal_instrument")
        desk.relate(actor, stance, "holds")
        if name == "ana":
            desk.relate(stance, law, "toward")
        complete(desk)
    browser = sign_in("ana")
    links = browser.get(HERE).page.xpath("//section[@aria-labelledby='statements']//a")
    assert [(link.text, link.get("aria-label")) for link in links] == [
        ("1", "1: Statement: the same instrument"),
        ("1", "1: Statement: all of it the same"),
        ("1", "1: Relation: toward"),
    ]
    for link in links:
        assert browser.get(link.get("href")).words("//h1")[0].startswith("1 ")
    both = browser.get(links[0].get("href"))
    assert both.words("//*[@class='who']") == ["ana Moscow supports Russia", "ben Moscow opposes nothing"]
    (row,) = read_csv(browser.get(f"{HERE}/files/statements.csv"))
    assert (row["differing"], row["instrument_one"], row["instrument_other"]) == ("instrument", "Russia", "")
    (methods,) = browser.get(HERE).words("//*[@class='methods']")
    assert "matched one to one where their stances overlap; Krippendorff's alpha was 1.00" in methods
    rows = read_csv(browser.get(f"{HERE}/files/figures.csv"))
    (alpha,) = [row for row in rows if (row["scope"], row["name"], row["measure"]) == ("relation", "holds", "f1")]
    assert float(alpha["value"]) == report()["relations"]["holds"]["f1"]["value"] == 1


@pytest.mark.parametrize("asked", ["?of=luck", "?type=luck", "?of=found&page=0"])
def test_what_statements_cannot_be_asked_for_gets_a_clear_answer(sign_in, differing, asked):
    answer = sign_in("ana").get(f"{HERE}/joined{asked}")
    assert answer.status_code == 422
    assert answer.problem


def test_no_filter_is_asked_for_where_none_is_named():
    assert selection_of(MultiDict({"by": "filter", "is": ""})) == selection_of(MultiDict())
    assert selection_of(MultiDict({"by": "filter", "is": "read"})).value == "read"
