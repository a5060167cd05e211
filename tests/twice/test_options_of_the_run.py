"""What goes with the results of a run: its options (F26), its long texts (F14), by the real command."""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.practice.caller import Caller
from tests.twice.rows import HEADINGS, Work, row, write

LONG = "".join(f"line {number} of a long text; " for number in range(1_600))[:40_003]


def jobs(work: Work) -> dict[str, dict[str, Any]]:
    with Caller(work.server) as caller:
        return {str(job["name"]): dict(job) for job in caller.found("Jobs")}


def results(said: Said) -> Path:
    return Path(said.object["results"])


def correct(path: Path, cell: str, text: str) -> Path:
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = text
    book.save(path)
    return path


def remark(said: Said) -> str:
    return next((text for text in said.object["remarks"] if text.startswith("Read as in run ")), "")


def faulty(work: Work, name: str, **changes: str) -> Path:
    """Two rows: the first is sound, the second has an unknown project."""
    return write(work.folder / name, row("A", **changes), row("B", Project_code="P-9999", **changes))


@pytest.mark.thorough
@pytest.mark.parametrize("state", ["state", "another computer"])
def test_f26_retry_reads_dates_and_times_as_the_run_did(work: Work, state: str) -> None:
    path = faulty(work, "jobs.xlsx", Due_date="03/04/2026 10:00")
    first = work.run(path, "--yes", "--date-order", "dmy", "--timezone", "America/New_York")
    again = work.run(correct(results(first), "B3", "P-1002"), "--yes", verb="retry", state=state)
    assert again.object["counts"]["created"] == 1
    assert {job["due_date"] for job in jobs(work).values()} == {"2026-04-03T10:00:00-04:00"}
    assert "--date-order dmy --timezone America/New_York" in remark(again)
    assert "607" not in str(again.object["problems"])


@pytest.mark.thorough
def test_f26_run_on_the_results_does_the_same(work: Work) -> None:
    first = work.run(faulty(work, "jobs.xlsx", Due_date="03/04/2026"), "--yes", "--date-order", "dmy")
    work.run(correct(results(first), "B3", "P-1002"), "--yes")
    assert {job["due_date"][:10] for job in jobs(work).values()} == {"2026-04-03"}


@pytest.mark.thorough
def test_f26_an_option_given_anew_wins(work: Work) -> None:
    first = work.run(faulty(work, "jobs.xlsx", Due_date="03/04/2026"), "--yes", "--date-order", "dmy")
    again = work.run(correct(results(first), "B3", "P-1002"), "--yes", "--date-order", "mdy", verb="retry")
    assert jobs(work)["B"]["due_date"][:10] == "2026-03-04"
    assert "--date-order" not in remark(again)


def test_f26_hidden_rows_stay_left_out(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", row("A", Project_code="P-9999"), row("Hidden"))
    book = openpyxl.load_workbook(path)
    book["Jobs"].row_dimensions[3].hidden = True
    book.save(path)
    first = work.run(path, "--yes", "--skip-hidden")
    again = work.run(correct(results(first), "B2", "P-1001"), "--yes", verb="retry")
    assert again.object["rows"] == 1
    assert work.names() == ["A"]
    assert "--skip-hidden" in remark(again)


@pytest.mark.thorough
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_f26_headings_values_and_constants_of_a_mapping_stay(work: Work, ending: str) -> None:
    mapping = work.folder / "map.toml"
    mapping.write_text(
        '[columns]\nWat = "name"\n[values.project_reference_back_office]\nX = "P-1001"\n'
        '[constants]\njob_status_code = "ToBePlanned"\n',
        encoding="utf-8",
    )
    path = work.folder / f"jobs.{ending}"
    write(path, ("A", "X", "MAINT"), ("B", "nothing", "MAINT"), headings=("Wat", "Project code", "Job type code"))
    first = work.run(path, "--yes", "--map", mapping)
    mapping.unlink()
    sheet = openpyxl.load_workbook(results(first)).sheetnames[0]
    book = openpyxl.load_workbook(results(first))
    book[sheet]["B3"] = "P-1002"
    book.save(results(first))
    again = work.run(results(first), "--yes", verb="retry")
    assert again.object["counts"]["created"] == 1
    assert {job["job_status_code"] for job in jobs(work).values() if "job_status_code" in job} <= {"ToBePlanned"}
    assert 'job_status_code = "ToBePlanned"' in remark(again)
    assert work.names() == ["A", "B"]


def test_f26_the_journal_knows_the_options_of_results_in_csv(work: Work) -> None:
    path = faulty(work, "jobs.csv", Due_date="03/04/2026")
    first = work.run(path, "--yes", "--date-order", "dmy", "--results", work.folder / "out.csv")
    text = results(first).read_text(encoding="utf-8-sig").replace("P-9999", "P-1002")
    results(first).write_text(text, encoding="utf-8")
    again = work.run(results(first), "--yes", verb="retry")
    assert again.object["counts"]["created"] == 1
    assert jobs(work)["B"]["due_date"][:10] == "2026-04-03"


def test_f26_words_that_nobody_wrote_as_options_are_not_taken(work: Work) -> None:
    first = work.run(faulty(work, "jobs.xlsx"), "--yes", "--empty", "zz")
    book = openpyxl.load_workbook(results(first))
    for made in book.custom_doc_props.props:  # type: ignore[attr-defined]  # no stub
        if made.name == "importer.options.1":
            made.value = '{"mapping": {"columns": {"Name": "no such field"}}, "reading": {"timezone": 7}}'
    book.save(results(first))
    again = work.run(results(first), "--yes", verb="retry", state="elsewhere")
    assert again.status == 4
    assert not remark(again)


def long_text(work: Work) -> Path:
    path = work.folder / "jobs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = ((*row("Long"), LONG), (*row("Wrong", Project_code="P-9999"), "!" + LONG))
        csv.writer(file).writerows([(*HEADINGS, "Internal memo"), *lines])
    return path


def test_f14_the_whole_text_comes_from_the_journal(work: Work) -> None:
    first = work.run(long_text(work), "--yes")
    sheet = openpyxl.load_workbook(results(first)).sheetnames[0]
    book = openpyxl.load_workbook(results(first))
    assert len(book[sheet]["H3"].value) == 32_767
    book[sheet]["B3"] = "P-1002"
    book.save(results(first))
    work.run(results(first), "--yes", verb="retry")
    assert {len(job["internal_memo"]) for job in jobs(work).values()} == {40_003, 40_004}


def test_f14_it_comes_from_the_journal_where_the_target_gives_ids_of_its_own(tmp_path: Path) -> None:
    plan = FaultPlan((Fault(on="POST /Jobs", ids="own"),))
    with PracticeServer(tmp_path / "practice.sqlite", faults=plan) as server:
        work = Work(tmp_path, server)
        first = work.run(long_text(work), "--yes")
        again = work.run(correct(results(first), "B3", "P-1002"), "--yes", verb="retry")
        assert 425 not in {problem["code"] for problem in again.object["problems"]}
        assert {len(job["internal_memo"]) for job in jobs(work).values()} == {40_003, 40_004}


def test_f14_where_the_journal_is_not_the_row_is_held(work: Work) -> None:
    first = work.run(long_text(work), "--yes")
    again = work.run(results(first), "--yes", verb="retry", state="another computer")
    assert [problem["code"] for problem in again.object["problems"] if problem["row"] == 3][-1:] == [425]
    assert work.names() == ["Long"]


def test_r8_twins_are_said_to_be_alike_in_what_is_sent_and_no_more(work: Work) -> None:
    headings = (*HEADINGS, "Hour")
    path = write(work.folder / "jobs.csv", (*row("A"), "9:00"), (*row("A"), "11:30"), headings=headings)
    [twin] = [each for each in work.run(path, verb="check").object["problems"] if each["code"] == 522]
    assert (
        twin["message"] == "This row is the same as row 2 in every column that is sent; other columns are not compared."
    )


def test_f27_rows_of_another_file_are_told_with_the_run_and_the_file(work: Work) -> None:
    work.run(write(work.folder / "october.csv", row("Monthly check")), "--yes")
    again = work.run(write(work.folder / "november.csv", row("Monthly check")), "--yes")
    [problem] = [each for each in again.object["problems"] if each["code"] == 804]
    assert "row 2 of october.csv in run 1" in problem["message"]
    assert again.status == 4


def unknown(said: Said) -> bool:
    return any("do not record the options of their run" in text for text in said.object["remarks"])


def held_times(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 442]


def test_f26_times_of_results_in_csv_wait_for_their_zone_on_another_computer(work: Work) -> None:
    """A CSV has no place for options. Rows that are there are not asked about, whatever their times."""
    path = faulty(work, "jobs.csv", Due_date="2027-04-23 10:00")
    first = work.run(path, "--yes", "--timezone", "America/New_York", "--results", work.folder / "out.csv")
    text = results(first).read_text(encoding="utf-8-sig").replace("P-9999", "P-1002")
    results(first).write_text(text, encoding="utf-8")
    for _ in range(2):  # the run that held it knows no more
        held = work.run(results(first), "--yes", verb="retry", state="two")
        assert (held_times(held), unknown(held), work.names()) == ([3], True, ["A"])
        assert held.object["counts"]["already exists"] == 1
    again = work.run(results(held), "--yes", verb="retry", state="three")
    assert (held_times(again), work.names()) == ([3], ["A"])
    zone = ("--timezone", "America/New_York")
    sent = work.run(results(again), "--yes", *zone, verb="retry", state="two")
    assert sent.object["counts"] == {**sent.object["counts"], "created": 1, "already exists": 1}
    assert {job["due_date"] for job in jobs(work).values()} == {"2027-04-23T10:00:00-04:00"}


def test_what_matters_alone_is_asked_of_results_in_csv_on_another_computer(work: Work) -> None:
    """Where no zone and no order of dates matters, none is named; else the problem names the option to give again."""
    path = write(work.folder / "jobs.csv", row("A", Project_code="P-9999", Due_date="23/04/2027"))
    first = work.run(path, "--yes", "--results", work.folder / "out.csv")
    said = work.run(results(first), "--yes", verb="retry", state="two")
    [remark_of_options] = [text for text in said.object["remarks"] if "the options of their run" in text]
    assert "--" not in remark_of_options
    times = write(work.folder / "times.csv", row("B", Project_code="P-9999", Due_date="2027-04-23 10:00"))
    first = work.run(times, "--yes", "--timezone", "Asia/Tokyo", "--results", work.folder / "of_times.csv")
    said = work.run(results(first), "--yes", verb="retry", state="two")
    assert held_times(said) == [2]
    assert not [text for text in said.object["remarks"] if "times such as" in text]
    dates = write(work.folder / "dates.csv", row("C", Project_code="P-9999", Due_date="03/04/2027"))
    first = work.run(dates, "--yes", "--date-order", "dmy", "--results", work.folder / "of_dates.csv")
    text = results(first).read_text(encoding="utf-8-sig").replace("P-9999", "P-1002")
    results(first).write_text(text, encoding="utf-8")
    said = work.run(results(first), "--yes", verb="retry", state="two")
    [problem] = [problem for problem in said.object["problems"] if problem["code"] == 430]
    assert "--date-order dmy if it is 3 April 2027" in problem["advice"]
    sent = work.run(results(first), "--yes", "--date-order", "dmy", verb="retry", state="two")
    assert sent.object["counts"]["created"] == 1
    assert jobs(work)["C"]["due_date"][:10] == "2027-04-03"


def test_f26_times_that_say_their_zone_and_days_do_not_wait(work: Work) -> None:
    path = write(work.folder / "jobs.csv", row("A", Project_code="P-9999", Due_date="2027-04-23T10:00:00Z"), row("B"))
    first = work.run(path, "--yes", "--results", work.folder / "out.csv")
    text = results(first).read_text(encoding="utf-8-sig").replace("P-9999", "P-1002")
    results(first).write_text(text, encoding="utf-8")
    said = work.run(results(first), "--yes", verb="retry", state="two")
    assert (held_times(said), unknown(said), said.object["counts"]["created"]) == ([], True, 1)


def test_f26_what_a_mapping_decided_is_asked_for_on_another_computer(work: Work) -> None:
    mapping = work.folder / "map.toml"
    mapping.write_text('[columns]\nWat = "name"\n[constants]\njob_status_code = "ToBePlanned"\n', encoding="utf-8")
    rows = (("A", "P-1001", "MAINT"), ("B", "P-9999", "MAINT"))
    path = write(work.folder / "jobs.csv", *rows, headings=("Wat", "Project code", "Job type code"))
    first = work.run(path, "--yes", "--map", mapping, "--results", work.folder / "out.csv")
    text = results(first).read_text(encoding="utf-8-sig").replace("P-9999", "P-1002")
    results(first).write_text(text, encoding="utf-8")
    said = work.run(results(first), "--yes", verb="retry", state="two")
    assert (said.status, said.object["error"]["code"]) == (3, 836)
    assert "--map" in said.object["error"]["advice"]
    assert not results(first).with_name("out.results.xlsx").exists()
    sent = work.run(results(first), "--yes", "--map", mapping, verb="retry", state="two")
    assert sent.object["counts"] == {**sent.object["counts"], "created": 1, "already exists": 1}


def test_f26_other_options_are_asked_for_whatever_is_given_and_however_often_it_is_sent(work: Work) -> None:
    """What the mapping file of the run made of every row is in no cell; a run of this computer has the same number."""
    mapping = work.folder / "map.toml"
    mapping.write_text('[constants]\ninternal_memo = "From ACME"\n', encoding="utf-8")
    wrong = (row("B", Project_code="P-9999"), row("C", Project_code="P-9998"))
    path, zone = write(work.folder / "jobs.csv", row("A"), *wrong), ("--timezone", "America/New_York")
    first = results(work.run(path, "--yes", "--map", mapping, *zone, "--results", work.folder / "out.csv"))
    assert work.run(first, *zone, "--map", mapping, verb="retry", state="two").object["counts"]["created"] == 0
    for project in ("P-9999", "P-9998"):
        first.write_text(first.read_text(encoding="utf-8-sig").replace(project, "P-1002"), encoding="utf-8")
        said = work.run(first, *zone, verb="retry", state="two")
        assert (unknown(said), said.object["counts"]["created"]) == (True, 1)
        assert not [text for text in said.object["remarks"] if "changed since run" in text]


def test_f26_of_its_own_run_a_computer_asks_for_no_options(work: Work) -> None:
    """Whoever made the job, and however often the results are sent; also without the column of times."""
    mapping = work.folder / "map.toml"
    mapping.write_text('[constants]\ninternal_memo = "From ACME"\n', encoding="utf-8")
    path = write(work.folder / "jobs.csv", row("A"), row("B", Project_code="P-9999"))
    first = results(work.run(path, "--yes", "--map", mapping, "--results", work.folder / "out.csv"))
    second = results(work.run(path, "--yes", "--map", mapping, "--results", work.folder / "again.csv"))
    for made in (first, second, first, second):
        again = work.run(made, "--yes", "--results", work.folder / "more.csv", verb="retry")
        assert (unknown(again), "From ACME" in remark(again)) == (False, True)
    with first.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    place = lines[0].index("Sent at")
    write(first, *(tuple(line[:place] + line[place + 1 :]) for line in lines[1:]), headings=(*lines[0][:place], "Run"))
    again = work.run(first, "--yes", "--results", work.folder / "more.csv", verb="retry")
    assert (unknown(again), "From ACME" in remark(again)) == (False, True)


def test_f26_so_it_is_where_somebody_has_settled_the_only_row_since(tmp_path: Path) -> None:
    plan = FaultPlan((Fault(on="POST /Jobs", ids="own", carried_out=True, sent="nothing", then="close"),))
    with PracticeServer(tmp_path / "practice.sqlite", faults=plan) as server:
        work, mapping = Work(tmp_path, server), tmp_path / "map.toml"
        mapping.write_text('[constants]\ninternal_memo = "From ACME"\n', encoding="utf-8")
        path = write(tmp_path / "jobs.csv", row("A"))
        first = results(work.run(path, "--yes", "--map", mapping, "--results", tmp_path / "out.csv"))
        (job,) = jobs(work).values()
        assert work.show("runs", "settle", "1", "2", "--there", str(job["id"])).status == 0
        again = work.run(first, "--yes", verb="retry")
        assert (unknown(again), "From ACME" in remark(again)) == (False, True)
        elsewhere = [work.run(first, "--yes", verb="retry", state="two") for _ in range(2)]
        assert [unknown(said) for said in elsewhere] == [True, True]
