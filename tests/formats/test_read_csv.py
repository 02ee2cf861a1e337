"""Tables: a row is an article, and what is not as it should be is named by its line."""

import pytest
from arriving import read, told

from annotator.domain.errors import Invalid
from annotator.formats.csv import FORMAT


def test_a_row_is_a_document_with_its_metadata():
    table = 'id,Title,text,Date,tone\n7,"Talks, again","One.\nTwo.",2005-02-04,\n'
    (document,) = read(FORMAT, table).documents
    assert (document.id, document.title, document.text) == ("7", "Talks, again", "One.\nTwo.")
    assert document.meta == {"date": "2005-02-04"}


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_columns(parted):
    (document,) = read(FORMAT, f"id{parted}text\n1{parted}words\n").documents
    assert document.text == "words"


def test_a_person_says_which_column_is_what():
    table = "nr,Body,Headline,Where\n1,Words.,Astana,EurasiaNet\n"
    columns = {"text": "Body", "id": "nr", "publication": "Where"}
    (document,) = read(FORMAT, table, columns=columns).documents
    assert (document.id, document.title, document.text) == ("1", "Astana", "Words.")
    assert document.meta == {"publication": "EurasiaNet"}


def test_cells_that_look_like_formulas_are_words():
    assert read(FORMAT, "text\n=1+1\n").documents[0].text == "=1+1"


def test_a_long_article_fits_into_a_cell():
    assert len(read(FORMAT, f"text\n{'word ' * 100_000}\n").documents[0].text) == 500_000


def test_what_was_rewritten_is_told_with_its_line():
    assert told(read(FORMAT, 'text\na\n"b\r\nc"\n')) == ["line 3: 1 line end rewritten as LF."]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("id,body\n1,a\n", "Line 1: no column is called “text”; these are there: “id”, “body”."),
        ("text\n", "a header and no row"),
        ("text\na,b\n", "Line 2: 2 cells, and the header has 1."),
        ('text\n"a\n', "Line 2: not CSV: a quotation mark is never closed."),
        ('text\n"a"b\n', "Line 2: not CSV: "),
        ("id,text\n1,a\n1,b\n", "Line 3: the id “1” is that of line 2 too."),
        ("text,text\na,b\n", "Line 1: two columns are called “text”."),
        ("text\nword\n\n \n" + '" "\n', None),
        ("id,text\n1,\n", "Line 2: The text is empty"),
        ("text,start,end,label\na,0,1,PER\n", "The rows of this table are spans"),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_refused_by_its_line(table, says):
    if says is None:
        assert len(read(FORMAT, table).documents) == 1
        return
    with pytest.raises(Invalid) as refusal:
        read(FORMAT, table)
    assert says in refusal.value.message


def test_a_column_that_is_asked_for_and_not_there_is_named():
    with pytest.raises(Invalid, match="no column is called “Body”; these are there: “text”"):
        read(FORMAT, "text\na\n", columns={"text": "Body"})
