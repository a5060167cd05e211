"""S2: a project file is trusted as it was, where it was: one that changed, moved or is a link must be trusted anew."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.command import Said
from tests.security.stranger import Desk


@pytest.fixture
def trusted(desk: Desk) -> Desk:
    desk.own.unlink()
    desk.deliver(_settings(desk, desk.practice.url))
    assert desk.type_in("targets", "trust", desk.file, "--yes").status == 0
    return desk


def _settings(desk: Desk, url: str) -> str:
    return f'[targets.acme]\nurl = "{url}"\nuser = "{desk.practice.user}"\ndomain = "{desk.practice.domain}"\n'


def run(desk: Desk, sheet: Path | str = "jobs.xlsx") -> Said:
    return desk.type_in("run", sheet, "--yes", "--target", "acme", password=desk.practice.password)


def test_a_trusted_file_is_used_and_known_by_its_digest_alone(trusted: Desk) -> None:
    assert run(trusted).status == 0
    [record] = (trusted.state / "trusted").iterdir()
    assert trusted.practice.url not in record.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(record.stat().st_mode) == 0o600
        assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700


def test_once_changed_it_is_trusted_no_longer(trusted: Desk) -> None:
    old = trusted.file.read_text()
    new = _settings(trusted, trusted.listener.url)
    trusted.deliver(new)
    said = run(trusted)
    assert (said.status, trusted.listener.logins) == (3, [])
    assert "it has changed since you trusted it" in said.err
    trusted.type_in("targets", "trust", trusted.file, "--yes")
    trusted.deliver(old)
    assert run(trusted).status == 3, "and an old version of it is not trusted again by itself"


def test_a_copy_elsewhere_is_not_trusted(trusted: Desk) -> None:
    there = trusted.folder.parent / "elsewhere"
    shutil.copytree(trusted.folder, there)
    said = trusted.type_in("run", there / "jobs.xlsx", "--yes", "--target", "acme", password="pw")
    assert (said.status, "you have not trusted it" in said.err) == (3, True)


@pytest.mark.skipif(os.name != "posix", reason="a link needs a right of its own on Windows")
def test_a_link_is_a_file_of_its_own_and_changes_with_what_it_leads_to(trusted: Desk) -> None:
    there = trusted.folder.parent / "elsewhere"
    there.mkdir()
    shutil.copy(trusted.sheet, there)
    (there / "importer.toml").symlink_to(trusted.file)
    assert run(trusted, there / "jobs.xlsx").status == 3
    assert trusted.type_in("targets", "trust", there / "importer.toml", "--yes").status == 0
    assert run(trusted, there / "jobs.xlsx").status == 0
    trusted.deliver(_settings(trusted, trusted.listener.url))
    assert run(trusted, there / "jobs.xlsx").status == 3
    assert trusted.listener.logins == []


@pytest.mark.thorough(but=2)
@pytest.mark.skipif(os.name != "posix", reason="a link needs a right of its own on Windows")
@pytest.mark.parametrize("place", ["/dev/zero", "pipe", "folder", "key"])
def test_a_link_to_anything_else_gives_a_sentence_and_none_of_it(desk: Desk, place: str) -> None:
    os.mkfifo(desk.folder / "pipe")
    (desk.folder / "folder").mkdir()
    (desk.folder / "key").write_text("-----BEGIN SECRET-----\ns3cret\n")
    desk.file.symlink_to(place)
    said = desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme")
    assert (said.status, "has errors" in said.err, "s3cret" in said.err) == (3, True, False), said.err


@pytest.mark.thorough
def test_trust_needs_somebody_who_says_so(desk: Desk) -> None:
    desk.deliver(_settings(desk, desk.listener.url))
    digest = hashlib.sha256(desk.file.read_bytes()).hexdigest()
    for words in ((), ("--yes",), ("--digest", "0" * 64), ("importer.toml",)):
        said = desk.type_in("targets", "trust", *words)
        assert (said.status, digest in said.out, "is not trusted" in said.err) == (3, True, True)
        assert run(desk).status == 3
    assert "your own settings say" in desk.type_in("targets", "trust").out
    assert desk.type_in("targets", "trust", "--digest", digest.upper()).status == 0
    assert run(desk).status == 3, "the listener refuses the login"
    assert desk.listener.logins


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 3), ("", 3)])
def test_a_person_sees_the_address_and_answers(desk: Desk, answer: str, status: int) -> None:
    desk.deliver(_settings(desk, "https://work.example:443/api") + "\n[targets.new]\nurl = 'https://new.example'")
    with desk.terminal("targets", "trust") as terminal:
        terminal.answer(b"do you trust them with your passwords?", answer)
        assert terminal.end() == status, terminal.shown
    assert b"https://work.example/api" in terminal.shown
    assert b"https://new.example" in terminal.shown


def test_trust_that_cannot_be_recorded_is_none(desk: Desk) -> None:
    desk.deliver(_settings(desk, desk.listener.url))
    (desk.state / "trusted").write_text("a file where the folder should be")
    said = desk.type_in("targets", "trust", "importer.toml", "--yes")
    assert (said.status, "cannot be written" in said.err) == (3, True)
    assert (run(desk).status, desk.listener.logins) == (3, [])
