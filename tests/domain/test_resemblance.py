"""Texts that are nearly the same are found, others are not; datasketch finds the same."""

import random
import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from datasketch import MinHash, MinHashLSH

from annotator.domain.resemblance import families, resemblance, sketch

WORDS = [f"word{number}" for number in range(3000)]


def article(seed, length=400):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def test_a_text_is_wholly_like_itself_whatever_its_capitals_and_signs():
    assert resemblance(sketch("The Kremlin waits, and waits."), sketch("the kremlin WAITS and waits")) == 1


def test_texts_of_their_own_are_not_alike():
    assert resemblance(sketch(article(1)), sketch(article(2))) < 0.1
    assert families([sketch(article(number)) for number in range(50)]) == list(range(50))


@pytest.mark.parametrize("words", [1, 3, 8])
def test_a_report_with_some_words_changed_is_of_one_family(words):
    report = article(1).split()
    changed = list(report)
    for place in random.Random(words).sample(range(len(report)), words):
        changed[place] = "other"
    assert families([sketch(" ".join(report)), sketch(article(5)), sketch(" ".join(changed))]) == [0, 1, 0]


def test_a_report_with_a_paragraph_more_is_of_one_family():
    assert families([sketch(article(1)), sketch(f"{article(1)} {article(2, 40)}")]) == [0, 0]


def test_a_family_holds_together_through_its_members():
    report = article(1).split()
    steps = [" ".join(["new"] * count + report[count:]) for count in (0, 40, 80, 120, 160)]
    assert families(map(sketch, steps)) == [0] * 5


def test_many_copies_of_one_text_are_one_family():
    copies = [f"{article(1)} edition {number}" for number in range(300)]
    assert set(families(map(sketch, copies))) == {0}


def test_a_text_without_a_word_is_like_none():
    assert not sketch("…")
    assert families([sketch("…"), sketch(""), sketch("The Kremlin.")]) == [0, 1, 2]


SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PERMUTATIONS = 256
ALIKE = 0.7
UNSURE = 0.08
"""So near to the threshold either may say yes or no."""


def printed_by_others(text):
    """What becomes of an article: other words here and there, a paragraph more or less, only its beginning."""
    words = text.split(" ")
    yield text
    for every in (200, 60, 25, 10, 3):
        yield " ".join("edited" if number % every == every - 1 else word for number, word in enumerate(words))
    for kept in (0.95, 0.85, 0.6, 0.3):
        yield " ".join(words[: int(len(words) * kept)])
        yield " ".join(words[int(len(words) * (1 - kept)) :])
    yield f"{text} {article(7, 60)}"
    yield f"{article(8, 600)} {text}"


@cache
def corpus():
    texts = [one for path in SEEDS for one in printed_by_others(path.read_text())]
    # A short notice has fewer runs of words than a sketch has places.
    notice = SEEDS[1].read_text().split(" ")[:40]
    texts += [" ".join(notice), " ".join([*notice[:-1], "edited"]), " ".join(notice[20:])]
    return texts


@cache
def runs(text):
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[at : at + 4]) for at in range(len(words) - 3))


@cache
def minhash(text):
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([run.encode() for run in sorted(runs(text))])
    return made


@cache
def counted():
    """The share of runs of words that each two of the texts have in common, without any sketch."""
    return {
        (one, other): len(runs(a) & runs(b)) / len(runs(a) | runs(b))
        for (one, a), (other, b) in combinations(enumerate(corpus()), 2)
    }


def found_by_datasketch():
    index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    for number, text in enumerate(corpus()):
        index.insert(number, minhash(text))
    return {
        (number, other)
        for number, text in enumerate(corpus())
        for other in index.query(minhash(text))
        if number < other and minhash(text).jaccard(minhash(corpus()[other])) >= ALIKE
    }


def test_the_same_pairs_are_found_as_datasketch_finds():
    sketches = [sketch(text) for text in corpus()]
    ours = {(a, b) for a, b in counted() if families([sketches[a], sketches[b]]) == [0, 0]}
    theirs = found_by_datasketch()
    sure = {pair for pair, share in counted().items() if abs(share - ALIKE) > UNSURE}
    assert ours & sure == theirs & sure == {pair for pair in sure if counted()[pair] >= ALIKE}
    # Neither a test of nothing but copies, nor one of nothing near the line.
    assert len(ours & sure) > 100
    assert len(counted().keys() - sure) > 20


def test_how_much_two_texts_are_alike_is_told_as_datasketch_tells_it():
    sketches = [sketch(text) for text in corpus()]
    near = [pair for pair, share in counted().items() if share > 0]
    ours, theirs = (
        [abs(told(a, b) - counted()[a, b]) for a, b in near]
        for told in (
            lambda a, b: resemblance(sketches[a], sketches[b]),
            lambda a, b: minhash(corpus()[a]).jaccard(minhash(corpus()[b])),
        )
    )
    assert sum(ours) < 1.5 * sum(theirs)
    assert max(ours) < 0.2
