"""Files, a folder, an archive and a pasted text come in by the page; a table asks which column is what."""

from zipfile import ZipFile

import pytest
from browser.site import SLUG
from playwright.sync_api import expect


@pytest.fixture
def page(browsing):
    page = browsing.signed_in("ana")
    page.goto(f"/projects/{SLUG}/import")
    return page


def looked_at(page):
    """The titles in the preview."""
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    return page.locator("details.preview summary strong").all_inner_texts()


def bring_in(page, site):
    before = len(site.documents())
    page.get_by_role("button", name="Import").click()
    expect(page).to_have_url(f"{site.url}/projects/{SLUG}")
    return [one.title for one in site.documents()[before:]]


def test_several_files_at_once(page, site, tmp_path):
    files = [made(tmp_path / f"{name}.txt", f"{name}\n\nWords that stand there.\n") for name in ("One", "Two")]
    page.get_by_label("Files, or a ZIP archive").set_input_files(files)
    assert looked_at(page) == ["One", "Two"]
    assert bring_in(page, site) == ["One", "Two"]


def test_a_folder_with_folders_in_it(page, site, tmp_path):
    folder = tmp_path / "articles"
    (folder / "deeper").mkdir(parents=True)
    made(folder / "a.txt", "First\n\nWords.\n")
    made(folder / "deeper" / "b.md", "# Second\n\nWords.\n")
    page.get_by_label("Or a folder").set_input_files(folder)
    assert sorted(looked_at(page)) == ["First", "Second"]
    assert sorted(bring_in(page, site)) == ["First", "Second"]


def test_an_archive(page, site, tmp_path):
    with ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("a.txt", "Inside\n\nWords.\n")
    page.get_by_label("Files, or a ZIP archive").set_input_files(tmp_path / "some.zip")
    assert looked_at(page) == ["Inside"]
    assert bring_in(page, site) == ["Inside"]


def test_files_are_dropped_on_the_page(page, site):
    dropped = page.evaluate_handle(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["Dropped\\n\\nWords.\\n"], "dropped.txt", {type: "text/plain"}));
            return dropped;
        }"""
    )
    page.get_by_text("You will see what the files become").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.get_by_label("Files, or a ZIP archive")).to_have_js_property("files.length", 1)
    assert looked_at(page) == ["Dropped"]
    assert bring_in(page, site) == ["Dropped"]


def test_a_pasted_text_with_the_kind_of_a_block_corrected(page, site):
    page.get_by_label("Or paste a text").fill("A heading\n\nIt was pasted. It has two sentences.\n")
    assert looked_at(page) == ["A heading"]
    page.get_by_label("Kind of block 1").select_option("byline")
    page.get_by_role("button", name="Correct the blocks").click()
    expect(page.get_by_label("Kind of block 1")).to_have_value("byline")
    assert len(bring_in(page, site)) == 1


def test_a_table_whose_columns_are_chosen(page, site, tmp_path):
    table = made(tmp_path / "a.csv", "Kopf,Inhalt\nAstana,=1+1 is what it says.\n")
    page.get_by_label("Files, or a ZIP archive").set_input_files(table)
    page.get_by_role("button", name="Look at them").click()
    page.get_by_label("Kopf").select_option("title")
    page.get_by_label("Inhalt").select_option("text")
    page.get_by_role("button", name="Read the columns so").click()
    expect(page.get_by_role("heading", name="These files cannot come in")).to_be_hidden()
    assert bring_in(page, site) == ["Astana"]


def made(path, text):
    path.write_text(text, "utf-8")
    return path
