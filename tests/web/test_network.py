"""The statements of a project and their network, as pages and as files."""

import csv
import io
import json

import networkx as nx
import pytest
from acting import SLUG, Desk
from saying import say

from annotator.domain.network import network
from annotator.domain.tie import Node, Tie
from annotator.services import corpus, networking
from annotator.web import network as pages_of_network

HERE = f"/projects/{SLUG}"


def test_each_statement_opens_its_passage(sign_in, stated):
    page = sign_in("ana").get(f"{HERE}/statements")
    assert page.words("//h1") == ["4 statements"]
    links = page.page.xpath("//td[@class='words']/a/@href")
    assert len(links) == 4
    for link in links:
        document, _, block = link.partition("#")
        assert sign_in("ana").get(document).page.xpath(f"//*[@id='{block}']")


def test_the_table_is_filtered_and_sorted_by_its_address(sign_in, stated):
    ana = sign_in("ana")
    assert actors(ana.get(f"{HERE}/statements?polarity=opposes")) == ["Kremlin"]
    assert actors(ana.get(f"{HERE}/statements?order=-actor"))[0] == "Russia"
    assert ana.get(f"{HERE}/statements?actor=nobody").words("//main/p") == ["No statement is like that."]
    refused = ana.get(f"{HERE}/statements?order=sideways")
    assert (refused.status_code, "sideways" in refused.problem) == (422, True)


def test_the_file_has_the_same_statements(sign_in, stated):
    answer = sign_in("ana").get(f"{HERE}/statements.csv?instrument=kazakh")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert sorted((row["actor"], row["polarity"], row["instrument"]) for row in rows) == [
        ("Kremlin", "opposes", "Kazakhstan"),
        ("Moscow", "supports", "Kazakhstan"),
        ("Moscow", "supports", "Kazakhstan"),
    ]


def test_each_edge_opens_the_quotes_behind_it(sign_in, stated):
    ana = sign_in("ana")
    page = ana.get(f"{HERE}/network")
    ends = [page.words(f"//table//tbody/tr/{cell}") for cell in ("th", "td[1]")]
    assert list(zip(*ends, strict=True)) == [("Kremlin", "Kazakhstan"), ("Moscow", "Kazakhstan"), ("Russia", "of")]
    drawn = page.page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert drawn == page.page.xpath("//table[contains(@class, 'edges')]//a/@href")
    quotes = ana.get(drawn[1])
    assert actors(quotes) == ["Moscow", "Moscow"]


def test_the_table_is_looked_through_by_letters_and_a_page_at_a_time(sign_in, stated, monkeypatch):
    ana = sign_in("ana")
    rows = "//table//tbody/tr/th"
    assert ana.get(f"{HERE}/network?about=KAZAKH").words(rows) == ["Kremlin", "Moscow"]
    assert ana.get(f"{HERE}/network?about=nobody").words("//main/p")[-1] == "No line is like that."
    monkeypatch.setattr(pages_of_network, "AT_ONCE", 1)
    first = ana.get(f"{HERE}/network?about=kazakh&support=any")
    assert first.words(rows) == ["Kremlin"]
    (after,) = first.page.xpath("//a[@rel='next']/@href")
    second = ana.get(after.partition("#")[0])
    assert (second.words(rows), second.page.xpath("//a[@rel='next']")) == (["Moscow"], [])
    assert second.words("//nav[@aria-label='Pages']/span") == ["2 to 2 of 2"]


def test_agreed_is_what_two_annotators_read_and_conflict_opens_both_sides(sign_in, stated):
    ana = sign_in("ana")
    (edge,) = tree(ana, "?support=agreed")["edges"]
    assert (edge["supports"], edge["annotator_names"]) == (1, "ana, ben")
    (conflict,) = tree(ana, "?view=conflict")["edges"]
    assert (conflict["instruments"], conflict["weight"]) == ("Kazakhstan", 1)
    opened = ana.get(f"{HERE}/network?view=conflict").page.xpath("//table//a/@href")
    assert sorted(actors(ana.get(opened[0]))) == ["Kremlin", "Moscow", "Moscow"]


def test_a_blind_annotator_gets_the_network_of_their_own_statements(sign_in, stated):
    ben = sign_in("ben")
    assert [edge["source"] for edge in tree(ben, "")["edges"]] == ["words:moscow"]
    assert "Kremlin" not in ben.get(f"{HERE}/network").text
    other = "source=words:kremlin&target=words:kazakhstan&support=any"
    assert ben.get(f"{HERE}/network/quotes?{other}").status_code == 404
    assert sign_in("ana").get(f"{HERE}/network/quotes?{other}").status_code == 200


@pytest.mark.parametrize("view", ["affiliation", "congruence", "conflict"])
def test_networkx_reads_the_same_counts_back(sign_in, stated, view):
    ana = sign_in("ana")
    graph = nx.read_graphml(io.BytesIO(ana.get(f"{HERE}/network.graphml?view={view}").data))
    shown = tree(ana, f"?view={view}")
    assert graph.number_of_nodes() == len(shown["actors"]) + len(shown["instruments"])
    assert graph.number_of_edges() == len(shown["edges"])
    other = "instrument" if view == "affiliation" else "actor"
    places = {(said["type"], said["key"]): node for node, said in graph.nodes(data=True)}
    for edge in shown["edges"]:
        kept = graph.edges[places["actor", edge["source"]], places[other, edge["target"]]]
        assert kept == {name: value for name, value in edge.items() if name not in ("source", "target")}


def test_the_edges_are_a_table_and_the_picture_a_drawing_by_itself(sign_in, stated):
    ana = sign_in("ana")
    rows = list(csv.DictReader(io.StringIO(ana.get(f"{HERE}/network.csv").text)))
    assert [(row["source"], row["target"], row["sign"]) for row in rows] == [
        ("Kremlin", "Kazakhstan", "'-"),
        ("Moscow", "Kazakhstan", "'+"),
        ("Russia", "of", "'+"),
    ]
    picture = ana.get(f"{HERE}/network.svg")
    assert picture.text.startswith("<svg ") and "<a " not in picture.text
    assert ana.get(f"{HERE}/network.png").status_code == 404


@pytest.mark.parametrize("query", ["view=sideways", "support=nobody", "least=0", "least=many"])
def test_what_cannot_be_asked_is_refused(sign_in, team, query):
    assert sign_in("ana").get(f"{HERE}/network?{query}").status_code == 422


def test_a_weight_that_no_edge_has_says_which_one_has_most(sign_in, stated):
    assert "the heaviest weighs 1" in sign_in("ana").get(f"{HERE}/network?least=9").text


def test_lines_that_could_not_be_told_apart_are_drawn_when_they_are_asked_for(sign_in, team, monkeypatch):
    ties = [
        Tie(Node(f"words:{actor}", f"{actor}"), Node(f"words:law {law}", f"law {law}"), 1, "d", "ana", "ana", "s")
        for actor in range(30)
        for law in range(1 + (actor < 6))
    ]
    monkeypatch.setattr(networking, "network", lambda _, view, support: network(ties, view, support))
    ana = sign_in("ana")
    page = ana.get(f"{HERE}/network?view=congruence&support=any")
    assert (lines(page), page.words("//nav[@aria-label='Pages']/span")) == (15, ["1 to 25 of 435"])
    assert "the 15 lines that weigh 2 or more, of 435" in page.text
    assert "24 actors have lighter lines only" in page.text
    (every,) = page.page.xpath("//a[starts-with(., 'Draw all')]/@href")
    assert lines(ana.get(every)) == 435
    assert len(tree(ana, "?view=congruence&support=any")["edges"]) == 435


def lines(page):
    return len(page.page.xpath("//*[contains(@class, 'drawing')]//*[local-name()='a']"))


def actors(page):
    return [one.split()[0] for one in page.words("//table//tbody/tr/th")]


def tree(browser, query):
    return json.loads(browser.get(f"{HERE}/network.json{query}").text)


@pytest.fixture
def stated(store, team):
    """Ana read three statements in two articles, and ben one of them too."""
    with store.read() as tx:
        documents = [one.id for one in corpus.corpus(tx, team["ana"], SLUG).documents]
    ana, later = (Desk(store, team["ana"], documents[at]) for at in (0, -1))
    say(ana, "Moscow", "adopted", "Kazakhstan")
    say(ana, "Kremlin", "military", "Kazakhstan", "opposes")
    say(later, "Russia", "the", "of")
    say(Desk(store, team["ben"], documents[0]), "Moscow", "adopted", "Kazakhstan")
