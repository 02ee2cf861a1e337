"""The environment is read once, and refused by name where it cannot be used."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from annotator.settings import BadSettings, read_settings


def test_without_a_word_everything_is_kept_in_the_data_folder(tmp_path):
    settings = read_settings({}, tmp_path / "new" / "folder")
    assert settings.data_dir == tmp_path / "new" / "folder"
    assert settings.database_url == f"sqlite:///{tmp_path / 'new' / 'folder' / 'annotator.sqlite3'}"
    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    assert (settings.public_url, settings.secure) == ("", False)


@pytest.mark.parametrize("name", ["ANNOTATOR_DATABASE", "ANNOTATOR_PORT", "ANNOTATOR_", "ANNOTATOR_database_url"])
def test_an_unknown_setting_is_refused_by_its_name(tmp_path, name):
    with pytest.raises(BadSettings, match=f"^{name} is not a setting; these are: ANNOTATOR_DATABASE_URL, "):
        read_settings({name: "x"}, tmp_path)


def test_other_programs_variables_and_those_of_the_tests_are_none_of_ours(tmp_path):
    assert read_settings({"PATH": "x", "ANNOTATOR_TEST_DATABASE_URL": "x", "ANNOTATORS": "x"}, tmp_path)


@pytest.mark.parametrize("url", ["mysql://localhost/a", "postgresql://localhost/a", "sqlite:a", "a.sqlite3", " "])
def test_a_database_that_cannot_be_used_is_refused_by_the_settings_name(tmp_path, url):
    with pytest.raises(BadSettings, match=r"^ANNOTATOR_DATABASE_URL") as refusal:
        read_settings({"ANNOTATOR_DATABASE_URL": url}, tmp_path)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("url", ["sqlite:////somewhere/a.sqlite3", "postgresql+psycopg://ana:secret@localhost/a"])
def test_a_database_is_used_as_it_is_given(tmp_path, url):
    assert read_settings({"ANNOTATOR_DATABASE_URL": url}, tmp_path).database_url == url


def test_the_secret_is_made_once_and_for_its_owners_eyes_alone(tmp_path):
    first, second = read_settings({}, tmp_path), read_settings({}, tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_that_a_crash_left_empty_is_made_again(tmp_path):
    (tmp_path / "secret_key").touch()
    made = read_settings({}, tmp_path).secret_key
    assert len(made) == 64
    assert read_settings({}, tmp_path).secret_key == made


def test_two_data_folders_have_two_secrets(tmp_path):
    assert read_settings({}, tmp_path / "a").secret_key != read_settings({}, tmp_path / "b").secret_key


def test_a_secret_that_is_given_is_used_and_none_is_kept(tmp_path):
    assert read_settings({"ANNOTATOR_SECRET_KEY": "given"}, tmp_path).secret_key == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_processes_that_start_at_once_agree_on_one_secret(tmp_path):
    program = (
        "import sys, pathlib; from annotator.settings import read_settings as read; "
        "print(read({}, pathlib.Path(sys.argv[1])).secret_key)"
    )

    def start(_):
        command = [sys.executable, "-c", program, str(tmp_path)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("url", "kept", "secure"),
    [
        ("https://annotate.example.org/", "https://annotate.example.org", True),
        ("http://localhost:8000", "http://localhost:8000", False),
    ],
)
def test_the_public_address_says_whether_cookies_are_for_tls_alone(tmp_path, url, kept, secure):
    settings = read_settings({"ANNOTATOR_PUBLIC_URL": url}, tmp_path)
    assert (settings.public_url, settings.secure) == (kept, secure)


@pytest.mark.parametrize("url", ["annotate.example.org", "ftp://a", "//a"])
def test_a_public_address_is_one_of_the_web(tmp_path, url):
    with pytest.raises(BadSettings, match=r"^ANNOTATOR_PUBLIC_URL starts with"):
        read_settings({"ANNOTATOR_PUBLIC_URL": url}, tmp_path)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadSettings, match=r"^ANNOTATOR_DATA_DIR: .*file/folder: "):
        read_settings({"ANNOTATOR_DATA_DIR": str(tmp_path / "file" / "folder")})


def test_a_commands_own_folder_goes_before_the_environments(tmp_path):
    assert read_settings({"ANNOTATOR_DATA_DIR": "/nowhere"}, tmp_path).data_dir == tmp_path


def test_a_mail_server_is_read_from_its_address(tmp_path):
    given = {
        "ANNOTATOR_SMTP_URL": "smtp://us%40er:se%3Acret@mail.example.org:2525",
        "ANNOTATOR_MAIL_FROM": "a@b.c",
    }
    mail = read_settings(given, tmp_path).mail
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.example.org", 2525, "us@er", "se:cret")
    assert (mail.sender, mail.tls) == ("a@b.c", False)
    assert "se:cret" not in repr(mail)
    assert read_settings({**given, "ANNOTATOR_SMTP_URL": "smtps://x.org"}, tmp_path).mail.port == 465


@pytest.mark.parametrize(
    ("url", "sender", "name"),
    [
        ("", "a@b.c", "SMTP_URL"),
        ("http://x", "a@b.c", "SMTP_URL"),
        ("smtp://", "a@b.c", "SMTP_URL"),
        ("smtp://x:port", "a@b.c", "SMTP_URL"),
        ("smtp://x", "", "MAIL_FROM"),
        ("smtp://x", "a@b.c\nBcc: d@e.f", "MAIL_FROM"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused_by_name(tmp_path, url, sender, name):
    with pytest.raises(BadSettings, match=f"^ANNOTATOR_{name} is"):
        read_settings({"ANNOTATOR_SMTP_URL": url, "ANNOTATOR_MAIL_FROM": sender}, tmp_path)


@pytest.mark.parametrize(
    ("issuer", "secret", "message"),
    [
        ("https://x.org", "", "OIDC_CLIENT_SECRET is missing"),
        ("", "s", "OIDC_ISSUER is missing"),
        ("http://x.org", "s", "OIDC_ISSUER starts with https://"),
        ("x.org", "s", "OIDC_ISSUER starts with https://"),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused_by_name(tmp_path, issuer, secret, message):
    given = {"ISSUER": issuer, "CLIENT_ID": "annotator", "CLIENT_SECRET": secret}
    with pytest.raises(BadSettings, match=f"^ANNOTATOR_{message}"):
        read_settings({f"ANNOTATOR_OIDC_{name}": value for name, value in given.items()}, tmp_path)
