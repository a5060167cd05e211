"""Logging in and out through the real command, with a key store, without one, and with a command for the password."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from importer.settings import to_canonical_url
from tests.builders import good
from tests.command import Said, environment, importer
from tests.terminal import Terminal
from tests.workbooks import workbook

NO_STORE = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def login(practice: PracticeServer, state: Path, *more: str, typed: str | None = None, **settings: str) -> Said:
    words = ("login", "acme", "--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    typed = f"{practice.password}\n" if typed is None else typed
    return importer(*words, *more, state=state, typed=typed, **settings)


def test_a_target_is_kept_its_password_in_the_key_store_and_used(practice: PracticeServer, tmp_path: Path) -> None:
    said = login(practice, tmp_path, "--password-stdin")
    assert said.status == 0, said.err
    kept = tmp_path / "config.toml"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert practice.password not in kept.read_text()
    assert practice.password in (tmp_path / "keys.json").read_text()
    sent = importer("run", workbook(tmp_path, good()), "--target", "acme", "--json", state=tmp_path)
    assert (sent.status, sent.object["target"], sent.object["counts"]["created"]) == (0, "acme", 1)
    assert len(practice.store.list_entries("Jobs")) == 1


def test_a_wrong_password_keeps_nothing(practice: PracticeServer, tmp_path: Path) -> None:
    said = login(practice, tmp_path, "--password-stdin", typed="wrong-word\n")
    assert said.status == 3
    assert "refused the login of practice" in said.err
    assert not (tmp_path / "config.toml").exists()
    assert not (tmp_path / "keys.json").exists()


def test_off_a_terminal_the_password_is_asked_of_nobody(practice: PracticeServer, tmp_path: Path) -> None:
    said = login(practice, tmp_path)
    assert said.status == 3
    assert "--password-stdin" in said.err


def test_a_password_can_come_from_a_command(practice: PracticeServer, tmp_path: Path) -> None:
    (tmp_path / "pass word").write_text(f"{practice.password}\nnot this\n")
    said = login(practice, tmp_path, "--password-command", f'cat "{tmp_path / "pass word"}"')
    assert said.status == 0, said.err
    assert not (tmp_path / "keys.json").exists()
    assert importer("check", workbook(tmp_path, good()), "--target", "acme", state=tmp_path).status == 0


def test_after_a_login_that_fails_the_next_command_is_the_same_login(practice: PracticeServer, tmp_path: Path) -> None:
    words = ("login", "acme", "--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    said = importer(*words, "--password-stdin", state=tmp_path, typed="wrong\n")
    assert said.status == 3
    assert "Nothing was saved." in said.err
    assert f"then type 'importer {' '.join(words)}'." in said.err
    assert "targets show" not in said.err, "it has nothing to show"


def test_the_next_login_names_the_address_at_which_the_api_was_found(practice: PracticeServer, tmp_path: Path) -> None:
    who = ("--user", practice.user, "--domain", practice.domain)
    words = ("login", "acme", "--url", practice.url.removesuffix("/api"), *who, "--password-stdin")
    said = importer(*words, state=tmp_path, typed=f"{practice.password}\n")
    assert said.status == 3
    assert f"'importer login acme --url {practice.url} {' '.join(who)}'" in said.err


@pytest.mark.thorough
def test_n21_without_a_key_store_a_login_has_one_verdict_and_the_ways_out(
    practice: PracticeServer, tmp_path: Path
) -> None:
    words = ("login", "acme", "--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    said = _run(tmp_path, *words, "--password-stdin", typed=f"{practice.password}\n", **NO_STORE)
    assert said.returncode == 3
    assert "key store" in said.stderr
    assert "IMPORTER_PASSWORD" in said.stderr
    assert "'importer login acme --password-command " in said.stderr
    assert "Saved in " in said.stderr
    assert "Its password is not saved." in said.stderr
    assert "Logged in" not in said.stdout + said.stderr
    sheet = workbook(tmp_path, good())
    refused = _run(tmp_path, "run", str(sheet), "--target", "acme", **NO_STORE)
    assert refused.returncode == 3
    assert (
        "There is no password for acme: the key store of this computer cannot be used (it has none)." in refused.stderr
    )
    assert "'importer login acme --password-command COMMAND'" in refused.stderr, "a login alone would keep none"
    unknown = _run(tmp_path, "run", str(sheet), "--target", "acme", PYTHON_KEYRING_BACKEND="no.such.Keyring")
    assert "cannot be used (it cannot be loaded)." in unknown.stderr
    sent = _run(tmp_path, "run", str(sheet), "--target", "acme", **NO_STORE, IMPORTER_PASSWORD=practice.password)
    assert sent.returncode == 0, sent.stderr


def _run(state: Path, *words: str, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "importer", *words],
        env={**environment(state), **variables},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
def test_on_a_terminal_the_password_is_asked_for_and_not_shown(practice: PracticeServer, tmp_path: Path) -> None:
    words = ("login", "acme", "--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    with Terminal(*words, state=tmp_path) as terminal:
        terminal.answer(b"not shown", practice.password)
        assert terminal.end() == 0, terminal.shown
    before, asked, after = terminal.shown.partition(b"not shown")
    assert to_canonical_url(practice.url) in "".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", before.decode()).split())
    assert asked
    assert b"Logged in to acme" in after
    assert practice.password.encode() not in terminal.shown


def test_what_a_team_shares_needs_only_a_password(practice: PracticeServer, tmp_path: Path) -> None:
    shared = f'[targets.acme]\nurl = "{practice.url}"\nuser = "{practice.user}"\ndomain = "{practice.domain}"\n'
    (tmp_path / "importer.toml").write_text(shared)
    typed = f"{practice.password}\n"
    importer("targets", "trust", tmp_path / "importer.toml", "--yes", state=tmp_path / "state")
    said = importer("login", "acme", "--password-stdin", state=tmp_path / "state", cwd=str(tmp_path), typed=typed)
    assert said.status == 0, said.err
    assert practice.password in (tmp_path / "state" / "keys.json").read_text()


def test_logging_out_forgets_both(practice: PracticeServer, tmp_path: Path) -> None:
    login(practice, tmp_path, "--password-stdin")
    importer("targets", "default", "acme", state=tmp_path)
    said = importer("logout", "acme", state=tmp_path)
    assert said.status == 0, said.err
    assert practice.password not in (tmp_path / "keys.json").read_text()
    assert "acme" not in (tmp_path / "config.toml").read_text()
    again = importer("logout", "acme", state=tmp_path)
    assert (again.status, 'There is no target "acme"' in again.err) == (3, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("acme", "--url", "http://work.example/api"), "https://work.example/api"),
        (("acme", "--url", "https://anna:s3cret@work.example/api"), "Write it like https://work.example/api"),
        (("acme", "--url", "work.example"), "not a web address"),
        (("practice", "--url", "https://work.example/api"), "reserved for the practice server"),
        (("ac me", "--url", "https://work.example/api"), "a name has at most 40 letters"),
        (("acme", "--url", "https://work.example/api", "--user", "a:b"), "colon"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    user = () if "--user" in words else ("--user", "anna")
    said = importer("login", *words, *user, "--password-stdin", state=tmp_path, typed="pw\n")
    assert said.status == 3
    assert told in said.err
    assert "s3cret" not in said.err
    assert not (tmp_path / "config.toml").exists()


def test_comments_in_the_settings_file_stay(practice: PracticeServer, tmp_path: Path) -> None:
    kept = tmp_path / "config.toml"
    kept.write_text('# mine\n[targets.other]  # the old one\nurl = "https://old.example/api"\n')
    login(practice, tmp_path, "--password-stdin")
    importer("targets", "default", "acme", state=tmp_path)
    text = kept.read_text()
    assert "# mine" in text
    assert "# the old one" in text
    listed = importer("targets", "--json", state=tmp_path).object
    assert [(target["name"], target["taken"]) for target in listed] == [
        ("acme", True),
        ("other", False),
        ("practice", False),
    ]


def test_the_settings_are_never_half_written(practice: PracticeServer, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "real.toml").write_text('[targets.other]\nurl = "https://old.example/api"\n')
    link = tmp_path / "config.toml"
    link.symlink_to(folder / "real.toml")
    login(practice, tmp_path, "--password-stdin")
    assert link.is_symlink(), "a file kept elsewhere stays there"
    assert "acme" in (folder / "real.toml").read_text()
    assert [path.name for path in folder.iterdir()] == ["real.toml"]


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
def test_the_address_is_shown_before_sending_and_after(practice: PracticeServer, tmp_path: Path) -> None:
    login(practice, tmp_path, "--password-stdin")
    address = to_canonical_url(practice.url)
    with Terminal("run", workbook(tmp_path, good()), "--target", "acme", state=tmp_path) as terminal:
        terminal.answer(b"[y/n]", "y")
        assert terminal.end() == 0, terminal.shown
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.shown.decode())
    assert f'Send 1 of 1 row of jobs.xlsx, sheet "Jobs" to acme ({address})?' in " ".join(shown.split())
    assert f"1 row, target acme ({address})" in shown


@pytest.mark.parametrize(
    "text",
    [
        'targets = {other = {url = "https://old.example/api"}}\n',
        'targets.other.url = "https://old.example/api"\n',
        '[targets]\nother.url = "https://old.example/api"\n',
    ],
)
def test_a_settings_file_in_another_style_is_added_to(practice: PracticeServer, tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    said = login(practice, tmp_path, "--password-stdin")
    assert said.status == 0, said.err
    assert [one["name"] for one in importer("targets", "--json", state=tmp_path).object] == [
        "acme",
        "other",
        "practice",
    ]
