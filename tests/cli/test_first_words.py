"""What people type first, before they know the commands (N21 and the list below it)."""

from pathlib import Path

import pytest

from importer.problem import quote_word
from tests.builders import GOOD
from tests.command import importer


def sheet(folder: Path, name: str = "jobs.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([",".join(GOOD), ",".join(GOOD.values())]), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["jobs.csv", "my jobs.csv", "$(touch x).csv"])
def test_a_file_alone_is_told_the_two_commands(tmp_path: Path, name: str) -> None:
    path = sheet(tmp_path, name)
    said = importer(path, state=tmp_path)
    assert said.status == 2
    assert f"importer check {quote_word(path)}" in said.err
    assert f"importer run {quote_word(path)}" in said.err


def test_a_word_that_is_no_file_is_a_command_that_does_not_exist(tmp_path: Path) -> None:
    assert "check" in importer("chekc", state=tmp_path).err


@pytest.mark.parametrize("words", [("check", ""), ("run", "", "--target", "practice"), ("runs", "show", ""), ("",)])
def test_a_name_that_is_empty_is_said_to_be_empty(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = importer(*words, state=tmp_path, cwd=str(tmp_path))
    assert said.status == 2
    assert 'A name is empty ("")' in said.err
    assert "Next" in said.err or "--help" in said.err


def test_an_option_may_be_set_to_nothing(tmp_path: Path) -> None:
    assert importer("check", sheet(tmp_path), "--empty", "", state=tmp_path).status == 0


@pytest.mark.parametrize("words", [("runs", "show"), ("runs", "show", "last"), ("resume", "last"), ("runs", "results")])
def test_where_nothing_was_run_yet_that_is_what_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = importer(*words, state=tmp_path)
    assert said.status == 3
    assert "run last" not in said.err
    assert said.err.startswith("Error: Nothing has been run on this computer yet.")
    assert "'importer run jobs.xlsx --target practice'" in said.err


def test_help_is_a_command(tmp_path: Path) -> None:
    assert importer("help", state=tmp_path).out == importer("--help", state=tmp_path).out
    assert importer("help", "run", state=tmp_path).out == importer("run", "--help", state=tmp_path).out
    assert (
        importer("help", "runs", "show", state=tmp_path).out == importer("runs", "show", "--help", state=tmp_path).out
    )


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("typed", "codes"), [("comma", [403]), (",", [403]), ("Point", []), (".", [])])
def test_a_decimal_sign_has_a_name_that_every_shell_passes_on(tmp_path: Path, typed: str, codes: list[int]) -> None:
    path = tmp_path / "jobs.csv"
    rows = [[*GOOD, "Estimated time"], [*GOOD.values(), "1,234"]]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    said = importer("check", path, "--target", "practice", "--decimal", typed, "--json", state=tmp_path)
    assert [problem["code"] for problem in said.object["problems"] if problem["code"] in {403, 440}] == codes


def test_a_decimal_sign_that_is_none_is_told(tmp_path: Path) -> None:
    said = importer("check", sheet(tmp_path), "--decimal", "dot", state=tmp_path)
    assert said.status == 2
    assert "comma or point" in said.err
