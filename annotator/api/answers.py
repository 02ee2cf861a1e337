"""What a handler of the API answers: JSON, nothing, or a stream; made a response after the transaction."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse


class Answer(Protocol):
    """Anything that can be made a response, once the transaction is over."""

    def response(self) -> AnyResponse: ...


def plain(value: object) -> str:
    """A line that remembers what it was made of (``Said``), as the string that it is."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(type(value))


@dataclass(frozen=True, slots=True)
class Json:
    """A value as JSON. ``version`` is its entity tag; without one, what it reads is."""

    value: Any
    status: int = 200
    version: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> AnyResponse:
        data = msgspec.json.encode(self.value, enc_hook=plain)
        answer = Response(data, self.status, self.headers, mimetype="application/json")
        answer.set_etag(self.version or hashlib.sha256(data).hexdigest()[:32])
        # Looks at If-None-Match where something is only read.
        return answer.make_conditional(request)


@dataclass(frozen=True, slots=True)
class Nothing:
    """It is done, and there is nothing to say about it."""

    def response(self) -> Response:
        answer = Response(status=204)
        del answer.headers["Content-Type"]
        return answer


@dataclass(frozen=True, slots=True)
class Stream:
    """A file, streamed."""

    file_name: str
    media_type: str
    chunks: Callable[[], Iterator[bytes]]

    def response(self) -> Response:
        # A question about the head alone is not answered by opening the database for it.
        answer = Response(() if request.method == "HEAD" else self.chunks(), mimetype=self.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=self.file_name)
        return answer
