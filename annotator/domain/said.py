"""Lines for people that remember how they were put together, so that a page can say them in another language.

Rules and services speak English: the API, files and the command line show their lines as they are. A page looks
for the sentence in its catalogue and puts the same values in.
"""

from typing import Any, Self


class Said(str):  # noqa: SLOT000 - it has more than its letters
    """A line in English, whole and ready to be shown.

    Attributes:
        sentence: what the line was made of, its values by name (``%(name)s``); a percent sign stands twice where
            there are any.
        many: the sentence for more than one; empty where nothing is counted.
        values: what was put in, of which some may be ``Said`` again; ``num`` is what is counted.
    """

    sentence: str
    many: str
    values: dict[str, Any]

    def __new__(cls, sentence: str, many: str, values: dict[str, Any]) -> Self:
        """Put the line together."""
        chosen = many if many and values["num"] != 1 else sentence
        made = super().__new__(cls, chosen % values if values else chosen)
        made.sentence, made.many, made.values = sentence, many, values
        return made

    def __getnewargs__(self) -> tuple[str, str, dict[str, Any]]:  # type: ignore[override]
        """A line that is copied, or goes to another process, still knows what it is made of."""
        return self.sentence, self.many, self.values


def say(sentence: str, /, **values: object) -> Said:
    """The sentence with its values put in."""
    return Said(sentence, "", values)


def say_many(one: str, many: str, num: int, /, **values: object) -> Said:
    """The sentence for so many; the number itself is its value ``num``."""
    return Said(one, many, {"num": num, **values})
