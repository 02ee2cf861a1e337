"""Who may do what: one table of rules, asked by the services, the same through every door."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Literal, get_args

from annotator.domain.errors import Forbidden, NotFound

Role = Literal["manager", "adjudicator", "annotator", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)


class Act(StrEnum):
    """What can be asked for in a project. ``OTHER`` is somebody else's layer."""

    READ_CORPUS = auto()
    READ_CODEBOOK = auto()
    CHANGE_CODEBOOK = auto()
    CHANGE_REGISTRY = auto()
    IMPORT = auto()
    ANNOTATE = auto()
    READ_OTHER_LAYERS = auto()
    READ_GOLD = auto()
    WRITE_GOLD = auto()
    EXPORT = auto()
    MANAGE_RELEASES = auto()
    READ_MEMBERS = auto()
    MANAGE_MEMBERS = auto()
    MANAGE_ROUNDS = auto()
    READ_PROGRESS = auto()
    READ_AGREEMENT = auto()
    READ_AGREEMENT_MEANWHILE = auto()
    CHANGE_PROJECT = auto()
    REMOVE_DOCUMENTS = auto()
    REVISE_DOCUMENTS = auto()
    CHANGE_CORPUS = auto()
    TRAIN_MODELS = auto()
    COMMENT = auto()
    READ_OTHERS_COMMENTS = auto()


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever asks. The command line's operator has no ``id``: they hold the database itself."""

    id: str | None
    name: str
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before a document or a whole project: their role, None for a stranger, and what holds there.

    ``blind``: annotators know nothing of each other's work. ``shows_agreement``: where all of them are done, they
    see how far they agree.
    """

    person: Person
    role: Role | None
    blind: bool
    shows_agreement: bool = False

    def may(self, act: Act) -> bool:
        """Whether the rules allow ``act``. A site's admin stands in every project as a manager does."""
        role = "manager" if self.person.admin else self.role
        if role is None:
            return False
        return (
            role in RULES[act]
            or (not self.blind and role in RULES_WHILE_OPEN.get(act, ()))
            or (self.shows_agreement and role in RULES_WHERE_SHOWN.get(act, ()))
        )

    def require(self, act: Act) -> None:
        """Refuse what the rules do not allow.

        Raises:
            NotFound: a stranger is not told that the project exists.
            Forbidden: the role does not reach that far.
        """
        if self.may(act):
            return
        if self.role is None:
            raise NotFound("no-project", "There is no such project, or you are not in it.")
        what = act.value.replace("_", " ")
        raise Forbidden("not-allowed", f"Your role in this project ({self.role}) does not include: {what}.")


_EVERYBODY = frozenset(ROLES)

RULES: dict[Act, frozenset[Role]] = {
    Act.READ_CORPUS: _EVERYBODY,
    Act.READ_CODEBOOK: _EVERYBODY,
    Act.CHANGE_CODEBOOK: frozenset({"manager"}),
    # Whoever annotates proposes entries; they stand for everybody once a manager accepts them.
    Act.CHANGE_REGISTRY: frozenset({"manager"}),
    Act.IMPORT: frozenset({"manager"}),
    Act.ANNOTATE: frozenset({"manager", "adjudicator", "annotator"}),
    Act.READ_OTHER_LAYERS: frozenset({"manager", "adjudicator"}),
    Act.READ_GOLD: frozenset({"manager", "adjudicator", "viewer"}),
    Act.WRITE_GOLD: frozenset({"manager", "adjudicator"}),
    Act.EXPORT: _EVERYBODY,
    # A release holds everybody's work, blind or not.
    Act.MANAGE_RELEASES: frozenset({"manager"}),
    Act.READ_MEMBERS: frozenset({"manager", "adjudicator"}),
    Act.MANAGE_MEMBERS: frozenset({"manager"}),
    Act.MANAGE_ROUNDS: frozenset({"manager"}),
    Act.READ_PROGRESS: frozenset({"manager", "adjudicator"}),
    Act.READ_AGREEMENT: frozenset({"manager", "adjudicator", "viewer"}),
    # Also of what is still being annotated.
    Act.READ_AGREEMENT_MEANWHILE: frozenset({"manager", "adjudicator", "viewer"}),
    Act.CHANGE_PROJECT: frozenset({"manager"}),
    Act.REMOVE_DOCUMENTS: frozenset({"manager"}),
    # Its report shows everybody's spans.
    Act.REVISE_DOCUMENTS: frozenset({"manager"}),
    # The groups and metadata of documents, and filters that everybody may use.
    Act.CHANGE_CORPUS: frozenset({"manager"}),
    # From gold; what they may suggest, and to whom, is told in store/blindness.py.
    Act.TRAIN_MODELS: frozenset({"manager"}),
    Act.COMMENT: frozenset({"manager", "adjudicator", "annotator"}),
    # On documents and what is marked in them; everybody may know of what is said about a label.
    Act.READ_OTHERS_COMMENTS: frozenset({"manager"}),
}

RULES_WHILE_OPEN: dict[Act, frozenset[Role]] = {
    Act.READ_OTHER_LAYERS: frozenset({"annotator"}),
    Act.READ_GOLD: frozenset({"annotator"}),
    Act.READ_OTHERS_COMMENTS: frozenset({"adjudicator", "annotator"}),
}
"""What is also allowed while a project is not blind."""

RULES_WHERE_SHOWN: dict[Act, frozenset[Role]] = {Act.READ_AGREEMENT: frozenset({"annotator"})}
"""What is also allowed where a project shows its agreement."""


def require_admin(person: Person) -> None:
    """Refuse whoever is not a site's admin.

    Raises:
        Forbidden: only an admin makes projects and users.
    """
    if not person.admin:
        raise Forbidden("not-admin", "Only an admin of this site makes projects and users.")
