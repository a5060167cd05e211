"""A command that is suggested says again what was given with the last one, and works as it is printed."""

import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from tests.builders import GOOD
from tests.command import Said, importer

_SUGGESTED = re.compile(r"'(importer (?:check|run|retry|map) [^']+)'")
_FAULTY = GOOD | {"Name": "Pump", "Project code": "P-9999"}
USES: tuple[tuple[str, str], ...] = (
    # what is typed, and what each command that it suggests for a sheet has to say again
    ("good.xlsx --target practice", "--target practice"),
    ("--target practice good.xlsx", "--target practice"),
    (
        "good.xlsx --target practice --sheet Jobs --rate 5/s --language nl",
        "--target practice --sheet Jobs --language nl",
    ),
    ("retry good.xlsx --target practice", "--target practice"),
    ("retry good.xlsx --target practice --rate 5/s --language fr", "--target practice --rate 5/s --language fr"),
    ("retry good.xlsx --target practice --map acme.toml", "--target practice --map acme.toml"),
    ("check good.xlsx --target practice --language de", "--target practice --language de"),
    ("check good.xlsx --target practice --sheet Jobs --timezone UTC", "--target practice --sheet Jobs --timezone UTC"),
    ("check good.xlsx --map acme.toml --accept-suggestions", "--map acme.toml --accept-suggestions"),
    ("check faulty.xlsx --target practice --language nl", "--target practice --language nl"),
    ("check legacy.xlsx --target practice", "--target practice"),
    ("check legacy.xlsx --target practice --language nl --sheet Jobs", "--target practice --language nl --sheet Jobs"),
    ("run legacy.xlsx --target practice --rate 5/s", "--target practice"),
    ("map legacy.xlsx --target practice --language de", "--target practice --language de"),
    ("map other.xlsx --target practice --customer acme --language de", "--target practice --language de"),
    ("check other.xlsx --target practice", "--target practice"),
    ("run faulty.xlsx --target practice --rate 5/s --stop-after 9", "--target practice --rate 5/s --stop-after 9"),
    ("run faulty.xlsx --target practice --language fr --workers 2", "--target practice --language fr --workers 2"),
    ("run other.xlsx --target practice --decimal comma --empty NULL", "--target practice --decimal comma --empty NULL"),
    ("check faulty.xlsx --target practice --results seen.xlsx", "--target practice --results seen.xlsx"),
    ("doctor --target practice --language nl", "--target practice --language nl"),
    ("template new.xlsx --target practice --language nl", "--target practice --language nl"),
)


def _write(path: Path, *rows: dict[str, str]) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Jobs"
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        page.append(row)
    book.save(path)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    _write(tmp_path / "good.xlsx", GOOD)
    _write(tmp_path / "faulty.xlsx", GOOD | {"Name": "Boiler"}, _FAULTY)
    _write(tmp_path / "legacy.xlsx", {"Merk": "x", "Kleur": "red"})
    _write(tmp_path / "other.xlsx", GOOD | {"Name": "Lift", "Merk": "x"})
    (tmp_path / "acme.toml").write_text('[columns]\n"Merk" = ""\n', encoding="utf-8")
    return tmp_path


def _suggested(said: Said) -> list[str]:
    return _SUGGESTED.findall(" ".join((said.out + said.err).split()))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("typed", "kept"), USES, ids=[use[0] for use in USES])
def test_the_next_command_keeps_what_was_given_and_works(desk: Path, typed: str, kept: str) -> None:
    state = desk / "state"
    said = importer(*typed.split(), state=state, cwd=str(desk))
    commands = _suggested(said)
    assert commands, said.out + said.err
    for command in commands:
        words = shlex.split(command)[1:]
        for option in re.findall(r"--\S+(?: [^-]\S*)?", kept):
            assert (words[0] in {"check", "map"} and option.split()[0] in _OF_SENDING) or option in command
        if "--ask" in words:
            continue  # it needs a terminal
        again = importer(*words, state=state, cwd=str(desk))
        assert again.status != 2, again.err
        assert "--help" not in again.err


_OF_SENDING = {"--rate", "--workers", "--stop-after"}


def test_what_answers_one_question_is_not_said_again(desk: Path) -> None:
    typed = (
        "run",
        "faulty.xlsx",
        "--target",
        "practice",
        "--new-rows",
        "--recreate",
        "--yes",
        "--failed-only",
        "x.xlsx",
    )
    said = importer(*typed, state=desk / "state", cwd=str(desk))
    commands = _suggested(said)
    assert commands
    for command in commands:
        assert not re.search(r"--(new-rows|recreate|yes|failed-only)", command)


def test_the_results_of_one_retry_are_read_by_the_next(desk: Path) -> None:
    importer("run", "faulty.xlsx", "--target", "practice", state=desk / "state", cwd=str(desk))
    typed = ("retry", "faulty.results.xlsx", "--target", "practice", "--results", "second.xlsx")
    said = importer(*typed, state=desk / "state", cwd=str(desk))
    resumed = importer("resume", "last", state=desk / "state", cwd=str(desk))
    assert re.search(r"'importer retry \S*faulty\.results\.xlsx' sends corrected rows", resumed.err)
    again = next(command for command in _suggested(said) if command.startswith("importer retry"))
    assert again == "importer retry second.xlsx --target practice"
    assert importer(*shlex.split(again)[1:], state=desk / "state", cwd=str(desk)).status == 4


def test_a_number_is_explained_in_the_language_that_was_asked_for(desk: Path) -> None:
    said = importer("explain", "999", "--language", "de", state=desk / "state", cwd=str(desk))
    assert "'importer explain --language de'" in said.err
    again = importer("explain", "--language", "de", state=desk / "state", cwd=str(desk))
    assert "importer explain NUMBER --language de" in again.out
    plain = importer("explain", "999", state=desk / "state", cwd=str(desk), LANGUAGE="de")
    assert "'importer explain'" in plain.err


def test_what_led_to_the_error_is_not_said_again(desk: Path) -> None:
    importer("codes", "project", "--target", "practice", state=desk / "state", cwd=str(desk))
    for typed, command in (
        ("codes skill --target practice --offline", "'importer codes skill --target practice'"),
        ("check good.xlsx --sheet Jobs --map none.toml", "'importer map good.xlsx --save NAME.toml --sheet Jobs'"),
    ):
        said = importer(*typed.split(), state=desk / "state", cwd=str(desk))
        assert command in said.err, said.err
        words = shlex.split(command.strip("'"))[1:]
        assert importer(*words, state=desk / "state", cwd=str(desk)).status == 0


def test_map_is_named_with_its_sheet(desk: Path) -> None:
    said = importer(
        "check", "other.xlsx", "--target", "practice", "--timezone", "UTC", state=desk / "state", cwd=str(desk)
    )
    assert "'importer map other.xlsx --target practice --timezone UTC'" in " ".join(said.out.split())
