"""The only place where the parts are put together."""

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from annotator.api import problems
from annotator.api.limits import limiter as api_limiter
from annotator.api.routes import blueprint as api
from annotator.services.jobs import Jobs
from annotator.services.provider import require_library
from annotator.services.transactions import Store
from annotator.settings import Settings
from annotator.web import (
    access,
    account,
    adjudicate,
    agreement,
    agreement_files,
    agreement_joined,
    annotate,
    attaching,
    codebook,
    codebook_changing,
    codebook_editing,
    codebook_files,
    codebook_versions,
    comments,
    corpus,
    editions,
    errors,
    examples,
    exporting,
    figures,
    gamma,
    guides,
    health,
    history,
    importing,
    invitations,
    language,
    linking,
    metrics,
    models,
    network,
    people,
    precedents,
    preferences,
    projects,
    provider,
    registry,
    regrouping,
    releases,
    rounds,
    search,
    security,
    signin,
    statements,
    team,
    tokens,
)
from annotator.web.hosts import own_names
from annotator.web.moments import moment
from annotator.web.page import htmx
from annotator.web.paragraphs import spoken
from annotator.web.said_by_scripts import of_saving
from annotator.web.vocabulary import word

_PAGES = (
    account,
    adjudicate,
    agreement,
    agreement_files,
    agreement_joined,
    annotate,
    attaching,
    codebook,
    codebook_changing,
    codebook_editing,
    codebook_files,
    comments,
    codebook_versions,
    corpus,
    editions,
    examples,
    exporting,
    figures,
    gamma,
    guides,
    health,
    history,
    importing,
    invitations,
    network,
    linking,
    metrics,
    models,
    people,
    precedents,
    preferences,
    projects,
    provider,
    registry,
    releases,
    regrouping,
    rounds,
    search,
    signin,
    statements,
    team,
    tokens,
)
_STATIC = Path(__file__).parent / "web" / "static"
_A_YEAR = 31_536_000
_LARGEST_REQUEST = 1_000_000


class _Number(IntegerConverter):
    """A number in an address, no larger than every database can hold; beyond that there is no such page."""

    regex = r"[0-9]{1,9}"


def create_app(settings: Settings, store: Store, *, host: str = "") -> Flask:
    """The web application over ``store``.

    Args:
        settings: where it runs, and its secret.
        store: an open database whose schema is this version's.
        host: a name it is asked by, beside this machine's own and that of the public address.
    """
    if settings.provider:
        require_library()
    app = Flask(
        "annotator.web",
        static_folder=str(_STATIC),
        # The address changes with the content, so browsers keep what they have for good, modules included.
        static_url_path=f"/static/{_fingerprint(_STATIC)}",
        template_folder=str(_STATIC.parent / "templates"),
    )
    _configure(app, settings)
    app.extensions["annotator_settings"] = settings
    app.extensions["annotator_store"] = store
    app.extensions["annotator_jobs"] = Jobs(store)
    app.url_map.converters["int"] = _Number
    app.jinja_env.globals.update(new_action=store.new_id, words_of_saving=of_saving)
    htmx.init_app(app)
    language.register(app)
    Compress(app)
    meter = metrics.Meter(settings.metrics_token) if settings.metrics_token else None
    app.extensions["annotator_meter"] = meter
    access.watch(app, meter, behind_proxy=settings.secure)
    names = own_names([host, urlsplit(settings.public_url).hostname])
    security.protect(app, names, large={"importing.preview": importing.LARGEST, **editions.LARGE})
    errors.register(app)
    _add_api(app)
    for part in _PAGES:
        app.register_blueprint(part.blueprint)
    return app


def _add_api(app: Flask) -> None:
    """The API beside the pages. No cookie opens it, so no form on another site can: it needs no token of forms."""
    security.csrf.exempt(api)
    api_limiter.init_app(app)
    app.register_blueprint(api)

    def elsewhere(error: HTTPException) -> ResponseReturnValue:
        # Where no route leads nothing but the address tells whose it would have been.
        return problems.http_error(error) if problems.concerns(request.path) else errors.http_error(error)

    app.register_error_handler(HTTPException, elsewhere)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_REQUEST,
        MAX_FORM_PARTS=10_000,
        SEND_FILE_MAX_AGE_DEFAULT=_A_YEAR,
        # A browser takes a cookie with this prefix from this very host and over TLS alone.
        SESSION_COOKIE_NAME="__Host-annotator" if settings.secure else "annotator",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_SAMESITE="Lax",
        # Assets alone: a page has secrets in it, whose length a compressed answer would tell (BREACH).
        COMPRESS_MIMETYPES=["text/css", "text/javascript", "application/javascript", "image/svg+xml"],
        # The page of an annotator stays open for days.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.secure:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(host=lambda url: urlsplit(url).hostname, moment=moment, spoken=spoken, word=word)


def _fingerprint(folder: Path) -> str:
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content.update(path.read_bytes())
    return content.hexdigest()[:12]
