"""Mail goes to a server whose certificate is trusted, over TLS where it can, and a password never in clear."""

from contextlib import contextmanager

import pytest
from mail_server import ACCOUNT, Mailbox, own_certificate

from annotator.services import mailing
from annotator.settings import MailSettings

USER, PASSWORD = (one.decode() for one in ACCOUNT)
NOT_TRUSTED = "The mail server's certificate is not trusted on this machine. Send the link yourself."
NOT_LET_IN = "The mail server does not accept this site's name and password. Send the link yourself."
NOT_TAKEN = "The mail server did not take the message. Send the link yourself."


@pytest.mark.usefixtures("trusted")
def test_a_message_goes_over_tls_from_the_first_byte_where_the_address_says_smtps(context):
    with serving(ssl_context=context) as mailbox:
        assert send(mailbox, tls=True) is None
    (message,) = mailbox.messages
    assert message.rcpt_tos == ["cara@example.org"]
    assert b"Subject: About rye" in message.content


@pytest.mark.usefixtures("trusted")
def test_a_message_goes_over_tls_where_the_server_asks_for_starttls(context):
    with serving(tls_context=context, require_starttls=True) as mailbox:
        assert send(mailbox) is None
    assert len(mailbox.messages) == 1


@pytest.mark.usefixtures("trusted")
def test_a_server_that_wants_to_know_who_sends_is_told_over_tls(context):
    with serving(tls_context=context, require_starttls=True, closed=True) as mailbox:
        assert send(mailbox) == NOT_TAKEN
        assert send(mailbox, user=USER, password="wrong") == NOT_LET_IN
        assert mailbox.messages == []
        assert send(mailbox, user=USER, password=PASSWORD) is None
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize("tls", [True, False], ids=["smtps", "starttls"])
def test_nothing_is_sent_where_the_certificate_is_not_trusted(context, tls):
    how = {"ssl_context": context} if tls else {"tls_context": context}
    with serving(closed=True, **how) as mailbox:
        assert send(mailbox, tls=tls, user=USER, password=PASSWORD) == NOT_TRUSTED
    assert mailbox.messages == []


def test_nothing_is_sent_where_the_certificate_is_another_machines(tmp_path, monkeypatch):
    certificate, context = own_certificate(tmp_path, "192.0.2.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(ssl_context=context) as mailbox:
        assert send(mailbox, tls=True) == NOT_TRUSTED
    assert mailbox.messages == []


@pytest.mark.usefixtures("trusted")
def test_a_server_that_does_not_speak_tls_where_it_should_is_one_line():
    with serving() as mailbox:
        assert send(mailbox, tls=True) == NOT_TAKEN
    assert mailbox.messages == []


def send(mailbox, **how):
    settings = MailSettings("127.0.0.1", mailbox.port, "annotator@example.org", **how)
    return mailing.send(settings, "cara@example.org", "About rye", "It grows.\n")


@contextmanager
def serving(**how):
    mailbox = Mailbox(**how)
    mailbox.controller.start()
    try:
        yield mailbox
    finally:
        mailbox.controller.stop()


@pytest.fixture
def certified(tmp_path):
    return own_certificate(tmp_path)


@pytest.fixture
def context(certified):
    """What a mail server shows: a certificate that nobody else has signed."""
    return certified[1]


@pytest.fixture
def trusted(certified, monkeypatch):
    """Let this machine trust the mail server's certificate, as whoever runs it would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
