"""Diagnosing: what is wrong with an installation, where, and how to mend it. Nothing is changed."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from annotator.domain.errors import Refused
from annotator.services import accounts, exchange, mailing, provider
from annotator.services.transactions import Store
from annotator.settings import Settings
from annotator.store import integrity
from annotator.store.migration import revision
from annotator.store.schema import REVISION

State = Literal["good", "note", "wrong"]

_LITTLE_ROOM = 1_000_000_000
_NO_ROOM = 100_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and how it is; ``mend`` says what to do where it is not good."""

    about: str
    state: State
    said: str
    mend: str = ""


def diagnose(settings: Settings, store: Store) -> Iterator[Finding]:
    """Look at one thing after the other; where one cannot be looked at, that is wrong, and the rest goes on."""
    for about, look in _LOOKS.items():
        try:
            yield from look(settings, store)
        except Refused as refusal:
            yield Finding(about, "wrong", refusal.message, _MENDS.get(about, ""))
        except OSError as fault:
            yield Finding(about, "wrong", f"{fault.filename or about}: {fault.strerror or fault}")


def _folder(settings: Settings, _store: Store) -> Iterator[Finding]:
    folder = settings.data_dir
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        mend = f"Let the user who runs annotator write to {folder}, or set ANNOTATOR_DATA_DIR."
        yield Finding("data folder", "wrong", f"{folder}: {fault.strerror}", mend)
        return
    free = shutil.disk_usage(folder).free
    said = f"{folder}, {free / 1e9:.1f} GB free"
    state: State = "wrong" if free < _NO_ROOM else "note" if free < _LITTLE_ROOM else "good"
    yield Finding("data folder", state, said, "Make room on that disk." if state != "good" else "")
    yield from _open_to_others(folder, settings.data_dir / "secret_key")


def _open_to_others(*paths: Path) -> Iterator[Finding]:
    """What other users of the machine may read; Windows has other rights than these."""
    for path in paths if os.name == "posix" else ():
        if path.exists() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            right = "700" if path.is_dir() else "600"
            yield Finding("data folder", "wrong", f"others may read {path} ({mode:o})", f"chmod {right} {path}")


def _server(settings: Settings, _store: Store) -> Iterator[Finding]:
    try:
        with FileLock(settings.data_dir / "server.lock", timeout=0):
            yield Finding("server", "good", "none is running on this data folder")
    except Timeout:
        yield Finding("server", "good", "one is running on this data folder")


def _database(_settings: Settings, store: Store) -> Iterator[Finding]:
    kind = "SQLite" if store.is_sqlite else "PostgreSQL"
    found = revision(store)
    if found is None:
        yield Finding("database", "note", f"{kind}, empty", "Run `annotator serve`: it makes what is needed.")
        return
    if found != REVISION:
        mend = "Run `annotator upgrade`." if found < REVISION else "Install a newer annotator."
        yield Finding("database", "wrong", f"{kind}, schema {found}; this program needs {REVISION}", mend)
        return
    with store.read() as tx:
        yield Finding("database", "good", f"{kind}, schema {found}")
        for warning in integrity.warnings(tx):
            yield Finding("database", "note", warning)
        if accounts.needs_set_up(tx):
            mend = "Run `annotator serve` and follow its link, or `annotator user add NAME --admin`."
            yield Finding("people", "note", "nobody looks after this site yet", mend)


def _address(settings: Settings, _store: Store) -> Iterator[Finding]:
    if not settings.public_url:
        yield Finding("address", "good", "people use the server's own")
    elif settings.secure:
        yield Finding("address", "good", f"{settings.public_url}, behind a proxy")
    else:
        mend = "Put a proxy with TLS in front, and https:// into ANNOTATOR_PUBLIC_URL."
        yield Finding("address", "note", f"{settings.public_url}: passwords travel in clear", mend)


def _mail(settings: Settings, _store: Store) -> Iterator[Finding]:
    if settings.mail is None:
        yield Finding("mail", "good", "none: links are handed on by whoever makes them")
    elif wrong := mailing.why_not(settings.mail):
        yield Finding("mail", "wrong", wrong, "Look at ANNOTATOR_SMTP_URL and ANNOTATOR_MAIL_FROM.")
    else:
        yield Finding("mail", "good", f"{settings.mail.host}:{settings.mail.port} takes it")


def _provider(settings: Settings, _store: Store) -> Iterator[Finding]:
    if settings.provider is None:
        yield Finding("sign-in", "good", "by name and password")
        return
    provider.reach(settings.provider)
    yield Finding("sign-in", "good", f"by name and password, and by {settings.provider.issuer}")


def _formats(_settings: Settings, _store: Store) -> Iterator[Finding]:
    missing = []
    for one in exchange.writers():
        try:
            one.require_extra()
        except Refused as refusal:
            missing.append(refusal.message)
    if not missing:
        yield Finding("formats", "good", "all of them can be written")
    for message in missing:
        said, _, command = message.rpartition(": ")
        yield Finding("formats", "note", said, command)


_MENDS = {
    "database": "Look at ANNOTATOR_DATABASE_URL, and whether the database is running.",
    "sign-in": "Look at ANNOTATOR_OIDC_ISSUER, and whether this machine reaches it.",
}
_LOOKS: dict[str, Callable[[Settings, Store], Iterator[Finding]]] = {
    "data folder": _folder,
    "server": _server,
    "database": _database,
    "address": _address,
    "mail": _mail,
    "sign-in": _provider,
    "formats": _formats,
}
