"""Projects are made by admins, and known to their members alone."""

import pytest
from sqlalchemy import text

from annotator.domain.errors import Conflict, Forbidden, Invalid, NotFound
from annotator.services import accounts, projects
from annotator.services.accounts import OPERATOR


def test_whoever_makes_a_project_manages_it(store, team):
    with store.write() as tx:
        made = projects.create(tx, team["ana"], "second", "The second")
        members = projects.members(tx, team["ana"], "second")
    assert (made.slug, made.name, made.blind) == ("second", "The second", True)
    assert [(one.name, one.role) for one in members] == [("ana", "manager")]


def test_a_project_without_a_name_is_called_by_its_slug(store):
    with store.write() as tx:
        assert projects.create(tx, OPERATOR, "second", "").name == "second"


def test_only_an_admin_makes_projects(store, team):
    with pytest.raises(Forbidden, match="Only an admin"), store.write() as tx:
        projects.create(tx, team["ben"], "second", "")


def test_a_slug_is_taken_once(store, team):
    with pytest.raises(Conflict, match="central-asia"), store.write() as tx:
        projects.create(tx, OPERATOR, "central-asia", "")


@pytest.mark.parametrize("slug", ["", "A", "a b", "-a", "a-", "a/b", "a" * 65, "ä", "a\n"])
def test_a_slug_is_of_plain_letters_digits_and_hyphens(store, slug):
    with pytest.raises(Invalid, match="not a slug"), store.write() as tx:
        projects.create(tx, OPERATOR, slug, "")


@pytest.mark.parametrize("name", ["two\nlines", "x" * 501])
def test_a_name_is_one_line(store, name):
    with pytest.raises(Invalid, match="name"), store.write() as tx:
        projects.create(tx, OPERATOR, "second", name)


def test_a_project_of_others_is_as_good_as_none(store, team):
    with store.write() as tx:
        projects.create(tx, OPERATOR, "second", "")
    refusals = []
    for slug in ("second", "nowhere"):
        with pytest.raises(NotFound) as refusal, store.read() as tx:
            projects.find(tx, team["ben"], slug)
        refusals.append((refusal.value.code, refusal.value.message))
    assert refusals[0] == refusals[1]


def test_people_see_the_projects_they_are_in_and_an_admin_all(store, team):
    with store.write() as tx:
        projects.create(tx, OPERATOR, "another", "a name before others")
        projects.create(tx, OPERATOR, "zoo", "Zoo")
        projects.set_member(tx, OPERATOR, "zoo", "ben", "viewer")
    assert listed(store, team["ben"]) == [("central-asia", 5), ("zoo", 0)]
    assert listed(store, team["ana"]) == [("another", 0), ("central-asia", 5), ("zoo", 0)]


def test_somebody_gets_another_role_in_place_of_the_one_they_had(store, team):
    with store.write() as tx:
        projects.set_member(tx, team["ana"], "central-asia", "Ben", "adjudicator")
        members = projects.members(tx, team["ana"], "central-asia")
        query = "SELECT before, after FROM event WHERE kind = 'member.role' AND subject = 'ben' ORDER BY sequence"
        assert [tuple(row) for row in tx.connection.execute(text(query))] == [
            (None, '{"role":"annotator"}'),
            ('{"role":"annotator"}', '{"role":"adjudicator"}'),
        ]
    assert [(one.name, one.role) for one in members] == [
        ("adjudicator", "adjudicator"),
        ("ana", "manager"),
        ("ben", "adjudicator"),
    ]


@pytest.mark.parametrize(
    ("name", "role", "message"),
    [("ben", "boss", "“boss” is no role"), ("nobody", "viewer", "no user “nobody”"), ("ben", "", "is no role")],
)
def test_an_unknown_role_or_user_is_refused(store, team, name, role, message):
    with pytest.raises(Invalid, match=message), store.write() as tx:
        projects.set_member(tx, team["ana"], "central-asia", name, role)


@pytest.mark.parametrize("name", ["ben", "adjudicator"])
def test_only_a_manager_gives_roles(store, team, name):
    with pytest.raises(Forbidden, match="manage members"), store.write() as tx:
        projects.set_member(tx, team[name], "central-asia", name, "manager")


def test_a_stranger_learns_nothing_of_a_team(store, team):
    with store.write() as tx:
        stranger = accounts.add_user(tx, OPERATOR, "stranger", password_hash=None)
    with pytest.raises(NotFound), store.read() as tx:
        projects.members(tx, stranger, "central-asia")


def listed(store, person):
    with store.read() as tx:
        return [(project.slug, count) for project, count in projects.all_for(tx, person)]


def test_a_manager_renames_a_project_and_opens_it(store, team):
    with store.write() as tx:
        changed = projects.change(tx, team["ana"], "central-asia", name=" Another name ", blind=False)
        assert (changed.name, changed.blind, changed.standing.blind) == ("Another name", False, False)
        same = projects.change(tx, team["ana"], "central-asia", name="Another name")
        assert (same.name, same.blind) == ("Another name", False)
        told = text("SELECT count(*) FROM event WHERE kind = 'project.change'")
        assert tx.connection.execute(told).scalar() == 1
    with pytest.raises(Forbidden), store.write() as tx:
        projects.change(tx, team["ben"], "central-asia", blind=True)
