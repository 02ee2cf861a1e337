"""Citations: how texts name laws and treaties, in English, Russian and Kazakh.

Patterns of names, numbers and years as such acts are cited by. They find what looks like a citation; whether it is
one is for whoever reads. What an article only describes (“a bill that would …”) no pattern finds.
"""

import re
from collections.abc import Iterator

_CAPITAL = r"[A-Z][\w’'-]*"
_BETWEEN = r"(?:\s(?:of|on|the|for|and|in)(?=\s))"
_ACT = (
    r"(?:Treaty|Agreement|Convention|Protocol|Pact|Accord|Charter|Constitution|Code|Act|Law|Decree|Statute|Memorandum"
    r"|Doctrine)"
)
_NUMBER = r"(?:No\.?\s?|№\s?)\d(?:[\w./-]*\w)?"
_PATTERNS = (
    # Collective Security Treaty, Treaty on the Non-Proliferation of Nuclear Weapons, Constitution
    rf"\b(?:{_CAPITAL}\s)*{_ACT}\b(?!\sOrgani[sz]ation)(?:\s{_NUMBER})?(?:{_BETWEEN}+\s{_CAPITAL}(?:\s{_CAPITAL})*)*",
    # 2002 agreement, 1991 treaty
    r"\b(?:1[89]|20)\d\d\s(?:agreement|treaty|law|decree|accord|pact|convention|protocol|resolution)\b",
    # Federal Law No. 53-FZ, Resolution 1373, decree No. 647, Article 359 of the Criminal Code
    rf"\b(?:[Ll]aw|[Dd]ecree|[Oo]rder|[Rr]esolution|[Aa]ct)\s{_NUMBER}",
    r"\bResolution\s\d{2,5}\b",
    rf"\b[Aa]rticles?\s\d+[\w.()-]*(?:\sof\sthe\s(?:{_CAPITAL}\s?)+)?",
    # Федеральный закон № 53-ФЗ, Указ Президента № 647, статья 359 Уголовного кодекса
    rf"\b(?:[Фф]едеральн\w+\s)?(?:[Зз]акон|[Уу]каз|[Пп]остановлени|[Дд]оговор|[Сс]оглашени)\w*(?:\s\w+)?\s{_NUMBER}",
    r"\b[Сс]тать[яиюе]й?\s\d+(?:\s[А-Я]\w+\s(?:кодекс|закон)\w*)?",
    # № 12 Заң, 359-бап
    rf"{_NUMBER}\s(?:[Зз]аң|[Жж]арлы[ғқ])\w*",
    r"\b\d+-бап\w*",
)
_CITATION = re.compile("|".join(f"(?:{one})" for one in _PATTERNS))


def citations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where something in ``text[start:end]`` is cited like a law or a treaty, in code points of ``text``."""
    for found in _CITATION.finditer(text, start, end):
        yield found.start(), found.start() + len(found[0].rstrip())
