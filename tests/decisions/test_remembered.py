"""What was decided for a customer is offered the next month, with where it comes from; only new values are asked."""

import sys
from pathlib import Path

import pytest

from tests.command import Said
from tests.command import importer as command
from tests.terminal import Terminal

FIRST = """\
Nr;Installation code;X7;Status;Titel;Kleur
1;P-1001;ONDERHOUD;Gesloten;Ketel;rood
2;P-1002;ONDERHOUD;In te plannen;Pomp;blauw
"""
MAPPING = """
[columns]
X7 = "job_type_code"
Nr = ""
Kleur = "internal_memo"
[values.job_type_code]
ONDERHOUD = "MAINT"
[values.job_status_code]
"In te plannen" = "ToBePlanned"
[rows]
leave_out = [{ Status = "Gesloten" }]
"""


def with_mapping(folder: Path, *words: str) -> Said:
    (folder / "first.csv").write_text(FIRST, encoding="utf-8")
    (folder / "given.toml").write_text(MAPPING, encoding="utf-8")
    saved = folder / "saved.toml"
    saved.unlink(missing_ok=True)
    return command("map", folder / "first.csv", "--map", folder / "given.toml", "--save", saved, *words, state=folder)


def asked(said: Said) -> dict[str, str]:
    return {one["key"]: one["question"] for one in said.object["decisions"]}


def second_month(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    sheet = folder / "second.csv"
    more = FIRST.replace("Gesloten", "Afgemeld").replace("2;P-1002;ONDERHOUD", "2;P-1002;STORING")
    sheet.write_text(more, encoding="utf-8")
    return sheet


def test_the_next_sheet_of_a_customer_is_offered_what_was_decided(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    sheet = second_month(tmp_path / "elsewhere")
    offered = asked(command("map", sheet, "--customer", "ACME", "--json", state=tmp_path))
    question = offered["remembered:all"]
    assert question.startswith("ACME: 6 decisions from before (first.csv, 20")
    assert "remembered:all" not in asked(command("map", sheet, "--json", state=tmp_path))
    assert "remembered:all" not in asked(command("map", sheet, "--customer", "other", "--json", state=tmp_path))


def test_a_second_month_asks_only_for_values_that_are_new(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    sheet, saved = second_month(tmp_path / "elsewhere"), tmp_path / "second.toml"
    said = command(
        *("map", sheet, "--customer", "acme", "--target", "practice", "--save", saved, "--json"), state=tmp_path
    )
    assert list(asked(said)) == ["rows:done", "value:job_type_code:STORING"]
    text = saved.read_text(encoding="utf-8")
    assert '"Nr" = ""' in text, "a known heading that was overruled"
    assert 'ONDERHOUD = "MAINT"' in text


def test_the_folder_is_a_customer_where_none_is_named(tmp_path: Path) -> None:
    with_mapping(tmp_path)
    assert "remembered:all" in asked(command("map", second_month(tmp_path), "--json", state=tmp_path))
    assert "remembered:all" not in asked(command("map", second_month(tmp_path / "x"), "--json", state=tmp_path))


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_what_was_decided_is_taken_with_one_key_or_one_by_one(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    sheet = second_month(tmp_path / "elsewhere")
    with Terminal("map", sheet, "--ask", "--customer", "acme", state=tmp_path) as terminal:
        terminal.press(b"save and end", "2")
        for _part in range(3):
            terminal.press(b"Use it for this sheet, too?", "1")
        terminal.press(b"save and end", "q")
        assert terminal.end() == 0
    assert b'earlier decision: "X7" is Job type code (first.csv, ' in terminal.shown


def test_what_is_remembered_is_shown_edited_and_forgotten(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    with_mapping(tmp_path)
    shown = command("map", "--remembered", state=tmp_path)
    assert "acme" in shown.out
    assert tmp_path.name in shown.out
    one = command("map", "--remembered", "--customer", "acme", state=tmp_path)
    assert 'ONDERHOUD = "MAINT"' in one.out
    assert "From first.csv, 20" in one.out
    place = Path(one.out.split("edit ")[1].strip().rstrip("."))
    place.write_text(place.read_text(encoding="utf-8").replace('"MAINT"', "MAINT"), encoding="utf-8")
    wrong = command("map", "--remembered", "--customer", "acme", state=tmp_path)
    assert wrong.status == 3
    assert "line " in wrong.err
    assert command("map", "--forget", "acme", state=tmp_path).out == "Forgotten: acme.\n"
    assert not place.exists()
    again = command("map", "--forget", "acme", state=tmp_path)
    assert again.status == 3
    assert 'No decisions are saved for "acme"' in again.err


def test_nothing_beside_a_sheet_is_trusted(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    place = next((tmp_path / "customers").glob("*.toml"))
    other = tmp_path / "theirs"
    sheet = second_month(other)
    (other / "customers").mkdir()
    (other / "customers" / place.name).write_bytes(place.read_bytes())
    said = command("map", sheet, "--customer", "acme", "--json", state=tmp_path / "mine", cwd=str(other))
    assert "remembered:all" not in asked(said)


def test_what_is_decided_otherwise_later_holds(tmp_path: Path) -> None:
    with_mapping(tmp_path, "--customer", "acme")
    (tmp_path / "later.toml").write_text('[values.job_type_code]\nONDERHOUD = "CLEAN"\n', encoding="utf-8")
    sheet = second_month(tmp_path / "elsewhere")
    words = ("--map", tmp_path / "later.toml", "--customer", "acme", "--save", tmp_path / "out.toml")
    assert command("map", sheet, *words, state=tmp_path).status == 0
    shown = command("map", "--remembered", "--customer", "acme", state=tmp_path).out
    assert 'ONDERHOUD = "CLEAN"' in shown
    assert 'ONDERHOUD = "MAINT"' not in shown
    assert "From second.csv, 20" in shown
