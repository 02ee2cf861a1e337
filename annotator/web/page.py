"""What a handler answers: a page, whole or the part that htmx asked for, a redirect, a download."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import (
    Response,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    stream_with_context,
)
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX

htmx = HTMX()


class Answer(Protocol):
    """Anything that can be made a response, once the transaction is over."""

    def response(self) -> ResponseReturnValue: ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page; where htmx asks, only its ``part``."""

    template: str
    part: str | None = None
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> ResponseReturnValue:
        template = self.part if self.part and htmx else self.template
        answer = make_response(render_template(template, **self.context), self.status, self.headers)
        answer.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
        return answer


def page(template: str, part: str | None = None, status: int = 200, **context: Any) -> Page:
    """A page with what it shows."""
    return Page(template, part, context, status)


@dataclass(frozen=True, slots=True)
class Done:
    """Something was done: htmx gets the ``part`` that shows it, a plain form is sent on to ``location``.

    There ``told`` is said, once: it travels in the cookie of the session, so it is short.
    """

    location: str
    part: Page | None = None
    told: str = ""

    def response(self) -> ResponseReturnValue:
        if self.part is not None and htmx:
            return self.part.response()
        if htmx:
            return Response(status=204, headers={"HX-Redirect": self.location})
        if self.told:
            flash(self.told)
        return redirect(self.location, code=303)


def told_before() -> str:
    """What the redirect that led here had to say; empty where it was said already."""
    return " ".join(map(str, get_flashed_messages()))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A part that looks for itself whether it is up to date: it is."""

    def response(self) -> ResponseReturnValue:
        return Response(status=204)


@dataclass(frozen=True, slots=True)
class Download:
    """A file, streamed, always saved and never shown."""

    file_name: str
    media_type: str
    chunks: Callable[[], Iterator[bytes]]

    def response(self) -> ResponseReturnValue:
        answer = Response(stream_with_context(self.chunks()), mimetype=self.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=self.file_name)
        return answer


def own_place(target: str | None) -> str:
    """``target`` where it is a place of this site, the first page otherwise."""
    # A place begins with one slash. Browsers take a backslash for another, and drop line breaks and tabs.
    place = target or "/"
    begins_well = place.startswith("/") and not place.startswith("//")
    return place if begins_well and "\\" not in place and place.isprintable() else "/"
