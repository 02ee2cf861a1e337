"""The page of one's tokens: made, shown once, revoked."""


def test_a_new_token_is_shown_once(ben):
    assert "You have none yet." in ben.get("/account/tokens").text
    answer = ben.send("/account/tokens", {"name": "nightly <export>"})
    (token,) = answer.words("//main//section//code")
    assert token.startswith("annotator_")
    again = ben.get("/account/tokens")
    assert token not in again.text
    assert again.words("//table//th[@scope='row']") == ["nightly <export>"]
    assert again.words("//table//td[2]") == ["never"]
    assert again.headers["Cache-Control"] == "no-store"


def test_a_revoked_token_is_gone_from_the_page(ben):
    for name in ("one", "two"):
        ben.send("/account/tokens", {"name": name})
    page = ben.get("/account/tokens")
    (address,) = page.page.xpath("//tr[th='one']//form/@action")
    answer = ben.send(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/tokens")
    assert ben.get("/account/tokens").words("//table//th[@scope='row']") == ["two"]
    assert ben.send(address).status_code == 404


def test_somebody_elses_token_cannot_be_seen_or_revoked(ana, ben):
    ana.send("/account/tokens", {"name": "of hers"})
    (address,) = ana.get("/account/tokens").page.xpath("//tr[th='of hers']//form/@action")
    assert "of hers" not in ben.get("/account/tokens").text
    assert ben.send(address).status_code == 404
    assert "of hers" in ana.get("/account/tokens").text


def test_a_token_without_a_name_is_refused(ben):
    answer = ben.send("/account/tokens", {"name": " "})
    assert (answer.status_code, answer.problem) == (422, "The token's name is empty.")


def test_the_page_is_found_from_the_account_and_that_from_every_page(ben, document):
    for where in ("/", f"/documents/{document}"):
        assert "/account" in ben.get(where).page.xpath("//header//a/@href")
    assert "/account/tokens" in ben.get("/account").page.xpath("//main//a/@href")
