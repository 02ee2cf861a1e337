"""A release: what is given out of a corpus under a name, and never changes afterwards."""

import re
from dataclasses import dataclass
from datetime import date

from annotator.domain.errors import Invalid
from annotator.domain.layer import ALL, GOLD

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}")
_LONGEST_AUTHOR = 200
_MOST_AUTHORS = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release is asked to be.

    Attributes:
        name: what it is called, such as ``1.0``.
        date: its own date; no other moment stands in it.
        layers: the layers it holds; ``all`` alone for every one.
        formats: the formats beside the one that holds everything.
        text: whether it holds the texts; without them there are offsets, hashes and short quotes.
        allow_loss: whether a format may leave out what it has no place for.
        authors: who is to be cited, as “Family, Given” or the name of a group; the project's team by default.
        licence: an SPDX identifier, such as ``CC-BY-4.0``; empty where nothing is said.
        filter: which documents it holds, by the name of a filter or as one is written; empty for all.
    """

    name: str
    date: str
    layers: tuple[str, ...] = (ALL,)
    formats: tuple[str, ...] = ()
    text: bool = True
    allow_loss: bool = False
    authors: tuple[str, ...] = ()
    licence: str = ""
    filter: str = ""

    def refuse_bad(self) -> None:
        """Refuse what no release can be.

        Raises:
            Invalid: says what, in one line.
        """
        if not _NAME.fullmatch(self.name):
            raise Invalid(
                "bad-release-name",
                f"“{self.name[:70]}” names no release: use letters, digits and . _ - inside, as in 1.0.",
            )
        if not _is_day(self.date):
            raise Invalid("bad-date", f"“{self.date[:40]}” is no day like 2026-11-28.")
        if not self.layers or (ALL in self.layers and len(self.layers) > 1):
            raise Invalid("bad-layers", "Name the layers that a release holds, or all.")
        if self.licence and not _LICENCE.fullmatch(self.licence):
            raise Invalid("bad-licence", f"“{self.licence[:70]}” is no SPDX identifier like CC-BY-4.0.")
        self._refuse_authors()

    def _refuse_authors(self) -> None:
        if len(self.authors) > _MOST_AUTHORS:
            raise Invalid("bad-author", f"A release has {_MOST_AUTHORS} authors at most.")
        for author in self.authors:
            if not author.strip() or len(author) > _LONGEST_AUTHOR or not author.isprintable():
                raise Invalid(
                    "bad-author", f"“{author[:70]}” is no author: one line, {_LONGEST_AUTHOR} signs at most."
                )

    def apart(self, present: tuple[str, ...]) -> tuple[str, ...]:
        """The layers that a format with room for one of them has files of, out of those that are ``present``.

        It is gold where the release holds any, as that is what one trains on; otherwise each layer.
        """
        wanted = tuple(name for name in present if ALL in self.layers or name in self.layers)
        return (GOLD,) if GOLD in wanted else wanted


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
