"""The door between HTTP and the services.

A handler decorated with ``reads`` or ``writes`` gets a ``Visit``, calls a service, and returns what is to be
answered. The door opens one transaction around the handler, and renders the answer after it is committed:
nobody else waits while a page is being written.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from flask import Response, after_this_request, current_app, session
from flask.typing import ResponseReturnValue

from annotator.domain.errors import Busy, Unauthenticated
from annotator.domain.permission import Act, Person
from annotator.services import accounts, projects
from annotator.services.transactions import Store, Transaction
from annotator.settings import Settings
from annotator.web.page import Answer, Page, page

P = ParamSpec("P")
SESSION_TOKEN = "token"  # noqa: S105 - the name of it


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in person's request and its transaction."""

    tx: Transaction
    person: Person

    def page(self, template: str, part: str | None = None, status: int = 200, **context: Any) -> Page:
        """A page of this person's."""
        return page(template, part, status, person=self.person, **context)


def reads(handler: Callable[Concatenate[Visit, P], Answer]) -> Callable[P, ResponseReturnValue]:
    """A handler that only looks, for somebody who is signed in."""

    @wraps(handler)
    def view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        with store().read() as tx:
            answer = handler(_visit(tx), *args, **kwargs)
        return answer.response()

    return view


def writes(handler: Callable[Concatenate[Visit, P], Answer]) -> Callable[P, ResponseReturnValue]:
    """A handler that changes something, for somebody who is signed in; committed before it is answered."""

    @wraps(handler)
    def view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        with store().write() as tx:
            answer = handler(_visit(tx), *args, **kwargs)
        return answer.response()

    return view


def opens(handler: Callable[P, Answer]) -> Callable[P, ResponseReturnValue]:
    """A handler that opens its transactions itself, or needs none; anybody may call it."""

    @wraps(handler)
    def view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return handler(*args, **kwargs).response()

    return view


def store() -> Store:
    """The database of this application."""
    found: Store = current_app.extensions["annotator_store"]
    return found


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.extensions["annotator_settings"]
    return found


def visitor(tx: Transaction) -> Person | None:
    """Whoever is signed in."""
    return accounts.signed_in(tx, session.get(SESSION_TOKEN))


def remember(token: str) -> None:
    """Keep a session's token in the browser's cookie; it replaces the one that was there."""
    session.clear()  # a page left open by somebody else cannot act for whoever signs in now
    session[SESSION_TOKEN] = token
    session.permanent = True


def forget() -> str | None:
    """Drop the session's token from the cookie; the token."""
    token: Any = session.pop(SESSION_TOKEN, None)
    return token if isinstance(token, str) else None


def replace(token: str) -> None:
    """Go on with a new session; the one this browser had ends on the server too."""
    end()
    remember(token)


def end() -> None:
    """End the session of this browser, here and on the server."""
    token = forget()
    if token:
        with store().write() as tx:
            accounts.sign_out(tx, token)


def _replace_outdated(token: str, response: Response) -> Response:
    """Give the browser another token of the same session; the forms of its pages stay as they are."""
    if session.get(SESSION_TOKEN) == token:
        # Where it cannot be done now, the next request does it.
        with suppress(Busy), store().write() as tx:
            session[SESSION_TOKEN] = accounts.replaced(tx, settings().secret_key, token) or token
    return response


def signed_in(tx: Transaction) -> Person:
    """Whoever is signed in.

    Raises:
        Unauthenticated: nobody is.
    """
    token = session.get(SESSION_TOKEN)
    found = accounts.session(tx, token)
    if found is None or token is None:
        raise Unauthenticated("signed-out", "You are not signed in, or no longer.")
    if found.outdated:
        # Afterwards: here a transaction is under way, and it may be one that only reads.
        after_this_request(partial(_replace_outdated, token))
    return found.person


def allowed(slug: str, act: Act) -> Person:
    """Whoever is signed in, if their role lets them do this in a project: for handlers that ``opens`` marks."""
    with store().read() as tx:
        person = signed_in(tx)
        projects.find(tx, person, slug).standing.require(act)
    return person


def _visit(tx: Transaction) -> Visit:
    return Visit(tx, signed_in(tx))
