"""Articles in other scripts are found by their words."""

import pytest
from acting import SLUG
from written import ARTICLES

from annotator.services import accounts, importing, searching
from annotator.services.importing import Upload


@pytest.fixture
def written(store, team):
    """The articles are in the project."""
    with store.write() as tx:
        for language, (text, _) in ARTICLES.items():
            upload = Upload(f"{language}.txt", text.encode())
            parsed = importing.parse([upload], "txt", None, now=tx.now, new_id=tx.new_id)
            importing.import_files(tx, accounts.OPERATOR, SLUG, parsed)


def test_a_name_is_found_wherever_it_stands_with_what_stands_around_it(store, team, written):
    for text, actor in ARTICLES.values():
        with store.read() as tx:
            hits = searching.search(tx, team["ana"], SLUG, actor).hits
        assert [hit.text for hit in hits] == [actor, actor]
        assert {hit.left + hit.text + hit.right for hit in hits} == {text}
