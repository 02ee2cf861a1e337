"""Pages speak the language chosen in a browser, else what it asks for, else English; files stay English."""

from acting import SLUG, Desk, first_document

RUSSIAN = {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"}


def heading(answer) -> tuple[str, str]:
    """Which language a page says that it is in, and what it is called."""
    return answer.page.get("lang"), answer.words("//h1")[0]


def test_a_page_speaks_what_the_browser_asks_for(nobody):
    spoken = {
        "": ("en", "Your one-time link"),
        "en-GB,en;q=0.9,ru;q=0.8": ("en", "Your one-time link"),
        "ru-RU,ru;q=0.9,en;q=0.8": ("ru", "Ваша одноразовая ссылка"),
        "kk,ru;q=0.8": ("kk", "Бір реттік сілтемеңіз"),
        "de,fr;q=0.8": ("en", "Your one-time link"),
        "*": ("en", "Your one-time link"),
        "\x7f;q=none": ("en", "Your one-time link"),
    }
    answers = {asked: nobody.get("/enter/x", headers={"Accept-Language": asked}) for asked in spoken}
    assert {asked: heading(answer) for asked, answer in answers.items()} == spoken
    assert {"Cookie", "Accept-Language"} <= set(answers["*"].headers["Vary"].split(", "))


def test_what_is_chosen_in_a_browser_counts_before_what_it_asks_for(ben):
    answer = ben.send("/preferences/language", {"language": "kk", "next": "/account"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
    page = ben.get("/account", headers=RUSSIAN)
    assert heading(page) == ("kk", "Тіркелгіңіз")
    assert page.page.xpath("//select[@name='language']/option[@selected]/@value") == ["kk"]
    ben.send("/preferences/language", {"language": ""})
    assert heading(ben.get("/account", headers=RUSSIAN))[0] == "ru"


def test_a_language_that_is_not_there_is_refused_and_changes_nothing(ben):
    answer = ben.send("/preferences/language", {"language": "tlh"})
    assert (answer.status_code, answer.problem) == (422, "There is no such language here: en, kk, ru.")
    assert "Set-Cookie" not in answer.headers


def test_a_part_speaks_the_language_of_its_page(ben):
    part = ben.get(f"/projects/{SLUG}", headers={**RUSSIAN, "HX-Request": "true"})
    assert part.words("//a[@href='#facets']") == ["Все фильтры"]


def test_numbers_take_the_form_of_their_language(ben):
    assert "5 документов знаков:" in " ".join(ben.get(f"/projects/{SLUG}", headers=RUSSIAN).words("//h2"))


def test_a_refusal_is_said_in_the_language_of_the_page(nobody, ben):
    form = {"csrf_token": nobody.csrf(), "name": "ben", "password": "wrong"}
    wrong = nobody.post("/sign-in", data=form, headers=RUSSIAN)
    assert wrong.problem == "Имя и пароль не подходят друг к другу."
    assert (
        ben.get("/projects/nowhere", headers=RUSSIAN).problem == "Такого проекта нет, или вы в нём не участвуете."
    )


def test_headings_of_the_guide_are_said_in_it_and_still_linked_to_by_the_same_names(ben):
    page = ben.get("/guide", headers=RUSSIAN)
    assert heading(page) == ("ru", "Для разметчиков")
    assert page.words("//*[@id='begin']") == ["Начать"]
    assert ben.get("/guide").words("//*[@id='begin']") == ["Begin"]


def test_what_scripts_read_stays_english(ben, nobody):
    problem = nobody.get(f"/api/v1/projects/{SLUG}", headers=RUSSIAN)
    assert problem.json == nobody.get(f"/api/v1/projects/{SLUG}").json
    files = [ben.get(f"/projects/{SLUG}/statements.csv", headers=more).data for more in (RUSSIAN, {})]
    assert files[0] == files[1]


def test_what_was_done_is_told_in_it(ben, store, team):
    document = first_document(store, team["ben"])
    desk = Desk(store, team["ben"], document)
    desk.delete(desk.mark("Kremlin"))
    desk.undo()
    lines = ben.get(f"/documents/{document}/history", headers=RUSSIAN).words("//ol//li/p[not(small)]")
    assert lines == [
        "отменено: удалено “Kremlin” (Actor)",
        "удалено “Kremlin” (Actor)",
        "отмечено “Kremlin” как Actor",
    ]
