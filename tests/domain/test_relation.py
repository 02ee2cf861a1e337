"""Relations: held against the codebook and the spans they join."""

from dataclasses import replace

import pytest

from annotator.domain.codebook import Codebook, RelationType
from annotator.domain.errors import Invalid
from annotator.domain.relation import Relation, check_relations

CODEBOOK = Codebook(relations=(RelationType("holds", source=("actor",), target=("stance", "actor")),))
LABELS = {"a": ("ana", "actor"), "s": ("ana", "stance"), "b": ("ben", "stance")}
HOLDS = Relation("r", "ana", "ana", "holds", "a", "s", 1, "")


def test_a_relation_between_allowed_labels_of_one_layer_is_kept():
    check_relations([HOLDS, replace(HOLDS, id="q", target="a")], LABELS, CODEBOOK)


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"type": "toward"}, "unknown-relation", r"“toward” is not in the codebook \(holds\)"),
        ({"source": "x"}, "dangling-relation", "Relation “r”: “x” is not a span of layer ana"),
        ({"target": "b"}, "dangling-relation", "Relation “r”: “b” is not a span of layer ana"),
        ({"source": "s"}, "relation-not-allowed", "“holds” does not join a span labelled “stance” there"),
    ],
)
def test_a_relation_that_the_codebook_does_not_allow_is_refused(change, code, says):
    with pytest.raises(Invalid, match=says) as refusal:
        check_relations([HOLDS, replace(HOLDS, **change)], LABELS, CODEBOOK)
    assert refusal.value.code == code
