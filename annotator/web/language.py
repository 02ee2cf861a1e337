"""In which language a page speaks: the one chosen in this browser, else what the browser asks for, else English.

The API, files that are written and the command line speak English always: scripts read them.
"""

from typing import Any

import flask_babel
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_translations

from annotator.domain.said import Said

LANGUAGES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}
"""The languages there is a catalogue of, and English, by their codes; each called as it calls itself."""
LANGUAGE_COOKIE = "annotator_language"
_DEFAULT = "en"


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds what is to be in the catalogues
    """Words for the catalogues, as they are: they are put into the language of a page where they are shown."""
    return words


def gettext(words: str, /, **values: object) -> str:
    """``words`` in the language of the page, with ``values`` put in."""
    return str(flask_babel.gettext(words, **values))


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The same, in the form for this ``number``."""
    return str(flask_babel.ngettext(one, many, number, **values))


def put(line: str) -> str:
    """A line of the rules or the services in the language of the page; any other stays as it is."""
    if not isinstance(line, Said):
        return line
    values: dict[str, Any] = {
        name: put(value) if isinstance(value, str) else value for name, value in line.values.items()
    }
    if line.many:
        return ngettext(line.sentence, line.many, values.pop("num"), **values)
    return gettext(line.sentence, **values)


def language() -> str:
    """The code of the language of this page."""
    if not has_request_context():
        return _DEFAULT
    return chosen() or request.accept_languages.best_match(LANGUAGES) or _DEFAULT


def chosen() -> str:
    """The language chosen in this browser; empty where its own settings count."""
    wanted = request.cookies.get(LANGUAGE_COOKIE, "")
    return wanted if wanted in LANGUAGES else ""


def register(app: Flask) -> None:
    """Let templates of ``app`` say things with ``_`` and ``ngettext``."""
    # The catalogue is found once a page, not for each word of it: a page of 5,000 spans has many.
    Babel(configure_jinja=False).init_app(app, default_locale=_DEFAULT, locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: _catalogue().ugettext(words),
        ngettext=lambda one, many, number: _catalogue().ungettext(one, many, number),
        pgettext=lambda where, words: _catalogue().upgettext(where, words),
        newstyle=True,
    )
    app.jinja_env.filters["put"] = put
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, chosen_language=chosen)


def _catalogue() -> Any:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue
