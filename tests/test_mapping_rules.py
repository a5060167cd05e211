"""Rules of a mapping file through the front door: which rows become jobs, and what their fields are made of."""

from pathlib import Path

import openpyxl
import pytest

import importer
from importer.errors import SheetError
from importer.practice.server import PracticeServer
from importer.records import Status
from importer.targets import make_practice_target
from tests.builders import told

REPORT = """Order;Machine;State;Text;Reported;Due;Time;Place
1;P-1001;Closed;Old work;2026-01-01;31-12-2026;08:30;{"city": "Gent"}
2;;New;Fan;2026-02-02;30-12-2026;09:00;{'city': 'Gent'}
2;;New;"Blade 12 kW";2026-02-02;29-12-2026;;
3;P-1002;REL x;Motor;2026-01-05;28-12-2026;;
Subtotal;;;;;;;
"""
MAPPING = """
[columns]
Order = "reference_back_office"
Machine = "project_reference_back_office"
Text = "name"
State = ""

[constants]
job_type_code = "MAINT"

[rows]
fill_down = "Machine"
leave_out = [{ Order = "subtotal*" }, { Order = "" }]
one_job_per = "Order"
join = "Text"

[fields]
due_date = { from = ["Due", "Time"] }
customer_reference = { from = "Place", part = "city" }
estimated_time = { from = "Text", take = "number" }
internal_memo = { where = { Reported = { before = 2026-02-01 } }, value = "old" }

[[fields.job_status_code]]
where = { State = { not = ["Closed", "REL*"] } }
value = "Open"

[[fields.job_status_code]]
where = { State = "rel*" }
value = "Pooling"

[[fields.job_status_code]]
leave_out = true
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    path = tmp_path / "report.csv"
    path.write_text(REPORT, encoding="utf-8")
    path.with_suffix(".toml").write_text(MAPPING, encoding="utf-8")
    return path


def options_of(report: Path) -> importer.Options:
    return importer.Options(mapping=report.with_suffix(".toml"), timezone="Europe/Brussels")


def test_rows_and_fields_are_what_the_rules_say(report: Path) -> None:
    result = importer.check_sheet(report, options=options_of(report))
    values = result.batch.values
    assert values.index.to_list() == [3, 5]
    assert values["project_reference_back_office"].to_list() == ["P-1001", "P-1002"]
    assert values["name"].to_list() == ["Fan\nBlade 12 kW", "Motor"]
    assert values["due_date"].to_list() == ["2026-12-30T09:00:00+01:00", "2026-12-28"]
    assert values["customer_reference"].to_list() == ["Gent", ""]
    assert values["estimated_time"].to_list() == ["12", ""]
    assert values["internal_memo"].to_list() == ["", "old"]
    assert values["job_status_code"].to_list() == ["Open", "Pooling"]
    assert told(result.problems) == [(2, "", 529), (4, "", 530), (5, "estimated_time", 531), (6, "", 529)]
    assert result.exit_code is importer.ExitCode.ALL_WELL


def test_each_left_out_row_is_told_with_its_rule_and_the_counts_add_up(report: Path) -> None:
    result = importer.check_sheet(report, options=options_of(report))
    assert {str(status): count for status, count in result.counts.items() if count} == {"left out": 3, "not sent": 2}
    assert [outcome.row for outcome in result.outcomes] == [2, 3, 4, 5, 6]
    assert [problem.message for problem in result.problems if problem.code.number in {529, 530}] == [
        "The mapping file leaves this row out: fields.job_status_code: leave_out.",
        (
            'The mapping file combines this row and row 3 into one job: rows.one_job_per: "Order". This row has other '
            'values under "Due", which are not sent.'
        ),
        'The mapping file leaves this row out: rows.leave_out: "Order" is "subtotal*".',
    ]


def test_a_run_sends_the_others_and_its_results_are_read_by_the_same_rules(report: Path, tmp_path: Path) -> None:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        target = make_practice_target(server.url, server.password)
        first = importer.import_sheet(report, target=target, options=options_of(report))
        assert first.counts[Status.CREATED] == 2
        assert first.results is not None
        sheet = openpyxl.load_workbook(first.results).worksheets[0]
        shown = {row[0].row: row[8].value for row in sheet.iter_rows(min_row=2)}
        assert list(shown.values()) == ["left out", "created", "left out", "created", "left out"]
        again = importer.retry_results(first.results, target=target)
        assert again.counts[Status.EXISTS] == 2
        assert again.counts[Status.LEFT_OUT] == 3
        assert again.exit_code is importer.ExitCode.ALL_WELL


def test_a_rule_whose_column_is_not_in_the_sheet_stops_before_anything_is_left_out(report: Path) -> None:
    mapping = report.with_suffix(".toml")
    mapping.write_text(MAPPING.replace("{ State = {", "{ Stat = {"), encoding="utf-8")
    with pytest.raises(SheetError, match=r'needs the column "Stat" .* Did you mean "State"'):
        importer.check_sheet(report, options=options_of(report))
