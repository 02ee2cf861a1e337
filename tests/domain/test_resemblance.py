"""Texts that are nearly the same are found, others are not."""

import random

import pytest

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
    assert sketch("…") == ()
    assert families([(), (), sketch("The Kremlin.")]) == [0, 1, 2]
