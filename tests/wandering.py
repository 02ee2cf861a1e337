"""Wandering: anything is done to a layer in any order, and what must hold is looked at after each step."""

from itertools import count

from acting import Desk, first_document
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from annotator.services import accounts, seeding


def wander(store, machine, *, walks: int, steps: int) -> None:
    """Let ``machine``, made with a desk at a layer that nobody has begun, take ``walks`` of at most ``steps``."""
    seeding.seed(store)
    with store.read() as tx:
        document = first_document(store, accounts.named(tx, "ana"))
    numbers = count(1)

    def begun():
        with store.write() as tx:
            name = f"annotator-{next(numbers)}"
            who = accounts.add_user(tx, accounts.OPERATOR, name, admin=True, password_hash=None)
        return machine(Desk(store, who, document))

    run_state_machine_as_test(
        begun,
        settings=settings(
            max_examples=walks, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
