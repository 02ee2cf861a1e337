"""Pages: their words, exactly; the article where there is more on the page."""

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.html import FORMAT
from annotator.formats.html.page import LARGEST

SENTENCES = " ".join(
    f"The minister of the state number {number} spoke for a long time about the draft." for number in range(12)
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Astana refrains | The Times</title>
<meta property="og:title" content="Astana refrains"><meta name="author" content="Ana Writer">
<meta property="article:published_time" content="2022-10-03">
<meta property="og:site_name" content="The Times"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/war">War</a></li></ul></nav>
<article><h1>Astana refrains</h1><p>{SENTENCES}</p><h2>Later</h2><p>{SENTENCES}</p></article>
<footer>© The Times, all rights reserved, cookies, privacy</footer></body></html>"""


def test_the_article_is_told_from_what_is_around_it_and_says_who_wrote_it():
    arrival = read(FORMAT, PAGE)
    (document,) = arrival.documents
    assert document.title == "Astana refrains"
    assert document.text.endswith(SENTENCES)
    assert "Home" not in document.text
    assert "cookies" not in document.text
    assert {"author": "Ana Writer", "date": "2022-10-03", "language": "en"}.items() <= document.meta.items()
    assert ("heading", "Later") in [(one.kind, document.text[one.start : one.end]) for one in document.blocks]
    assert told(arrival)[0].startswith(": The article: ")


def test_a_short_page_is_taken_whole():
    words = "<h1>To all</h1><p>One <b>t</b>wo&nbsp;three<br>four<pre>a\n  b</pre><figcaption>Map</figcaption>"
    page = f"<title>Note</title>{words}"
    (document,) = read(FORMAT, page).documents
    assert document.title == "Note"
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("heading", "To all"),
        ("paragraph", "One two\xa0three"),
        ("paragraph", "four"),
        ("paragraph", "a\n  b"),
        ("caption", "Map"),
    ]


def test_nothing_that_runs_or_is_hidden_is_read():
    hidden = "<script>x()</script><style>y{}</style><template>z</template><iframe>q</iframe><!-- c -->"
    assert read(FORMAT, f"<p>a{hidden} b</p><embed><p>d").documents[0].text == "a b\n\nd"


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-8"])
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding):
    page = f'<meta charset="{encoding}"><p>Министр обороны'.encode(encoding)
    assert read(FORMAT, page).documents[0].text == "Министр обороны"


def test_without_the_library_for_articles_the_whole_page_is_taken_and_that_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    arrival = read(FORMAT, PAGE)
    assert "Home" in arrival.documents[0].text
    assert "annotator[html]" in told(arrival)[0]


def test_a_page_of_eleven_megabytes_is_read_to_its_end():
    text = read(FORMAT, "<p>" + "word " * 2_200_000 + "END").documents[0].text
    assert (len(text), text[-3:]) == (11_000_003, "END")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"<p>\xcc\xe8\xed", "Not UTF-8"),
        (b"<script>a()</script>", "nothing to annotate"),
        (b"<div>" * 5000 + b"deep", "nested too deeply"),
        (b" " * (LARGEST + 1), "are the most"),
        (b'<meta charset="no-such"><p>a', "no encoding called"),
    ],
)
def test_a_page_that_cannot_be_read_whole_is_refused(page, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, page)


def test_a_page_too_long_for_an_article_is_taken_whole():
    arrival = read(FORMAT, "<p>" + "Long words. " * 200_000 + "</p><p>The end.</p>")
    assert arrival.documents[0].text.endswith("The end.")
    assert "too many for an article" in told(arrival)[0]
