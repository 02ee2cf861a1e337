"""GLiNER's training data."""

from arriving import marked, read, told

from annotator.formats.gliner import FORMAT


def test_spans_are_counted_in_tokens_with_both_ends():
    (document,) = read(
        FORMAT, '[{"tokenized_text": ["👍", "New", "York", "!"], "ner": [[1, 2, "city"]]}]'
    ).documents
    assert (document.text, marked(document)) == ("👍 New York !", [("city", "New York")])


def test_a_span_beyond_the_tokens_is_a_finding():
    arrival = read(FORMAT, '{"tokenized_text": ["a"], "ner": [[0, 1, "city"], "x"]}\n')
    assert told(arrival) == [
        "line 1, ner[0]: “city” of the tokens 0 to 1 is not taken over: there are 1 tokens.",
        "line 1, ner[1]: x is not taken over: it is not [first, last, label].",
    ]
