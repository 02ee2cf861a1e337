"""The page of models, the order that a model gives, and its part in rounds."""

import pytest
from acting import SLUG
from golden import REPORT, add_gold, keep_model

from annotator.services import jobs, projects, queues, rounds, training_job
from annotator.services.jobs import Jobs
from annotator.services.rounds import Plan

MODELS = f"/projects/{SLUG}/models"
ROUNDS = f"/projects/{SLUG}/rounds"
ORDER = f"/projects/{SLUG}?order=uncertainty"


def test_without_gold_the_page_says_what_is_lacking_and_the_button_rests(ana):
    page = ana.get(MODELS)
    assert "No model was trained yet." in page.words("//main/p")
    assert "It needs at least 2 documents whose gold is declared complete; there are 0 yet." in page.words(
        "//form/p"
    )
    assert page.page.xpath("//form/button[@disabled]")
    assert "here is none yet" in ana.send(MODELS, {"seed": "1"}).problem


def test_a_seed_that_is_no_number_is_refused(ana):
    assert "is not a whole number" in ana.send(MODELS, {"seed": "x"}).problem


def test_without_the_library_one_line_names_what_brings_it(ana, store, monkeypatch):
    add_gold(store, number=2)
    monkeypatch.setattr("annotator.suggest.crf.is_here", lambda: False)
    assert ana.send(MODELS, {"seed": "1"}).problem.endswith("pip install 'annotator[model]'")


def test_the_held_out_scores_stand_with_the_model(ana, modelled):
    page = ana.get(MODELS)
    assert page.words("//h2")[0] == "Model 1"
    cells = [page.words(f"//table[1]/tbody/tr[{nth}]/*") for nth in (1, 2)]
    assert cells == [[name, "4", "2", *["100 %", "50 %", "67 %"] * 2] for name in ("actor", "All")]
    assert (
        f"Not learned, because fewer than {REPORT['documents']} documents have them in gold: stance."
        in page.words("//main/p")
    )


def test_a_training_that_failed_or_was_given_up_is_told_of_and_leads_to_why(ana, store, team):
    add_gold(store, number=2)
    with store.write() as tx:
        job, _ = training_job.start(Jobs(store), tx, team["ana"], SLUG, 1)
        jobs.cancel(tx, team["ana"], job)
    (line,) = [line for line in ana.get(MODELS).words("//main/p[a]") if "training" in line]
    assert line.endswith(": cancelled")
    assert "Nothing was kept." in ana.get(f"/projects/{SLUG}/training/{job}").words("//section/p")


def test_whoever_may_not_read_gold_is_told_so(ben, modelled):
    assert ben.get(MODELS).status_code == 403
    assert ben.get(ORDER).status_code == 403


def test_the_corpus_is_ordered_by_how_unsure_the_model_is_on_request(ana, modelled):
    first, *others = ana.get(ORDER).words("//table//tbody/tr/th")
    assert first == "Town 3 unsure 0.100"
    assert not any("unsure" in one for one in others)
    assert ana.get(f"/projects/{SLUG}").words("//table//tbody/tr/th")[0] != "Town 3"


def test_a_round_may_begin_with_what_the_model_is_least_sure_of(ana, store, team, modelled):
    assert ana.get(ROUNDS).page.xpath("//input[@name='order']/@type") == ["checkbox"]
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"], "order": "uncertainty"})
    assert queue(store, team["ben"])[0] == modelled
    ana.send(f"{ROUNDS}/1", {"closed": "yes"})
    with store.write() as tx:
        every = [document for document, _ in rounds.choices(tx, team["ana"], SLUG).taken]
        rounds.create(tx, team["ana"], SLUG, Plan(documents=every, people=["ben"], overlap=1))
    assert queue(store, team["ben"]) == every
    assert every[0] != modelled


def test_without_a_model_a_round_offers_no_such_order_and_refuses_it(ana):
    assert ana.get(ROUNDS).page.xpath("//input[@name='order']") == []
    answer = ana.send(ROUNDS, {"overlap": "1", "person": ["ben"], "order": "uncertainty"})
    assert answer.problem == "Documents are ordered by uncertainty once a model was trained in this project."


@pytest.mark.parametrize("lets", [True, False])
def test_a_round_lets_a_model_suggest_where_its_box_is_ticked(ana, lets):
    ana.send(ROUNDS, {"overlap": "1", "person": ["ben"], "blind": "yes", **({"suggests": "yes"} if lets else {})})
    page = ana.get(f"{ROUNDS}/1")
    assert bool(page.page.xpath("//input[@name='suggests'][@checked]")) is lets
    assert ("a model may suggest" in page.words("//*[@class='progress-row']")[0]) is lets


@pytest.fixture
def modelled(team, store):
    """A model, and the document that it has read."""
    gold = add_gold(store, number=2)
    (new,) = add_gold(store, first=3, number=1, gold=False)
    keep_model(store, 1, gold, new, [(22, 30, "actor", 0.9)])
    return new


def queue(store, person):
    with store.read() as tx:
        project = projects.find(tx, person, SLUG)
        return [document for document, _ in queues.queue(tx, person, project).items]
