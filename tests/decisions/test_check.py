"""A check whose trouble are the headings begins with what is open of them."""

from pathlib import Path

from tests.command import importer as command

EXPORT = "Nr;Installation code;X7;Status;Titel\n1;P-1001;SOORT1;Open;Ketel\n2;P-1002;SOORT2;Open;Pomp\n"


def test_the_column_that_every_row_waits_for_is_asked_first(tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text(EXPORT, encoding="utf-8")
    said = command("check", sheet, "--date-order", "dmy", state=tmp_path)
    assert said.status == 4
    lines = said.out.splitlines()
    assert lines[0] == "Open decisions, starting with the one that unblocks the most rows:"
    assert lines[1] == '  1. What should fill the field "Job type code"? Every job needs it. (2 rows)'
    assert '"X7" = "job_type_code"' in lines[2]
    assert f"'importer map {sheet} --date-order dmy --ask' asks them one by one." in said.out
    assert "Open decisions" not in command("check", sheet, "--quiet", state=tmp_path).out


def test_headings_in_a_question_are_quoted_as_in_the_language(tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text("Name;Project code;Job type code;Status code;Kleur;Vorm\nKetel;P-1001;MAINT;Open;rood;rond\n")
    said = command("map", sheet, "--language", "de", state=tmp_path)
    assert "„Kleur“, „Vorm“" in said.out
    assert '"Kleur" = ""' in said.out, "a line of a mapping file stays as it is typed"
    as_object = command("map", sheet, "--json", state=tmp_path, LANGUAGE="de").object
    assert as_object["decisions"][0]["question"].endswith('"Kleur", "Vorm"')


def test_a_sheet_with_all_its_headings_is_asked_nothing(tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text(EXPORT.replace("X7", "Job type"), encoding="utf-8")
    said = command("check", sheet, state=tmp_path)
    assert "Open decisions" not in said.out
