"""Names that people type."""

import pytest

from annotator.domain.errors import Invalid
from annotator.domain.naming import checked_machine_name, checked_slug, checked_user_name, name_key


@pytest.mark.parametrize("slug", ["a", "draft-2022", "0", "a" * 64])
def test_a_slug_is_lower_case_letters_digits_and_hyphens(slug):
    assert checked_slug(slug) == slug


@pytest.mark.parametrize("slug", ["", "A", "-a", "a-", "a b", "a_b", "é", "a/b", "..", "a" * 65, "a\n"])
def test_what_is_no_slug_is_refused(slug):
    with pytest.raises(Invalid, match="is not a slug"):
        checked_slug(slug)


@pytest.mark.parametrize("name", ["ana", "Әсел", "o.k+1@example.org", "a_b-c", "7", "u" * 64])
def test_a_user_name_has_letters_of_any_script(name):
    assert checked_user_name(f" {name} ") == name


def test_a_user_name_is_composed():
    assert checked_user_name("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize("name", ["", " ", "_a", "a.", "a-", "Ana Maria", "a/b", "a\tb", "<a>", "u" * 65, "😀"])
def test_what_is_no_user_name_is_refused(name):
    with pytest.raises(Invalid, match="is not a user name"):
        checked_user_name(name)


@pytest.mark.parametrize("name", ["gold", "GOLD", "ｇｏｌｄ", "all", "me"])
def test_a_name_that_means_a_layer_of_its_own_is_refused(name):
    with pytest.raises(Invalid, match="means a layer of its own"):
        checked_user_name(name)


@pytest.mark.parametrize("name", ["actor", "Қару", "x.y-9", "_a", "__proto__", "a" * 64])
def test_a_machine_name_starts_with_a_letter(name):
    assert checked_machine_name(name, "label") == name


@pytest.mark.parametrize("name", ["", "9a", "a b", "-a", "a" * 65, "a\n", None, 1, ["a"]])
def test_what_is_no_machine_name_is_refused(name):
    with pytest.raises(Invalid, match=r"label: .* is not a machine name"):
        checked_machine_name(name, "label")


@pytest.mark.parametrize(
    ("one", "other"), [("Ana", "ANA"), ("Zoë", "Zoe\u0308"), ("ﬁn", "FIN"), ("straße", "STRASSE")]
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_two_names_have_two_keys():
    assert name_key("ana") != name_key("аna")
