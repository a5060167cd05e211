"""S2: An importer.toml that came with a sheet, and that the user even trusts, cannot make a target less safe."""

import pytest

from tests.security.stranger import Desk


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('ca-bundle = "importer.pem"', "ca-bundle, which is only allowed in your own file"),
        ('password-command = "touch ran"', "password-command, which is only allowed in your own file"),
        ("production = false", "production = false, which is only allowed in your own file"),
        ("insecure = true", '"insecure" in [targets.acme] is not a setting'),
        ("verify = false", '"verify" in [targets.acme] is not a setting'),
        ('proxy = "http://127.0.0.1:1"', '"proxy" in [targets.acme] is not a setting'),
        ("answer_seconds = inf", '"answer_seconds" in [targets.acme] is not a setting'),
        ('username = "mallory"', '"username" in [targets.acme] is not a setting'),
        ('password = "guess"', "contains a password"),
    ],
)
def test_it_is_an_error_to_try(desk: Desk, line: str, told: str) -> None:
    desk.deliver(f"[targets.acme]\n{line}")
    for words in (("run", "jobs.xlsx", "--yes", "--target", "acme"), ("targets", "trust", "importer.toml", "--yes")):
        said = desk.type_in(*words)
        assert (said.status, told in said.err) == (3, True), said.err
    assert desk.jobs == 0
    assert not (desk.folder / "ran").exists()


def test_production_stays_when_a_trusted_file_moves_the_target(desk: Desk) -> None:
    desk.set_up("https://work.example/api", "production = true")
    desk.deliver(f'[targets.acme]\nurl = "{desk.practice.url}"')
    assert desk.type_in("targets", "trust", "importer.toml", "--yes").status == 0
    said = desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme", password=desk.practice.password)
    assert (said.status, desk.jobs) == (3, 0)
    assert "acme is a production target" in said.err


def test_a_password_command_and_certificates_stay_with_the_address_they_are_for(desk: Desk) -> None:
    desk.set_up("https://work.example/api", 'password-command = "touch ran"', 'ca-bundle = "ours.pem"')
    desk.deliver(f'[targets.acme]\nurl = "{desk.listener.url}"')
    assert desk.type_in("targets", "trust", "importer.toml", "--yes").status == 0
    said = desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme")
    assert (said.status, desk.listener.logins) == (3, [])
    assert "no password for acme" in said.err
    shown = desk.type_in("targets", "show", "acme", "--json").object["settings"]
    assert shown.keys() == {"url", "user", "domain", "password"}
