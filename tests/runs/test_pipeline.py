"""The Python door: check_sheet and import_sheet on real workbooks and the practice server."""

from pathlib import Path
from threading import Event

import openpyxl
import pytest
import requests

import importer
from importer.cli.show import show_result
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests.builders import good
from tests.workbooks import workbook


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "object":
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield make_practice_target(server.url, server.password)


def jobs_of(target: importer.Target) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    url: str | None = f"{target.url}/Jobs"
    while url:
        page = requests.get(url, auth=target.login, timeout=10).json()
        found += page["value"]
        url = page.get("@odata.nextLink")
    return found


def test_sound_rows_are_created_and_the_others_held(tmp_path: Path, target: importer.Target) -> None:
    path = workbook(tmp_path, good(Reference="A"), good(Reference="B", Status_code="Nope"), good(Reference="C"))
    result = importer.import_sheet(path, target=target)
    assert result.counts == {
        **dict.fromkeys(importer.Status, 0),
        importer.Status.CREATED: 2,
        importer.Status.INVALID: 1,
    }
    assert sorted(str(job["reference_back_office"]) for job in jobs_of(target)) == ["A", "C"]
    assert {job["id"] for job in jobs_of(target)} == set(result.jobs.values())
    assert result.exit_code == importer.ExitCode.SOME_FAILED
    assert result.results == tmp_path / "jobs.results.xlsx"
    assert result.results.exists()


def test_running_a_sheet_twice_creates_nothing_twice(tmp_path: Path, target: importer.Target) -> None:
    path = workbook(tmp_path, good(Reference="A"), good(), good())
    first = importer.import_sheet(path, target=target)
    again = importer.import_sheet(path, target=target)
    assert first.counts[importer.Status.CREATED] == 3
    assert again.counts[importer.Status.CREATED] + again.counts[importer.Status.EXISTS] == 3
    assert again.jobs == first.jobs
    assert len(jobs_of(target)) == 3


def test_check_sends_nothing_and_needs_no_target(tmp_path: Path, target: importer.Target) -> None:
    path = workbook(tmp_path, good(Name=""), good(Project_code="P-9"))
    assert [problem.cell for problem in importer.check_sheet(path).problems] == ["D2"]
    assert [problem.cell for problem in importer.check_sheet(path, target=target).problems] == ["D2", "A3"]
    assert jobs_of(target) == []


def test_nothing_is_sent_where_the_answer_is_no(tmp_path: Path, target: importer.Target) -> None:
    path = workbook(tmp_path, good())
    result = importer.import_sheet(path, target=target, observer=importer.Observer(confirm=lambda *_: False))
    assert jobs_of(target) == []
    assert result.counts[importer.Status.NOT_SENT] == 1
    assert (result.results, result.declined) == (None, True)


def test_a_run_that_stops_before_it_has_looked_still_knows_what_an_earlier_run_created(
    tmp_path: Path, target: importer.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path, good(Reference="A"), good())
    first = importer.import_sheet(path, target=target)
    workbook(tmp_path, good(Reference="A"), good(), good(Reference="B"))
    for file, state in ((path, "state"), (tmp_path / "jobs.results.xlsx", "elsewhere")):
        monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / state))
        stop = Event()
        observer = importer.Observer(confirm=lambda *_, stop=stop: not stop.set(), stop=stop)
        stopped = importer.import_sheet(file, target=target, observer=observer)
        assert stopped.counts[importer.Status.EXISTS] == 2, stopped.counts
        assert stopped.jobs == first.jobs
        assert stopped.exit_code == importer.ExitCode.INTERRUPTED
        summary = openpyxl.load_workbook(stopped.results or path)["Summary"]
        answers = {str(row[0]): row[1] for row in summary.iter_rows(max_col=2, values_only=True)}
        assert [answers[each] for each in ("In the target", "Not in the target", "of these, not sent yet")] == [2, 1, 1]


def test_a_sheet_with_headings_only_is_refused(tmp_path: Path, target: importer.Target) -> None:
    path = workbook(tmp_path, dict.fromkeys(good(), ""))
    with pytest.raises(importer.ImporterError, match="no row under the headings") as refused:
        importer.import_sheet(path, target=target)
    assert refused.value.exit_code == importer.ExitCode.NOT_STARTED


def test_results_whose_place_is_taken_meanwhile_are_written_beside_it(
    tmp_path: Path, target: importer.Target, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path, good())

    def taken(*_: object) -> bool:
        (tmp_path / "jobs.results.xlsx" / "inside").mkdir(parents=True)  # as final as a file that Excel has open
        return True

    result = importer.import_sheet(path, target=target, observer=importer.Observer(confirm=taken))
    assert result.results == tmp_path / "jobs.results.2.xlsx"
    show_result(result, as_json=False, quiet=False)
    assert "jobs.results.xlsx cannot be written now" in capsys.readouterr().out
