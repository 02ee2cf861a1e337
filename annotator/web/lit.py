"""Links to the very words of an article, which the browser lights up there."""

from urllib.parse import quote

from annotator.services.searching import Hit

_LONGEST = 200
_TOLD_APART = 3
"""Characters that are sought at most, and words around them at least."""


def fragment(hit: Hit) -> str:
    """Where in the article a line leads: to the paragraph, and to the words, which the browser then lights up.

    A text fragment (https://wicg.github.io/scroll-to-text-fragment/): what stands before and behind tells the
    places of the same words apart. A browser that does not know it, or does not find the words, goes to the
    paragraph.
    """
    block = f"b{hit.block}"
    if not hit.text or "\n" in hit.text or len(hit.text) > _LONGEST:
        return block
    # The context is cut anywhere: its outermost word may be half a word, which is not found.
    before = hit.left.rstrip().rpartition("\n")
    behind = hit.right.partition("\n")
    prefix = before[2].split()[0 if before[1] else 1 :]
    suffix = behind[0].split()[: None if behind[1] else -1]
    if len(prefix) + len(suffix) < _TOLD_APART:
        return block
    said = [f"{_escaped(prefix)}-"] if prefix else []
    said += [_escaped(hit.text.split())]
    said += [f"-{_escaped(suffix)}"] if suffix else []
    return f"{block}:~:text={','.join(said)}"


def _escaped(words: list[str]) -> str:
    # A hyphen would be one of those that tell before and behind from what is sought.
    return quote(" ".join(words), safe="").replace("-", "%2D")
