"""The environment, read once: ``ANNOTATOR_*`` becomes one frozen ``Settings``."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from platformdirs import user_data_path

PREFIX = "ANNOTATOR_"
_KNOWN = (
    "DATABASE_URL",
    "DATA_DIR",
    "LOG",
    "MAIL_FROM",
    "METRICS_TOKEN",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_ISSUER",
    "PUBLIC_URL",
    "SECRET_KEY",
    "SMTP_URL",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCHEMES = ("sqlite:///", "postgresql+psycopg://")


class BadSettings(Exception):  # noqa: N818 - it is said to a person, in one line
    """A setting that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that takes our mail; ``tls`` from the first byte on, else by STARTTLS where it offers that."""

    host: str
    port: int
    sender: str
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The OpenID Connect provider that people sign in with, and what this site is there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server or a command needs to know about where it runs.

    ``public_url`` is the address people use when it is not the server's own. With ``https`` there is a proxy in
    front: cookies are ``Secure``, and what the proxy says of a request is believed.
    """

    data_dir: Path
    database_url: str
    secret_key: str
    public_url: str = ""
    mail: MailSettings | None = None
    provider: ProviderSettings | None = None
    logs_requests: bool = False
    metrics_token: str = field(default="", repr=False)

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None, data_dir: Path | None = None) -> Settings:
    """The settings of this process; ``data_dir`` of a command goes before the environment's.

    The data folder and, inside it, a secret key are made where they are missing.

    Raises:
        BadSettings: a variable is unknown or cannot be used.
    """
    env = os.environ if environ is None else environ
    _refuse_unknown(env)
    folder = (data_dir or Path(env.get(f"{PREFIX}DATA_DIR") or default_data_dir())).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = env.get(f"{PREFIX}SECRET_KEY") or _kept_secret(folder / "secret_key")
    except OSError as error:
        raise BadSettings(f"{PREFIX}DATA_DIR: {folder}: {error.strerror}.") from None
    return Settings(
        data_dir=folder,
        database_url=_database_url(env, folder),
        secret_key=secret,
        public_url=_public_url(env),
        mail=_mail(env),
        provider=_provider(env),
        logs_requests=_log(env) == "requests",
        metrics_token=env.get(f"{PREFIX}METRICS_TOKEN", ""),
    )


def default_data_dir() -> Path:
    """Where this platform keeps a user's data."""
    return user_data_path("annotator", appauthor=False)


def _refuse_unknown(env: Mapping[str, str]) -> None:
    for name in env:
        # ANNOTATOR_TEST_* belongs to the tests.
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name[len(PREFIX) :] not in _KNOWN:
            known = ", ".join(PREFIX + one for one in _KNOWN)
            raise BadSettings(f"{name} is not a setting; these are: {known}.")


def _database_url(env: Mapping[str, str], folder: Path) -> str:
    url = env.get(f"{PREFIX}DATABASE_URL") or f"sqlite:///{folder / 'annotator.sqlite3'}"
    return database_url(url, f"{PREFIX}DATABASE_URL")


def database_url(url: str, name: str) -> str:
    """A database's address as it was given under ``name``.

    Raises:
        BadSettings: it is of no kind that is known.
    """
    if not url.startswith(_SCHEMES):
        raise BadSettings(f"{name} starts with {' or '.join(_SCHEMES)}.")
    return url


def _public_url(env: Mapping[str, str]) -> str:
    url = env.get(f"{PREFIX}PUBLIC_URL", "").rstrip("/")
    if url and not url.startswith(("https://", "http://")):
        raise BadSettings(f"{PREFIX}PUBLIC_URL starts with https:// or http://.")
    return url


def _log(env: Mapping[str, str]) -> str:
    wanted = env.get(f"{PREFIX}LOG") or "faults"
    if wanted not in ("faults", "requests"):
        raise BadSettings(f"{PREFIX}LOG is faults or requests.")
    return wanted


def _mail(env: Mapping[str, str]) -> MailSettings | None:
    url, sender = env.get(f"{PREFIX}SMTP_URL", ""), env.get(f"{PREFIX}MAIL_FROM", "")
    if not url and not sender:
        return None
    parts, port = _split(url)
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise BadSettings(f"{PREFIX}SMTP_URL is of the form smtp://user:password@host:587 or smtps://….")
    if sender.count("@") != 1 or not sender.isprintable() or " " in sender.strip():
        raise BadSettings(f"{PREFIX}MAIL_FROM is a mail address like annotator@example.org.")
    tls = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailSettings(parts.hostname, port or (465 if tls else 587), sender.strip(), tls, user, password)


def _provider(env: Mapping[str, str]) -> ProviderSettings | None:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    issuer, client_id, secret = (env.get(f"{PREFIX}{name}", "") for name in names)
    if not issuer and not client_id and not secret:
        return None
    for name in names:
        if not env.get(f"{PREFIX}{name}"):
            raise BadSettings(f"{PREFIX}{name} is missing: a provider needs all of {PREFIX}OIDC_*.")
    parts, _ = _split(issuer)
    local = parts is not None and parts.scheme == "http" and parts.hostname in _LOOPBACK
    if parts is None or not parts.hostname or not (parts.scheme == "https" or local):
        raise BadSettings(f"{PREFIX}OIDC_ISSUER starts with https:// (http:// only on this machine).")
    return ProviderSettings(issuer, client_id, secret)


def _split(url: str) -> tuple[SplitResult | None, int | None]:
    try:
        port = urlsplit(url).port
    except ValueError:
        return None, None
    return urlsplit(url), port


def _kept_secret(path: Path) -> str:
    if path.exists() and not path.stat().st_size:
        path.unlink()  # what a machine leaves that lost its power before the key was on its disk
    if not path.exists():
        # Written whole under another name first: two processes that start at once agree on one key.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with draft.open("w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            draft.replace(path)
        draft.unlink(missing_ok=True)
        _settle_names_in(path.parent)
    return path.read_text(encoding="ascii").strip()


def _settle_names_in(folder: Path) -> None:
    """See to it that the names of files in ``folder`` are on the disk, where a system lets one ask for that."""
    if os.name != "nt":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
