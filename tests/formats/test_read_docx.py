"""Word files: all their words, in order, and nothing from outside of them."""

import io
import zipfile

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.docx import FORMAT

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def test_paragraphs_are_blocks_of_the_kind_that_their_styles_say_in_any_language():
    style = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    styles = f'<w:styles xmlns:w="{WORD}">{style}</w:styles>'
    body = p("Astana refrains", "berschrift1") + p("The minister said no.") + p("A map of it.", "Caption")
    (document,) = read(FORMAT, word(body, styles=styles)).documents
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("heading", "Astana refrains"),
        ("paragraph", "The minister said no."),
        ("caption", "A map of it."),
    ]


def test_runs_are_joined_and_links_tables_and_boxes_are_read_in_order():
    body = (
        f"<w:p>{r('In')}{r('side')}<w:hyperlink>{r(' a link')}</w:hyperlink>"
        f"<w:r><w:tab/><w:br/><w:t>new</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{p('cell')}</w:tc></w:tr></w:tbl>"
        f"<w:p>{r('around')}<w:r><w:txbxContent>{p('boxed')}</w:txbxContent></w:r></w:p>{p('end')}"
    )
    assert read(FORMAT, word(body)).documents[0].text == "Inside a link\t\nnew\n\ncell\n\naround\n\nboxed\n\nend"


def test_what_was_deleted_is_left_out_and_told_and_what_was_inserted_is_read():
    body = f"<w:p>{r('kept')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>{r(' new')}</w:ins></w:p>"
    arrival = read(FORMAT, word(body))
    assert arrival.documents[0].text == "kept new"
    assert told(arrival) == [": Not taken over: text that was deleted with changes tracked."]


def test_notes_stand_at_the_end_and_that_is_told():
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{p("See the law.")}</w:footnote></w:footnotes>'
    arrival = read(FORMAT, word(p("Words."), footnotes=notes))
    (document,) = arrival.documents
    assert document.text == "Words.\n\nSee the law."
    assert document.blocks[-1].kind == "apparatus"
    assert told(arrival) == [": Notes stand at the end of the text: 1 paragraph."]


def test_title_and_author_are_what_the_file_says():
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Astana</dc:title><dc:creator>Ana</dc:creator></c>'
    (document,) = read(FORMAT, word(p("Words."), core=core)).documents
    assert (document.title, document.meta) == ("Astana", {"author": "Ana"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Not Word", "Not a Word file: This is no ZIP archive"),
        (b"PK\x03\x04", "Not a Word file"),
        (lambda: word(""), "nothing to annotate"),
        (lambda: word(f"<w:p>{r('&x;')}</w:p>"), "Not well-formed XML"),
        (lambda: archive({"a": b"b"}), "there is no text in the archive"),
    ],
)
def test_a_file_that_is_none_of_words_is_refused(data, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, data if isinstance(data, bytes) else data())


def p(words: str, style: str = "") -> str:
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}{r(words)}</w:p>"


def r(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def word(body: str, *, styles: str = "", footnotes: str = "", core: str = "") -> bytes:
    parts = {"styles": styles, "footnotes": footnotes}
    files = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind, part in parts.items() if part}),
        **{f"word/{kind}.xml": part for kind, part in parts.items() if part},
        **({"docProps/core.xml": core} if core else {}),
    }
    return archive({name: words.encode() for name, words in files.items()})


def relations(goals: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{goal}"/>' for kind, goal in goals.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def archive(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return data.getvalue()
