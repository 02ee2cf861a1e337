"""Keeping up: what a layer said earlier, where it is to stand again, is said as the present codebook says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.domain.codebook import Codebook
from annotator.domain.codebook_operation import Coded, Done, kept_up
from annotator.store import codebook_operations
from annotator.store.engine import Transaction
from annotator.store.layers import Desk


@dataclass(frozen=True, slots=True)
class Since:
    """The changes of a codebook, which a state of a span may come from before."""

    done: tuple[Done, ...]
    codebook: Codebook

    def brought(self, state: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """A state of a span as it is to stand now; None stays nothing."""
        if state is None or not self.done:
            return state
        before = Coded(state["label"], state["attributes"], state["codebook_version"])
        now = kept_up(before, self.done, self.codebook)
        if now is before:
            return state
        return {**state, "label": now.label, "attributes": dict(now.attributes), "codebook_version": now.version}

    def joined(self, state: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        """The same of a state of a relation."""
        if state is None:
            return state
        kind = state["type"]
        for one in self.done:
            kind = one.relation_since(kind, state["codebook_version"])
        if kind == state["type"]:
            return state
        return {**state, "type": kind, "codebook_version": self.codebook.version}


def since(tx: Transaction, desk: Desk) -> Since:
    """The changes of the codebook at a desk."""
    done = (
        Done(one.operation, one.version, one.undone) for one in codebook_operations.of_project(tx, desk.project.id)
    )
    return Since(tuple(done), desk.codebook)
