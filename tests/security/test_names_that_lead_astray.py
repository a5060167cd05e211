"""S15: a pipe that never ends, a name too long, a link in a circle: a sentence at once, wherever a file is named."""

import os
from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.mapping import read_mapping
from importer.practice.faults import FaultsUnusable, read_faults
from tests.builders import good
from tests.command import Said, importer
from tests.workbooks import workbook

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files in a folder")
READ = (
    ("check", "NAME.xlsx"),
    ("retry", "NAME.xlsx", "--target", "practice"),
    ("map", "NAME.xlsx"),
    ("check", "jobs.xlsx", "--map", "NAME.toml"),
    ("practice", "--port", "0", "--faults", "NAME.toml"),
    ("targets", "trust", "NAME.toml"),
    ("check", "jobs.xlsx", "--log-file", "NAME.log"),
)
WRITTEN = (
    ("template", "NAME.xlsx"),
    ("map", "jobs.xlsx", "--save", "NAME.toml"),
    ("codes", "--target", "practice", "--export", "NAME.csv"),
    ("check", "jobs.xlsx", "--results", "NAME.xlsx"),
    ("run", "wrong.xlsx", "--target", "practice", "--yes", "--failed-only", "NAME.xlsx"),
    ("practice", "--port", "0", "--file", "NAME.sqlite"),
    ("NAME",),
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    workbook(folder, good(Due_date="soon")).rename(folder / "wrong.xlsx")
    workbook(folder, good())
    return folder


def type_in(desk: Path, words: tuple[str, ...], name: str) -> Said:
    return importer(*(word.replace("NAME", name) for word in words), state=desk.parent / "state", cwd=str(desk))


@posix
@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_a_pipe_that_nobody_writes_is_not_waited_for(desk: Path, words: tuple[str, ...]) -> None:
    for word in words:
        if "NAME" in word:
            os.mkfifo(desk / word)
    said = type_in(desk, words, "NAME")
    assert said.status == 3
    assert "NAME" in said.err


@posix
@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("words", [*READ, *WRITTEN], ids=" ".join)
def test_a_name_that_is_too_long_is_told(desk: Path, words: tuple[str, ...]) -> None:
    said = type_in(desk, words, "x" * 300)
    assert said.status == 4 if "--failed-only" in words else said.status in {2, 3}  # 4: as the run itself
    assert "Error:" in said.err or "cannot be written" in said.err


@posix
@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("words", READ + WRITTEN[:-1], ids=" ".join)
def test_a_link_in_a_circle_is_told(desk: Path, words: tuple[str, ...]) -> None:
    for word in words:
        if "NAME" in word:
            (desk / word).symlink_to(desk / word)
    said = type_in(desk, words, "NAME")
    assert said.status == (0 if "--results" in words else 4 if "--failed-only" in words else 3), said.err


@posix
@pytest.mark.parametrize("kind", ["pipe", "circle", "folder", "device", "nowhere"])
@pytest.mark.thorough(but=2)
def test_results_go_beside_what_is_no_file(desk: Path, kind: str) -> None:
    place = desk / "jobs.results.xlsx"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to({"circle": place, "device": Path("/dev/full"), "nowhere": desk / "new"}[kind])
    said = importer("run", "jobs.xlsx", "--target", "practice", "--yes", state=desk.parent / "state", cwd=str(desk))
    if kind == "folder":  # told before anything is sent
        assert said.status == 3
    else:
        assert said.status == 0, said.err
        assert (desk / "jobs.results.2.xlsx").is_file()
        assert not (desk / "new").exists()


@posix
def test_a_settings_file_beside_a_sheet_that_is_a_pipe_is_told(desk: Path) -> None:
    os.mkfifo(desk / "importer.toml")
    said = importer("check", "jobs.xlsx", "--target", "acme", state=desk.parent / "state", cwd=str(desk))
    assert said.status == 3
    assert "a pipe or a device" in said.err


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 10_000, "#" * (5 << 20)], ids=["deep", "digits", "long"])
def test_a_mapping_or_a_plan_of_faults_that_its_parser_cannot_take_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "NAME.toml"
    file.write_text(f"x = {text}", encoding="utf-8")
    with pytest.raises(SettingsError):
        read_mapping(file)
    with pytest.raises(FaultsUnusable):
        read_faults(file)


@pytest.mark.thorough
@pytest.mark.parametrize("number", ["9" * 25, "9" * 5_000], ids=["25 digits", "5,000 digits"])
def test_a_number_of_a_run_that_none_can_have_is_told(desk: Path, number: str) -> None:
    for words in (("runs", "show"), ("runs", "forget"), ("resume",), ("explain",)):
        said = importer(*words, number, state=desk.parent / "state")
        assert said.status in {2, 3}, words
