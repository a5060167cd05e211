"""One way to correct rows, said in the same two sentences wherever it is said (N1)."""

import re
from pathlib import Path

import openpyxl
import pytest

from importer.guide import FOLDER
from importer.problem import CODES
from importer.steps.report.correcting import CORRECT_RESULTS, CORRECT_ROWS, CORRECT_SHEET
from tests.builders import GOOD
from tests.command import ROOT, importer
from tests.workbooks import workbook

OF_PAGES = {"consultant": ("legacy", " --map acme.toml")}
CORRECTED = {"Project code": "P-1001", "project.reference_back_office": None, "project.name": None}
OF_CELLS_AND_ROWS = (165, 167, *range(400, 700), 802)


def sentences(results: str, sheet: str, options: str = "") -> tuple[str, str]:
    target = f"--target practice{options}"
    retry, run = f"'importer retry {results} {target}'", f"'importer run {sheet} {target}'"
    return CORRECT_RESULTS.format(results=Path(results).name, retry=retry), CORRECT_SHEET.format(
        sheet=Path(sheet).name, run=run
    )


def plain(text: str) -> str:
    """The words alone: no marks of Markdown, no quotes, any beginning."""
    return " ".join(re.sub("[`']", "", text).split()).casefold()


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    rows = (GOOD, GOOD | {"Project code": "P-9999"})
    lines = [",".join(GOOD), *(",".join(row.values()) for row in rows)]
    (tmp_path / "jobs.csv").write_text("\n".join(lines), encoding="utf-8")
    workbook(tmp_path, *rows)
    return tmp_path


@pytest.mark.parametrize("words", ["check {} --results jobs.results.xlsx", "run {} --target practice --rate 9/s"])
def test_summary_keeps_all_options_that_the_screen_keeps(faulty: Path, words: str) -> None:
    typed = [*words.format("jobs.xlsx").split(), "--language", "nl"]
    said = importer(*typed, state=faulty / "state", cwd=str(faulty)).out.strip().splitlines()[-1]
    book = openpyxl.load_workbook(faulty / "jobs.results.xlsx")
    assert "--language nl" in said
    assert said in [cell.value for cell in book["Summary"]["B"]]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("name", ["jobs.csv", "jobs.xlsx"])
def test_the_screen_and_summary_say_it_alike_and_it_works(faulty: Path, name: str) -> None:
    said = importer("run", name, "--target", "practice", state=faulty / "state", cwd=str(faulty))
    last = said.out.strip().splitlines()[-1]
    for sentence in sentences("jobs.results.xlsx", name):
        assert plain(sentence) in plain(last)
    results = faulty / "jobs.results.xlsx"
    book = openpyxl.load_workbook(results)
    summary = plain(" ".join(str(cell) for row in book["Summary"].iter_rows(values_only=True) for cell in row if cell))
    for sentence in sentences("jobs.results.xlsx", name):
        assert plain(sentence) in summary
    shown = importer("runs", "show", "1", state=faulty / "state", cwd=str(faulty)).out
    assert plain("Correct the red cells in jobs.results.xlsx") in plain(shown)
    data = book.worksheets[0] if book.worksheets[0].title != "Summary" else book.worksheets[1]
    sheet = next((each for each in book.worksheets if each["A1"].value == "Project code"), data)
    sheet["A3"] = "P-1002"
    book.save(results)
    again = importer(
        "retry", "jobs.results.xlsx", "--target", "practice", "--json", state=faulty / "state", cwd=str(faulty)
    )
    assert again.object["counts"]["created"] == 1


def test_a_check_that_writes_results_leads_to_them(faulty: Path) -> None:
    words = ("--target", "practice", "--results", "chk.xlsx")
    said = " ".join(importer("check", "jobs.xlsx", *words, state=faulty / "state", cwd=str(faulty)).out.split())
    assert (
        "Next: correct the red cells in chk.xlsx, save it, and type 'importer check chk.xlsx --target practice'. "
        "Or correct jobs.xlsx itself, and type 'importer check jobs.xlsx --target practice --results chk.xlsx'."
    ) in said
    book = openpyxl.load_workbook(faulty / "chk.xlsx")
    summary = " ".join(str(cell) for row in book["Summary"].iter_rows(values_only=True) for cell in row if cell)
    assert "correct the red cells in chk.xlsx, save it, and type 'importer check chk.xlsx --target" in summary
    next(sheet for sheet in book.worksheets if sheet["A1"].value == "Project code")["A3"] = "P-1002"
    book.save(faulty / "chk.xlsx")
    again = importer("check", "chk.xlsx", "--target", "practice", state=faulty / "state", cwd=str(faulty))
    assert (again.status, "No errors." in again.out) == (0, True), again.out


def test_a_csv_has_no_red_cells(faulty: Path) -> None:
    words = ("run", "jobs.csv", "--target", "practice", "--results", "done.csv")
    said = " ".join(importer(*words, state=faulty / "state", cwd=str(faulty)).out.split())
    assert "Next: correct the cells that Problem names in done.csv, save it, and type 'importer retry done.csv " in said
    assert "red cells" not in said


def test_rows_that_were_corrected_in_the_results_are_not_told_as_missing_when_the_sheet_is_run_again(
    tmp_path: Path,
) -> None:
    """Nor where its rows stand elsewhere by then, nor when an old copy of the results is sent again."""
    wrong = [GOOD | {"Project code": f"P-999{n}", "Name": f"Wrong {n}"} for n in range(3)]
    path = workbook(tmp_path, GOOD, *wrong)

    def run(verb: str, file: Path) -> tuple[dict[str, int], str]:
        said = importer(verb, file, "--target", "practice", state=tmp_path / "state")
        shown = importer("runs", "show", "last", "--json", state=tmp_path / "state").object
        return {status: count for status, count in shown["counts"].items() if count}, " ".join(said.out.split())

    run("run", path)
    results = tmp_path / "jobs.results.xlsx"
    (tmp_path / "copy.xlsx").write_bytes(results.read_bytes())
    book = openpyxl.load_workbook(results)
    page = next(sheet for sheet in book.worksheets if sheet["A1"].value == "Project code")
    page["A3"] = page["A4"] = "P-1001"
    book.save(results)
    assert run("retry", results)[0] == {"created": 2, "already exists": 1, "invalid": 1}
    workbook(tmp_path, *reversed(wrong), GOOD)
    said = "2 rows with errors were corrected in results of this sheet, and their jobs are in the target."
    for verb, file in (("run", path), ("run", path), ("retry", tmp_path / "copy.xlsx")):
        counts, shown = run(verb, file)
        assert counts["invalid"] == 3
        assert "1 row is not in the target." in shown, shown
        assert said in shown
    summary = openpyxl.load_workbook(tmp_path / "jobs.results.2.xlsx")["Summary"]
    assert [(summary.cell(row, 1).value, summary.cell(row, 2).value) for row in (3, 4)] == [
        ("In the target", 3),
        ("Not in the target", 1),
    ]
    assert said in importer("runs", "show", "1", state=tmp_path / "state").out, "of the first run it is true, too"


def test_rows_that_a_later_run_sent_are_not_told_as_missing_of_the_run_that_refused_them(tmp_path: Path) -> None:
    sheet, state = tmp_path / "jobs.xlsx", tmp_path / "state"
    sheet.write_bytes((ROOT / "sample_sheets" / "refused_by_target.xlsx").read_bytes())

    def say(*words: str) -> str:
        return " ".join(importer(*words, state=state, cwd=str(tmp_path)).out.split())

    say("run", "jobs.xlsx", "--target", "practice")
    assert "2 rows are not in the target." in say("runs", "show", "1")
    results = tmp_path / "jobs.results.xlsx"
    book = openpyxl.load_workbook(results)
    page = book["Jobs"]
    for heading in page[1]:
        if heading.value in CORRECTED:
            heading.offset(2).value = CORRECTED[str(heading.value)]
    book.save(results)
    say("retry", "jobs.results.xlsx", "--target", "practice")
    shown = say("runs", "show", "1")
    later = "2 rows were sent in a later run, and their jobs are in the target."
    assert shown.endswith(f"Every row is in the target. Nothing more to do. {later}")
    shown = say("runs", "show", "jobs.xlsx", "--row", "4")
    assert "Correct row 3" not in shown
    assert "1 row was sent in a later run, and its job is in the target." in shown


@pytest.mark.parametrize("page", ["results", "analyst", "consultant", "support", "README"])
def test_the_readme_and_the_guide_say_it_alike(page: str) -> None:
    path = ROOT / "README.md" if page == "README" else FOLDER / f"{page}.md"
    text, (name, options) = plain(path.read_text(encoding="utf-8")), OF_PAGES.get(page, ("jobs", ""))
    first, second = sentences(f"{name}.results.xlsx", f"{name}.xlsx", options)
    if page == "support":  # what the target refuses there stands in no column: no cell is red
        first = first.replace(CORRECT_RESULTS.partition(" in ")[0], CORRECT_ROWS.partition(" in ")[0])
    assert plain(first) in text
    assert plain(second) in text


@pytest.mark.parametrize("number", sorted(CODES.keys() & set(OF_CELLS_AND_ROWS)))
def test_the_advice_for_a_cell_or_a_row_names_no_other_way(number: int) -> None:
    advice = CODES[number].advice
    assert not re.search(r"same command again|importer (run|retry)", advice) or "looks the job up" in advice
