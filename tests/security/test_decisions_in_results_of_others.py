"""S2: results that somebody else wrote say how they are read: that is told word for word before anything is sent, and
it is nothing that was decided here.
"""

import json
import os
from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from importer.files import find_state_folder
from importer.mapping import list_remembered, recall
from importer.runs.recorded_run import open_journal
from importer.workbench import Workbench
from tests.builders import good
from tests.command import importer
from tests.security.stranger import Desk
from tests.workbench.bench import until
from tests.workbooks import workbook

ON_A_TERMINAL = pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
HEADINGS = [*good(), "Reference", "Remarks"]
THEIRS = {
    "reading": {"timezone": "Asia/Tokyo"},
    "mapping": {"columns": {"Remarks": "description"}, "values": {"job_status_code": {"ToBePlanned": "Open"}}},
}
TOLD = (
    '--timezone Asia/Tokyo and 1 decided heading ("Remarks" = description) and 1 decided value ("ToBePlanned" = "Open" '
    "in job_status_code)."
)


def results_of_others(folder: Path, state: Path) -> Path:
    """The results of a check on another computer, in which somebody has put these options."""
    sheet = workbook(folder, good(Reference="A-1", Remarks="hello"), name="theirs.xlsx")
    results = folder / "from them.xlsx"
    importer("check", sheet, "--results", results, state=state)
    book = openpyxl.load_workbook(results)
    found = book.custom_doc_props  # type: ignore[attr-defined]  # its types do not know it
    for name in [name for name in found.names if name.startswith("importer.options")]:
        del found[name]
    text = json.dumps(THEIRS)
    pieces = [text[first : first + 250] for first in range(0, len(text), 250)]
    found.append(StringProperty(name="importer.options", value=str(len(pieces))))
    for number, piece in enumerate(pieces, 1):
        found.append(StringProperty(name=f"importer.options.{number}", value=piece))
    book.save(results)
    return results


@ON_A_TERMINAL
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("verb", ["run", "retry"])
def test_it_is_told_before_a_person_is_asked(desk: Desk, tmp_path: Path, verb: str) -> None:
    results = results_of_others(desk.folder, tmp_path / "theirs")
    with desk.terminal(verb, results, "--target", "acme") as terminal:
        terminal.answer(b"[y/n]", "n")
        terminal.end()
    before = " ".join(terminal.shown.partition(b"[y/n]")[0].decode().split())
    assert " ".join(TOLD.split()) in before
    assert desk.jobs == 0


@ON_A_TERMINAL
def test_it_is_told_before_the_name_of_a_production_target_is_typed(desk: Desk, tmp_path: Path) -> None:
    desk.set_up(desk.practice.url, "production = true")
    results = results_of_others(desk.folder, tmp_path / "theirs")
    with desk.terminal("run", results, "--target", "acme", "--yes") as terminal:
        terminal.answer(b"to send there", "no")
        terminal.end()
    assert " ".join(TOLD.split()) in " ".join(terminal.shown.partition(b"to send there")[0].decode().split())


def test_it_is_not_remembered_for_sheets_with_the_same_headings(tmp_path: Path) -> None:
    results = results_of_others(tmp_path, tmp_path / "theirs")
    said = importer("check", results, "--accept-suggestions", "--json", state=tmp_path / "state")
    assert [remark for remark in said.object["remarks"] if TOLD in remark]
    kept = recall(results, HEADINGS, tmp_path / "state")
    assert kept is None or kept.find_decision("Remarks") is None


def test_nor_for_a_customer_or_a_target_when_its_run_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    results = results_of_others(tmp_path, tmp_path / "theirs")
    assert importer("run", results, "--target", "practice", "--yes", state=state).status == 0
    monkeypatch.setenv("IMPORTER_STATE", str(state))
    bench = Workbench()
    try:
        with open_journal() as journal:
            opened = until(bench.open(bench.begin_after(journal.previous_runs.find_run(1)).id))
        assert opened.checked is not None
        bench.send(opened, bench.make_confirmation(opened, opened.checked))
        assert until(opened).sending is not None
    finally:
        bench.close()
    assert list(list_remembered(find_state_folder())) == []
    kept = recall(results, HEADINGS, state)
    assert kept is None or kept.find_decision("Remarks") is None
