"""The bad inputs that are too large to be kept, made as their names in the manifest say."""

import io
import json
import zipfile

_MEGABYTE = 2**20


def _text_node() -> bytes:
    return b"<r><p>" + "слово ".encode() * _MEGABYTE + b"</p></r>"  # 11 bytes each


def _elements() -> bytes:
    return b"<r>" + b"<p>a</p>" * 500_000 + b"</r>"


def _page() -> bytes:
    return b"<html><body><p>" + "слово ".encode() * _MEGABYTE + "</p><p>КОНЕЦ</p></body></html>".encode()


def _line() -> bytes:
    return " ".join(f"слово{number:06}" for number in range(58_000)).encode()


def _lines() -> bytes:
    return "".join(f"строка {number}\n" for number in range(300_000)).encode()


def _bad_last_line() -> bytes:
    good = "".join(json.dumps({"id": f"d{number}", "text": f"Text {number}."}) + "\n" for number in range(20_000))
    return good.encode() + b'{"id": "last", "text": "cut'


def _field() -> bytes:
    return b'id,text\n1,"' + "слово ".encode() * 50_000 + b'"\n'


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * _MEGABYTE)
    return made.getvalue()


MADE = {
    "X090": _text_node,
    "X092": _elements,
    "H091": _page,
    "T090": _line,
    "T092": _lines,
    "J091": _bad_last_line,
    "C090": _field,
    "D090": _bomb,
}
"""What makes each, by the number of its case."""
