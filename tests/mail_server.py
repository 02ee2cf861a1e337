"""A real mail server on this machine, in clear or with TLS under a certificate of its own, that keeps its mail."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ACCOUNT = (b"annotator", b"the mailbox's password")


class Mailbox:
    """A mail server that keeps what it is sent, or refuses it. With ``closed`` it is for its account alone."""

    def __init__(self, *, closed: bool = False, **how):
        self.messages, self.refuses = [], False
        if closed:
            how |= {"auth_required": True, "authenticator": self._let_in}
        self.controller = _AnyPort(self, hostname="127.0.0.1", port=0, **how)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "554 No."
        self.messages.append(envelope)
        return "250 OK"

    @property
    def port(self):
        return self.controller.port

    @staticmethod
    def _let_in(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=(given.login, given.password) == ACCOUNT, handled=False)


class _AnyPort(Controller):
    """Listens where the system lets it, and knows where that is."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def own_certificate(folder: Path, address: str = "127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """A certificate that nobody else has signed, as a file, and a server's context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server for tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    return certificate, context
