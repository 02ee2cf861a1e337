"""PDFs: their text layer, and a clear line where there is none."""

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.pdf import FORMAT


def test_the_words_of_all_pages_are_one_document():
    arrival = read(FORMAT, pdf(["Astana refrains", "The minister said no."], ["A second page."]))
    (document,) = arrival.documents
    assert document.text == "Astana refrains\nThe minister said no.\n\nA second page."
    assert document.title == "Astana refrains"
    assert told(arrival) == []


def test_a_page_without_a_word_is_told():
    assert told(read(FORMAT, pdf(["Words."], []))) == ["page 2: There is no text on it."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: pdf([], []), "no text in this PDF: it may be a scan"),
        (lambda: b"words", "This is no PDF"),
        (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 9, "damaged"),
        (lambda: pdf(["Words."])[:200], "damaged"),
    ],
)
def test_a_file_without_a_text_layer_is_refused(data, says):
    with pytest.raises(Invalid, match=says):
        read(FORMAT, data())


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        content = f"BT /F1 12 Tf 72 720 Td {shown}ET".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end
