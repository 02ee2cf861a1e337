"""Tables among the files of an import, so that a person can say which column is what."""

from collections.abc import Iterable, Iterator, Mapping

from annotator.domain.errors import Invalid
from annotator.formats._base import Incoming, Table
from annotator.services import exchange
from annotator.services.unpacking import Upload, ready


def heads(
    uploads: Iterable[Upload], format_name: str, encoding: str | None, columns: Mapping[str, str]
) -> dict[str, Table]:
    """The head of each table, by the file's name; of tables with the same columns, the first is enough.

    Args:
        uploads: the files as they came; archives are looked into.
        format_name: how they are to be read.
        encoding: of files that do not say so.
        columns: what somebody chose already.
    """
    found: dict[tuple[str, ...], tuple[str, Table]] = {}
    for name, table in _tables(uploads, format_name, encoding, columns):
        found.setdefault(table.names, (name, table))
    return dict(found.values())


def _tables(
    uploads: Iterable[Upload], format_name: str, encoding: str | None, columns: Mapping[str, str]
) -> Iterator[tuple[str, Table]]:
    for upload in ready(uploads, format_name, []):
        if upload.problem:
            continue
        try:
            form = exchange.reader(format_name, upload.name, upload.data)
            if form.table is not None:
                yield upload.name, form.table(_incoming(upload, encoding, columns))
        except Invalid:
            # What is wrong with it stands among the files that cannot come in.
            continue


def _incoming(upload: Upload, encoding: str | None, columns: Mapping[str, str]) -> Incoming:
    return Incoming(upload.base, upload.data, encoding, "", str, columns=columns)
