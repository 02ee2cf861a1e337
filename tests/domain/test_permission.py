"""The table of rules, written out once more by hand."""

import pytest

from annotator.domain.errors import Forbidden, NotFound
from annotator.domain.permission import ROLES, RULES, RULES_WHILE_OPEN, Act, Person, Standing, require_admin

EVERYBODY = {"manager", "adjudicator", "annotator", "viewer"}
BLIND = {
    Act.READ_CORPUS: EVERYBODY,
    Act.READ_CODEBOOK: EVERYBODY,
    Act.CHANGE_CODEBOOK: {"manager"},
    Act.CHANGE_REGISTRY: {"manager"},
    Act.IMPORT: {"manager"},
    Act.CHANGE_CORPUS: {"manager"},
    Act.TRAIN_MODELS: {"manager"},
    Act.REVISE_DOCUMENTS: {"manager"},
    Act.MANAGE_RELEASES: {"manager"},
    Act.ANNOTATE: {"manager", "adjudicator", "annotator"},
    Act.READ_OTHER_LAYERS: {"manager", "adjudicator"},
    Act.READ_GOLD: {"manager", "adjudicator", "viewer"},
    Act.WRITE_GOLD: {"manager", "adjudicator"},
    Act.EXPORT: EVERYBODY,
    Act.READ_MEMBERS: {"manager", "adjudicator"},
    Act.MANAGE_MEMBERS: {"manager"},
    Act.MANAGE_ROUNDS: {"manager"},
    Act.READ_PROGRESS: {"manager", "adjudicator"},
    Act.READ_AGREEMENT: {"manager", "adjudicator", "viewer"},
    Act.READ_AGREEMENT_MEANWHILE: {"manager", "adjudicator", "viewer"},
    Act.CHANGE_PROJECT: {"manager"},
    Act.REMOVE_DOCUMENTS: {"manager"},
    Act.COMMENT: {"manager", "adjudicator", "annotator"},
    Act.READ_OTHERS_COMMENTS: {"manager"},
}
OPEN = BLIND | {
    Act.READ_OTHER_LAYERS: {"manager", "adjudicator", "annotator"},
    Act.READ_GOLD: EVERYBODY,
    Act.READ_OTHERS_COMMENTS: {"manager", "adjudicator", "annotator"},
}
SHOWN = BLIND | {Act.READ_AGREEMENT: EVERYBODY}
BEN = Person("1", "ben")


@pytest.mark.parametrize("act", Act)
def test_each_act_is_allowed_to_just_these_roles(act):
    assert allowed(act, blind=True) == BLIND[act]
    assert allowed(act, blind=False) == OPEN[act]
    assert allowed(act, blind=True, shows_agreement=True) == SHOWN[act]


def test_every_act_has_a_rule():
    assert set(RULES) == set(Act)
    assert set(RULES_WHILE_OPEN) <= set(Act)


def test_a_stranger_may_nothing():
    assert not any(Standing(BEN, None, blind=False).may(act) for act in Act)


def test_a_sites_admin_stands_in_every_project_as_a_manager_does():
    admin = Person("1", "ana", admin=True)
    for role in (None, *ROLES):
        assert all(Standing(admin, role, blind=True).may(act) for act in Act)


def test_what_is_allowed_is_not_refused():
    Standing(BEN, "annotator", blind=True).require(Act.ANNOTATE)


def test_a_stranger_is_not_told_that_the_project_exists():
    with pytest.raises(NotFound) as refusal:
        Standing(BEN, None, blind=True).require(Act.READ_CORPUS)
    assert refusal.value.message == "There is no such project, or you are not in it."


def test_a_member_is_told_how_far_their_role_reaches():
    with pytest.raises(Forbidden) as refusal:
        Standing(BEN, "viewer", blind=True).require(Act.IMPORT)
    assert refusal.value.message == "Your role in this project (viewer) does not include: import."


def test_only_an_admin_makes_projects_and_users():
    require_admin(Person("1", "ana", admin=True))
    with pytest.raises(Forbidden):
        require_admin(BEN)


def allowed(act, *, blind, shows_agreement=False):
    return {role for role in ROLES if Standing(BEN, role, blind, shows_agreement).may(act)}
