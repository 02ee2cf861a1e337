"""The index of words: which documents may have a word, or one that begins so, found without reading their texts.

Words are told apart by this program alone (``domain/word.py``), so that a search finds the same on every database:
each is spelled in hexadecimal, which no database takes apart or folds, and whose beginnings are those of the word.
What the index finds is read once more by whoever asks; it may hold too much, never too little.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    cast,
    column,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Text

from annotator.domain.query import Phrase, Word
from annotator.domain.word import distinct_keys
from annotator.store.schema import DocumentTable, WordIndexTable

# PostgreSQL takes words of 2,046 bytes, and about a megabyte of them in a row.
_LONGEST = 400
_MOST_IN_A_ROW = 20_000
_AT_ONCE = 50

_FTS = table("word_index_fts", column("rowid"), column("words"))


def add(connection: Connection, document_id: str, content: str) -> None:
    """Index a document."""
    for words in _rows(content):
        values = {"document_id": document_id, "words": words}
        if connection.dialect.name == "postgresql":
            made = func.array_to_tsvector(cast(bindparam("words", type_=ARRAY(Text)), ARRAY(Text)))
            connection.execute(insert(WordIndexTable).values(document_id=document_id, words=made), values)
            continue
        number = connection.execute(
            insert(WordIndexTable).values(document_id=document_id).returning(WordIndexTable.number)
        ).scalar_one()
        connection.execute(insert(_FTS), {"rowid": number, "words": " ".join(words)})


def catch_up(connection: Connection) -> None:
    """Index the documents that are not."""
    missing = select(DocumentTable.id, DocumentTable.text).where(
        ~exists().where(WordIndexTable.document_id == DocumentTable.id)
    )
    while found := connection.execute(missing.limit(_AT_ONCE)).all():
        for row in found:
            add(connection, row.id, row.text)


def has_all(words: Sequence[Word], dialect: str) -> list[ColumnElement[bool]]:
    """That a document may have all of ``words``, a condition each on a query over documents."""
    return [DocumentTable.id.in_(select(WordIndexTable.document_id).where(_has(one, dialect))) for one in words]


def is_exact(phrase: Phrase) -> bool:
    """Whether the index alone tells which documents have a phrase: it is one word, kept whole."""
    return len(phrase.words) == 1 and len(phrase.words[0].key.encode()) <= _LONGEST


def _has(word: Word, dialect: str) -> ColumnElement[bool]:
    spelled = _spelled(word.key)
    begins = word.begins or len(word.key.encode()) > _LONGEST
    if dialect == "postgresql":
        return WordIndexTable.words.op("@@")(cast(f"'{spelled}'{':*' if begins else ''}", TSQUERY))
    wanted = f'"{spelled}"{"*" if begins else ""}'
    matching = select(_FTS.c.rowid).where(literal_column("word_index_fts").op("MATCH")(wanted))
    return WordIndexTable.number.in_(matching)


def _rows(content: str) -> Iterator[list[str]]:
    each = iter(sorted({_spelled(key) for key in distinct_keys(content)}))
    yield list(islice(each, _MOST_IN_A_ROW))
    while more := list(islice(each, _MOST_IN_A_ROW)):
        yield more


def _spelled(key: str) -> str:
    return key.encode()[:_LONGEST].hex()
