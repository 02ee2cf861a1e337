"""The main job as somebody does it by hand, against whichever server."""

import re

from playwright.sync_api import expect


def annotate_seed(desk):
    """Mark some of the first seed article; what was marked: label, words and attributes, in reading order."""
    desk.mark("Russian Observer Research Center", "1")
    desk.mark("chairman of the Almaty-based Russian Observer Research Center, Fedor Miroglov", "1")
    desk.inspector.get_by_label("person").check()
    desk.inspector.get_by_label("Note").fill("His centre is part of the title.")
    desk.inspector.get_by_label("Note").blur()
    desk.settled()
    desk.mark("recruitment centers", "3")
    desk.press("u")
    desk.settled()
    desk.press("r")
    desk.settled()
    desk.press("u")
    desk.settled()
    return [
        (
            "actor",
            "chairman of the Almaty-based Russian Observer Research Center, Fedor Miroglov",
            {"kind": "person"},
        ),
        ("actor", "Russian Observer Research Center", {}),
    ]


def complete(desk):
    desk.page.get_by_role("button", name="Complete").click()
    desk.page.get_by_role("button", name="Complete it anyway").click()
    expect(desk.page.get_by_role("button", name="Open again")).to_be_visible()


def compare(line, seen, who="ana"):
    """Hold a line of an export against what ``annotate_seed`` and its like did."""
    assert [(span["label"], span["text"], span["attributes"]) for span in line["spans"]] == seen
    for span in line["spans"]:
        assert line["text"][span["start"] : span["end"]] == span["text"]
        assert span["annotator"] == who
    assert re.match(r"\d{4}|$", line["meta"].get("date", ""))
