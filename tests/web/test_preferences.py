"""What somebody prefers in their browser stays with it."""


def test_single_keys_are_switched_off_and_on_again_for_this_browser(ben, document):
    page = f"/documents/{document}"
    assert ben.get(page).page.xpath("//body/@data-keys") == []
    answer = ben.send("/preferences/keys", {"keys": "off", "next": page})
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert ben.get(page).page.xpath("//body/@data-keys") == ["off"]
    ben.send("/preferences/keys", {"keys": "on", "next": page})
    assert ben.get(page).page.xpath("//body/@data-keys") == []


def test_anything_else_is_refused_and_changes_nothing(ben):
    answer = ben.send("/preferences/keys", {"keys": "sometimes"})
    assert (answer.status_code, answer.problem) == (422, "Single keys are on or off.")
    assert "Set-Cookie" not in answer.headers


def test_it_goes_on_at_a_place_of_this_site_only(ben):
    answer = ben.send("/preferences/keys", {"keys": "off", "next": "//evil.example"})
    assert answer.headers["Location"] == "/"
