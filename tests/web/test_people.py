"""Invitations, accounts and people, as a browser meets them; mail goes to a real server on this machine."""

import re
from dataclasses import replace

import pytest
from acting import SLUG
from mail_server import Mailbox, own_certificate

from annotator.services import accounts
from annotator.settings import MailSettings

PASSWORD = "correct horse battery"


def test_an_invitation_is_made_shown_once_opened_and_used(ana, app):
    answer = ana.send(f"/projects/{SLUG}/invitations", {"role": "annotator"})
    (link,) = answer.words("//code[@class='link']")
    assert link not in ana.get(f"/projects/{SLUG}/team").text
    place = link.removeprefix("http://localhost")
    guest = app.test_client()
    for _ in range(2):
        assert "as annotator" in guest.get(place).text
    refused = guest.send(place, {"name": "cara", "password": "short"})
    assert refused.status_code == 422
    assert refused.page.xpath("//input[@name='name']/@value") == ["cara"]
    done = guest.send(place, {"name": "cara", "password": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (303, f"/projects/{SLUG}")
    assert guest.get(f"/projects/{SLUG}").status_code == 200
    assert "used by cara" in ana.get(f"/projects/{SLUG}/team").text
    assert app.test_client().get(place).status_code == 404


def test_whoever_is_signed_in_joins_with_the_present_account(people, ana, sign_in):
    answer = ana.send(f"/projects/{SLUG}/invitations", {"role": "viewer"})
    place = answer.words("//code[@class='link']")[0].removeprefix("http://localhost")
    stranger = sign_in("stranger")
    assert "Join as stranger" in stranger.get(place).text
    assert stranger.send(place, {"do": "join"}).headers["Location"] == f"/projects/{SLUG}"
    assert stranger.get(f"/projects/{SLUG}").status_code == 200


def test_an_invitation_is_mailed_where_a_server_is_configured(team, mailbox, mail_site):
    browser = mail_site(mailbox.port)
    answer = browser.send(f"/projects/{SLUG}/invitations", {"role": "viewer", "email": "cara@example.org"})
    assert "It was mailed." in answer.text
    (link,) = answer.words("//code[@class='link']")
    (message,) = mailbox.messages
    assert message.rcpt_tos == ["cara@example.org"]
    assert message.mail_from == "annotator@example.org"
    assert link in message.content.decode().replace("=\r\n", "")


@pytest.mark.parametrize("down", [True, False])
def test_mail_that_is_not_taken_is_said_in_a_line_and_the_link_is_there(team, mailbox, mail_site, down):
    mailbox.refuses = True
    browser = mail_site(9 if down else mailbox.port)
    answer = browser.send(f"/projects/{SLUG}/invitations", {"role": "viewer", "email": "cara@example.org"})
    assert answer.status_code == 200
    assert re.fullmatch(r"The mail server .* Send the link yourself\.", answer.problem)
    assert answer.words("//code[@class='link']")


def test_a_mail_server_that_is_not_trusted_is_said_in_a_line_and_the_link_is_there(team, mail_site, tmp_path):
    mailbox = Mailbox(tls_context=own_certificate(tmp_path)[1])
    mailbox.controller.start()
    browser = mail_site(mailbox.port)
    answer = browser.send(f"/projects/{SLUG}/invitations", {"role": "viewer", "email": "cara@example.org"})
    mailbox.controller.stop()
    assert answer.problem == (
        "The mail server's certificate is not trusted on this machine. Send the link yourself."
    )
    assert answer.words("//code[@class='link']")
    assert "It was mailed." not in answer.text
    assert mailbox.messages == []


def test_without_an_address_nothing_is_mailed(team, mailbox, mail_site):
    mail_site(mailbox.port).send(f"/projects/{SLUG}/invitations", {"role": "viewer"})
    assert mailbox.messages == []


def test_an_admin_makes_a_person_and_links_for_them(ana, app):
    made = ana.send("/people", {"name": "cara"})
    place = made.words("//code[@class='link']")[0].removeprefix("http://localhost")
    cara = app.test_client()
    assert cara.send(place).status_code == 303
    assert cara.send("/account/password", {"new": PASSWORD}).status_code == 303
    (user,) = made.page.xpath("//tr[contains(th, 'cara')]//form/@action")
    link = ana.send(user, {"do": "password-link"}).words("//code[@class='link']")[0]
    other = app.test_client()
    assert "A new password" in other.get(link.removeprefix("http://localhost")).text
    assert other.send(link.removeprefix("http://localhost"), {"password": "a new long one"}).status_code == 303
    assert cara.get("/").status_code == 303
    assert other.get("/account").status_code == 200
    assert ana.send(user, {"do": "deactivate"}).status_code == 303
    assert other.get("/account").status_code == 303
    assert ana.send(user, {"do": "nonsense"}).status_code == 422


def test_a_wrong_present_password_is_said_on_the_page(nobody, account):
    nobody.send("/sign-in", {"name": "ana", "password": PASSWORD})
    answer = nobody.send("/account/password", {"present": "wrong horse", "new": "a new long one"})
    assert (answer.status_code, answer.problem) == (422, "The present password is not right.")
    answer = nobody.send("/account/password", {"present": PASSWORD, "new": "a new long one"})
    assert answer.status_code == 303
    assert nobody.get("/account").status_code == 200


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.controller.start()
    yield box
    box.controller.stop()


@pytest.fixture
def mail_site(make_app, annotator_settings, store):
    """Ana's browser on a site that has a mail server at a port."""

    def made(port):
        mail = MailSettings("127.0.0.1", port, "annotator@example.org")
        browser = make_app(replace(annotator_settings, mail=mail)).test_client()
        with store.write() as tx:
            ticket = accounts.ticket_for(tx, accounts.OPERATOR, "ana")
        browser.send(f"/enter/{ticket}")
        return browser

    return made
