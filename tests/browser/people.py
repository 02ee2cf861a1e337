"""Browsers with somebody signed in, watched for everything that goes wrong inside of them."""

import re

from playwright.sync_api import Browser, Page

PATIENCE = 30_000  # milliseconds: a machine that does other things as well fails no test
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


class Browsing:
    def __init__(self, browser: Browser, site) -> None:
        self._browser = browser
        self._site = site
        self._contexts: list = []
        self._signed_in: dict = {}
        self._forgiven: list[str] = []
        self._seen: list[str] = []

    @property
    def faults(self) -> list[str]:
        """Errors on a console, uncaught exceptions, breaches of the Content-Security-Policy."""
        return [one for one in self._seen if not any(re.search(known, one) for known in self._forgiven)]

    def forgive(self, pattern: str) -> None:
        """Let faults like this pass: the test causes them."""
        self._forgiven.append(pattern)

    def page(
        self, *, size: str = "desk", scheme: str = "light", touch: bool = False, javascript: bool = True
    ) -> Page:
        """A page of a browser of its own, at no address yet."""
        context = self._browser.new_context(
            viewport=SIZES[size],
            color_scheme=scheme,
            has_touch=touch,
            java_script_enabled=javascript,
            base_url=self._site.url,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        # Chromium sends some requests past a route that is the first of its page: held from the first, none escapes.
        context.route("**/held-from-the-first", lambda route: route.continue_())
        self._contexts.append(context)
        context.on("page", self._watch)
        return context.new_page()

    def signed_in(self, who: str = "ana", **how) -> Page:
        """The same, after ``who`` has used a one-time link; once signed in, a new page of that browser."""
        known = self._signed_in.get((who, *how.items()))
        if known is not None:
            return known.new_page()
        page = self.page(**how)
        page.goto(f"/enter/{self._site.ticket(who)}")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Projects").wait_for()
        self._signed_in[(who, *how.items())] = page.context
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._seen.append(f"exception: {error}"))
        page.on(
            "console", lambda told: self._seen.append(told.text) if told.type in ("error", "warning") else None
        )
