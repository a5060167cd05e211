"""S2: a production address in another spelling is still production, whoever spells it so."""

import pytest

from tests.security.stranger import Desk

PRODUCTION = "https://work.example/api"


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "spelling",
    [
        "https://WORK.example/api",
        "HTTPS://work.example/api",
        "https://work.example:443/api",
        "https://work.example./api",
        "https://work.example./API//",
        "https://work.example/%61pi",
        "https://work.example//api/",
        "https://work.example/x/../api",
        "https://work.example/./api",
    ],
)
def test_it_is_confirmed_all_the_same(desk: Desk, spelling: str) -> None:
    desk.set_up(PRODUCTION, "production = true")
    desk.deliver(f'target = "quick"\n[targets.quick]\nurl = "{spelling}"\nuser = "import"')
    desk.type_in("targets", "trust", "importer.toml", "--yes")
    for words, given in (((), {}), (("--target", "quick"), {}), ((), {"url": spelling, "user": "import"})):
        said = desk.type_in("run", "jobs.xlsx", "--yes", *words, password="pw", **given)
        assert (said.status, "is a production target" in said.err) == (3, True), said.err


def test_one_with_a_letter_that_only_looks_latin_is_not_used(desk: Desk) -> None:
    desk.set_up(PRODUCTION, "production = true")
    said = desk.type_in("run", "jobs.xlsx", "--yes", url="https://\uff57ork.example/api", user="import", password="pw")
    assert said.status == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("spelling", "production"),
    [
        ("https://bücher.example/api", "https://xn--bcher-kva.example/api"),
        ("https://10.0.0.1/api", "https://10.1/api"),
        ("https://[2001:DB8:0::1]/api", "https://[2001:db8::1]/api"),
        ("http://127.0.0.1:1/api", "http://[::1]:1/api"),
    ],
)
def test_so_is_one_in_other_letters_or_numbers(desk: Desk, spelling: str, production: str) -> None:
    desk.set_up(production, "production = true")
    said = desk.type_in("run", "jobs.xlsx", "--yes", url=spelling, user="import", password="pw")
    assert (said.status, "is a production target" in said.err) == (3, True), said.err


def test_a_password_of_another_spelling_is_found(desk: Desk) -> None:
    desk.set_up(desk.practice.url.replace("http:", "HTTP:"))  # as an earlier version kept it
    assert desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme").status == 0
