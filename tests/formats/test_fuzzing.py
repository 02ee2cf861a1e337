"""Files that were good before something went over them: read, or refused in words. ``make battery`` goes on."""

from random import Random

import pytest
from fuzzing import read_or_refused, seeds
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tree_damage import damaged

from annotator.services import exchange

READERS = [one.name for one in exchange.readers()]
TREES = (
    *("docx", "doccano", "gliner", "jsonl", "labelstudio", "prodigy", "qdpx", "tei"),
    *("webanno-jsonld", "xmi", "xml"),
)
"""Readers of XML and JSON."""
PIECES = (
    *(b"", b"\0", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f\x91\x8d", b"\xe2\x80\xae", b"\r", b"\n", b"\t", b" "),
    *(
        b'"',
        b"'",
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"&x;",
        b"]]>",
        b"<!--",
        b"{",
        b"}",
        b"[",
        b"]" * 300,
        b"[" * 3000,
        b"\\u0000",
    ),
    *(
        b"-1",
        b"0",
        b"1e9",
        b"1.5",
        b"99999999999999999999",
        b"NaN",
        b"null",
        b"true",
        b"_",
        b"../../x",
        b"=1+1",
        b"%",
    ),
)

damage = st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8))


@pytest.mark.parametrize("reader", READERS)
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data(), damages=st.lists(damage, min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused_in_words(reader, data, damages):
    files = dict(data.draw(st.sampled_from(_seeds(reader))))
    first = next(iter(files))
    for place, length, piece in damages:
        at = int(place * len(files[first]))
        files[first] = files[first][:at] + piece + files[first][at + length :]
    read_or_refused(reader, files)


@pytest.mark.parametrize("reader", TREES)
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32))
def test_a_well_formed_file_that_says_something_wrong_is_read_or_refused_in_words(reader, seed):
    random = Random(seed)
    read_or_refused(reader, damaged(random.choice(_seeds(reader)), random))


@pytest.mark.parametrize("reader", READERS)
def test_what_is_damaged_was_good_before(reader):
    for files in _seeds(reader):
        read_or_refused(reader, files)


_made = {}


def _seeds(reader):
    if reader not in _made:
        _made[reader] = seeds(reader)
    return _made[reader]
