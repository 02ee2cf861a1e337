"""The card of a data set: what it is, for people, below what ``datasets`` reads of it."""

from collections.abc import Iterator

import yaml

from annotator.domain.corpus import Snapshot
from annotator.domain.counting import counted

DATA = "data/train-*.parquet"


def card(snapshot: Snapshot) -> bytes:
    """``README.md``."""
    head = {
        "pretty_name": snapshot.name,
        "task_categories": ["token-classification"],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": DATA}]}],
    }
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    return "\n".join(["---", f"{front}---", "", *_body(snapshot), ""]).encode()


def _body(snapshot: Snapshot) -> Iterator[str]:
    book = snapshot.codebooks[-1] if snapshot.codebooks else None
    yield f"# {_line(snapshot.name)}"
    yield ""
    documents = counted(snapshot.count, "document")
    people = counted(len(snapshot.people), "person", "people")
    yield f"{documents}, annotated by {people}; one row a document."
    yield ""
    yield "`text` is the document; `spans` mark it by `start` and `end`, half open, in Unicode code points, as"
    yield "Python has them: `text[start:end]`. `fragments` holds the parts of a span that has several."
    yield "`attributes`, `links` and `meta` are JSON. `layer` is the annotator's, or `gold`, which is adjudicated."
    if book is not None and book.labels:
        yield from ("", f"## Labels (codebook version {book.version})", "", "| label | means |", "| --- | --- |")
        yield from (f"| `{one.name}` | {_cell(one.description or one.title)} |" for one in book.labels)
    yield from ("", "## Load it", "", "```python")
    yield from ("import datasets", "", 'corpus = datasets.load_dataset("path/to/this/folder")["train"]', "```")


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")
