"""S2: An importer.toml that came with a sheet gives a target of the user another address, user or domain."""

import pytest

from importer.settings import to_canonical_url
from tests.security.stranger import Desk

COMMANDS = pytest.mark.parametrize(
    "words",
    [
        ("check", "jobs.xlsx"),
        ("run", "jobs.xlsx", "--yes"),
        ("map", "jobs.xlsx"),
        ("codes", "project"),
        ("template", "new.xlsx"),
        ("doctor",),
    ],
    ids=lambda words: words[0],
)


@pytest.mark.thorough(but=1)
@COMMANDS
@pytest.mark.parametrize("password", ["environment", "key store"])
def test_no_command_sends_a_password_there(desk: Desk, words: tuple[str, ...], password: str) -> None:
    desk.deliver(f'[targets.acme]\nurl = "{desk.listener.url}"')
    given = {"password": desk.practice.password} if password == "environment" else {}
    said = desk.type_in(*words, "--target", "acme", **given)
    assert desk.listener.logins == []
    assert said.status == 3
    assert "you have not trusted it" in said.out + said.err
    assert "importer targets trust" in said.out + said.err
    assert desk.practice.password not in said.out + said.err


@pytest.mark.parametrize("change", ['user = "mallory"', 'domain = "evil.example"'])
def test_another_user_or_domain_needs_trust_too(desk: Desk, change: str) -> None:
    desk.deliver(f"[targets.acme]\n{change}")
    assert desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme").status == 3
    assert desk.jobs == 0


def test_a_target_of_the_file_that_the_file_chooses_needs_trust(desk: Desk) -> None:
    desk.deliver(f'target = "new"\n[targets.new]\nurl = "{desk.listener.url}"\nuser = "import"')
    said = desk.type_in("run", "jobs.xlsx", "--yes", password=desk.practice.password)
    assert (said.status, desk.listener.logins) == (3, [])
    assert "you have not trusted it" in said.err


_OTHER = ("[targets.other]", 'url = "{url}"', 'user = "bert"')


def _add_other(desk: Desk, *chosen: str) -> None:
    """Have the user's own file name the listener as another target of the user's, whose password is not kept."""
    desk.set_up(desk.practice.url, *(line.format(url=desk.listener.url) for line in _OTHER))
    desk.own.write_text("\n".join((*chosen, desk.own.read_text(encoding="utf-8"))), encoding="utf-8")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("own", ['target = "acme"', ""], ids=["acme is the default", "no default"])
@COMMANDS
def test_the_password_of_the_environment_does_not_follow_the_choice_of_the_file(
    desk: Desk, words: tuple[str, ...], own: str
) -> None:
    _add_other(desk, own)
    desk.deliver('target = "other"')
    said = desk.type_in(*words, password=desk.practice.password)
    assert desk.listener.logins == []
    if words[0] in {"check", "map", "template"}:  # which do without a target
        assert said.status == 0
        return
    assert said.status == 3
    assert "--target other" in said.out + said.err
    assert str(desk.file) in said.out + said.err


@pytest.mark.parametrize("chosen", ["--target", "IMPORTER_TARGET", "own file", "trusted file"])
def test_the_password_of_the_environment_goes_where_the_user_says(desk: Desk, chosen: str) -> None:
    _add_other(desk, 'target = "other"' if chosen == "own file" else "")
    desk.deliver('target = "other"')
    if chosen == "trusted file":
        assert desk.type_in("targets", "trust", desk.file, "--yes").status == 0
    words = ("--target", "other") if chosen == "--target" else ()
    given = {"target": "other"} if chosen == "IMPORTER_TARGET" else {}
    desk.type_in("run", "jobs.xlsx", "--yes", *words, password="of-other", **given)
    assert desk.listener.logins


def test_a_choice_of_the_file_takes_the_password_that_is_kept(desk: Desk) -> None:
    _add_other(desk, 'target = "other"')
    desk.deliver('target = "acme"')
    said = desk.type_in("run", "jobs.xlsx", "--yes", password="of-other")
    assert (said.status, desk.jobs) == (0, 1), said.err


def test_a_run_is_not_resumed_to_another_address(desk: Desk) -> None:
    assert desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme").status == 0
    desk.deliver(f'[targets.acme]\nurl = "{desk.listener.url}"')
    for words in (("retry", "jobs.results.xlsx", "--yes", "--target", "acme"), ("resume", "last", "--yes")):
        desk.type_in(*words, password=desk.practice.password)
        assert desk.listener.logins == []


def test_the_file_may_choose_a_target_of_the_user(desk: Desk) -> None:
    desk.deliver('target = "acme"')
    said = desk.type_in("run", "jobs.xlsx", "--yes")
    assert (said.status, desk.jobs) == (0, 1), said.err


def test_a_run_says_the_address_of_a_target_with_an_identity(desk: Desk) -> None:
    desk.set_up(desk.practice.url, 'identity = "acme-planning"')
    said = desk.type_in("run", "jobs.xlsx", "--target", "acme", "--yes")
    assert said.status == 0, said.err
    assert f"target acme ({to_canonical_url(desk.practice.url)})" in said.out


def test_the_file_may_say_what_the_user_says(desk: Desk) -> None:
    desk.deliver(f'[targets.acme]\nurl = "{desk.practice.url.replace("http:", "HTTP:")}/"\nproduction = true')
    said = desk.type_in("run", "jobs.xlsx", "--target", "acme", "--confirm", "acme")
    assert (said.status, desk.jobs) == (0, 1), said.err


def test_nothing_of_an_untrusted_file_is_taken_silently(desk: Desk) -> None:
    desk.deliver(f'[targets.acme]\nurl = "{desk.listener.url}"\n[targets.new]\nurl = "{desk.listener.url}"')
    listed = {one["name"]: one for one in desk.type_in("targets", "--json").object}
    assert listed["acme"]["trusted"] is False
    assert listed["new"]["trusted"] is False
    assert "not trusted" in desk.type_in("targets").out
    assert desk.type_in("targets", "show", "acme").status == 3
