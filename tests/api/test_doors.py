"""Who may do what through the API: every operation, asked by everybody."""

from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from itertools import count
from uuid import uuid4

import pytest
from acting import SLUG, Desk
from adjudicators import Chair, relate_gold
from golden import add_gold, keep_model
from registering import Clerk
from sqlalchemy import text

from annotator.domain.codebook import Label
from annotator.domain.document_filter import EVERYTHING, filter_from
from annotator.domain.label_operation import Rename, Split
from annotator.domain.permission import Act, Standing
from annotator.domain.regrouping import change_of
from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    codebooks,
    documents,
    filters,
    import_job,
    operating,
    regrouping,
    releasing,
    suggesting,
)
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.regrouping import Which

ROLES = {
    "ana": "manager",
    "manager": "manager",
    "adjudicator": "adjudicator",
    "ben": "annotator",
    "viewer": "viewer",
}
PEOPLE = (*ROLES, "stranger", "neighbour")
OPEN = ("GET /openapi.json", "GET /docs")


@dataclass(frozen=True)
class Route:
    """What an operation asks of whoever calls it.

    ``act``: what the rules must allow; ``admin``: only the site's admin; ``own``: a thing of one's own, of which
    nobody else is told; none of these: whoever has a token. ``body``: what is sent. ``query``: what is asked for.
    """

    act: Act | None = None
    admin: bool = False
    own: bool = False
    done: int = 200
    body: dict | None = None
    query: str = ""


ROUTES = {
    "GET /documents/<uuid:document>/editions": Route(Act.READ_CORPUS),
    "POST /documents/<uuid:document>/editions": Route(
        Act.REVISE_DOCUMENTS, body={"text": "Another text.", "dry_run": True}
    ),
    "GET /documents/<uuid:document>/editions/<int:number>/export": Route(Act.READ_OTHER_LAYERS),
    "GET /projects": Route(),
    "POST /projects": Route(admin=True, done=201, body={"slug": "NEW"}),
    "GET /projects/<slug>": Route(Act.READ_CORPUS),
    "PATCH /projects/<slug>": Route(Act.CHANGE_PROJECT, body={}),
    "GET /projects/<slug>/search": Route(Act.READ_CORPUS, query="?q=kazakhstan"),
    "GET /projects/<slug>/statements": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/network": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/figures": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/agreement": Route(Act.READ_AGREEMENT),
    "POST /projects/<slug>/agreement/gamma": Route(Act.READ_AGREEMENT, done=202),
    "GET /projects/<slug>/codebook": Route(Act.READ_CODEBOOK),
    "PUT /projects/<slug>/codebook": Route(Act.CHANGE_CODEBOOK, body="BOOK"),
    "GET /projects/<slug>/codebook/versions": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/codebook/operations": Route(Act.READ_CODEBOOK),
    "POST /projects/<slug>/codebook/operations": Route(
        Act.CHANGE_CODEBOOK, body={"kind": "retire", "label": "actor", "dry_run": True}
    ),
    "DELETE /projects/<slug>/codebook/operations/<uuid:change>": Route(Act.CHANGE_CODEBOOK),
    "GET /projects/<slug>/codebook/operations/<uuid:change>/spans": Route(Act.CHANGE_CODEBOOK),
    "POST /projects/<slug>/codebook/operations/<uuid:change>/decisions": Route(
        Act.CHANGE_CODEBOOK, body="DECIDED"
    ),
    "GET /projects/<slug>/documents": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/documents": Route(Act.IMPORT, done=201, body={"text": "A text."}),
    "PATCH /projects/<slug>/documents": Route(Act.CHANGE_CORPUS, body={"filter": "", "tags": {"add": ["x"]}}),
    "GET /projects/<slug>/documents/changes": Route(Act.CHANGE_CORPUS),
    "DELETE /projects/<slug>/documents/changes/<uuid:edit>": Route(Act.CHANGE_CORPUS),
    "GET /projects/<slug>/filters": Route(Act.READ_CORPUS),
    "PUT /projects/<slug>/filters/<name>": Route(Act.CHANGE_CORPUS, body={"query": "year=2005"}),
    "DELETE /projects/<slug>/filters/<name>": Route(Act.CHANGE_CORPUS, done=204),
    "GET /projects/<slug>/export": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/export/manifest": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/models": Route(Act.READ_GOLD),
    "POST /projects/<slug>/models": Route(Act.TRAIN_MODELS, done=202),
    "GET /projects/<slug>/uncertainty": Route(Act.READ_GOLD),
    "GET /projects/<slug>/releases": Route(Act.MANAGE_RELEASES),
    "POST /projects/<slug>/releases": Route(Act.MANAGE_RELEASES, done=202, body={"name": "NEW"}),
    "GET /projects/<slug>/releases/<name>": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/releases/<name>/file": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/releases/<name>/citation": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/releases/<name>/changes": Route(Act.MANAGE_RELEASES, query="?old=1.0"),
    "POST /projects/<slug>/attachments": Route(Act.IMPORT, done=202, body="RELEASE"),
    "POST /projects/<slug>/imports": Route(Act.IMPORT, done=202, body="FILES"),
    "GET /projects/<slug>/registry": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/registry": Route(Act.ANNOTATE, done=201, body={"sort": "actor", "name": "Almaty"}),
    "GET /projects/<slug>/registry/<key>": Route(Act.READ_CORPUS),
    "PUT /projects/<slug>/registry/<key>": Route(Act.CHANGE_REGISTRY, body={"sort": "actor", "name": "Almaty"}),
    "DELETE /projects/<slug>/registry/<key>": Route(Act.CHANGE_REGISTRY, done=204),
    "POST /projects/<slug>/registry/<key>/accept": Route(Act.CHANGE_REGISTRY),
    "POST /projects/<slug>/registry/<key>/restore": Route(Act.CHANGE_REGISTRY),
    "PUT /projects/<slug>/registry/<key>/merged": Route(Act.CHANGE_REGISTRY, body={"into": "russia"}),
    "GET /projects/<slug>/registry/<key>/links": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>": Route(Act.READ_CORPUS),
    "PATCH /documents/<uuid:document>": Route(Act.CHANGE_CORPUS, body={"meta": {"court": "Supreme"}}),
    "DELETE /documents/<uuid:document>": Route(Act.REMOVE_DOCUMENTS, done=204),
    "GET /documents/<uuid:document>/layers": Route(Act.READ_CORPUS),
    "PUT /documents/<uuid:document>/layers/me": Route(Act.ANNOTATE, body={"state": "in_progress"}),
    "GET /documents/<uuid:document>/spans": Route(Act.READ_CORPUS),
    "POST /documents/<uuid:document>/spans": Route(
        Act.ANNOTATE, done=201, body={"start": 0, "end": 3, "label": "actor"}
    ),
    "GET /documents/<uuid:document>/relations": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/statements": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/suggestions": Route(Act.ANNOTATE),
    "POST /documents/<uuid:document>/suggestions/accept": Route(Act.ANNOTATE, done=201, body="SUGGESTED"),
    "POST /documents/<uuid:document>/suggestions/refuse": Route(Act.ANNOTATE, done=204, body="SUGGESTED"),
    "POST /documents/<uuid:document>/relations": Route(Act.ANNOTATE, done=201, body="ENDS"),
    "POST /documents/<uuid:document>/gold/relations": Route(Act.WRITE_GOLD, done=201, body="GOLD ENDS"),
    "DELETE /documents/<uuid:document>/gold/relations/<uuid:relation>": Route(Act.WRITE_GOLD, done=204),
    "PUT /documents/<uuid:document>/gold/slots": Route(Act.WRITE_GOLD, body="SLOT"),
    "GET /spans/<uuid:span>": Route(own=True),
    "PATCH /spans/<uuid:span>": Route(own=True, body={"note": "another"}),
    "DELETE /spans/<uuid:span>": Route(own=True, done=204),
    "DELETE /relations/<uuid:relation>": Route(own=True, done=204),
    "GET /jobs/<uuid:job>": Route(own=True),
    "DELETE /jobs/<uuid:job>": Route(own=True),
}


def test_every_operation_is_in_the_table_of_expectations(app):
    assert set(routes_of(app)) == set(ROUTES) | set(OPEN)


def test_everybody_gets_what_the_rules_allow_and_nothing_else(people, ask):
    answers = {(name, route): ask(name, route).status_code for name in PEOPLE for route in ROUTES}
    expected = {(name, route): status_for(people[name], route) for name in PEOPLE for route in ROUTES}
    wrong = {key: (status, expected[key]) for key, status in answers.items() if status != expected[key]}
    assert wrong == {}


def test_without_a_token_nothing_is_read_or_changed(ask):
    answers = {route: ask(None, route) for route in ROUTES}
    assert {route: answer.status_code for route, answer in answers.items()} == dict.fromkeys(ROUTES, 401)
    for answer in answers.values():
        assert answer.json["code"] == "no-token"
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="annotator"'


def test_a_stranger_is_told_nothing_that_a_wrong_address_would_not_say(people, ask, script):
    for name in ("stranger", "neighbour"):
        for route in ROUTES:
            if "<" in route:
                real, invented = ask(name, route), ask(name, route, invented=True)
                assert (real.status_code, real.json, told(real)) == (404, invented.json, told(invented)), route


def test_a_blind_annotator_is_told_nothing_of_somebody_elses_span(ask, script, store, people, document):
    hers = Desk(store, people["ana"], document).mark("the")
    ben = script("ben")
    for method in ("GET", "PATCH", "DELETE"):
        real, invented = (
            ben.open(f"/spans/{one}", method=method, **({"json": {"note": "x"}} if method == "PATCH" else {}))
            for one in (hers, uuid4())
        )
        assert (real.status_code, real.json) == (404, invented.json)


def test_the_cookie_of_a_session_opens_nothing(app, store, people):
    with store.write() as tx:
        ticket = accounts.ticket_for(tx, accounts.OPERATOR, "ana")
        session = accounts.sign_in_by_ticket(tx, ticket)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = session
    assert client.get("/projects").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer annotator_x y", "bearer é", "Token {}"]
)
def test_a_wrong_token_opens_nothing(ben, header):
    answer = ben.get("/projects", headers={"Authorization": header.format(ben.token)})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_token_that_is_revoked_or_whose_person_is_deactivated_opens_nothing(script, store, people):
    one, other = script("ben"), script("viewer")
    assert one.get("/projects").status_code == other.get("/projects").status_code == 200
    with store.write() as tx:
        tx.connection.execute(
            text("UPDATE token SET revoked = created WHERE user_id = :id"), {"id": people["ben"].id}
        )
        tx.connection.execute(text('UPDATE "user" SET active = false WHERE name = :name'), {"name": "viewer"})
    assert one.get("/projects").status_code == other.get("/projects").status_code == 401


def test_when_a_token_was_last_used_is_kept_also_where_it_only_reads(ben, store):
    used = text("SELECT used FROM token")
    with store.read() as tx:
        assert tx.connection.execute(used).scalar() is None
    ben.get("/projects")
    with store.read() as tx:
        first = tx.connection.execute(used).scalar()
    ben.get("/projects")
    with store.read() as tx:
        assert tx.connection.execute(used).scalar() == first is not None


def status_for(person, route):
    """What the rules say."""
    wanted = ROUTES[route]
    if wanted.admin:
        return wanted.done if person.admin else 403
    standing = Standing(person, ROLES.get(person.name), blind=True)
    if wanted.own:
        if route.endswith("<uuid:job>"):
            return wanted.done if standing.may(Act.IMPORT) else 404
        reads = route.startswith("GET")
        if standing.may(Act.ANNOTATE):
            return wanted.done
        return 404 if reads or standing.role is None else 403
    if wanted.act is None or standing.may(wanted.act):
        return wanted.done
    return 404 if standing.role is None else 403


def told(answer):
    """The headers that could tell something."""
    return {name: value for name, value in answer.headers if name not in ("Date", "X-Request-ID")}


def routes_of(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield f"{method} {rule.rule.removeprefix('/api/v1')}"


@pytest.fixture
def ask(store, people, document, script, blanks):
    """Call an operation as somebody would who means it, on things that are there, or on ``invented`` ones."""
    scripts = {}

    def asked(name, route, *, invented=False):
        if name not in scripts:
            scripts[name] = script(name)
        method, where = route.split()
        there = blanks(name, route)
        sent = body(ROUTES[route].body, there)
        for blank, value in there.items():
            if blank.startswith("<"):
                wrong = {"<slug>": "nowhere", "<int:number>": "2"}.get(blank, str(uuid4()))
                where = where.replace(blank, wrong if invented else value)
        return scripts[name].open(where + ROUTES[route].query, method=method, **sent)

    return asked


def body(wanted, there):
    if wanted in ("FILES", "RELEASE"):
        return {"data": {"files" if wanted == "FILES" else "file": (BytesIO(b"A line of text.\n"), "a.txt")}}
    if isinstance(wanted, str):
        return {"json": SAID[wanted](there)}
    if wanted == {"name": "NEW"}:
        return {"json": {"name": f"r{uuid4().hex[:8]}"}}
    if wanted == {"slug": "NEW"}:
        return {"json": {"slug": f"p{uuid4().hex[:8]}"}}
    return {} if wanted is None else {"json": wanted}


HOLDS = {"name": "holds", "from": ["actor"], "to": ["stance"]}
TOWARD = {"name": "toward", "from": ["stance"], "to": ["actor"]}
SAID = {
    "BOOK": lambda there: there["book"](),
    "SUGGESTED": lambda there: there["suggested"](),
    "ENDS": lambda there: {"type": "holds", **there["ends"]()},
    "GOLD ENDS": lambda there: {"type": "holds", **there["gold"]()},
    "SLOT": lambda there: {"stance": there["gold"]()["target"], "slot": "actor", "entry": None},
    "DECIDED": lambda there: {"span": there["of_split"], "label": there["part"]},
}
"""Bodies about what is there."""


def of_corpus(store, route):
    """A change of documents, or a filter that is kept, where an address has a blank for one."""
    with store.write() as tx:
        if "<uuid:edit>" in route:
            tagged = change_of(into={"tag": [uuid4().hex]}, out_of={}, values={})
            done = regrouping.change(tx, accounts.OPERATOR, SLUG, Which(filter=EVERYTHING), tagged)
            return {"<uuid:edit>": done.id}
        if "/filters/<name>" in route:
            filters.save(tx, accounts.OPERATOR, SLUG, "Early", filter_from("year=2005"))
            return {"<name>": "Early"}
    return {}


def of_gold(chair, desk, nth, route):
    """Two spans of gold where nothing is marked, to be made; a relation of gold for the blank of an address."""

    def gold():
        labels = {"source": "actor", "target": "stance"}
        return {end: chair.into_gold(desk.mark("e", label, nth)) for end, label in labels.items()}

    return {
        "gold": gold,
        **({"<uuid:relation>": relate_gold(chair, **gold())} if "<uuid:relation>" in route else {}),
    }


def with_relations(store):
    """The labels of the codebook, which may all have spans by now, and the relations that others ask for."""
    with store.read() as tx:
        labels = codebooks.current(tx, accounts.OPERATOR, SLUG).labels
    return {"labels": [{"name": one.name} for one in labels], "relations": [HOLDS, TOWARD]}


def of_codebook(store, desk, route):
    """A change of the codebook where an address has a blank for one; of a split a span that waits, and a label."""
    if "<uuid:change>" not in route:
        return {}
    if "<uuid:change>/" in route:
        return of_split(store, desk)
    change = Rename("actor", "actor", f"Actor {uuid4().hex}")
    with store.write() as tx:
        return {"<uuid:change>": operating.perform(tx, accounts.OPERATOR, SLUG, change).id}


def of_split(store, desk):
    label, *parts = (f"l{uuid4().hex}" for _ in range(3))
    with store.write() as tx:
        book = codebooks.current(tx, accounts.OPERATOR, SLUG)
        codebooks.replace(tx, accounts.OPERATOR, SLUG, replace(book, labels=(*book.labels, Label(label))))
    span = desk.mark("the", label)
    with store.write() as tx:
        split = Split(label, tuple((one, one, "") for one in parts))
        change = operating.perform(tx, accounts.OPERATOR, SLUG, split).id
    return {"<uuid:change>": change, "of_split": span, "part": parts[0]}


def suggested(desk):
    """The first suggestion at a desk, as a script judges it."""
    with desk.store.read() as tx:
        one = suggesting.suggested(tx, desk.person, desk.document)[1][0]
    return {"start": one.start, "end": one.end, "label": one.label}


@pytest.fixture
def blanks(store, people, document):
    """What stands in the blanks of an address: things of ``name``'s own where they may have any, else of ana's."""
    waiting, nth = Jobs(store), count()
    releasing.create(store, accounts.OPERATOR, SLUG, Terms("1.0", "2026-11-28"))
    keep_model(store, 1, add_gold(store, number=2), document, [])

    def another_document():
        with store.write() as tx:
            made = documents.read("A text.", None, {}, document_id=str(uuid4()), now=tx.now)
            return documents.add(tx, people["ana"], SLUG, made)

    def of(name, route):
        owner = name if ROLES.get(name, "viewer") != "viewer" else "ana"
        desk = Desk(store, people[owner], document)
        ends = lambda: {"source": desk.mark("the"), "target": desk.mark("the", "stance")}  # noqa: E731
        there = {"<slug>": SLUG, "<uuid:document>": document, "<int:number>": "1", "ends": ends}
        there["suggested"] = partial(suggested, desk)
        there["book"] = partial(with_relations, store)
        if route == "DELETE /documents/<uuid:document>":
            there["<uuid:document>"] = another_document()
        if "<name>" in route:
            there["<name>"] = "1.0"
        if "<key>" in route:
            there["<key>"] = Clerk(store, people["ana"]).add("Almaty")
        if "<uuid:span>" in route:
            there["<uuid:span>"] = desk.mark("the")
        there |= of_codebook(store, desk, route)
        there |= of_corpus(store, route)
        if "/gold/" in route:
            there |= of_gold(Chair(store, people["adjudicator"], document), desk, next(nth), route)
        elif "<uuid:relation>" in route:
            there["<uuid:relation>"] = desk.relate(**ends())
        if "<uuid:job>" in route:
            with store.write() as tx:
                by = people[name if ROLES.get(name) == "manager" else "ana"]
                there["<uuid:job>"], _ = import_job.start(waiting, tx, by, Import(SLUG, ()))
        return there

    yield of
    waiting.close()
