"""Reads GLiNER's training data. The text is made of the tokens, with a space between two."""

from annotator.domain.corpus import Arrival, Document
from annotator.domain.span import is_offset
from annotator.formats._base import Incoming
from annotator.formats._marked import IMPORTED, File, Mark, shown
from annotator.formats._records.records import naming, records
from annotator.formats._records.table import Table


def read(incoming: Incoming) -> Arrival:
    """The documents of ``incoming``.

    Raises:
        Invalid: names the place that is not as it should be.
    """
    file = File(incoming)
    return file.arrival(_document(file, table) for table in records(incoming))


def _document(file: File, record: Table) -> Document:
    with naming(record.where):
        return _with_spans(file, Table(record.tree), record.where)


def _with_spans(file: File, table: Table, place: str) -> Document:
    tokens = table.items("tokenized_text")
    if not all(isinstance(token, str) for token in tokens):
        raise table.bad("tokenized_text", "it is not a list of words")
    starts, reached = [], 0
    for token in tokens:
        starts.append(reached)
        reached += len(token) + 1
    marked = file.document(" ".join(tokens), place)
    marked.layer(IMPORTED)
    for index, item in enumerate(table.items("ner")):
        where = f"ner[{index}]"
        match item:
            case [first, last, str(label)] if is_offset(first) and is_offset(last):
                if 0 <= first <= last < len(tokens):
                    marked.mark(Mark(label, [(starts[first], starts[last] + len(tokens[last]))], where))
                else:
                    why = f"there are {len(tokens)} tokens"
                    marked.leave_out(where, f"“{shown(label)}” of the tokens {first} to {last}", why)
            case _:
                marked.leave_out(where, shown(str(item)), "it is not [first, last, label]")
    return marked.document()
