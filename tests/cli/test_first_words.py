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
