"""What the page of all people shows."""

from typing import Any

from annotator.services import inviting, people
from annotator.web.door import Visit, settings
from annotator.web.page import Page


def people_page(visit: Visit, **more: Any) -> Page:
    """Everybody on this site, for an admin."""
    return visit.page(
        "people/page.html",
        people=people.everybody(visit.tx, visit.person),
        invitations=inviting.listed(visit.tx, visit.person, None),
        mail=settings().mail,
        now=visit.tx.now,
        **more,
    )
