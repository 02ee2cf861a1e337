"""The API keeps to its own description, whatever is sent to it."""

from dataclasses import replace

import pytest
from acting import SLUG, Desk, first_document
from adjudicators import Chair, relate_gold
from golden import add_gold, keep_model
from hypothesis import HealthCheck, Phase, given, settings
from registering import Clerk

from annotator.api.limits import limiter
from annotator.app import create_app
from annotator.domain.codebook import Label
from annotator.domain.document_filter import filter_from
from annotator.domain.label_operation import Rename, Split
from annotator.domain.regrouping import change_of
from annotator.domain.release import Terms
from annotator.services import (
    accounts,
    codebooks,
    corpus,
    filters,
    import_job,
    operating,
    regrouping,
    releasing,
    seeding,
    suggesting,
    tokens,
)
from annotator.services.import_job import Import
from annotator.services.jobs import Jobs
from annotator.services.regrouping import Which

EXAMPLES = 25  # of each operation and mode: a bound that no busy machine breaks


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the libraries that generate
def test_the_api_answers_whatever_is_sent_as_its_description_says(app, headers, things):
    import schemathesis
    from schemathesis import GenerationMode

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    statuses = {}
    for operation in sorted(operations, key=in_turn):
        for mode in GenerationMode:
            asking(operation, mode, headers, things, statuses)()
    reached = {label for label, status in statuses if status < 400}
    assert reached == {operation.label for operation in operations}
    assert {status for _, status in statuses} >= {200, 201, 202, 204, 404, 422}


# What takes things away that the others need, in the order in which they can all be done.
LATE = (
    "DELETE /documents/{document}/gold/relations/{relation}",
    "DELETE /relations/{relation}",
    "DELETE /spans/{span}",
    "PUT /documents/{document}/layers/me",
    "DELETE /projects/{slug}/registry/{key}",
    "PUT /projects/{slug}/codebook",
    "DELETE /documents/{document}",
)


def in_turn(operation):
    return LATE.index(operation.label) if operation.label in LATE else -1


def asking(operation, mode, headers, things, statuses):
    """A test of one operation, half of it on things that are there."""
    from hypothesis import strategies as st
    from schemathesis.specs.openapi.checks import (
        ignored_auth,
        negative_data_rejection,
        positive_data_acceptance,
        unsupported_method,
        use_after_free,
    )

    # Who may ask at all is for test_doors.py; these three send requests of their own.
    excluded = [ignored_auth, unsupported_method, use_after_free]
    # No schema can say which labels the codebook has, or where the text ends.
    excluded.append(positive_data_acceptance)

    known = {**things, **things["instead"].get(operation.label, {})}
    blanks = {one.name: known[one.name] for one in operation.path_parameters}
    anywhere = operation.as_strategy(mode)
    cases = [operation.as_strategy(mode, path_parameters=blanks), anywhere] if blanks else [anywhere]
    if operation.label in things["bodies"]:
        body = things["bodies"][operation.label]
        cases.append(operation.as_strategy(path_parameters=blanks, body=body, media_type="application/json"))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=st.one_of(cases))
    def ask(case):
        answer = case.call(headers=headers)
        statuses[operation.label, answer.status_code] = True
        lost = [negative_data_rejection] if lost_on_the_way(case) else []
        case.validate_response(answer, excluded_checks=[*excluded, *lost])

    return ask


def lost_on_the_way(case):
    """Whether what was wrong with a query may not have been sent: a parameter without any value is not."""
    return any(value in ([], {}) for value in (case.query or {}).values())


@pytest.fixture
def app(annotator_settings, sqlite_store, monkeypatch):
    seeding.seed(sqlite_store)
    app = create_app(annotator_settings, sqlite_store)
    monkeypatch.setattr(limiter, "enabled", False)
    yield app
    app.extensions["annotator_jobs"].close()


@pytest.fixture
def headers(app, sqlite_store):
    with sqlite_store.write() as tx:
        return {"Authorization": f"Bearer {tokens.make_for(tx, accounts.OPERATOR, 'ana', 'a script')}"}


@pytest.fixture
def things(app, sqlite_store):
    """What is there to ask for, by the blanks of the addresses; and bodies that say something of it."""
    with sqlite_store.read() as tx:
        ana = accounts.named(tx, "ana")
    desk = Desk(sqlite_store, ana, first_document(sqlite_store, ana))
    source, target = desk.mark("Kremlin"), desk.mark("growing casualties", "stance")
    other = desk.mark("the")
    waiting = Jobs(sqlite_store)
    with sqlite_store.write() as tx:
        job, _ = import_job.start(waiting, tx, ana, Import(SLUG, ()))
        change = operating.perform(tx, accounts.OPERATOR, SLUG, Rename("legal_instrument", "instrument")).id
        law = change_of(into={"tag": ["law"]}, out_of={}, values={})
        edit = regrouping.change(tx, ana, SLUG, Which([desk.document]), law).id
        filters.save(tx, ana, SLUG, "1.0", filter_from("tag=law"))
        second = corpus.corpus(tx, ana, SLUG).documents[1].id
    waiting.close()
    split, place = of_split(sqlite_store, desk)
    chair = Chair(sqlite_store, ana, desk.document)
    actor, another, stance = (chair.into_gold(one) for one in (source, other, target))
    for name in ("0.9", "1.0"):
        releasing.create(sqlite_store, ana, SLUG, Terms(name, "2026-11-28"))
    keep_model(sqlite_store, 1, add_gold(sqlite_store, number=2), desk.document, [])
    span = desk.mark("Miroglov")
    almaty, astana = (Clerk(sqlite_store, ana).add(name) for name in ("Almaty", "Astana"))
    with sqlite_store.read() as tx:  # after all that is marked: what lies under a span is suggested no longer
        first, *_, last = suggesting.suggested(tx, ana, desk.document)[1]
    return {
        "slug": SLUG,
        "document": desk.document,
        "span": span,
        "change": change,
        "edit": edit,
        "number": 1,
        "key": almaty,
        "name": "1.0",
        "relation": desk.relate(source, target),
        "job": job,
        # A corrected text takes the place of the document that the others ask for.
        "instead": {
            "POST /documents/{document}/editions": {"document": second},
            "GET /projects/{slug}/codebook/operations/{change}/spans": {"change": split},
            "POST /projects/{slug}/codebook/operations/{change}/decisions": {"change": split},
            "DELETE /documents/{document}/gold/relations/{relation}": {
                "relation": relate_gold(chair, actor, stance)
            },
        },
        "bodies": {
            "POST /documents/{document}/editions": {"text": "A corrected text.", "dry_run": True},
            "PUT /projects/{slug}/filters/{name}": {"query": "tag=law"},
            "PATCH /documents/{document}": {"meta": {"volume": "3"}},
            "PATCH /projects/{slug}/documents": {"filter": "tag=law", "meta": {"volume": "3"}},
            "POST /documents/{document}/spans": {"label": "actor", "start": 0, "end": 11, "text": "Publication"},
            "POST /projects/{slug}/codebook/operations": {"kind": "retire", "label": "actor", "dry_run": True},
            "PUT /projects/{slug}/registry/{key}/merged": {"into": astana},
            "POST /projects/{slug}/releases": {"name": "1.1"},
            "POST /documents/{document}/suggestions/accept": judged(first),
            "POST /documents/{document}/suggestions/refuse": judged(last),
            "POST /documents/{document}/relations": {"type": "holds", "source": other, "target": target},
            "POST /projects/{slug}/codebook/operations/{change}/decisions": {"span": place, "label": "city"},
            "POST /documents/{document}/gold/relations": {"type": "holds", "source": another, "target": stance},
            "PUT /documents/{document}/gold/slots": {"stance": stance, "slot": "actor", "entry": None},
        },
    }


def judged(one):
    return {"start": one.start, "end": one.end, "label": one.label}


def of_split(store, desk):
    """A split, and a span that is to be decided."""
    with store.write() as tx:
        book = codebooks.current(tx, accounts.OPERATOR, SLUG)
        codebooks.replace(tx, accounts.OPERATOR, SLUG, replace(book, labels=(*book.labels, Label("place"))))
    span = desk.mark("the", "place", 1)
    with store.write() as tx:
        split = Split("place", (("city", "City", ""), ("land", "Land", "")))
        return operating.perform(tx, accounts.OPERATOR, SLUG, split).id, span
