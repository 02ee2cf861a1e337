"""Everybody on this site, for its admins."""

from uuid import UUID

from flask import Blueprint, request

from annotator.domain.errors import Invalid
from annotator.services import accounts, people
from annotator.web.door import Visit, reads, writes
from annotator.web.own_address import own_address
from annotator.web.page import Answer, Done
from annotator.web.people_page import people_page

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@reads
def index(visit: Visit) -> Answer:
    return people_page(visit)


@blueprint.post("/people")
@writes
def add(visit: Visit) -> Answer:
    """Make a person, and a one-time link for them."""
    made = accounts.add_user(visit.tx, visit.person, request.form.get("name", ""), password_hash=None)
    token = accounts.ticket_for(visit.tx, visit.person, made.name)
    return people_page(visit, link=f"{own_address()}/enter/{token}", link_of=made.name)


@blueprint.post("/people/<uuid:user>")
@writes
def change(visit: Visit, user: UUID) -> Answer:
    """One thing about one person."""
    tx, person, one = visit.tx, visit.person, str(user)
    match request.form.get("do", ""):
        case "link":
            token = accounts.ticket_for(tx, person, people.find(tx, person, one).name)
            return _with_link(visit, one, f"/enter/{token}")
        case "password-link":
            token = accounts.ticket_for(tx, person, people.find(tx, person, one).name, "password")
            return _with_link(visit, one, f"/password/{token}")
        case "deactivate":
            people.deactivate(tx, person, one)
        case "activate":
            people.activate(tx, person, one)
        case "admin":
            people.set_admin(tx, person, one, admin=True)
        case "no-admin":
            people.set_admin(tx, person, one, admin=False)
        case _:
            people.find(tx, person, one)
            raise Invalid("unknown-change", "Nothing was chosen to be done.")
    return Done("/people")


def _with_link(visit: Visit, user_id: str, place: str) -> Answer:
    name = people.find(visit.tx, visit.person, user_id).name
    return people_page(visit, link=own_address() + place, link_of=name)
