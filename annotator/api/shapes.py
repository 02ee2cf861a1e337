"""The values that stand in requests and answers of several resources."""

from typing import Annotated

from msgspec import Meta

from annotator.domain.span import Value

Id = Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
Time = Annotated[str, Meta(description="RFC 3339, in UTC.")]
Offset = Annotated[int, Meta(ge=0, le=2**31 - 1, description="In Unicode code points of the document's text.")]
Fragment = Annotated[list[Offset], Meta(min_length=2, max_length=2)]
Fragments = Annotated[
    list[Fragment],
    Meta(
        min_length=1, max_length=100, description="Where a span is in several pieces: each, in order, half open."
    ),
]
Values = Annotated[
    dict[str, Value], Meta(description="For each attribute of the label that is filled in, its value.")
]
Links = Annotated[
    dict[str, str],
    Meta(description="Keys of registry entries by role: is (mentioned), actor, instrument, addressee, reporter."),
]
Annotator = Annotated[
    str, Meta(max_length=200, description="A user's name, gold, or me; without it, every layer that you may read.")
]
FILTER = (
    "Only documents that are like this: a filter's name, or FIELD=VALUE joined by & as in an address. Fields "
    "are publication, author, year, month, language, collection, tag, state (of your own layer), round, readings, "
    "gold, words, and meta.KEY for any other metadata; values of one field are alternatives."
)
