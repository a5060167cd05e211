"""S2: a login in the folder of a sheet: what an importer.toml there says is not used or saved without a question."""

import os

import pytest

from importer.settings import to_canonical_url
from tests.security.stranger import Desk

ON_A_TERMINAL = pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")


@pytest.fixture
def before(desk: Desk) -> str:
    desk.deliver(f'[targets.acme]\nurl = "{desk.listener.url}"\nproduction = true')
    return desk.own.read_text()


def test_a_script_takes_nothing_from_it(desk: Desk, before: str) -> None:
    said = desk.type_in("login", "acme", "--password-stdin", typed="the-password\n")
    assert (said.status, desk.listener.logins) == (3, [])
    assert "importer targets trust" in said.err
    assert desk.own.read_text() == before


@ON_A_TERMINAL
def test_a_person_who_says_no_logs_in_where_they_always_did(desk: Desk, before: str) -> None:
    with desk.terminal("login", "acme") as terminal:
        terminal.answer(b"Use this", "n")
        terminal.answer(b"not shown", desk.practice.password)
        assert terminal.end() == 0, terminal.shown
    assert to_canonical_url(desk.listener.url).encode() in terminal.shown
    assert f"for {to_canonical_url(desk.practice.url)}".encode() in terminal.shown
    assert desk.listener.logins == []
    assert desk.own.read_text() == before


@ON_A_TERMINAL
def test_a_person_who_says_yes_saves_what_was_shown_and_no_command(desk: Desk) -> None:
    desk.set_up("https://work.example/api", 'password-command = "echo secret"')
    desk.deliver(f'[targets.acme]\nurl = "{desk.practice.url}"')
    with desk.terminal("login", "acme") as terminal:
        terminal.answer(b"Use this, and save it in", "y")
        terminal.answer(b"not shown", desk.practice.password)
        assert terminal.end() == 0, terminal.shown
    assert f'url = "{desk.practice.url}"' in desk.own.read_text()
    assert "password-command" not in desk.own.read_text()
    assert desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme").status == 0, "both files say the same now"


def test_a_logout_takes_nothing_from_it(desk: Desk) -> None:
    desk.deliver("\n".join(desk.own.read_text().replace("[targets.acme]", "[targets.demo]").splitlines()))
    said = desk.type_in("logout", "demo")
    assert desk.practice.password in (desk.state / "keys.json").read_text()
    assert said.status == 3
    assert "you have not trusted it" in said.err
    assert desk.type_in("targets", "trust", "importer.toml", "--yes").status == 0
    assert desk.type_in("logout", "demo").status == 0
    assert desk.practice.password not in (desk.state / "keys.json").read_text()


def test_a_script_may_use_a_trusted_file_and_copies_nothing_of_it(desk: Desk) -> None:
    desk.set_up("https://work.example/api")
    before = desk.own.read_text()
    desk.deliver(f'[targets.acme]\nurl = "{desk.practice.url}"')
    assert desk.type_in("targets", "trust", "importer.toml", "--yes").status == 0
    said = desk.type_in("login", "acme", "--password-stdin", typed=f"{desk.practice.password}\n")
    assert said.status == 0, said.err
    assert f"Its settings are in {desk.file}" in said.out
    assert desk.own.read_text() == before
    refused = desk.type_in("login", "acme", "--password-command", "cat x", typed="x\n")
    assert (refused.status, "--url" in refused.err) == (3, True)
