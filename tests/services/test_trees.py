"""A TEI file of others goes through a project and stays itself, on either database."""

import pytest
from acting import Desk
from formats.tei.foreign import ARTICLE
from formats.tei.test_trees import PARSER, texts_in
from lxml import etree

from annotator.domain.errors import Invalid
from annotator.formats.tei.check import check_tei
from annotator.services import accounts, codebooks, corpus, exporting, importing, projects, revising, seeding
from annotator.services.import_books import Fit
from annotator.services.importing import Upload
from annotator.services.revising import Correction

SLUG = "texts"


@pytest.fixture
def project(store, team):
    with store.write() as tx:
        projects.create(tx, accounts.OPERATOR, SLUG, "Texts")
        book = (seeding.seeds_folder() / "codebook.yaml").read_bytes()
        codebooks.replace(tx, accounts.OPERATOR, SLUG, codebooks.read_codebook(book, "codebook.yaml"))
        projects.set_member(tx, accounts.OPERATOR, SLUG, "ana", "manager")
    return store


@pytest.fixture
def ana(project, team):
    bring(project, ARTICLE)
    return Desk(project, team["ana"], documents(project)[0])


def test_what_was_marked_leaves_on_the_tree_that_came(ana, project):
    ana.mark("Moscow")
    ana.mark("😀", note="so")
    exported = export(project)
    assert texts_in(exported) == texts_in(ARTICLE.encode())
    proof = check_tei(exported)
    assert proof.problems == ()
    assert exported.count(b"<annotation ") == 2


def test_several_files_leave_as_one_corpus_that_comes_back_and_leaves_as_the_same_bytes(ana, project):
    ana.mark("Moscow")
    bring(
        project, ARTICLE.replace("Talks in", "More talks in").replace('xml:id="u.ana"', 'xml:id="other"'), "plain"
    )
    exported = export(project)
    with project.write() as tx:
        projects.create(tx, accounts.OPERATOR, "elsewhere", "Texts")
    bring(project, exported, slug="elsewhere")
    assert export(project, "elsewhere").replace(b">elsewhere<", b">texts<") == exported


def test_a_corrected_text_leaves_as_tei_of_our_own_and_the_report_says_so(ana, project, team):
    ana.mark("Moscow")
    came = ana.text
    correction = Correction(came.replace("Duma", "Parliament"))
    with project.write() as tx:
        made = revising.revise(tx, team["ana"], ana.document, correction)
    assert made.report.loses_tree
    exported = export(project)
    assert b"A press" not in exported
    assert b"Parliament" in exported
    assert check_tei(exported).problems == ()
    with project.read() as tx:
        again = revising.look(tx, team["ana"], made.document_id, Correction(came))
    assert not again.loses_tree


def test_names_in_a_text_stay_there_until_somebody_calls_them_something(project):
    plan = bring(project, ARTICLE, dry_run=True)
    assert [(one.name, one.times) for one in plan.offers] == [
        ("orgName", 1),
        ("persName", 1),
        ("placeName", 1),
        ("title", 1),
        ("war", 1),
    ]
    assert any("persName (1)" in finding.what for finding in plan.findings)
    assert plan.items[0].document.spans == ()


def test_names_that_are_called_something_or_added_become_the_imported_layer(project):
    fit = Fit({"persName": "actor", "orgName": "actor"}, frozenset({("label", "war")}))
    plan = bring(project, ARTICLE, fit=fit)
    assert [one.name for one in plan.offers] == ["placeName", "title"]
    with project.read() as tx:
        (document,) = corpus.corpus(tx, accounts.OPERATOR, SLUG).documents
    exported = export(project)
    assert texts_in(exported) == texts_in(ARTICLE.encode())
    labels = [
        one.get("target") for one in etree.fromstring(exported, PARSER).iter("{*}ptr") if one.get("type") == "code"
    ]
    assert [one.rpartition(".")[2] for one in labels] == ["actor", "actor", "war"]
    assert document.title == "Talks"


def test_a_name_that_no_text_marks_cannot_be_called_something(project):
    with pytest.raises(Invalid, match="eventName"):
        bring(project, ARTICLE, fit=Fit({"eventName": "actor"}))


def bring(store, data, name="a.xml", slug=SLUG, fit=None, *, dry_run=False):
    bytes_ = data.encode() if isinstance(data, str) else data
    parsed = importing.parse([Upload(name, bytes_)], "tei", None, now=store.moment(), new_id=store.new_id)
    with store.write() as tx:
        return importing.import_files(tx, accounts.OPERATOR, slug, parsed, fit=fit, dry_run=dry_run)


def export(store, slug=SLUG):
    return b"".join(exporting.prepare(store, accounts.OPERATOR, slug, "tei", "all").chunks())


def documents(store):
    with store.read() as tx:
        return [one.id for one in corpus.corpus(tx, accounts.OPERATOR, SLUG).documents]
