"""Who may go where: every address of the site, asked by everybody."""

from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from itertools import count
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from acting import SLUG, Desk, action
from adjudicators import Chair, complete
from golden import add_gold
from registering import Clerk
from sqlalchemy import text

from annotator.domain.label_operation import Rename
from annotator.domain.permission import Act, Standing
from annotator.domain.regrouping import change_of
from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    commenting,
    corpus,
    illustrating,
    inviting,
    operating,
    precedents,
    projects,
    regrouping,
    releasing,
    rounds,
    tokens,
)
from annotator.services.commenting import Remark
from annotator.services.regrouping import Which
from annotator.services.rounds import Plan

ROLES = {
    "ana": "manager",
    "manager": "manager",
    "adjudicator": "adjudicator",
    "ben": "annotator",
    "viewer": "viewer",
}
PEOPLE = (*ROLES, "stranger", "neighbour")


@dataclass(frozen=True)
class Route:
    """What a route asks of whoever calls it.

    ``act``: what the rules must allow; ``admin``: only the site's admin; ``own``: a thing of one's own, which
    nobody else is told of; ``hidden``: whoever may not know of it is told that it is not there; none of these:
    whoever is signed in, or with ``public`` anybody at all.
    """

    act: Act | None = None
    admin: bool = False
    own: bool = False
    hidden: bool = False
    public: bool = False
    done: int = 200


ROUTES = {
    "GET /": Route(),
    "GET /guide": Route(),
    "GET /guide/<name>": Route(),
    "POST /projects": Route(admin=True, done=303),
    "GET /projects/<slug>": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/documents": Route(Act.CHANGE_CORPUS, done=303),
    "GET /projects/<slug>/documents/changes": Route(Act.CHANGE_CORPUS),
    "POST /projects/<slug>/documents/changes/<uuid:edit>": Route(Act.CHANGE_CORPUS, done=303),
    "POST /projects/<slug>/filters": Route(Act.CHANGE_CORPUS, done=303),
    "GET /projects/<slug>/codebook": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/search": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/search.csv": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/search/code": Route(Act.ANNOTATE, done=303),
    "POST /projects/<slug>/search/take-back": Route(Act.ANNOTATE, done=303),
    "GET /projects/<slug>/codebook/versions": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/codebook/<int:version>.css": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/codebook/file": Route(Act.READ_CODEBOOK),
    "POST /projects/<slug>/codebook/file": Route(Act.CHANGE_CODEBOOK, done=303),
    "GET /projects/<slug>/codebook/file.<form>": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/codebook/draft": Route(Act.CHANGE_CODEBOOK),
    "POST /projects/<slug>/codebook/draft": Route(Act.CHANGE_CODEBOOK, done=303),
    "GET /projects/<slug>/codebook/draft.css": Route(Act.CHANGE_CODEBOOK),
    "GET /projects/<slug>/codebook/draft/<kind>": Route(Act.CHANGE_CODEBOOK),
    "POST /projects/<slug>/codebook/draft/<kind>": Route(Act.CHANGE_CODEBOOK, done=303),
    "POST /projects/<slug>/codebook/seen": Route(Act.ANNOTATE, done=303),
    "POST /projects/<slug>/codebook/examples/<uuid:example>": Route(Act.CHANGE_CODEBOOK, done=303),
    "GET /projects/<slug>/codebook/change": Route(Act.CHANGE_CODEBOOK),
    "POST /projects/<slug>/codebook/change": Route(Act.CHANGE_CODEBOOK),
    "GET /projects/<slug>/codebook/change/<uuid:operation>": Route(Act.CHANGE_CODEBOOK),
    "POST /projects/<slug>/codebook/change/<uuid:operation>": Route(Act.CHANGE_CODEBOOK),
    "GET /projects/<slug>/codebook/again": Route(Act.READ_CODEBOOK),
    "GET /projects/<slug>/registry": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/registry": Route(Act.ANNOTATE, done=303),
    "GET /projects/<slug>/registry/<key>": Route(Act.READ_CORPUS),
    "POST /projects/<slug>/registry/<key>": Route(Act.CHANGE_REGISTRY, done=303),
    "GET /projects/<slug>/registry/<key>/merge": Route(Act.CHANGE_REGISTRY),
    "POST /projects/<slug>/registry/<key>/merge": Route(Act.CHANGE_REGISTRY, done=303),
    "GET /projects/<slug>/agreement": Route(Act.READ_AGREEMENT),
    "POST /projects/<slug>/agreement": Route(Act.CHANGE_PROJECT, done=303),
    "GET /projects/<slug>/agreement/disagreements": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/agreement/joined": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/agreement/gamma": Route(Act.READ_AGREEMENT, done=303),
    "POST /projects/<slug>/agreement/gamma": Route(Act.READ_AGREEMENT, done=303),
    "GET /projects/<slug>/agreement/files/<name>.<ending>": Route(Act.READ_AGREEMENT),
    "GET /projects/<slug>/statements": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/statements.csv": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/figures": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/figures.<ending>": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/network": Route(Act.READ_CORPUS),
    "GET /projects/<slug>/network.<ending>": Route(Act.READ_CORPUS),
    # Nothing is joined yet: whose quotes are told to whom stands in test_network.py.
    "GET /projects/<slug>/network/quotes": Route(Act.READ_CORPUS, done=404),
    "GET /projects/<slug>/export": Route(Act.EXPORT),
    "GET /projects/<slug>/export/file": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/export/manifest": Route(Act.READ_OTHER_LAYERS),
    "GET /projects/<slug>/models": Route(Act.READ_GOLD),
    "POST /projects/<slug>/models": Route(Act.TRAIN_MODELS, done=303),
    "GET /projects/<slug>/training/<uuid:job>": Route(Act.TRAIN_MODELS),
    "POST /projects/<slug>/training/<uuid:job>/cancel": Route(Act.TRAIN_MODELS, done=303),
    "GET /projects/<slug>/releases": Route(Act.MANAGE_RELEASES),
    "POST /projects/<slug>/releases": Route(Act.MANAGE_RELEASES, done=303),
    "GET /projects/<slug>/releasing/<uuid:job>": Route(Act.MANAGE_RELEASES),
    "POST /projects/<slug>/releasing/<uuid:job>/cancel": Route(Act.MANAGE_RELEASES, done=303),
    "GET /projects/<slug>/releases/<name>": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/releases/<name>/file": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/releases/<name>/changes": Route(Act.MANAGE_RELEASES),
    "GET /projects/<slug>/import": Route(Act.IMPORT),
    "POST /projects/<slug>/import": Route(Act.IMPORT),
    "POST /projects/<slug>/import/<uuid:batch>": Route(Act.IMPORT, done=303),
    "POST /projects/<slug>/import/<uuid:batch>/again": Route(Act.IMPORT),
    "GET /projects/<slug>/attach": Route(Act.IMPORT),
    "POST /projects/<slug>/attach": Route(Act.IMPORT, done=303),
    "POST /projects/<slug>/attach/<uuid:batch>": Route(Act.IMPORT, done=303),
    "GET /projects/<slug>/attaching/<uuid:job>": Route(Act.IMPORT),
    "POST /projects/<slug>/attaching/<uuid:job>/cancel": Route(Act.IMPORT, done=303),
    "GET /projects/<slug>/imports/<uuid:job>": Route(Act.IMPORT),
    "POST /projects/<slug>/imports/<uuid:job>/cancel": Route(Act.IMPORT, done=303),
    "GET /projects/<slug>/rounds": Route(Act.READ_PROGRESS),
    "POST /projects/<slug>/rounds": Route(Act.MANAGE_ROUNDS, done=303),
    "POST /projects/<slug>/rounds/calibration": Route(Act.MANAGE_ROUNDS, done=303),
    "GET /projects/<slug>/rounds/<int:number>": Route(Act.READ_PROGRESS),
    "POST /projects/<slug>/rounds/<int:number>": Route(Act.MANAGE_ROUNDS, done=303),
    "POST /projects/<slug>/rounds/<int:number>/documents": Route(Act.MANAGE_ROUNDS, done=303),
    "POST /projects/<slug>/rounds/<int:number>/people": Route(Act.MANAGE_ROUNDS, done=303),
    "GET /projects/<slug>/team": Route(Act.READ_MEMBERS),
    "POST /projects/<slug>/team": Route(Act.MANAGE_MEMBERS, done=303),
    "POST /projects/<slug>/team/<uuid:user>/leave": Route(Act.MANAGE_MEMBERS, done=303),
    "POST /projects/<slug>/invitations": Route(Act.MANAGE_MEMBERS),
    "POST /projects/<slug>/invitations/<uuid:invitation>/revoke": Route(Act.MANAGE_MEMBERS, done=303),
    "GET /projects/<slug>/questions": Route(Act.COMMENT),
    "POST /projects/<slug>/questions": Route(Act.COMMENT, done=303),
    "GET /documents/<uuid:document>/comments": Route(Act.COMMENT),
    "POST /documents/<uuid:document>/comments": Route(Act.COMMENT, done=303),
    "POST /comments/<uuid:comment>": Route(own=True, done=303),
    "GET /people": Route(admin=True),
    "POST /people": Route(admin=True),
    "POST /people/<uuid:user>": Route(admin=True, done=303),
    "POST /people/invitations": Route(admin=True),
    "POST /people/invitations/<uuid:invitation>/revoke": Route(admin=True, done=303),
    "GET /account": Route(),
    "POST /account/password": Route(done=422),
    "POST /account/email": Route(done=303),
    "POST /account/sessions/end": Route(done=303),
    "POST /account/provider/disconnect": Route(done=404),
    "GET /invitation/<token>": Route(public=True, done=404),
    "POST /invitation/<token>": Route(public=True, done=404),
    "GET /password/<token>": Route(public=True),
    "POST /password/<token>": Route(public=True, done=422),
    "GET /sign-in/provider": Route(public=True, done=404),
    "GET /sign-in/provider/back": Route(public=True, done=404),
    "GET /documents/<uuid:document>": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/list/<int:block>": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/at/<int:offset>": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/statements": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/suggestions": Route(Act.ANNOTATE),
    "POST /documents/<uuid:document>/actions": Route(Act.ANNOTATE, done=303),
    "POST /documents/<uuid:document>/state": Route(Act.ANNOTATE, done=303),
    "GET /documents/<uuid:document>/adjudicate": Route(Act.WRITE_GOLD),
    "GET /documents/<uuid:document>/adjudicate/next": Route(Act.WRITE_GOLD, done=303),
    "GET /documents/<uuid:document>/adjudicate/attributes": Route(Act.WRITE_GOLD),
    "GET /documents/<uuid:document>/adjudicate/ends": Route(Act.WRITE_GOLD),
    "POST /documents/<uuid:document>/adjudicate": Route(Act.WRITE_GOLD, done=303),
    "POST /documents/<uuid:document>/adjudicate/state": Route(Act.WRITE_GOLD, done=303),
    "POST /documents/<uuid:document>/adjudicate/history/<moment>": Route(Act.WRITE_GOLD, done=303),
    "POST /documents/<uuid:document>/adjudicate/precedents": Route(Act.WRITE_GOLD, done=303),
    "POST /projects/<slug>/threshold": Route(Act.CHANGE_PROJECT, done=303),
    "POST /projects/<slug>/precedents/<uuid:precedent>": Route(Act.WRITE_GOLD, done=303),
    "GET /spans/<uuid:span>": Route(own=True),
    "GET /spans/<uuid:span>/entries": Route(own=True),
    "GET /spans/<uuid:span>/mentions": Route(own=True),
    "GET /spans/<uuid:span>/ends": Route(own=True),
    "GET /spans/<uuid:span>/example": Route(Act.CHANGE_CODEBOOK, hidden=True),
    "POST /spans/<uuid:span>/example": Route(Act.CHANGE_CODEBOOK, done=303, hidden=True),
    "GET /account/tokens": Route(),
    "POST /account/tokens": Route(),
    "POST /account/tokens/<uuid:token>/revoke": Route(done=303),
    "GET /spans/<uuid:span>/history": Route(own=True),
    "GET /documents/<uuid:document>/history": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/text": Route(Act.REVISE_DOCUMENTS),
    "POST /documents/<uuid:document>/text": Route(Act.REVISE_DOCUMENTS),
    "GET /documents/<uuid:document>/editions": Route(Act.READ_CORPUS),
    # Nobody has seen a report of it.
    "POST /documents/<uuid:document>/editions": Route(Act.REVISE_DOCUMENTS, done=409),
    # Nothing was left behind on it.
    "POST /documents/<uuid:document>/editions/place": Route(Act.ANNOTATE, done=404),
    "GET /documents/<uuid:document>/editions/<int:number>": Route(Act.READ_CORPUS),
    "GET /documents/<uuid:document>/editions/<int:number>/file": Route(Act.READ_OTHER_LAYERS),
    "GET /documents/<uuid:document>/history/<moment>": Route(own=True),
    "POST /documents/<uuid:document>/history/<moment>": Route(Act.ANNOTATE, done=303),
    "GET /sign-in": Route(public=True),
    "POST /sign-in": Route(public=True, done=401),
    "POST /sign-out": Route(public=True, done=303),
    "GET /enter/<token>": Route(public=True),
    "POST /enter/<token>": Route(public=True, done=303),
    "GET /set-up/<token>": Route(public=True),
    "POST /set-up/<token>": Route(public=True, done=403),
    "POST /preferences/keys": Route(public=True, done=422),
    "POST /preferences/language": Route(public=True, done=303),
    "GET /healthz": Route(public=True),
    "GET /metrics": Route(public=True, done=404),
    "GET /readyz": Route(public=True),
    "GET static": Route(public=True),
}


def test_every_route_is_in_the_table_of_expectations(app):
    assert set(routes_of(app)) == set(ROUTES)


def test_everybody_gets_what_the_rules_allow_and_nothing_else(people, ask):
    answers = {(name, route): ask(name, route).status_code for name in PEOPLE for route in ROUTES}
    expected = {(name, route): status_for(people[name], route) for name in PEOPLE for route in ROUTES}
    assert differences(answers, expected) == {}


def test_a_part_is_refused_to_the_same_people_as_its_page(people, ask):
    htmx = {"HX-Request": "true"}
    refused = {
        (name, route): status
        for name in PEOPLE
        for route in ROUTES
        if (status := status_for(people[name], route)) in (403, 404)
    }
    answers = {(name, route): ask(name, route, headers=htmx).status_code for name, route in refused}
    assert differences(answers, refused) == {}


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_and_back(people, ask, address):
    for route in closed("GET"):
        answer = ask(None, route)
        if route.endswith(".css"):  # a style sheet cannot sign in
            assert answer.status_code == 404
            continue
        assert answer.status_code == 303, route
        there = address(None, route)
        assert answer.headers["Location"] == f"/sign-in?next={there.replace('?', '%3F').replace('=', '%3D')}"


def test_whoever_is_not_signed_in_changes_nothing(people, ask):
    answers = {route: ask(None, route).status_code for route in closed("POST")}
    assert answers == dict.fromkeys(closed("POST"), 401)


def test_a_part_for_whoever_is_not_signed_in_says_so_where_it_would_have_stood(people, ask):
    for route in (*closed("GET"), *closed("POST")):
        if not route.endswith(".css"):
            answer = ask(None, route, headers={"HX-Request": "true"})
            assert (answer.status_code, answer.problem) == (401, "You are not signed in, or no longer."), route
            assert "<html" not in answer.text


def test_a_stranger_is_told_nothing_that_a_wrong_address_would_not_say(people, sign_in, document):
    for browser in (sign_in("stranger"), sign_in("neighbour")):
        real, invented = browser.get(f"/projects/{SLUG}"), browser.get("/projects/no-such-project")
        assert (real.status_code, real.problem) == (invented.status_code, invented.problem)
        real, invented = browser.get(f"/documents/{document}"), browser.get(f"/documents/{uuid4()}")
        assert real.status_code == invented.status_code == 404


def test_whoever_is_deactivated_is_out_at_once(people, sign_in, store):
    browser = sign_in("viewer")
    assert browser.get("/").status_code == 200
    deactivate(store, people["viewer"])
    assert browser.get("/").status_code == 303


def test_the_pages_offer_only_what_their_reader_may_do(people, sign_in, document):
    manager, viewer = sign_in("manager"), sign_in("viewer")
    assert "/import" in manager.get(f"/projects/{SLUG}").text
    assert "/import" not in viewer.get(f"/projects/{SLUG}").text
    rounds_link = f'href="/projects/{SLUG}/rounds"'
    assert rounds_link in manager.get(f"/projects/{SLUG}/codebook").text
    assert rounds_link in sign_in("adjudicator").get(f"/projects/{SLUG}").text
    assert rounds_link not in viewer.get(f"/projects/{SLUG}").text
    assert 'action="/projects"' not in manager.get("/").text
    assert 'action="/projects"' in sign_in("ana").get("/").text
    assert f"/documents/{document}/state" in manager.get(f"/documents/{document}").text
    assert f"/documents/{document}/state" not in viewer.get(f"/documents/{document}").text


def test_a_blind_annotator_sees_nothing_of_how_far_the_others_are(people, sign_in, store, document):
    Desk(store, people["ana"], document).mark("the")
    assert "1 in progress" in " ".join(sign_in("ana").get(f"/projects/{SLUG}").words("//td"))
    ben = sign_in("ben").get(f"/projects/{SLUG}")
    assert "ana" not in ben.text
    assert "in progress" not in ben.text


def status_for(person, route):
    """What the rules say."""
    wanted = ROUTES[route]
    if wanted.public:
        return wanted.done
    if wanted.admin:
        return wanted.done if person.admin else 403
    if wanted.own:
        return wanted.done if Standing(person, ROLES.get(person.name), blind=True).may(Act.ANNOTATE) else 404
    standing = Standing(person, ROLES.get(person.name), blind=True)
    if wanted.act is None or standing.may(wanted.act):
        return wanted.done
    hidden = wanted.hidden and not standing.may(Act.ANNOTATE)
    return 404 if standing.role is None or hidden else 403


def differences(answers, expected):
    return {
        key: f"{status}, expected {expected[key]}" for key, status in answers.items() if status != expected[key]
    }


def closed(method):
    return [route for route, wanted in ROUTES.items() if route.startswith(method) and not wanted.public]


def routes_of(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):  # they have a table of their own
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            yield f"{method} {rule.endpoint if rule.endpoint == 'static' else rule.rule}"


def adjudicated(chair, route):
    """What is sent to an address of adjudication, about what stands there."""
    case = next(case for case in chair.docket(unfinished=True).cases if case.decided)
    seen = {"unit": case.unit.id, "revision": case.unit.revision, "decisions": case.decisions[0].id}
    about = {
        "adjudicate": {"do": "none", "layers": "all", **seen},
        "state": {"state": "in_progress"},
        "precedents": {"decision": case.decisions[0].id, "label": "actor", "rule": "A rule."},
        "threshold": {"percent": "67", "document": chair.document},
    }
    return {"action": str(uuid4()), "rule": f"A rule, {uuid4()}."} | about.get(route, {})


NO_JOB = str(uuid4())


def release_job_of(sign_in, name):
    """A release of a manager's that is being made."""
    if ROLES.get(name) != "manager":
        return NO_JOB
    begun = sign_in(name).send(f"/projects/{SLUG}/releases", {"name": f"r{uuid4().hex[:8]}"})
    return begun.location.split("/")[-1]


def training_of(sign_in, name):
    """A model that a manager's gold is being learned for."""
    if ROLES.get(name) != "manager":
        return NO_JOB
    return sign_in(name).send(f"/projects/{SLUG}/models", {}).location.split("/")[-1]


def attach_job_of(sign_in, name):
    """A release that a manager looks at, to attach it."""
    if ROLES.get(name) != "manager":
        return NO_JOB
    begun = sign_in(name).send(f"/projects/{SLUG}/attach", {"file": (BytesIO(b"no release"), "open.zip")})
    return begun.location.split("/")[-1]


def deactivate(store, person):
    with store.write() as tx:
        tx.connection.execute(text('UPDATE "user" SET active = false WHERE id = :id'), {"id": person.id})


@pytest.fixture
def ask(app, address, fields, people, sign_in):
    """Call a route as somebody would who means it."""
    browsers = {}

    def asked(name, route, headers=None):
        signs_out = route in ("POST /sign-out", "POST /enter/<token>")
        if name is None or signs_out or name not in browsers:
            browsers[name] = sign_in(name) if name else app.test_client()
        browser, where = browsers[name], address(name, route)
        if route.startswith("GET"):
            answer = browser.get(where, headers=headers)
        else:
            data = {"csrf_token": browser.csrf(), **fields(name, route)}
            answer = browser.post(where, data=data, headers=headers)
        if signs_out:
            browsers.pop(name)
        return answer

    return asked


@pytest.fixture
def with_people(store):
    """Fill the blanks of a route for an invitation or a person with a new one."""

    def newcomer():
        name = f"new{uuid4().hex[:8]}"
        with store.write() as tx:
            made = accounts.add_user(tx, accounts.OPERATOR, name, password_hash=None)
            projects.set_member(tx, accounts.OPERATOR, SLUG, name, "viewer")
        return made.id

    def invitation(slug):
        with store.write() as tx:
            inviting.invite(tx, accounts.OPERATOR, slug, "viewer")
            return inviting.listed(tx, accounts.OPERATOR, slug)[0].id

    def filled(where):
        if "<uuid:invitation>" in where:
            where = where.replace("<uuid:invitation>", invitation(SLUG if "<slug>" in where else None))
        return where.replace("<uuid:user>", newcomer()) if "<uuid:user>" in where else where

    return filled


@pytest.fixture
def address(app, own_span, own_thing, decided, store):
    """Where a route is, with things that are there in its blanks."""
    with store.write() as tx:
        plan = Plan(documents=[own_span.document], people=["ben", "manager"], overlap=1)
        number = rounds.create(tx, accounts.OPERATOR, SLUG, plan).number
    releasing.create(store, accounts.OPERATOR, SLUG, Terms("1.0", "2026-11-28"))
    add_gold(store, number=2)

    def ticket():
        with store.write() as tx:
            return accounts.ticket_for(tx, accounts.OPERATOR, "ben")

    def moment_of(name, where):
        """The moment in which one's own span was made, or gold was begun."""
        about = "kind = 'decision.make'" if "adjudicate" in where else "subject = :span"
        with store.read() as tx:
            query = text(f"SELECT action_id FROM event WHERE {about} ORDER BY sequence LIMIT 1")
            return tx.connection.execute(query, {"span": own_span(name)}).scalar()

    def found(name, route):
        if route == "GET static":
            return f"{app.static_url_path}/annotator.css"
        where = own_thing(name, route.split()[1])
        if where == "/enter/<token>":
            where = f"/enter/{ticket()}"
        asked = {
            "/merge": "into=russia",
            "/changes": "old=1.0",
            "/adjudicate/attributes": "label=actor",
            "/adjudicate/ends": f"span={decided.gold}",
            "/search": "q=the",
            "/search.csv": "q=the",
        }
        where += next((f"?{query}" for end, query in asked.items() if where.endswith(end)), "")
        if where.endswith(("/export/file", "/export/manifest", "/editions/<int:number>/file")):
            where += "?layer=ben" if name == "viewer" else "?layer=ana"
        return (
            where.replace("<slug>", SLUG)
            .replace("<name>.<ending>", "figures.csv")
            .replace("/guide/<name>", "/guide/annotators")
            .replace("file.<form>", "file.yaml")
            .replace("network.<ending>", "network.csv")
            .replace("<name>", "1.0")
            .replace("figures.<ending>", "figures.csv")
            .replace("<kind>", "label")
            .replace("<uuid:precedent>", decided.precedent)
            .replace("<int:version>", "1")
            .replace("<uuid:document>", own_span.document)
            .replace("<int:number>", str(number))
            .replace("<int:block>", "0")
            .replace("<int:offset>", "3")
            .replace("<uuid:span>", own_span(name))
            .replace("<moment>", moment_of(name, where))
            .replace("<token>", "wrong")
        )

    return found


@pytest.fixture
def fields(own_span, chair):
    """What is sent to a route."""

    def sent(name, route):
        if any(one in route for one in ("adjudicate", "precedent", "threshold")):
            return adjudicated(chair, route.split("/")[-1])
        return others(route)

    def others(route):
        action = {"action": str(uuid4())}
        words = {"label": "actor", "fragments": "0-3", "words": own_span.text[:3]}
        return {
            "/projects": {"slug": f"p{uuid4().hex[:8]}", "name": "A project"},
            "/projects/<slug>/import": {"files": (BytesIO(b"A line of text.\n"), "a.txt")},
            "/projects/<slug>/attach": {"file": (BytesIO(b"no release"), "open.zip")},
            "/projects/<slug>/documents": {"document": own_span.document, "add-tag": uuid4().hex},
            "/projects/<slug>/filters": {"name": "Early", "filter": "year=2005"},
            "/projects/<slug>/codebook/seen": {"version": "1", "document": own_span.document},
            "/projects/<slug>/codebook/change": {"kind": "retire", "label": "stance"},
            "/projects/<slug>/codebook/change/<uuid:operation>": {"do": "undo"},
            "/projects/<slug>/codebook/file": {"file": (BytesIO(b"labels: [{name: actor}]"), "b.yaml")},
            "/projects/<slug>/codebook/draft": {"do": "about", "name": "Another name"},
            "/projects/<slug>/codebook/draft/<kind>": {"do": "up", "old": "actor"},
            "/projects/<slug>/releases": {"name": f"r{uuid4().hex[:8]}"},
            "/projects/<slug>/registry": {"sort": "actor", "name": "Almaty"},
            "/projects/<slug>/registry/<key>": {"do": "accept"},
            "/projects/<slug>/registry/<key>/merge": {"into": "russia"},
            "/projects/<slug>/rounds": {"document": own_span.document, "person": "ben", "overlap": "1"},
            "/projects/<slug>/rounds/<int:number>/documents": {"give": own_span.document, "user": "ben"},
            "/projects/<slug>/rounds/<int:number>/people": {"join": "adjudicator"},
            "/documents/<uuid:document>/actions": {**action, **words, "do": "create", "span": str(uuid4())},
            "/documents/<uuid:document>/state": {**action, "state": "in_progress"},
            "/projects/<slug>/search/code": {**action, "label": "actor", "place": f"{own_span.document}:0-3"},
            "/projects/<slug>/search/take-back": {**action, "batch": str(uuid4())},
            "/projects/<slug>/team": {"name": "adjudicator", "role": "adjudicator"},
            "/projects/<slug>/invitations": {"role": "viewer"},
            "/projects/<slug>/questions": {"id": str(uuid4()), "label": "actor", "text": "Is it?"},
            "/documents/<uuid:document>/comments": {"id": str(uuid4()), "text": "Is it?"},
            "/documents/<uuid:document>/text": {"text": "Another text."},
            "/documents/<uuid:document>/editions": {"text": "Another text.", "confirmed": "no"},
            "/documents/<uuid:document>/editions/place": {**action, "span": str(uuid4()), "words": "the"},
            "/comments/<uuid:comment>": {"do": "resolve"},
            "/spans/<uuid:span>/example": {"label": "actor", "why": uuid4().hex},
            "/people": {"name": f"new{uuid4().hex[:8]}"},
            "/people/<uuid:user>": {"do": "deactivate"},
            "/account/tokens": {"name": "a script"},
            "/documents/<uuid:document>/history/<moment>": action,
            "/sign-in": {"name": uuid4().hex, "password": "not the right one"},
        }.get(route.split()[1], {})

    return sent


def job_of(sign_in, name):
    """The id of an import that somebody begins, where they may."""
    if ROLES.get(name) != "manager":
        return str(UUID(int=0))
    data = {"files": (BytesIO(b"A line of text.\n"), "a.txt"), "unseen": "1"}
    return sign_in(name).send(f"/projects/{SLUG}/import", data).headers["Location"].split("/")[-1]


def example_of(store, ana, document, numbers, _name):
    """A new example, each on other words."""
    span = Desk(store, ana, document).mark("the", nth=next(numbers))
    with store.write() as tx:
        illustrating.keep(tx, ana, span)
        return illustrating.of_project(tx, ana, SLUG)["actor"][-1].example.id


def edit_of(store, document, _name):
    """A new change of a document's metadata."""
    tagged = change_of(into={"tag": [uuid4().hex]}, out_of={}, values={})
    with store.write() as tx:
        return regrouping.change(tx, accounts.OPERATOR, SLUG, Which([document]), tagged).id


@pytest.fixture
def own_thing(people, store, sign_in, document, with_people):
    """Put into an address what somebody made for this: files to import, a token."""

    def batch_of(name):
        if ROLES.get(name) != "manager":
            return str(uuid4())
        data = {"files": (BytesIO(b"A line of text.\n"), "a.txt")}
        preview = sign_in(name).send(f"/projects/{SLUG}/import", data)
        return preview.page.xpath("//main//form/@action")[0].split("/")[-1]

    def token_of(name):
        if name is None:
            return str(uuid4())
        with store.write() as tx:
            tokens.make(tx, people[name], "a script")
            return tokens.all_of(tx, people[name])[0].id

    def comment_of(name):
        with store.write() as tx:
            by = people[name if ROLES.get(name, "viewer") != "viewer" else "ana"]
            return commenting.on_document(tx, by, document, Remark(str(uuid4()), "Is it?")).thread.id

    @cache
    def operation_of(name):
        with store.write() as tx:
            change = Rename("legal_instrument", "legal_instrument", f"Instrument {uuid4().hex}")
            return operating.perform(tx, accounts.OPERATOR, SLUG, change).id

    def entry_of(name):
        return Clerk(store, people["ana"]).add("Almaty") if name else "kazakhstan"

    def put(name, where):
        jobs = {"/releasing/": release_job_of, "/training/": training_of, "/attaching/": attach_job_of}
        made_by = next((made for part, made in jobs.items() if part in where), job_of)
        blanks = {
            "<uuid:operation>": operation_of,
            "<uuid:example>": cache(partial(example_of, store, people["ana"], document, count())),
            "<uuid:edit>": partial(edit_of, store, document),
            "<uuid:batch>": batch_of,
            "<uuid:job>": partial(made_by, sign_in),
            "<uuid:token>": token_of,
            "<uuid:comment>": comment_of,
            "<key>": entry_of,
        }
        for blank, made in blanks.items():
            where = where.replace(blank, made(name)) if blank in where else where
        return with_people(where)

    return put


@pytest.fixture
def own_span(people, store, document):
    """The id of a span: one's own where one may annotate, ana's otherwise."""
    spans = {
        name: Desk(store, people[name], document).mark("the", "actor")
        for name, role in ROLES.items()
        if role != "viewer"
    }

    def of(name):
        return spans.get(name, spans["ana"])

    of.document = document
    of.text = Desk(store, people["ana"], document).text
    of.document = document
    return of


@pytest.fixture
def chair(people, store, document, own_span):
    """An adjudicator who has decided about something on each of two documents."""
    with store.read() as tx:
        other = corpus.corpus(tx, people["ana"], SLUG).documents[1].id
    there = Desk(store, people["ana"], other)
    there.mark("the")
    complete(there)
    made = Chair(store, people["adjudicator"], document)
    made.rule(made.seen(made.docket(unfinished=True).cases[0], unfinished=True), "all")
    return made


@pytest.fixture
def decided(chair):
    """What came of a decision: the ids of a span of gold, and of a rule that was kept."""
    docket = chair.docket(unfinished=True)
    (decision,) = docket.cases[0].decisions
    with chair.store.write() as tx:
        precedents.keep(tx, chair.person, action(), chair.document, decision.id, label="actor", rule="A rule.")
        (kept,) = precedents.of_project(tx, chair.person, SLUG)["actor"]
    return SimpleNamespace(precedent=kept.precedent.id, gold=next(iter(docket.gold)))
