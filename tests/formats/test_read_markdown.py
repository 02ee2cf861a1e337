"""Markdown: the words without their marks."""

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.markdown import FORMAT

ARTICLE = """---
title: Astana refrains
date: 2022-10-03
tags: [war, draft]
---
Astana
======

The *minister* of [defence](http://x.org) said
“**no**”.

- one
- `two`

```
code *stays*
```

| a | b |
|---|---|
| c | d |
"""


def test_words_lose_their_marks_and_headings_are_told_apart():
    (document,) = read(FORMAT, ARTICLE).documents
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("heading", "Astana"),
        ("paragraph", "The minister of defence said\n“no”."),
        *(("paragraph", words) for words in ("one", "two", "code *stays*", "a", "b", "c", "d")),
    ]


def test_front_matter_is_metadata():
    (document,) = read(FORMAT, ARTICLE).documents
    assert (document.title, document.meta) == ("Astana refrains", {"date": "2022-10-03", "tags": ["war", "draft"]})


def test_html_is_left_out_and_told():
    arrival = read(FORMAT, "a <b>c</b> d\n\n<script>x()</script>\n")
    assert arrival.documents[0].text == "a c d"
    assert told(arrival) == [
        "HTML: a tag of it is not taken over (2 times)",
        "HTML: a block of it is not taken over",
    ]


@pytest.mark.parametrize(
    ("text", "says"), [("---\na: [\n---\nb", r"no YAML \(line 2\)"), ("---\na: 1\n---\n", "nothing to annotate")]
)
def test_an_article_that_is_not_as_it_should_be_is_refused(text, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, text)


def test_front_matter_makes_nothing_but_values():
    with pytest.raises(Invalid, match="no YAML"):
        read(FORMAT, "---\na: !!python/object/apply:os.system [true]\n---\nb")
