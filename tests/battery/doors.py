"""The three ways in, each used from outside: a file is sent, and what became of it is told."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from acting import ended
from bad_inputs import Outcome
from click.testing import CliRunner
from lxml import html

from annotator.cli import main
from annotator.domain.permission import Person
from annotator.services import accounts, corpus, importing, projects, reading, tokens
from annotator.services.importing import Upload
from annotator.services.transactions import Store
from tests.battery.watching import Watch

KNOWN = "Known"
"""The document that is in each project before."""
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_WAIT = 900
"""Seconds to wait for an answer or a job on a busy machine: what is bounded is the processor's time."""


@dataclass(frozen=True)
class Site:
    """A server over a database, which is looked at past the server as well."""

    url: str
    pid: int
    store: Store
    manager: Person

    def project(self, slug: str) -> None:
        """Make a project with one document in it."""
        with self.store.write() as tx:
            projects.create(tx, accounts.OPERATOR, slug, slug)
            parsed = importing.parse(
                [Upload("known.txt", KNOWN.encode())], "txt", None, now=tx.now, new_id=tx.new_id
            )
            importing.import_files(tx, accounts.OPERATOR, slug, parsed)

    def texts(self, slug: str) -> list[str]:
        """What the documents of a project read."""
        with self.store.read() as tx:
            found = corpus.corpus(tx, accounts.OPERATOR, slug).documents
            return [reading.desk(tx, accounts.OPERATOR, one.id).reading.text for one in found]

    def new_texts(self, slug: str) -> list[str]:
        """The same but for the one that was there; it must be there still."""
        texts = self.texts(slug)
        texts.remove(KNOWN)
        return texts


class Visitor:
    """Somebody's browser, signed in by a one-time link."""

    def __init__(self, site: Site, name: str) -> None:
        self._site = site
        self._session = requests.Session()
        with site.store.write() as tx:
            ticket = accounts.ticket_for(tx, accounts.OPERATOR, name)
        self.post(f"/enter/{ticket}")

    def get(self, path: str, **more) -> requests.Response:
        return self._session.get(self._site.url + path, timeout=_WAIT, allow_redirects=False, **more)

    def post(self, path: str, fields: dict | None = None, **more) -> requests.Response:
        token = _CSRF.search(self.get("/enter/x").text)[1]
        return self._session.post(
            self._site.url + path,
            data={"csrf_token": token, **(fields or {})},
            headers={"Referer": self._site.url},
            timeout=_WAIT,
            allow_redirects=False,
            **more,
        )


Door = Callable[[str, str, bytes, str], Outcome]
"""Sends a file into a project, by name, its bytes and the format that is named."""


def page(site: Site) -> Door:
    """The page of imports: what would come in is shown, then confirmed."""
    browser, watch = Visitor(site, site.manager.name), Watch(site.pid)

    def bring(slug: str, name: str, data: bytes, form: str) -> Outcome:
        watch.begin()
        shown = browser.post(f"/projects/{slug}/import", {"format": form}, files={"files": (name, data)})
        answers = [shown]
        tree = html.document_fromstring(shown.content, parser=html.HTMLParser(encoding="utf-8"))
        said = [_words(one) for one in tree.xpath("//li[@class='problem'] | //*[@role='alert']")]
        for action in tree.xpath("//form[.//button[starts-with(., 'Import')]]/@action")[:1]:
            answers.append(browser.post(action, {"format": form}))
            where = answers[-1].headers.get("Location", "")
            if job := re.search(r"/imports/([0-9a-f-]{36})", where):
                ended(site.store, site.manager, job[1], _WAIT)
                answers.append(browser.get(where))
                tree = html.document_fromstring(answers[-1].content, parser=html.HTMLParser(encoding="utf-8"))
                said += [_words(one) for one in tree.xpath("//*[@role='alert']")]
        return _outcome(site, slug, watch, answers, said)

    return bring


def api(site: Site) -> Door:
    """The API: an import is a job, which is asked for until it is over."""
    watch = Watch(site.pid)
    session = requests.Session()
    with site.store.write() as tx:
        session.headers["Authorization"] = f"Bearer {tokens.make(tx, site.manager, 'a script')}"

    def bring(slug: str, name: str, data: bytes, form: str) -> Outcome:
        watch.begin()
        address = f"{site.url}/api/v1/projects/{slug}/imports"
        answers = [session.post(address, data={"format": form}, files={"files": (name, data)}, timeout=_WAIT)]
        begun = answers[0].json()
        if "id" not in begun:
            return _outcome(site, slug, watch, answers, [begun["detail"]])
        ended(site.store, site.manager, begun["id"], _WAIT)
        answers.append(session.get(f"{site.url}/api/v1/jobs/{begun['id']}", timeout=_WAIT))
        job = answers[1].json()
        said = [job["problem"]["detail"]] if job["problem"] else job["result"].get("findings", [])
        return _outcome(site, slug, watch, answers, said)

    return bring


def command_line(site: Site) -> Door:
    """``annotator import``, in this process, which is looked at instead of the server."""
    watch = Watch(os.getpid())

    def bring(slug: str, path: str, _data: bytes, form: str) -> Outcome:
        watch.begin()
        env = {"ANNOTATOR_DATA_DIR": str(Path(path).parent), "ANNOTATOR_DATABASE_URL": site.store.url}
        done = CliRunner(env=env).invoke(main, ["import", slug, path, "--format", form], prog_name="annotator")
        texts = site.new_texts(slug)
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        assert (done.exit_code == 0) == bool(texts), f"code {done.exit_code}, {len(texts)} documents"
        said = [one.removeprefix("Error: ") for one in done.stderr.splitlines()]
        return Outcome(texts, said, done.output.replace(path, ""), watch.seconds, watch.megabytes)

    return bring


def _outcome(site: Site, slug: str, watch: Watch, answers: list[requests.Response], said: list[str]) -> Outcome:
    seconds, megabytes = watch.seconds, watch.megabytes
    for answer in answers:
        assert answer.status_code < 500, f"{answer.status_code} from {answer.request.url}"
    shown = "\n".join(answer.text for answer in answers)
    return Outcome(site.new_texts(slug), said, shown, seconds, megabytes)


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
