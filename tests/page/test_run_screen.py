"""The screen of a run says what a command says of it, and no more than was done."""

import threading
from pathlib import Path

from openpyxl import Workbook

from importer.records import Observer
from importer.runs import import_sheet, make_request, resume_run, run_import
from importer.settings import Options
from importer.workbench import Draft
from tests.page.visitor import Visitor
from tests.workbench.bench import until

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code")


def book(path: Path, *names: str) -> Path:
    made = Workbook()
    for place, name in enumerate(names):
        jobs = made.create_sheet(name, place)
        jobs.append(HEADINGS)
        for number in (1, 2):
            jobs.append((f"WO-{place}{number}", "Pump", "P-1001", "MAINT", "Open"))
    made.save(path)
    return path


def test_the_other_sheet_of_a_dropped_file_is_not_said_to_be_in_the_target(visitor: Visitor, tmp_path: Path) -> None:
    path = book(tmp_path / "jobs.xlsx", "March", "April")
    bench = visitor.server.bench
    copied = Draft(path, "jobs.xlsx", "", is_copy=True, sheet="March")
    opened = until(bench.open(bench.begin(path, copied, target="practice").id))
    assert opened.checked is not None
    bench.send(opened, bench.make_confirmation(opened, opened.checked))
    until(opened)
    said = visitor.get("/runs/1").text
    assert "Every row of the sheet &#34;March&#34; is in the target" in said
    assert "Not read: " in said


def test_a_run_that_another_continued_says_so(visitor: Visitor, tmp_path: Path) -> None:
    stop = threading.Event()
    request = make_request(book(tmp_path / "jobs.xlsx", "March"), "practice", None, Options())
    run_import(request, Observer(stop=stop, began=lambda _run: stop.set()))
    resume_run("last")
    assert "importer runs show 2" in visitor.get("/runs/1").text.partition('class="command"')[0]


def test_what_stays_of_an_erased_run_is_named(visitor: Visitor, tmp_path: Path) -> None:
    import_sheet(book(tmp_path / "other.xlsx", "March"), target="practice")
    assert "dropped file" not in visitor.get("/runs/1").text
    bench, copied = visitor.server.bench, Draft(Path(), "jobs.xlsx", "", is_copy=True)
    path = book(bench.store.folder_of(copied.id) / "jobs.xlsx", "March")
    for _time in range(2):
        opened = until(bench.open(bench.begin(path, copied, target="practice").id))
        assert opened.checked is not None
        bench.send(opened, bench.make_confirmation(opened, opened.checked))
        until(opened)
    for run in (2, 3):  # the draft itself knows the last one
        assert f"dropped file: {path.parent}" in visitor.get(f"/runs/{run}").text
        assert visitor.post(f"/runs/{run}/forget", {"sure": "1"}).object == {"go": "/runs"}
    assert path.exists()
    assert (path.parent / "work.json").exists()
