"""--verbose and --log-file: what was done can be seen, and no secret with it."""

import base64
import logging
import stat
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.cli.log import MaskingFormatter, _remove_secrets
from importer.masking import keep_secret, mask_secrets, spellings_of
from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook


def test_a_log_file_has_every_request_and_is_for_the_user_alone(tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    words = ("run", workbook(tmp_path, good()), "--target", "practice", "--log-file", log)
    assert importer(*words, state=tmp_path).status == 0
    text = log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert text.count("POST http://127.0.0.1") == 1
    assert "HTTP 201" in text
    assert "importer run" in text
    assert "pandas " in text
    assert "{'created': 1}" in text


def test_verbose_tells_the_steps_on_the_screen(tmp_path: Path) -> None:
    path = workbook(tmp_path, good())
    quiet, loud = (importer("check", path, *more, state=tmp_path) for more in ((), ("-v",)))
    assert (quiet.status, loud.status) == (0, 0)
    assert quiet.out == loud.out
    assert quiet.err == ""
    assert "Reading ..." in loud.err


def test_a_log_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    said = importer("check", workbook(tmp_path, good()), "--log-file", tmp_path, state=tmp_path)
    assert said.status == 3
    assert "--log-file" in said.err


def test_nothing_is_added_to_a_file_of_somebody(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    before = sheet.read_bytes()
    said = importer("check", sheet, "--log-file", sheet, state=tmp_path)
    assert (said.status, sheet.read_bytes()) == (3, before)
    for _ in range(2):
        assert importer("check", sheet, "--log-file", tmp_path / "log.txt", state=tmp_path).status != 3


@given(password=st.text(min_size=4).filter(str.strip), around=st.text())
def test_a_known_secret_is_masked_however_it_is_spelled(password: str, around: str) -> None:
    keep_secret(password, login=("anna", "acme.example"))
    login = f"anna:{password}@acme.example".encode("utf-8", "surrogatepass")
    for spelled in (password, quote(password.encode("utf-8", "surrogatepass")), base64.b64encode(login).decode()):
        text = mask_secrets(f"{around}{spelled}{around}")
        assert spelled not in text.replace(around, "") or spelled in around or spelled in "***"


def test_what_has_the_shape_of_a_login_is_masked_without_being_known() -> None:
    token = base64.b64encode(b"anna:unknown-word@acme").decode()
    for text in (
        f"Authorization: Basic {token}",
        f"{{'Authorization': 'Basic {token}'}}",
        f"authorization=Bearer {token}",
        "proxy https://anna:unknown-word@proxy.example:8080/ failed",
        f"sent basic {token}",
    ):
        assert token not in mask_secrets(text)
        assert "unknown-word" not in mask_secrets(text)


def test_a_traceback_is_masked_with_its_record() -> None:
    keep_secret("tr4ce-word")
    try:
        int("tr4ce-word")
    except ValueError as error:
        raised = (type(error), error, error.__traceback__)
    record = logging.LogRecord("importer", logging.INFO, __file__, 1, "%s", ("tr4ce-word",), raised)
    assert "tr4ce-word" not in MaskingFormatter().format(record)
    assert "ValueError" in MaskingFormatter().format(record)


@pytest.mark.parametrize("words", [("--password-command", "echo w0rd"), ("--password-command=echo w0rd",)])
def test_the_words_of_a_command_are_told_without_a_password_command(words: tuple[str, ...]) -> None:
    told = " ".join(_remove_secrets(["login", "acme", *words, "--user", "anna"], {"login"}))
    assert "w0rd" not in told
    assert told.endswith("--user 4 letters")


def test_a_secret_has_more_than_one_spelling() -> None:
    assert {"p w/é", "p%20w%2F%C3%A9", "p+w%2F%C3%A9", "cCB3L8Op", "p w/\\u00e9"} <= spellings_of("p w/é")


def test_a_very_short_password_does_not_cut_words_to_pieces() -> None:
    keep_secret("pl", login=("anna", "acme.example"))
    assert mask_secrets("no default planner") == "no default planner"
    assert mask_secrets("login anna:pl@acme.example refused") == "login *** refused"
