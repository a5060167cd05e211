"""`importer map --ask` on a terminal: a key each, back, skip, why, and a mapping file at the end."""

import sys
from pathlib import Path

import pytest

from importer.mapping import read_mapping
from tests.command import importer as command
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")

EXPORT = """\
Nr;Installation code;X7;Status;Titel;Kleur;Vorm
1;P-1001;SOORT1;Gesloten;Ketel;rood;rond
2;P-1002;SOORT1;In te plannen;Pomp;blauw;rond
3;P-1003;SOORT2;Vrij;Lift;rood;vierkant
"""
_MORE = b"save and end"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_answers_become_a_mapping_file_with_which_every_row_is_sound(sheet: Path, tmp_path: Path) -> None:
    with Terminal("map", sheet, "--ask", "--target", "practice", state=tmp_path) as terminal:
        terminal.press(_MORE, "x")
        terminal.press(b"Press one of", "w")
        terminal.press(_MORE, "1")  # the job type is in "X7"
        terminal.press(_MORE, "b")  # taken back
        terminal.press(_MORE, "t")
        terminal.press(b">", "C\n")  # and typed
        terminal.press(_MORE, "1")  # types one by one
        terminal.press(_MORE, "t")
        terminal.press(b">", "MAINZ\n")
        terminal.press(_MORE, "t")
        terminal.press(b">", "MAINT\n")
        terminal.press(_MORE, "1")  # the statuses of two rows by their meaning
        terminal.press(_MORE, "1")  # what is closed, in one row, is left out
        terminal.press(_MORE, "t")
        terminal.press(b">", "REPAIR\n")
        terminal.press(_MORE, "s")
        assert terminal.end() == 0
    shown = terminal.shown.decode()
    assert 'What should fill the field "Job type code"?' in shown
    assert 'The target has no "MAINZ"' in shown
    saved = tmp_path / "export.map.toml"
    mapping = read_mapping(saved)
    assert mapping.columns["X7"] == "job_type_code"
    assert mapping.rows.tree == {"leave_out": [{"Status": "Gesloten"}]}
    assert mapping.values["job_type_code"] == {"SOORT1": "MAINT", "SOORT2": "REPAIR"}
    checked = command("check", sheet, "--map", saved, "--target", "practice", "--json", state=tmp_path)
    assert {status: count for status, count in checked.object["counts"].items() if count} == {
        "not sent": 2,
        "left out": 1,
    }


def test_what_was_answered_is_saved_also_where_the_rest_is_not(sheet: Path, tmp_path: Path) -> None:
    with Terminal("map", sheet, "--ask", "--save", tmp_path / "a.toml", state=tmp_path) as terminal:
        terminal.press(_MORE, "1")
        terminal.press(_MORE, "q")
        assert terminal.end() == 0
    assert read_mapping(tmp_path / "a.toml").columns["X7"] == "job_type_code"


def test_nothing_is_written_where_nothing_was_decided(sheet: Path, tmp_path: Path) -> None:
    with Terminal("map", sheet, "--ask", state=tmp_path) as terminal:
        terminal.press(_MORE, "q")
        assert terminal.end() == 0
    assert b"Nothing was decided" in terminal.shown
    assert not (tmp_path / "export.map.toml").exists()


def test_a_file_that_is_there_is_refused_before_the_first_question(sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "export.map.toml").write_text("# mine\n", encoding="utf-8")
    with Terminal("map", sheet, "--ask", state=tmp_path) as terminal:
        assert terminal.end() == 3
    assert b"already exists" in terminal.shown
    assert b"decision" not in terminal.shown


def test_without_a_terminal_nobody_is_asked(sheet: Path, tmp_path: Path) -> None:
    said = command("map", sheet, "--ask", state=tmp_path)
    assert said.status == 2
    assert "--ask needs a terminal" in said.err


def test_what_is_open_is_listed_with_how_to_say_it(sheet: Path, tmp_path: Path) -> None:
    said = command("map", sheet, state=tmp_path)
    assert 'What should fill the field "Job type code"? Every job needs it. (3 rows)' in said.out
    assert '"X7" = "job_type_code"' in said.out
    assert f"importer map {sheet} --ask" in said.out
    first, *others = command("map", sheet, "--json", state=tmp_path).object["decisions"]
    assert (first["key"], first["rows"], first["answers"][0]["lines"]) == (
        "field:job_type_code",
        3,
        ["[columns]", '"X7" = "job_type_code"'],
    )
    assert [one["key"] for one in others] == ["values:job_status_code", "rows:done"]
