"""Mail, where a server for it is configured: sent after what it tells of is committed, outside any transaction."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

from annotator.settings import MailSettings

_SECONDS = 10


def send(settings: MailSettings, to: str, subject: str, body: str) -> str | None:
    """Send one message; None where the server took it, else one line that says why it did not."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.sender, to, subject
    message.set_content(body)
    wrong = _said_by(settings, lambda server: server.send_message(message))
    return f"{wrong} Send the link yourself." if wrong else None


def why_not(settings: MailSettings) -> str | None:
    """Why the server would take no message from this site; None where it would. None is sent."""
    return _said_by(settings, lambda server: server.mail(settings.sender))


def invite(settings: MailSettings, to: str, inviter: str, link: str) -> str | None:
    """Mail an invitation's link; None where the server took it, else one line that says why it did not."""
    body = f"{inviter} invites you to annotate. This link is for you, once, within 7 days:\n\n{link}\n"
    return send(settings, to, "An invitation to annotate", body)


def _said_by(settings: MailSettings, ask: Callable[[smtplib.SMTP], object]) -> str | None:
    try:
        with _connected(settings) as server:
            ask(server)
    except smtplib.SMTPRecipientsRefused as refusal:
        return f"The mail server does not take mail for {' and '.join(refusal.recipients)}."
    except smtplib.SMTPAuthenticationError:
        return "The mail server does not accept this site's name and password."
    except ssl.SSLCertVerificationError:
        return "The mail server's certificate is not trusted on this machine."
    except (smtplib.SMTPException, OSError):
        return "The mail server did not take the message."
    return None


def _connected(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if settings.user:
            _refuse_in_clear(settings, server)
            server.login(settings.user, settings.password)
    except BaseException:
        server.close()
        raise
    return server


def _refuse_in_clear(settings: MailSettings, server: smtplib.SMTP) -> None:
    local = settings.host in ("localhost", "127.0.0.1", "::1")
    if not local and not isinstance(server.sock, ssl.SSLSocket):
        raise smtplib.SMTPNotSupportedError("a password is not sent in clear")
