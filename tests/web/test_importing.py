"""Import: files are looked at, then they come in; what cannot come in says why and changes nothing."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from acting import SLUG, new_id
from sqlalchemy import text

from annotator.services import corpus
from annotator.web import importing

IMPORT = f"/projects/{SLUG}/import"
ARTICLE = "A short heading\n\nThe first paragraph ends here. It has two sentences.\n\nShare this article\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
ODD_NAMES = [
    *("../../x", "..\\..\\x.txt", "/etc/passwd", "C:\\x.txt", "con.txt", ".", "..", "~/x", "$(x)", "=1+1.txt"),
    *("<img src=x onerror=alert(1)>.txt", "x' onload='y", "{{ 7*7 }}.txt", "статья «кавычки».txt", "👍.txt"),
    *("a\0.txt", "x\r\nSet-Cookie: pwn=1.txt", "a" * 300 + ".txt", "\u202etxt.exe", "a\u2028b.txt", "é" * 200),
]
CYRILLIC = "Мобилизация в Казахстане.\n\nВторой абзац, и в нём больше слов."
BAD_FILES = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\n", "empty"),
    ("photo.txt", PNG, "PNG picture"),
    ("old.txt", CYRILLIC.encode("cp1251"), "Not UTF-8: byte 0 (line 1) cannot be read"),
    ("mixed.txt", b"one\ntwo\n\xff", "line 3"),
    ("cut.jsonl", b'{"text": "a"}\n{"text": "b', "Line 2"),
    ("list.jsonl", b'{"text": "a"}\n[1]\n', "Line 2"),
    ("nan.jsonl", b'{"text": "a", "meta": {"x": NaN}}', "Line 1"),
    (
        "label.jsonl",
        b'{"text": "ab", "spans": [{"start": 0, "end": 1, "label": "nope", "annotator": "ana"}]}',
        "nope",
    ),
    ("outside.jsonl", b'{"text": "ab", "spans": [{"start": 0, "end": 9, "label": "actor"}]}', "0-9"),
    ("cut.xml", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader>", "line 1"),
]


def test_the_import_page_offers_the_formats_and_the_encodings(ana):
    page = ana.get(IMPORT).page
    assert {"auto", "txt", "jsonl", "tei"} <= set(page.xpath("//select[@name='format']/option/@value"))
    assert "cp1251" in page.xpath("//select[@name='encoding']/option/text()")
    assert page.xpath("//form[@enctype='multipart/form-data']//input[@type='file'][@multiple]")


def test_a_preview_shows_the_blocks_and_keeps_nothing(ana, documents):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "article.txt")})
    assert preview.status_code == 200
    assert preview.words("//summary/strong") == ["A short heading"]
    assert preview.words("//tbody//option[@selected]") == ["heading", "paragraph", "apparatus"]
    assert preview.words("//tbody//td")[1] == "The first paragraph ends here. It has two sentences."
    assert documents() == []


def test_whoever_confirms_imports_it(ana, documents):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "article.txt")})
    answer = confirm(ana, preview)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/projects/{SLUG}")
    assert documents() == ["A short heading"]
    assert ana.get(f"/projects/{SLUG}").words("//tbody//a")[-1] == "A short heading"


def test_confirming_twice_imports_once(ana, documents):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "article.txt")})
    confirm(ana, preview)
    again = confirm(ana, preview)
    assert (again.status_code, again.problem) == (404, "These files are no longer there: choose them again.")
    assert documents() == ["A short heading"]


def test_confirming_twice_at_one_moment_imports_once(app, ana, documents):
    batch = offered(ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "article.txt")}))[0]
    form, cookie = {"csrf_token": ana.csrf()}, ana.get_cookie("annotator").value
    together, answers = Barrier(2), []

    def confirm_too():
        browser = app.test_client()
        browser.set_cookie("annotator", cookie)
        together.wait()
        answers.append(browser.post(batch, data=form).status_code)

    threads = [Thread(target=confirm_too) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 303 in answers
    assert set(answers) <= {303, 404, 503}
    assert documents() == ["A short heading"]


def test_a_text_can_be_pasted(ana, documents):
    preview = ana.send(IMPORT, {"pasted": ARTICLE.replace("\n", "\r\n")})
    assert preview.words("//tbody//option[@selected]") == ["heading", "paragraph", "apparatus"]
    confirm(ana, preview)
    assert documents() == ["A short heading"]


def test_several_files_come_in_together_and_the_bad_one_stays_out(ana, documents):
    files = [(BytesIO(b"One.\n"), "one.txt"), (BytesIO(b""), "empty.txt"), (BytesIO(b"Two.\n"), "two.txt")]
    preview = ana.send(IMPORT, {"files": files})
    assert [one.split(" ")[0] for one in preview.words("//li[@class='problem']")] == ["empty.txt"]
    confirm(ana, preview)
    assert documents() == ["one", "two"], "without a heading, the file's name is the title"


def test_what_is_odd_is_told_before_it_comes_in(ana):
    files = [
        (BytesIO(b"a\0b\r\nc"), "odd.txt"),
        (BytesIO(b"The same.\n"), "a.txt"),
        (BytesIO(b"The same.\n"), "b.txt"),
    ]
    preview = ana.send(IMPORT, {"files": files})
    told = " ".join(preview.words("//section[@aria-labelledby='findings']//li"))
    assert "odd.txt" in told
    assert preview.words("//summary/span[@class='warning finding']") == ["The same text is there already, as “a”."]


def test_nothing_at_all_is_refused_in_one_line(ana):
    for fields in ({}, {"pasted": " \n "}, {"files": (BytesIO(b"x"), "")}):
        answer = ana.send(IMPORT, fields)
        assert (answer.status_code, answer.problem) == (422, "Choose at least one file, or paste a text.")


def test_a_file_that_cannot_come_in_gets_one_clear_line(ana, documents):
    for name, data, says in BAD_FILES:
        preview = ana.send(IMPORT, {"files": (BytesIO(data), name)})
        assert preview.status_code == 200, name
        (line,) = preview.words("//li[@class='problem']")
        assert line.startswith(name)
        assert says in line
        assert offered(preview) == []
    assert documents() == []


def test_a_format_that_is_none_is_refused_by_name(ana, documents):
    for form in ("pptx", "", "../tei", "\0", "<b>"):
        preview = ana.send(IMPORT, {"files": (BytesIO(b"x"), "a.txt"), "format": form})
        assert "is not a format here; these are:" in preview.words("//li[@class='problem']")[0]
        assert "<b>" not in preview.text
    assert documents() == []


def test_an_encoding_that_is_named_is_used_for_what_is_not_utf_8(ana, documents):
    files = {"files": (BytesIO(CYRILLIC.encode("cp1251")), "old.txt"), "encoding": "cp1251"}
    preview = ana.send(IMPORT, files)
    assert preview.words("//tbody//td")[0] == "Мобилизация в Казахстане."
    confirm(ana, preview)
    assert documents() == ["old"]


def test_where_the_encoding_is_unknown_each_is_offered_with_a_sample_to_recognise(ana, documents):
    preview = ana.send(IMPORT, {"files": (BytesIO(CYRILLIC.encode("koi8-r")), "old.txt")})
    samples = dict(zip(preview.words("//label//code"), preview.words("//label/span/span"), strict=True))
    assert samples["koi8-r"].startswith("Мобилизация в Казахстане.")
    (form,) = preview.page.xpath("//form[contains(@action, '/again')]")
    again = ana.send(form.get("action"), {"format": "auto", "encoding": "koi8-r"})
    assert again.words("//tbody//td")[0] == "Мобилизация в Казахстане."
    confirm(ana, again)
    assert documents() == ["old"]


def test_an_encoding_that_is_not_offered_is_refused(ana, documents):
    for encoding in ("punycode", "unicode_escape", "zlib", "rot13", "latin-99", "\0", "../x", "x" * 1000):
        answer = ana.send(IMPORT, {"files": (BytesIO(b"\xff\xfe\xff"), "a.txt"), "encoding": encoding})
        assert answer.status_code == 422, encoding
        assert answer.problem.endswith("is none of the encodings offered here.")
    assert documents() == []


def test_a_batch_of_somebody_elses_is_not_there(ana, people, sign_in, documents):
    preview = ana.send(IMPORT, {"files": (BytesIO(ARTICLE.encode()), "article.txt")})
    batch = offered(preview)[0]
    manager = sign_in("manager")
    for address in (batch, f"{batch}/again", f"{IMPORT}/{new_id()}"):
        answer = manager.send(address)
        assert (answer.status_code, answer.problem) == (404, "These files are no longer there: choose them again.")
    assert documents() == []
    assert confirm(ana, preview).status_code == 303


def test_files_that_nobody_confirmed_are_thrown_away_after_a_day(ana, store, waiting):
    preview = ana.send(IMPORT, {"pasted": "One."})
    with store.write() as tx:
        tx.connection.execute(text("UPDATE upload SET created = '2020-01-01T00:00:00.000000Z'"))
    ana.send(IMPORT, {"pasted": "Two."})
    assert waiting() == 1
    assert confirm(ana, preview).status_code == 404


def test_of_one_persons_files_the_ten_newest_batches_are_kept(ana, people, sign_in, waiting):
    others = ana.send(IMPORT, {"pasted": "Of somebody else."})
    manager = sign_in("manager")
    previews = [manager.send(IMPORT, {"pasted": f"Number {number}."}) for number in range(11)]
    assert waiting() == 11
    assert confirm(manager, previews[0]).status_code == 404
    assert confirm(manager, previews[1]).status_code == 303
    assert confirm(ana, others).status_code == 303


def test_files_are_kept_in_the_database_where_any_server_finds_them(ana, annotator_settings, waiting):
    before = sorted(annotator_settings.data_dir.rglob("*"))
    ana.send(IMPORT, {"files": (BytesIO(b"One."), "../../x.txt")})
    assert waiting() == 1
    assert sorted(annotator_settings.data_dir.rglob("*")) == before


@pytest.fixture
def waiting(store):
    """How many batches of files wait to be imported."""

    def counted():
        with store.read() as tx:
            return tx.connection.execute(text("SELECT count(*) FROM upload")).scalar()

    return counted


def test_odd_file_names_are_shown_and_kept_and_harm_nothing(ana, documents, stored_names):
    for number, name in enumerate(ODD_NAMES):
        preview = upload_named(ana, name, f"A short heading {number}\n\nA text of some words.\n".encode())
        assert preview.status_code == 200, name
        assert "Set-Cookie" not in preview.headers
        page = preview.page
        assert page.xpath("//img | //*[@onerror] | //*[@onload]") == []
        assert "49" not in page.text_content()
        assert confirm(ana, preview).status_code == 303, name
    assert documents() == [f"A short heading {number}" for number in range(len(ODD_NAMES))]
    for kept in stored_names():
        assert 0 < len(kept) <= 200
        assert not set(kept) & set("\0\r\n")


def test_a_file_over_the_limit_is_refused_by_a_page(ana, documents):
    for data in (b"x" * (importing.LARGEST + 1), b"A line of some words.\n" * 5_000_000):
        answer = upload_named(ana, "big.txt", data)
        assert answer.status_code == 413
        assert answer.problem == "That is more than this server takes in at once."
    assert documents() == []


def test_a_large_file_is_taken_from_whoever_is_signed_in_and_from_nobody_else(ana, nobody):
    large = b"A line of some words.\n" * 60_000
    assert upload_named(ana, "large.txt", large).status_code == 200
    assert upload_named(nobody, "large.txt", large).status_code == 413


def test_an_export_comes_back_with_its_layers(ana, desk):
    desk.mark("Kazakhstan")
    data = ana.get(f"/projects/{SLUG}/export/file?format=tei&layer=all").data
    ana.send("/projects", {"slug": "again", "name": "Again"})
    preview = ana.send("/projects/again/import", {"files": (BytesIO(data), "all.xml")})
    assert "1 span ·" in preview.words("//summary")[0]
    assert confirm(ana, preview).status_code == 303
    again = ana.get("/projects/again/export/file?format=tei&layer=all").data
    assert again.replace(b"again", b"central-asia").count(b"<span") == data.count(b"<span")


def confirm(browser, preview):
    (form,) = preview.page.xpath("//form[button[starts-with(., 'Import')] or .//button[starts-with(., 'Import')]]")
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input[@name]")}
    return browser.send(form.get("action"), fields | {"csrf_token": browser.csrf()})


def offered(preview):
    """Where one would confirm."""
    return preview.page.xpath("//form[.//button[starts-with(., 'Import')]]/@action")


def upload_named(browser, name, data):
    """Upload a file as a careless browser would, with its name as it is."""
    quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.csrf()}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="format"\r\n\r\ntxt\r\n'
        f'--b\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n\r\n'
    )
    return browser.post(
        IMPORT, data=body.encode() + data + b"\r\n--b--\r\n", content_type="multipart/form-data; boundary=b"
    )


@pytest.fixture
def documents(store, team):
    """The titles of what came in after the seeds."""

    def titles():
        with store.read() as tx:
            return [one.title for one in corpus.corpus(tx, team["ana"], SLUG).documents][5:]

    return titles


@pytest.fixture
def stored_names(store):
    from sqlalchemy import text

    def names():
        with store.read() as tx:
            query = text("SELECT source_name FROM document ORDER BY position")
            return list(tx.connection.execute(query).scalars())[5:]

    return names
