"""A corrected text has the blocks that it had, as far as its lines stood in them."""

from annotator.domain.anchoring import Anchoring
from annotator.domain.block import Block, checked_blocks
from annotator.domain.reblocking import reblocked

OLD = "Talks in Astana\nThe goverment of Kazakhstan met\nin Astana.\nA hall\n\nThe pact was refused\nby all."
WORDS = (
    ("heading", "Talks in Astana"),
    ("paragraph", "The goverment of Kazakhstan met\nin Astana."),
    ("caption", "A hall"),
    ("paragraph", "The pact was refused\nby all."),
)
BLOCKS = tuple(Block(kind, OLD.index(words), OLD.index(words) + len(words)) for kind, words in WORDS)


def blocks_of(new):
    found = checked_blocks(reblocked(BLOCKS, Anchoring(new, OLD)), new)
    return [(one.kind, new[one.start : one.end]) for one in found]


def test_lines_that_stood_in_one_block_stay_in_one_of_its_kind():
    new = OLD.replace("goverment", "government")
    assert blocks_of(new) == [(kind, words.replace("goverment", "government")) for kind, words in WORDS]


def test_a_line_that_is_new_is_a_block_of_its_own_and_one_that_is_gone_is_none():
    new = OLD.replace("A hall\n", "").replace("\n\nThe pact", "\n\nAn end came soon.\nThe pact")
    assert [words for _, words in blocks_of(new)] == [
        "Talks in Astana",
        WORDS[1][1],
        "An end came soon.",
        WORDS[3][1],
    ]
