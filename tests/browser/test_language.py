"""Work goes by keys in another language as it does in English, and what scripts say is in it."""

import re

import pytest
from playwright.sync_api import expect

WIDER = "document.documentElement.scrollWidth > innerWidth"


def choose(page, language: str) -> None:
    page.goto("/account")
    page.locator("select[name=language]").select_option(language)
    page.locator("form[action='/preferences/language'] button").click()
    page.locator(f"html[lang={language}]").wait_for()


def test_an_article_is_marked_by_keys_in_russian(desk):
    choose(desk.page, "ru")
    desk.open()
    desk.press("ArrowDown", "Shift+ArrowRight", "1")
    desk.settled()
    expect(desk.page.locator("#saved")).to_have_text(re.compile(r"Сохранено \d\d:\d\d:\d\d"))
    assert [label for label, _ in desk.spans] == ["actor"]
    desk.press("u")
    desk.settled()
    assert desk.spans == []
    desk.press("?")
    expect(desk.page.get_by_role("dialog", name="Клавиши")).to_contain_text("следующее и предыдущее слово")


def test_what_waits_is_counted_in_the_forms_of_russian(desk):
    choose(desk.page, "ru")
    desk.open()
    said = """() => import(document.querySelector("script[src*='annotate/main']").src.replace("main.js", "saved.js"))
      .then(({ savedText }) => [1, 2, 5, 21].map((waiting) =>
        savedText({ waiting }, JSON.parse(document.querySelector("#saved").dataset.words))[0]))"""
    assert desk.page.evaluate(said) == [
        "Сохраняется… Ждёт 1 действие.",
        "Сохраняется… Ждут 2 действия.",
        "Сохраняется… Ждут 5 действий.",
        "Сохраняется… Ждёт 21 действие.",
    ]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_longer_words_fit_their_window(open_desk, size):
    desk = open_desk(size=size)
    for language in ("ru", "kk"):
        choose(desk.page, language)
        desk.open()
        assert not desk.page.evaluate(WIDER), language
