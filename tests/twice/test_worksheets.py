"""Which worksheet is read, and what is said of the others (F01, F25, N13), by the real command."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from importer.catalogue import spell_count
from tests.command import Said, importer
from tests.twice.rows import HEADINGS, Work, row, write

SHORT: tuple[str, ...] = HEADINGS[:5]


def workbook(path: Path, *, active: str = "", hidden: str = "", **sheets: Sequence[Sequence[str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
        for line in rows:
            sheet.append(line)
    book.active = list(sheets).index(active) if active else 0
    book.save(path)
    return path


def months(path: Path, *, active: str = "", hidden: str = "") -> Path:
    sheets = {name: [HEADINGS, *(row(f"{name} {n}") for n in range(rows))] for name, rows in MONTHS.items()}
    return workbook(path, active=active, hidden=hidden, **sheets)


MONTHS = {"January": 1, "February": 2, "March": 3}


def said_by(work: Work, *words: str | Path) -> Said:
    login = {"user": work.server.user, "password": work.server.password, "domain": work.server.domain}
    return importer(*words, state=work.folder / "state", url=work.server.url, **login)


def shown(work: Work, *words: str | Path) -> str:
    said = said_by(work, *words)
    return said.out + said.err


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("active", ["January", "February", "March"])
def test_f01_of_sheets_alike_the_active_one_is_read_and_the_others_are_told(work: Work, active: str) -> None:
    text = shown(work, "run", months(work.folder / "m.xlsx", active=active), "--yes")
    others = [f'"{name}" ({spell_count(n, "row")})' for name, n in MONTHS.items() if name != active]
    front = "the one in front when the workbook was saved"
    assert f'The sheet "{active}", {front}, is read, but 2 other sheets are not: {", ".join(others)}.' in text
    assert f'm.xlsx, sheet "{active}": {MONTHS[active]} row' in text
    rest = sum(MONTHS.values()) - MONTHS[active]
    last = text.strip().splitlines()[-1]
    assert last.startswith(
        f'Every row of the sheet "{active}" is in the target. Not read: 2 other sheets ({rest} rows).'
    )
    assert "--sheet all" in last
    assert len(work.names()) == MONTHS[active]


def test_f01_a_visible_sheet_that_does_not_look_like_jobs_is_told_too(work: Work) -> None:
    mars = [("Numéro", "Etat", "Quoi"), ("1", "ouvert", "Pompe"), ("2", "clos", "Porte")]
    path = workbook(work.folder / "m.xlsx", hidden="Notes", Jobs=[SHORT, row("Pump")[:5]], Mars=mars, Notes=mars)
    told = 'Only the sheet "Jobs" is read. Other visible sheets do not look like jobs: "Mars".'
    assert told in shown(work, "check", path)
    results = work.run(path, "--yes").object["results"]
    assert not [problem for problem in work.run(Path(results)).object["problems"] if "Summary" in problem["message"]]
    assert told not in shown(work, "check", path, "--sheet", "Jobs")


def test_f01_hidden_sheets_with_rows_are_in_the_last_sentence_and_in_summary(work: Work) -> None:
    jobs, old = [SHORT, row("Pump")[:5]], [SHORT, row("Door")[:5]]
    path = workbook(work.folder / "m.xlsx", hidden="Old", Jobs=jobs, Old=old, Blank=[SHORT])
    last = 'Every row of the sheet "Jobs" is in the target. Not read: 1 hidden sheet (1 row).'
    assert shown(work, "run", path, "--yes").strip().splitlines()[-1] == last
    for options in ((), ("--sheet", "Jobs")):
        result = work.run(path, "--yes", *options).object
        summary = openpyxl.load_workbook(result["results"])["Summary"]
        assert last in [cell for line in summary.iter_rows(values_only=True) for cell in line]
    assert "Not read" not in shown(work, "run", path, "--yes", "--sheet", "all")
    path = workbook(work.folder / "n.xlsx", hidden="Blank", Jobs=jobs, Blank=[SHORT])
    assert "Not read" not in shown(work, "run", path, "--yes")


def test_f01_the_results_tell_what_was_not_read(work: Work) -> None:
    result = work.run(months(work.folder / "m.xlsx", active="March"), "--yes").object
    book = openpyxl.load_workbook(result["results"])
    summary = [cell for line in book["Summary"].iter_rows(values_only=True) for cell in line if cell]
    assert "March" in summary
    assert any("Not read: 2 other sheets (3 rows)" in str(cell) for cell in summary)


def test_f01_all_sheets_are_read_one_after_the_other_and_every_row_is_created_once(work: Work) -> None:
    path = months(work.folder / "m.xlsx")
    text = shown(work, "run", path, "--yes", "--sheet", "all")
    assert "Not read" not in text
    assert len(work.names()) == len(set(work.names())) == sum(MONTHS.values())
    for name, rows in MONTHS.items():
        results = openpyxl.load_workbook(path.with_name(f"m.{name}.results.xlsx"))
        assert [cell.value for cell in results[name]["H"]] == ["Status", *["created"] * rows]
    shown(work, "run", path, "--yes", "--sheet", "all")
    assert len(work.names()) == sum(MONTHS.values())
    assert work.counts(path.with_name("m.March.results.xlsx"), "--yes", verb="retry") == {"already exists": 3}


def test_f01_a_folder_in_the_place_of_results_is_told_before_a_row_of_any_sheet_is_sent(work: Work) -> None:
    path = months(work.folder / "m.xlsx")
    path.with_name("m.March.results.xlsx").mkdir()
    said = said_by(work, "run", path, "--yes", "--sheet", "all")
    assert (said.status, work.names()) == (3, [])
    assert "m.March.results.xlsx is a folder: choose another file with --results." in said.err
    assert said_by(work, "check", path, "--sheet", "all").status == 0


def test_f01_a_sheet_that_cannot_be_read_stops_no_other(work: Work) -> None:
    double = [("Name", "Name", "Status code"), ("a", "b", "Open")]
    path = workbook(
        work.folder / "m.xlsx", Broken=double, Sound=[(*HEADINGS[:3], "Name"), ("", "P-1001", "MAINT", "x")]
    )
    text = shown(work, "check", path, "--sheet", "all")
    assert 'm.xlsx, sheet "Sound": 1 row checked' in text
    assert "Error:" in text


def test_f01_each_sheet_that_cannot_be_read_is_told(work: Work) -> None:
    of_names = [("Name", "Name", "Status code"), ("a", "b", "Open")]
    of_statuses = [("Status code", "Status code", "Name"), ("Open", "Open", "a")]
    sound = [(*HEADINGS[:3], "Name"), ("", "P-1001", "MAINT", "x")]
    path = workbook(work.folder / "m.xlsx", Broken=of_names, Sound=sound, Damaged=of_statuses)
    text = shown(work, "check", path, "--sheet", "all")
    for name in ("Broken", "Damaged"):
        assert f'Error: The sheet "{name}" was not read.' in text
    assert 'm.xlsx, sheet "Sound": 1 row checked' in text


def test_f01_the_last_sentence_is_of_all_sheets(work: Work) -> None:
    path = months(work.folder / "m.xlsx")
    all_ = ("--sheet", "all")
    last = shown(work, "check", path, *all_).strip().splitlines()[-1]
    assert last == f"Checked: 6 rows of 3 sheets. Next: 'importer run {path} --target practice --sheet all'."
    said = shown(work, "run", path, "--yes", *all_)
    assert said.strip().splitlines()[-1] == "Every row of the 3 sheets is in the target."
    assert "Nothing more to do" not in said


def test_f01_the_last_sentence_does_not_hide_a_column_that_was_not_sent(work: Work) -> None:
    jan, feb = [HEADINGS, row("one")], [(*HEADINGS, "Colour of the door"), (*row("two"), "red")]
    said = shown(work, "run", workbook(work.folder / "m.xlsx", Jan=jan, Feb=feb), "--yes", "--sheet", "all")
    assert said.strip().splitlines()[-1].startswith("In the target: 2 rows of 2 sheets. The messages above list")


def test_f01_the_last_sentence_names_the_sheets_whose_rows_are_not_in_the_target(work: Work) -> None:
    wrong = [HEADINGS, row("two"), row("", Project_code="none"), row("three", Status_code="none")]
    broken = [(*HEADINGS[:6], "Name"), (*row("a")[:6], "b")]
    path = workbook(
        work.folder / "m.xlsx", Jan=[HEADINGS, row("one")], Feb=wrong, Broken=broken, Mar=[HEADINGS, row("four")]
    )
    for verb, counts in (
        ("check", 'Checked: 5 rows of 3 sheets. With errors: 2 rows ("Feb": 2).'),
        ("run", 'In the target: 3 rows of 3 sheets. Not in the target: 2 rows ("Feb": 2).'),
    ):
        yes = ("--yes",) if verb == "run" else ()
        last = said_by(work, verb, path, "--sheet", "all", *yes).out.strip().splitlines()[-1]
        again = f"'importer {verb} {path} --sheet all' again."
        assert last == f'{counts} Not read: "Broken". Next: follow the advice for these sheets above, then run {again}'


@pytest.mark.thorough
def test_f01_a_row_that_two_sheets_have_is_asked_about(work: Work) -> None:
    same = [HEADINGS, row("Monthly check")]
    text = shown(work, "run", workbook(work.folder / "m.xlsx", One=same, Two=same), "--yes", "--sheet", "all")
    assert work.names() == ["Monthly check"]
    assert "1 row is not sent until you decide: its job may be in the target already." in text
    last = text.strip().splitlines()[-1]
    assert last.startswith('In the target: 1 row of 2 sheets. Not sent until you decide: 1 row ("Two": 1). Next: ')


@pytest.mark.thorough
def test_f01_hidden_sheets_are_read_only_where_they_are_named(work: Work) -> None:
    path = months(work.folder / "m.xlsx", active="January", hidden="March")
    assert "1 other sheet (2 rows)" in shown(work, "check", path)
    assert '"March"' not in shown(work, "check", path, "--sheet", "all")
    assert work.run(path, "--sheet", "March", verb="check").object["rows"] == MONTHS["March"]


def test_f01_an_archive_with_more_headings_is_no_reason_to_leave_the_sheet_in_front(work: Work) -> None:
    old = [(*SHORT, "Description"), (*row("old")[:5], "words")]
    path = workbook(work.folder / "a.xlsx", active="Now", Archive=old, Now=[SHORT, row("new")[:5]])
    assert work.run(path, verb="check").object["sheet"] == "Now"


@pytest.mark.thorough
def test_f01_sheets_that_hold_no_jobs_are_not_told(work: Work) -> None:
    people = [("Customer", "City"), ("A", "Gent")]
    path = workbook(work.folder / "a.xlsx", Jobs=[HEADINGS, row("x")], People=people, Notes=[("Name",), ("y",)])
    result = work.run(path, "--yes").object
    assert [problem["code"] for problem in result["problems"]] == []
    assert work.run(Path(result["results"]), "--yes").object["problems"] == []


@pytest.mark.thorough
def test_f01_a_sheet_called_all_is_that_sheet(work: Work) -> None:
    path = workbook(work.folder / "a.xlsx", Jobs=[HEADINGS, row("x")], all=[HEADINGS, row("y"), row("z")])
    assert work.run(path, "--sheet", "all", verb="check").object["rows"] == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "template"])
def test_f25_without_a_row_under_the_headings_nothing_is_said_to_be_well(work: Work, kind: str) -> None:
    path = work.folder / f"jobs.{kind.replace('template', 'xlsx')}"
    if kind == "template":
        shown(work, "template", path, "--target", "practice", "--columns", "minimal")
    else:
        write(path)
    for verb in ("check", "run"):
        said = work.run(path, verb=verb)
        assert said.status == 3
        error = said.object["error"]
        assert error["code"] == 129
        assert f"no row under the headings of {'the sheet' if kind != 'csv' else 'jobs.csv'}" in error["message"]


@pytest.mark.parametrize("rules", ['leave_out = { Name = "*" }', 'keep = { Name = "none of them" }'])
def test_f25_where_the_mapping_file_leaves_out_every_row_nothing_is_said_to_be_well(work: Work, rules: str) -> None:
    path, mapping = write(work.folder / "jobs.xlsx", row("a"), row("b")), work.folder / "mapping.toml"
    mapping.write_text(f"[rows]\n{rules}\n", encoding="utf-8")
    told = "No row is left to import. Left out: 2 rows. Next: correct [rows] in the mapping file"
    for verb in ("check", "run"):
        assert work.run(path, "--map", mapping, verb=verb, state=verb).status == 3
        last = shown(work, verb, path, "--map", mapping).strip().splitlines()[-1]
        assert last == f"{told}, then run 'importer {verb} {path} --map {mapping}' again."
    results = openpyxl.load_workbook(work.folder / "jobs.results.xlsx")
    assert [cell.value for cell in results["Jobs"]["H"]] == ["Status", "left out", "left out"]
    assert told in str(list(results["Summary"].iter_rows(values_only=True)))
    assert work.names() == []
    assert " open " not in importer("runs", state=work.folder / "state").out
    mapping.write_text("", encoding="utf-8")
    assert work.counts(path, "--map", mapping) == {"created": 2}


def test_f25_rows_that_are_all_hidden_are_told_as_that(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", row("a"), row("b"))
    book = openpyxl.load_workbook(path)
    for number in (2, 3):
        book.worksheets[0].row_dimensions[number].hidden = True
    book.save(path)
    said = work.run(path, "--skip-hidden", verb="check")
    assert said.status == 3
    assert "2 rows left out" in said.object["error"]["message"]
    assert "without --skip-hidden" in said.object["error"]["advice"]


@pytest.mark.parametrize("headings", [(), HEADINGS])
def test_f25_an_empty_sheet_never_wins_over_a_filled_one(work: Work, headings: tuple[str, ...]) -> None:
    path = workbook(work.folder / "a.xlsx", active="Jobs", Jobs=[headings], Data=[SHORT[1:], row("x")[1:5]])
    assert work.run(path, verb="check").object["sheet"] == "Data"


def test_f25_hidden_rows_that_were_left_out_are_in_the_last_sentence(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", row("a"), row("b"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    last = shown(work, "run", path, "--yes", "--skip-hidden").strip().splitlines()[-1]
    assert last == "Every row to send is in the target. Not read: 1 hidden row."


def test_f01_damage_in_another_sheet_is_no_reason_to_refuse_the_one_that_is_named(work: Work) -> None:
    path = months(work.folder / "m.xlsx")
    damaged = work.folder / "d.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(damaged, "w") as out:
        for entry in whole.infolist():
            content = whole.read(entry)
            out.writestr(entry, content[: len(content) // 2] if entry.filename.endswith("sheet2.xml") else content)
    assert work.run(damaged, "--sheet", "March", verb="check").object["rows"] == MONTHS["March"]
