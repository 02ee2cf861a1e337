"""What a request leaves for whoever runs the server: an id, a line in the log, a figure. Nobody's words."""

import logging
from dataclasses import replace

from acting import SLUG
from prometheus_client.parser import text_string_to_metric_families

from annotator.web.access import HEADER

TOKEN = "for prometheus alone"


def test_every_answer_has_an_id_of_its_own(ana, nobody):
    ids = [
        browser.get(path).headers[HEADER] for browser in (ana, nobody) for path in ("/", "/nothing", "/healthz")
    ]
    assert len({one for one in ids if len(one) == 32}) == 6


def test_an_id_is_taken_over_from_a_proxy_only(make_app, annotator_settings):
    sent = {HEADER: "0123456789abcdef"}
    bare = make_app(annotator_settings).test_client()
    behind = make_app(replace(annotator_settings, public_url="https://localhost")).test_client()
    assert bare.get("/healthz", headers=sent).headers[HEADER] != sent[HEADER]
    assert behind.get("/healthz", headers=sent).headers[HEADER] == sent[HEADER]
    for odd in ("short", "x" * 65, "<script>alert(1)</script>"):
        assert behind.get("/healthz", headers={HEADER: odd}).headers[HEADER] != odd


def test_a_line_tells_the_route_and_nothing_of_what_was_read_or_searched(ana, document, caplog):
    with caplog.at_level(logging.INFO, "annotator.requests"):
        ana.get(f"/projects/{SLUG}/search?q=mercenaries")
        ana.act(document, "create", label="actor", words="Kremlin", fragments="0-7", span="x", note="a secret")
        ana.get(f"/api/v1/projects/{SLUG}", headers={"Authorization": "Bearer a-token"})
    told = [record.told for record in caplog.records if record.name == "annotator.requests"]
    routes = [one["route"] for one in told if one["route"] != "/enter/<token>"]
    assert routes == [
        "/projects/<slug>/search",
        "/documents/<uuid:document>/actions",
        "/api/v1/projects/<slug>",
    ]
    assert [one["status"] for one in told][-1] == 401
    for word in ("mercenaries", "Kremlin", "secret", "a-token", document, SLUG):
        assert word not in str(told) + caplog.text


def test_without_the_token_there_is_no_page_of_figures(nobody, ana, make_app, annotator_settings):
    metered = make_app(replace(annotator_settings, metrics_token=TOKEN)).test_client()
    for browser, headers in (
        (nobody, {"Authorization": "Bearer "}),
        (ana, {}),
        (metered, {}),
        (metered, {"Authorization": "Bearer another"}),
    ):
        assert browser.get("/metrics", headers=headers).status_code == 404


def test_the_figures_are_those_that_prometheus_reads(make_app, annotator_settings):
    browser = make_app(replace(annotator_settings, metrics_token=TOKEN)).test_client()
    for _ in range(3):
        browser.get("/healthz")
    told = browser.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    samples = [one for family in text_string_to_metric_families(told.text) for one in family.samples]
    (count,) = [
        one.value
        for one in samples
        if one.name == "annotator_request_seconds_count" and one.labels["route"] == "/healthz"
    ]
    assert count == 3
    assert any(one.name == "process_resident_memory_bytes" for one in samples)
