"""What Excel and other programs leave in cells, through the real command: read right, or told with the cell."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from ftfy import fix_encoding
from ftfy.fixes import fix_c1_controls

from importer.steps.map import map_columns
from importer.steps.map.artefacts import find_right_reading
from importer.steps.read import read_sheet
from tests.command import importer
from tests.steps.read.other_formats import label, xls
from tests.test_sample_sheets import jobs_on_practice

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code")
GOOD = ("R-1", "Service", "P-1001", "MAINT", "ToBePlanned")
Told = dict[tuple[str, int], str]  # by cell and code


def told(path: Path, *words: str) -> Told:
    said = importer("check", path, "--json", *words, state=path.parent / "state")
    return {(each["cell"], each["code"]): each["message"] for each in said.object["problems"]}


def problems_of(path: Path) -> Told:
    """What is told of a sheet by reading it and its columns alone."""
    batch = map_columns(read_sheet(path))
    return {(each.cell, each.code.number): each.message for each in batch.problems}


def csv_of(folder: Path, heading: str, *values: str, encoding: str = "utf-8") -> Path:
    rows = [";".join((*GOOD[:1], f"Job {n}", *GOOD[2:], value)) for n, value in enumerate(values)]
    path = folder / "jobs.csv"
    path.write_bytes("\n".join([";".join((*HEADINGS, heading)), *rows]).replace("R-1;", ";").encode(encoding))
    return path


def sent(path: Path, field: str, *words: str) -> list[Any]:
    """What arrives in the practice server, in the order of the rows."""
    state = path.parent / "state"
    run = importer("run", path, "--target", "practice", "--yes", "--json", *words, state=state)
    assert run.status == 0, run.out
    jobs = jobs_on_practice(state)
    return [jobs[id_][field] for id_ in run.object["jobs"].values()]


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize(
    "word",
    ["#N/A", "#REF!", "#WERT!", "#NV", "#NOM?", "#VALEUR!", "#WAARDE!", "#DEEL/0!", "#N/B", "#¡VALOR!", "#¿NOMBRE?",
     "#NOME?", "#RIF!", "#NÚM!", "########", "###", "Loading...", "Wird geladen...", "Err:502", "#SAKNAS!", "#VÆRDI!",
     "#I/T", "#PUUTTUU!", "#ADR!", "#N/D!", "#DĚLENÍ_NULOU!", "#HIV!", "#YOK", "#ССЫЛКА!"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Description", "Customer reference", "Due date", "Estimated time"])
def test_an_error_word_in_a_csv_is_an_error_in_every_kind_of_column(tmp_path: Path, word: str, heading: str) -> None:
    """F06."""
    assert told(csv_of(tmp_path, heading, "", word))[("F3", 411)].count(word) == 1


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", ["#1 priority", "# 12", "Err on the safe side", "Loading dock", "#tag", "EX-5"])
def test_what_only_begins_like_one_is_text(tmp_path: Path, text: str) -> None:
    assert told(csv_of(tmp_path, "Description", text)) == {}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "text",
    ["1.23457E+11", "1,23457E+11", "1E+12", "-4.5E+15", "1.23457e+11", "1.2E-05", "1.23457E11", "1.2e+9", "123.4E+09",
     "5.41E12"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Description", "Customer reference"])
def test_a_number_that_excel_shortened_is_an_error_in_text_and_codes(tmp_path: Path, text: str, heading: str) -> None:
    """F06."""
    assert text in told(csv_of(tmp_path, heading, text))[("F2", 422)]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", ["100E10", "1E5", "E+11", "12E3", "A1.2E+11", "1.E5", "1.2.3E4", "3E-1"])
def test_a_code_with_an_e_is_a_code(tmp_path: Path, text: str) -> None:
    assert told(csv_of(tmp_path, "Customer reference", text)) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("text", ["02-Jan", "12-mrt", "Mrz 26", "2. Mai", "02-févr", "12-ene", "05/set", "Jan-02"])
def test_a_day_that_excel_made_of_a_code_is_told_in_a_csv(tmp_path: Path, text: str) -> None:
    assert text in told(csv_of(tmp_path, "Customer reference", text))[("F2", 413)]
    assert text in problems_of(csv_of(tmp_path, "Street number", text))[("F2", 414)]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", ["MAR-12", "12-MEI", "Jano-12", "2-Janvier 1", "Unit-12"])
def test_a_code_like_a_month_is_a_code(tmp_path: Path, text: str) -> None:
    assert told(csv_of(tmp_path, "Customer reference", text)) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("word", ["NULL", r"\N", "None", "nan", "NaN", "(null)", "<NA>", "NaT", "undefined", "null"])
def test_a_word_for_empty_is_told_once_and_read_as_empty_on_demand(tmp_path: Path, word: str) -> None:
    """F15."""
    path = csv_of(tmp_path, "Customer reference", word, "PO 1", word)
    assert f'"{word}" (F2 and 1 more)' in told(path)[("F", 415)]
    assert told(path, "--empty", word) == {}
    assert told(path, "--empty", "other", "--empty", word.lower()) == {}
    assert sent(path, "customer_reference", "--empty", word) == ["", "PO 1", ""]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "word",
    ["N/A", "n/a", "-", "--", "—", "?", "(empty)", "(blank)", "(leer)", "(leeg)", "(vide)", "n.v.t.", "nvt", "s/o",
     "NA", "none", "geen", "keine", "aucun", "ninguno", "nenhum", "nessuno", "k. A.", "sans objet",
     "not applicable", "n/d"],
)  # fmt: skip
def test_a_word_of_people_for_empty_is_told_once_and_read_as_empty_on_demand(tmp_path: Path, word: str) -> None:
    """F15."""
    assert f'"{word}" (F2)' in told(csv_of(tmp_path, "Customer reference", word, "PO 1"))[("F", 415)]
    path = csv_of(tmp_path, "Description", word, "PO 1", word)
    assert f'"{word}" (F2 and 1 more)' in told(path)[("F", 415)]
    assert sent(path, "description", "--empty", word) == ["", "PO 1", ""]


def test_a_word_of_people_for_empty_is_sent_as_it_stands_where_nobody_says_otherwise(tmp_path: Path) -> None:
    """F15."""
    assert sent(csv_of(tmp_path, "Description", "-", "n/a", "geen"), "description") == ["-", "n/a", "geen"]


@pytest.mark.parametrize(
    ("word", "others"),
    [("NA", ["BE", "NL"]), ("NA", ["EU", "APAC", "LA"]), ("- new -", []), ("No", []), ("KA", ["BE"])],
)
def test_a_word_among_codes_like_it_is_a_code(tmp_path: Path, word: str, others: list[str]) -> None:
    """F15."""
    assert told(csv_of(tmp_path, "Customer reference", word, *others)) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("shown", ["0000-00-00", "00.00.0000", "1900-01-00", "0000-00-00 00:00:00"])
def test_the_zeros_of_databases_are_told_once_with_the_way_to_read_them_as_empty(tmp_path: Path, shown: str) -> None:
    path = csv_of(tmp_path, "Due date", shown, "2026-12-31", shown)
    said = importer("check", path, "--json", state=tmp_path / "state")
    assert [(each["cell"], each["code"]) for each in said.object["problems"]] == [("F", 415), ("F2", 405), ("F4", 405)]
    assert told(path, "--empty", shown) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("shown", "day"),
    [("0001-01-01 00:00:00", "0001-01-01"), ("01/01/1900", "1900-01-01"), ("01.01.1753", "1753-01-01"),
     ("9999-12-31", "9999-12-31"), ("1899-12-30T00:00:00", "1899-12-30"), ("1970-01-01", "1970-01-01"),
     ("31-12-9999", "9999-12-31"), ("1601-01-01", "1601-01-01"), ("0001-01-01T00:00:00.0000000", "0001-01-01")],
)  # fmt: skip
def test_a_date_for_none_is_told_once_and_never_becomes_another_time(tmp_path: Path, shown: str, day: str) -> None:
    """F09."""
    path = csv_of(tmp_path, "Due date", shown, "2026-12-31", shown)
    message = told(path)[("F", 437)]
    assert (f'"{shown}" (F2 and 1 more)' in message, day in message) == (True, True)
    assert sent(path, "due_date", "--timezone", "Europe/Amsterdam")[0].startswith(f"{day}")
    assert told(path, "--empty", day) == told(path, "--empty", shown) == {}


@pytest.mark.parametrize("shown", ["12/12/2206", "0202-12-12", "1026-12-12", "12.12.1026"])
def test_a_year_far_off_is_told(tmp_path: Path, shown: str) -> None:
    """F09."""
    path = csv_of(tmp_path, "Due date", shown, "2026-12-31")
    assert f'"{shown}" (F2)' in told(path)[("F", 438)]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("typed", "offset"), [("+0200", "+02:00"), ("+02", "+02:00"), ("-0530", "-05:30"), (" +0200", "+02:00")]
)
def test_an_offset_without_a_colon_gets_one(tmp_path: Path, typed: str, offset: str) -> None:
    """F10."""
    path = csv_of(tmp_path, "Date reported", f"2025-08-15T16:42:42.922{typed}")
    assert sent(path, "date_reported_by_company") == [f"2025-08-15T16:42:42.922{offset}"]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060", "\u202c", "\u2063", "\ufe0f",
                                  "\x7f", "\x1f", "\x08", "\x0b"])  # fmt: skip
def test_signs_that_nobody_sees_are_left_out_of_codes_and_told(tmp_path: Path, sign: str) -> None:
    """F12."""
    path = csv_of(tmp_path, "Customer reference", f"PO{sign} 1", "PO 2")
    assert f"U+{ord(sign):04X}" in told(path)[("F", 416)]
    assert sent(path, "customer_reference") == ["PO 1", "PO 2"]


@pytest.mark.parametrize("sign", ["\t", "\u2028", "\u00a0", "\u2003"])
@pytest.mark.thorough(but=1)
def test_what_looks_like_a_space_in_a_code_is_one_and_told(tmp_path: Path, sign: str) -> None:
    """F12."""
    path = csv_of(tmp_path, "Customer reference", f"PO{sign}1", "PO 2")
    assert f"U+{ord(sign):04X}" in told(path)[("F", 416)]
    assert sent(path, "customer_reference") == ["PO 1", "PO 2"]


@pytest.mark.thorough
def test_they_are_left_out_of_keys_dates_and_headings_too(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    rows = "Reference;Name;Project code\u200b;Job type code;Status code;Due date\n"
    path.write_text(f"{rows}ZW-1;A;P-1001\u200b;MAINT\ufeff;ToBePlanned;\u200e31/12/2026\n", encoding="utf-8")
    assert {code for _, code in told(path)} == {416}
    assert sent(path, "due_date") == ["2026-12-31"]


@pytest.mark.thorough
def test_they_stay_in_free_text(tmp_path: Path) -> None:
    family = "\U0001f468\u200d\U0001f469"
    path = csv_of(tmp_path, "Description", family)
    assert told(path) == {}
    assert sent(path, "description") == [family]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\x1f"])
@pytest.mark.parametrize(
    ("heading", "text"),
    [("Address e-mail", "a@b.com"), ("Address phone", "+32 3"), ("Street", "Kerkstraat"), ("Street number", "12"),
     ("City", "Gent"), ("Street 2", "Bus 4"), ("Address name", "Depot")],
)  # fmt: skip
def test_they_are_left_out_of_short_text_and_told(tmp_path: Path, heading: str, text: str, sign: str) -> None:
    """F12."""
    path = csv_of(tmp_path, heading, f"{text[:1]}{sign}{text[1:]}{sign}", text)
    batch = map_columns(read_sheet(path))
    assert [(problem.code.number, problem.column) for problem in batch.problems] == [(416, "F")]
    assert list(batch.values.iloc[:, -1]) == [text, text]


@pytest.mark.parametrize(
    "text", ["\U0001f468\u200d\U0001f469", "\u06a9\u0648\u0686\u0647\u200c\u0647\u0627", "\u2764\ufe0f"]
)
def test_what_joins_and_parts_letters_of_other_scripts_stays(tmp_path: Path, text: str) -> None:
    batch = map_columns(read_sheet(csv_of(tmp_path, "Street", text)))
    assert (batch.problems, list(batch.values.iloc[:, -1])) == ((), [text])


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("shown", "meant"),
    [("ChÃ¢teau", "Château"), ("dâ€™Anvers", "d’Anvers"), ("StraÃŸe", "Straße"), ("LiÃ¨ge", "Liège"),
     ("â‚¬ 5", "€ 5"), ("Ð¡ÐµÑ€Ð²Ð¸Ñ", "Сервис")],
)  # fmt: skip
def test_text_of_the_wrong_encoding_is_told_with_the_right_reading(tmp_path: Path, shown: str, meant: str) -> None:
    """F21."""
    found = told(csv_of(tmp_path, "Description", "Pump", shown)).get(("F", 417), "")
    assert (shown in found, meant in found or meant.startswith("Серв"), "F3" in found) == (True, True, True)


@pytest.mark.thorough
def test_each_two_signs_that_ftfy_reads_otherwise_are_found() -> None:
    """It is loaded for few of them."""
    pages = ("latin_1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman", "cp437")
    signs = sorted({sign for page in pages for sign in bytes(range(128, 256)).decode(page, "ignore")} | {"\ufffd", "″"})
    garbled = {f"a{one}{other}b" for one in signs for other in signs}
    readings = {text: reading for text in garbled if (reading := fix_c1_controls(fix_encoding(text))) != text}
    assert len(readings) > 1_000
    assert {text: find_right_reading(text) for text in readings} == readings


@pytest.mark.parametrize(
    ("shown", "meant"), [("RÃ©fÃ©rence", "Référence"), ("CoÃ»t", "Coût"), ("StraÃŸe 5x", "Straße 5x")]
)
def test_the_right_reading_of_a_heading_is_told(tmp_path: Path, shown: str, meant: str) -> None:
    """F21."""
    batch = map_columns(read_sheet(csv_of(tmp_path, shown, "Pump")))
    [problem] = [each for each in batch.problems if each.code.number == 107]
    assert f'Did you mean "{meant}"?' in problem.advice


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("text", ["Château", "Ârzte", "Ångström", "São Paulo", "naïve", "Größe 5", "Ž Š"])
def test_sound_text_is_not_told(tmp_path: Path, text: str) -> None:
    assert told(csv_of(tmp_path, "Description", text)) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("shown", "meant", "letter"),
    [("\u0420-1001", "P-1001", "cyrillic capital letter er"), ("\u03a1-1001", "P-1001", "greek capital letter rho"),
     ("PO \u041e1", "PO O1", "cyrillic capital letter o"), ("\u0410B-1", "AB-1", "cyrillic capital letter a"),
     ("x-\u0441\u04351", "x-ce1", "cyrillic small letter es")],
)  # fmt: skip
def test_a_letter_that_only_looks_like_another_is_told_with_the_right_one_and_never_changed(
    tmp_path: Path, shown: str, meant: str, letter: str
) -> None:
    path = csv_of(tmp_path, "Customer reference", "PO 1", shown, shown)
    said = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    assert [(one["code"], one["cell"]) for one in said] == [(426, "F")]
    assert "F3 and 1 more" in said[0]["message"]
    assert letter in said[0]["message"]
    assert f'Did you mean "{meant}"?' in said[0]["advice"]
    assert sent(path, "customer_reference") == ["PO 1", shown, shown]


def test_the_code_that_is_meant_is_suggested_for_one_with_such_letters(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "Priority code", "")
    path.write_text(path.read_text(encoding="utf-8").replace("MAINT", "\u041c\u0410\u0406\u039dT"), encoding="utf-8")
    said = importer("check", path, "--json", "--target", "practice", state=tmp_path / "state").object["problems"]
    assert any('"MAINT"' in one["message"] + one["advice"] for one in said if one["code"] == 301)


@pytest.mark.parametrize("text", ["\u0421\u0435\u0440\u0432\u0438\u0441 7", "\u03a9-5", "\u0414-12", "\u0421\u041e"])
def test_a_word_of_another_alphabet_is_no_such_code(tmp_path: Path, text: str) -> None:
    assert told(csv_of(tmp_path, "Customer reference", text)) == {}


@pytest.mark.parametrize("formula", ['=DISPIMG("ID_ABC",1)', '=_xlfn.DISPIMG("ID_0A1B2C3D4E5F60718293A4B5C6D7E8F9",1)'])
@pytest.mark.parametrize("heading", ["Customer reference", "Description", "Estimated time"])
def test_a_picture_of_wps_is_named(tmp_path: Path, heading: str, formula: str) -> None:
    """F23."""
    with xlsxwriter.Workbook(tmp_path / "jobs.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADINGS, heading])
        sheet.write_row(1, 0, GOOD)
        sheet.write_formula(1, 5, "=_xlfn." + formula.removeprefix("=").removeprefix("_xlfn."), None, formula)
    found = problems_of(tmp_path / "jobs.xlsx")
    assert set(found) == {("F2", 411)}
    assert "a picture in the cell (WPS Office)" in found[("F2", 411)]


def test_a_lost_letter_is_told(tmp_path: Path) -> None:
    assert "F3 and 1 more" in told(csv_of(tmp_path, "Description", "a", "Ch\ufffdteau", "Li\ufffdge"))[("F", 418)]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("stored", "minutes"), [(15.00000000000003, 15), (14.999999999999986, 15), (29.999999999999996, 30), (45, 45)]
)
def test_a_number_is_what_excel_shows_at_15_digits(tmp_path: Path, stored: float, minutes: int) -> None:
    """F08, X11."""
    book = openpyxl.Workbook()
    book.worksheets[0].append([*HEADINGS, "Estimated time", "Description"])
    book.worksheets[0].append([*GOOD, stored, stored / 100])
    book.save(tmp_path / "jobs.xlsx")
    assert sent(tmp_path / "jobs.xlsx", "estimated_time") == [minutes]
    state = tmp_path / "state"
    assert {job["description"] for job in jobs_on_practice(state).values()} == {str(minutes / 100)}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "text",
    ["12/03/2026", "3/12/2026", "3/12/2026 0:00", "12.03.2026", "12-3-2026", "2026-03-12", "2026-03-12 00:00:00",
     "05:30", "5:30:00", "5:30 AM", "1-jan-26", "12-Mar-2026", "12 mrt 2026", "1. Feb.", "02/01/1900 05:00",
     "Mar 12, 2026", "2026-03-12T00:00:00"],
)  # fmt: skip
def test_a_whole_day_or_a_time_among_codes_in_a_csv_is_told_as_what_excel_made_of_one(
    tmp_path: Path, text: str
) -> None:
    """F05, F06."""
    path = csv_of(tmp_path, "Customer reference", "PO-1", "PO-2", "PO-3", f'"{text}"')
    assert [(cell, code) for cell, code in told(path) if f'"{text}"' in told(path)[cell, code]] == [("F5", 413)]
    path = csv_of(tmp_path, "Street number", "12", f'"{text}"')
    assert f'"{text}"' in problems_of(path)[("F3", 414)]


@pytest.mark.parametrize("heading", ["Customer reference", "Street number"])
def test_where_all_are_days_they_may_be_meant(tmp_path: Path, heading: str) -> None:
    path = csv_of(tmp_path, heading, "12/03/2026", "13/03/2026", "14/03/2026")
    assert {code for _, code in problems_of(path)} == {414}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "text",
    ["12/03", "1.2.3", "10.11.12", "45/13/2026", "2026-13-45", "25:70", "192.168.10.12", "02/123.45.67", "2026-0312",
     "12/3 bus 4", "1-2-2", "2026/15", "3-2026", "12:3"],
)  # fmt: skip
def test_what_is_no_day_is_a_code(tmp_path: Path, text: str) -> None:
    assert problems_of(csv_of(tmp_path, "Customer reference", "PO-1", text)) == {}


def test_days_in_long_text_and_in_columns_of_dates_are_not_told(tmp_path: Path) -> None:
    assert problems_of(csv_of(tmp_path, "Description", "Pump", "12/03/2026", "05:30")) == {}
    assert problems_of(csv_of(tmp_path, "Due date", "31/03/2026", "30/04/2026")) == {}


FORMULAS = [
    ('"=""00123"""', "00123"), ('="00123"', "00123"), ('="a ""b"""', None), ("'00123", "00123"), ("'+32 9", "+32 9"),
    ('=T("R-2")', "R-2"), ("=00126", "00126"), ('="R"&"-5"', "R-5"), ('=HYPERLINK("https://x/1","R-4")', "R-4"),
    ('=concatenate("a","b")', "ab"), ("= 007", "007"), ("=-45", "-45"), ("'=1+1", "=1+1"), ("'-5", "-5"),
    (' ="007" ', "007"), ("'12E5", "12E5"), ('="1,5"', "1,5"), ('=""00123""', "00123"), ("'WO-001", "WO-001"),
    ("'A1", "A1"), ("'P/2026/17", "P/2026/17"), ("\u2018000123", "000123"), ("\u2019WO-1", "WO-1"),
    ("'2026_01#4", "2026_01#4"),
]  # fmt: skip


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("written", "read"), [pair for pair in FORMULAS if pair[1]])
def test_text_that_a_program_protected_from_excel_is_that_text_and_told(
    tmp_path: Path, written: str, read: str
) -> None:
    """F07."""
    path = csv_of(tmp_path, "Customer reference", written, "x", written)
    assert set(told(path)) == {("F", 419)}
    assert "(F2 and 1 more)" in told(path)[("F", 419)]
    assert sent(path, "customer_reference") == [read, "x", read]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "text",
    ["'s-Hertogenbosch", "'t Zand", "'90s boiler", "=", "rock 'n' roll", "'5'", "'A1'", "'tis", "'WO-1 of 2' is late"],
)
def test_an_apostrophe_of_a_word_stays(tmp_path: Path, text: str) -> None:
    path = csv_of(tmp_path, "Description", text)
    assert told(path) == {}
    assert sent(path, "description") == [text]


def test_an_apostrophe_before_all_values_of_a_column_is_none_of_them(tmp_path: Path) -> None:
    """F07."""
    path = csv_of(tmp_path, "Customer reference", "'abc", "", "'MAINT", "'New York 5", "'x")
    assert "(F2 and 3 more)" in problems_of(path)[("F", 419)]
    assert list(map_columns(read_sheet(path)).values.iloc[:, -1]) == ["abc", "", "MAINT", "New York 5", "x"]


@pytest.mark.parametrize("values", [["'s-Gravenhage", "'t Zand"], ["'abc'", "'def'"], ["'tis"], ["'abc", "def", "'x"]])
def test_apostrophes_that_may_be_meant_stay(tmp_path: Path, values: list[str]) -> None:
    path = csv_of(tmp_path, "Description", *values)
    assert problems_of(path) == {}
    assert list(map_columns(read_sheet(path)).values.iloc[:, -1]) == values


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "formula",
    ["=A2", "=SUM(A1:A5)", "=$B$3&x", "=Blad2!A1", "=VERT.ZOEKEN(A1,B:C,2)"],
)
@pytest.mark.parametrize("heading", ["Description", "Customer reference", "Estimated time"])
def test_a_formula_without_its_result_is_an_error(tmp_path: Path, formula: str, heading: str) -> None:
    """F07."""
    assert set(told(csv_of(tmp_path, heading, formula, f'"{formula}"'))) == {("F2", 412), ("F3", 412)}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "text", ["=> see below", "== 2 ==", "+32 9 123", "-Gent", "@home", "=work", "-Filter(s) new", "="]
)
def test_what_only_begins_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    """F07."""
    assert told(csv_of(tmp_path, "Description", text)) == {}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_formulas_stand_among_quoted_and_empty_cells(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "jobs.csv"
    rows = [(*HEADINGS, "Description", "Zip"), ('="001"', '"a, ""b"""', *GOOD[2:], '=""', '="009"')]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    sheet = read_sheet(path)
    assert list(sheet.cells.loc[2]) == ["001", 'a, "b"', *GOOD[2:], "", "009"]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("stored", "reading"), [("100 \x80", "100 €"), ("\x93big\x94 pump", "“big” pump"), ("L\x92eau", "L’eau")]
)
def test_control_characters_that_were_letters_of_windows_are_told_with_what_they_were(
    tmp_path: Path, stored: str, reading: str
) -> None:
    path = tmp_path / "jobs.xls"
    rows = b"".join(label(0, n, heading) for n, heading in enumerate((*HEADINGS, "Description")))
    rows += b"".join(label(1, n, text) for n, text in enumerate((*GOOD, stored)))
    assert reading in told(xls(path, rows))[("F", 417)]
    assert reading in told(csv_of(tmp_path, "Description", stored))[("F", 417)]


def test_a_column_with_several_remarks_is_named_once(tmp_path: Path) -> None:
    """F09."""
    path = csv_of(tmp_path, "Due date", "0001-01-01", "9999-12-31", "1753-01-01")
    said = importer("check", path, state=tmp_path / "state").out
    assert "column F " in said
    assert "F, F" not in said


def test_of_many_other_sheets_a_few_are_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "jobs.xlsx")
    for number in range(20):
        sheet = book.add_worksheet(f"S{number}")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, GOOD)
    book.close()
    message = told(tmp_path / "jobs.xlsx")[("", 128)]
    assert ('"S12" (1 row) and 7 more' in message, '"S13"' in message) == (True, False)
