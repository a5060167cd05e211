"""S4, S5: a mapping file that came with a sheet reads no file elsewhere, takes no time, and steers no terminal."""

import os
from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.mapping import read_mapping
from importer.steps.map.made_fields import part_of
from tests.builders import good
from tests.command import Said, importer
from tests.processor import allowed, seconds_of
from tests.security.test_terminal_escapes import EVIL, ensure_harmless
from tests.steps.read.other_formats import ods
from tests.workbooks import workbook

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes of this kind are only there on POSIX")
NOT_THERE = "is not in the folder of the mapping file"
PAIRS = "machine;code\nPump 1;secret\nPump 1;other\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder in which a stranger's sheet and mapping file lie, and a file of the user's beside it."""
    folder = tmp_path / "from a stranger"
    folder.mkdir()
    workbook(folder, good())
    (tmp_path / "private.csv").write_text(PAIRS)
    ods(tmp_path / "private.ods")
    return folder


def check(desk: Path, text: str) -> Said:
    """Check the sheet with a mapping file that says this."""
    (desk / "acme.toml").write_text(text, encoding="utf-8")
    return importer("check", desk / "jobs.xlsx", "--map", desk / "acme.toml", state=desk.parent / "state")


def of_table(name: str) -> str:
    return f"[fields]\nname = {{ from = 'Name', table = '{name}' }}\n"


@pytest.mark.parametrize(
    "name",
    ["../private.csv", "in/../../private.csv", "{whole}", "../private.ods#Jobs", "../private.csv#1", "/dev/zero"],
)
def test_a_table_lies_in_the_folder_of_the_mapping_file(desk: Path, name: str) -> None:
    said = check(desk, of_table(name.format(whole=(desk.parent / "private.csv").as_posix())))
    assert (said.status, NOT_THERE in said.err) == (3, True), said.err


def test_a_table_may_lie_in_a_folder_there(desk: Path) -> None:
    (desk / "tables").mkdir()
    (desk / "tables" / "machines.csv").write_text("machine;code\nPump 1;Pump\n")
    assert NOT_THERE not in check(desk, of_table("tables/machines.csv")).err


@POSIX
def test_no_link_leads_a_table_elsewhere(desk: Path) -> None:
    (desk / "near").symlink_to(desk.parent)
    (desk / "link.csv").symlink_to(desk.parent / "private.csv")
    for name in ("near/private.csv", "link.csv", "near/private.ods#Jobs"):
        said = check(desk, of_table(name))
        assert (said.status, NOT_THERE in said.err) == (3, True), said.err


@POSIX
def test_a_table_that_is_a_pipe_or_huge_is_told(desk: Path) -> None:
    os.mkfifo(desk / "pipe.csv")
    with (desk / "huge.csv").open("wb") as file:
        file.truncate(1 << 40)
    for name, words in (("pipe.csv", "a pipe or a device"), ("huge.csv", "larger than")):
        said = check(desk, of_table(name))
        assert (said.status, words in said.err) == (3, True), said.err


def test_its_words_do_not_steer_the_terminal(desk: Path) -> None:
    quoted = "".join(f"\\u{ord(sign):04x}" for sign in EVIL)
    for text in (
        f'"{quoted}" = 1\n',
        f'[columns]\n"{quoted}" = "{quoted}"\n',
        f'[values.job_type_code]\n"{quoted}" = "{quoted}"\n',
        f'[fields]\nname = {{ from = "Name", table = "{quoted}.csv" }}\n',
        f'[fields]\nname = {{ from = "Name", match = "({quoted}" }}\n',
        f'[options]\ntimezone = "{quoted}"\n',
        f"x = {EVIL}\n",
    ):
        said = check(desk, text)
        ensure_harmless(said.out + said.err)
        assert said.status in {0, 3, 4}, said.err


MANY = 8_000
SOURCES = ["{ from = 'a' }"] * MANY
VALUES = [f"v{number} = []" for number in range(MANY)]
HEADINGS = "".join(f'h{number} = ""\n' for number in range(MANY))
LONG_LINES = {
    "values that are none": f"[values]\nname = {{ {', '.join(VALUES)} }}\n[columns]\n{HEADINGS}",
    "sources that have no effect": f"[fields]\nname = [{', '.join(SOURCES)}]\n",
}


@pytest.mark.parametrize("how", LONG_LINES)
def test_many_problems_in_a_long_line_take_no_time(tmp_path: Path, how: str) -> None:
    path = tmp_path / "acme.toml"
    path.write_text(LONG_LINES[how], encoding="utf-8")

    def read() -> None:
        with pytest.raises(SettingsError, match=r"And 79\d\d more"):
            read_mapping(path)

    assert seconds_of(read) < allowed(0.15)


@pytest.mark.parametrize("name", [" ", "a ", " : "])
def test_a_part_called_after_spaces_is_looked_for_in_little_time(name: str) -> None:
    assert seconds_of(lambda: part_of("a" + " " * 100_000, name)) < allowed(0.05)
