"""The door between the API and the services: a token, one transaction, an answer after it is committed.

A handler takes a ``Visit`` (or, where it opens its transactions itself, a ``Person``), the blanks of its address,
and ``query`` and ``body`` where it has them. A cookie opens nothing here, so no form on another site can.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

from annotator.api import problems, sent
from annotator.api.answers import Answer
from annotator.api.operation import Operation, View
from annotator.domain.errors import Refused, Stale, Unauthenticated
from annotator.domain.permission import Person
from annotator.services import tokens
from annotator.services.jobs import Jobs
from annotator.services.tokens import Bearer
from annotator.services.transactions import Store, Transaction

Handler = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody's script and its transaction."""

    tx: Transaction
    person: Person


class Resource:
    """What belongs together in the description, in one file: its name, what it is, its operations."""

    def __init__(self, name: str, about: str) -> None:
        self.name = name
        self.about = about
        self.operations: list[tuple[Operation, View]] = []

    def reads(self, rule: str, **told: Any) -> Callable[[Handler], Handler]:
        """A handler that only looks."""

        def view(operation: Operation, **blanks: Any) -> Response:
            token = _token()
            with store().read() as tx:
                bearer = _bearer(tx, token)
                answer = operation.handler(Visit(tx, bearer.person), **blanks, **sent.query(operation))
                due = tokens.use_is_due(tx, bearer.token)
            if due:
                _note_use(bearer)
            return answer.response()

        return self._adder("GET", rule, view, told)

    def writes(
        self, method: str, rule: str, *, present: Handler | None = None, **told: Any
    ) -> Callable[[Handler], Handler]:
        """A handler that changes something, committed before it is answered.

        Args:
            method: of HTTP.
            rule: the address, with its blanks.
            present: a handler that shows what there is, for whoever is refused because it changed.
            told: the rest of the ``Operation``.
        """

        def view(operation: Operation, **blanks: Any) -> Response:
            token = _token()
            # Read before anybody waits for the lock; refused only when it is known who asks.
            body = sent.body(operation)
            try:
                with store().write() as tx:
                    bearer = _bearer(tx, token)
                    if isinstance(body, Refused):
                        raise body
                    if tokens.use_is_due(tx, bearer.token):
                        tokens.note_use(tx, bearer.token)
                    more = {**sent.query(operation), **body}
                    answer = operation.handler(Visit(tx, bearer.person), **blanks, **more)
            except Stale as refusal:
                if present is None:
                    raise
                return _stale(refusal, present, blanks)
            return answer.response()

        return self._adder(method, rule, view, told)

    def opens(self, method: str, rule: str, **told: Any) -> Callable[[Handler], Handler]:
        """A handler that opens its transactions itself."""

        def view(operation: Operation, **blanks: Any) -> Response:
            if operation.public:
                return operation.handler(**blanks, **sent.query(operation)).response()
            token = _token()
            with store().read() as tx:
                bearer = _bearer(tx, token)
                due = tokens.use_is_due(tx, bearer.token)
            if due:
                _note_use(bearer)
            return operation.handler(bearer.person, **blanks, **sent.query(operation)).response()

        return self._adder(method, rule, view, told)

    def _adder(
        self, method: str, rule: str, view: Callable[..., Response], told: dict[str, Any]
    ) -> Callable[[Handler], Handler]:
        def added(handler: Handler) -> Handler:
            operation = Operation(method, rule, handler, **told)
            self.operations.append((operation, lambda **blanks: view(operation, **blanks)))
            return handler

        return added


def store() -> Store:
    """The database of this application."""
    found: Store = current_app.extensions["annotator_store"]
    return found


def jobs() -> Jobs:
    """The jobs of this application."""
    found: Jobs = current_app.extensions["annotator_jobs"]
    return found


def _token() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise Unauthenticated("no-token", "Send a token: Authorization: Bearer TOKEN.")
    return authorization.token


def _bearer(tx: Transaction, token: str) -> Bearer:
    found = tokens.bearer(tx, token)
    if found is None:
        raise Unauthenticated("bad-token", "This token opens nothing, or no longer.")
    return found


def _note_use(bearer: Bearer) -> None:
    with store().write() as tx:
        tokens.note_use(tx, bearer.token)


def _stale(refusal: Stale, present: Handler, blanks: dict[str, Any]) -> Response:
    with store().read() as tx:
        there: Any = present(Visit(tx, _bearer(tx, _token()).person), **blanks)
    answer = problems.refused(refusal, there.value)
    answer.set_etag(there.version)
    return answer
