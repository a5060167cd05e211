"""A sheet that somebody works on: kept on disk, sent as it was confirmed or not at all."""

import json
import stat
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from importer.records import Status
from importer.workbench import Draft, DraftStore, NoSuchDraft, Question, Workbench, find_held_causes, show_rows_page
from importer.workbench.question import QuestionBox
from tests.steps.read.encrypted import agile
from tests.workbench.bench import checked, until

HEAD = "Reference,Name,Project code,Job type code,Status code\n"
LIMIT = 60


def sheet(path: Path, *projects: str) -> Path:
    lines = (f"WO-{number},Pump,{project},MAINT,Open\n" for number, project in enumerate(projects, 1))
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def test_what_is_kept_is_the_users_alone_and_comes_back(bench: Workbench, tmp_path: Path) -> None:
    draft = bench.begin(sheet(tmp_path / "jobs.csv", "P-1001"), target="practice")
    assert bench.store.get(draft.id) == draft
    assert bench.store.list_drafts() == (draft,)
    assert bench.begin(tmp_path / "jobs.csv").id == draft.id  # the same file is the same draft
    if sys.platform != "win32":
        for path in (tmp_path / "state" / "work").rglob("*"):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 2}', '{"version": 1, "id": 3}', '{"version": 1}'])
def test_what_is_damaged_is_as_if_it_were_not_there(bench: Workbench, tmp_path: Path, damage: str) -> None:
    draft = bench.begin(sheet(tmp_path / "jobs.csv", "P-1001"))
    (bench.store.folder_of(draft.id) / "work.json").write_text(damage)
    assert bench.store.list_drafts() == ()
    with pytest.raises(NoSuchDraft):
        bench.store.get(draft.id)


OF_VERSION_1 = """{"path": "/sheets/jobs.csv", "name": "jobs.csv", "target": "practice", "id": "%s", "is_copy": false,
 "sheet": null, "heading_row": null, "run": 3, "customer": "", "left": {"decisions": 1}, "version": 1,
 "changed": "2026-11-30T09:41:00+00:00", "said": [{"question": "Corrected: C3", "answer": "P-1002", "columns":
 {"Kostenplaats": "project.code"}, "values": {}, "constants": {}, "rows": {}, "fields": {}, "edits":
 [[3, 3, "P-1", "P-1002"]], "options": {"date_order": "dmy"}}]}"""


def test_a_work_that_an_earlier_importer_kept_is_read_with_its_answers(tmp_path: Path) -> None:
    store, name = DraftStore(tmp_path), "1" * 32
    (store.folder_of(name) / "work.json").write_text(OF_VERSION_1 % name)
    (answer,) = store.get(name).answers
    assert (answer.question, answer.answer) == ("Corrected: C3", "P-1002")
    assert answer.mapping.columns == {"Kostenplaats": "project.code"}
    assert answer.mapping.options.date_order == "dmy"
    assert [(edit.cell, edit.was, edit.text) for edit in store.get(name).edits] == [("C3", "P-1", "P-1002")]
    saved = json.loads(store.get(name).to_json())
    assert saved == json.loads(OF_VERSION_1 % name)  # and written so that an earlier importer reads it


def test_a_work_under_another_id_is_not_taken(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    draft = Draft(tmp_path / "jobs.csv", "jobs.csv", "practice")
    store.keep(draft)
    other = store.folder_of("0" * 32)
    (other / "work.json").write_text(draft.to_json())
    with pytest.raises(NoSuchDraft):
        store.get("0" * 32)


def test_causes_say_how_many_rows_each_releases(bench: Workbench, tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.csv", "P-1001", "P-x", "P-x", "P-1002")
    path.write_text(path.read_text() + "WO-5,Pump,P-x,NONE,Open\n")
    opened = checked(bench, path)
    assert opened.checked is not None
    held = [one for one in find_held_causes(opened.checked) if one.cause.is_error]
    assert [(sorted(one.rows), one.releases) for one in held] == [([3, 4, 6], 2), ([6], 0)]
    page = show_rows_page(opened.checked, held[0].rows, 1)
    assert [row.number for row in page.rows] == [3, 4, 6]
    assert [cell.severity for cell in page.rows[0].cells] == ["", "", "error", "", ""]


def test_what_was_confirmed_is_sent(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, sheet(tmp_path / "jobs.csv", "P-1001", "P-1002"))
    assert opened.checked is not None
    bench.send(opened, bench.make_confirmation(opened, opened.checked))
    until(opened)
    assert opened.sending is not None
    assert opened.sending.result is not None
    assert opened.sending.result.counts[Status.CREATED] == 2
    assert bench.store.get(opened.draft.id).run == opened.sending.run == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("change", ["file", "cell", "heading row", "rows", "name", "identity", "url", "production"])
def test_anything_else_than_what_was_confirmed_is_not_sent(bench: Workbench, tmp_path: Path, change: str) -> None:
    """Rule 8 of the page."""
    path = sheet(tmp_path / "jobs.csv", "P-1001", "P-1002")
    opened = checked(bench, path)
    assert opened.checked is not None
    confirmation = bench.make_confirmation(opened, opened.checked)
    if change == "file":
        path.write_text(path.read_text().replace("Pump", "Pomp"))
    elif change == "cell":  # on another tab
        assert bench.edit(opened, "B2", "Pomp", as_offered=False) == ""
        until(opened)
    elif change == "heading row":
        bench.change(opened, heading_row=1)
        until(opened)
    elif change == "rows":
        confirmation = replace(confirmation, rows=3)
    else:
        seen = {"production": True} if change == "production" else {change: "https://evil.example/api"}
        confirmation = replace(confirmation, target=replace(confirmation.target, **seen))
    bench.send(opened, confirmation)
    until(opened)
    assert opened.sending is not None
    assert (opened.sending.declined, opened.sending.run) == (True, None)


def test_a_check_that_fails_is_not_made_over_and_over(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr("importer.workbench.open_sheet.check_again", lambda *_, **__: 1 // 0)
        opened = checked(bench, sheet(tmp_path / "jobs.csv", "P-1001"))
        assert opened.failure is not None
        opened.check()  # as the screen does when it is shown
        assert opened.is_up_to_date
    bench.change(opened)
    until(opened)
    assert opened.checked is not None


def test_a_wrong_password_of_a_workbook_is_asked_for_again(bench: Workbench, tmp_path: Path) -> None:
    made = Workbook()
    made.worksheets[0].append(HEAD.strip().split(","))
    made.worksheets[0].append(("WO-1", "Pump", "P-1001", "MAINT", "Open"))
    made.save(tmp_path / "jobs.xlsx")
    opened = bench.open(bench.begin(agile(tmp_path / "jobs.xlsx", "right")).id)
    for password in ("wrong", "", "right"):
        while opened.questions.question is None:
            assert opened.is_busy
            threading.Event().wait(0.01)
        assert opened.questions.answer(password)
        until(opened)
        if password != "right":
            assert opened.error is not None
            bench.change(opened)
    assert opened.error is None
    assert opened.checked is not None
    bench.change(opened)  # the right one is known
    until(opened)
    assert opened.checked is not None


def test_a_run_ends_where_its_number_cannot_be_kept(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = checked(bench, sheet(tmp_path / "jobs.csv", "P-1001"))
    assert opened.checked is not None
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)

    def refuse(_store: DraftStore, _work: Draft) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(DraftStore, "keep", refuse)
    bench.send(opened, bench.make_confirmation(opened, opened.checked))
    until(opened)
    assert told == []
    assert opened.draft.run == 1


def test_a_question_waits_for_its_answer_and_takes_no_other() -> None:
    box = QuestionBox()
    answers: list[str] = []
    asked = Question("yes or no", "Go on?", ("yes", "no"))
    thread = threading.Thread(target=lambda: answers.append(box.ask(asked, "no")))
    thread.start()
    while box.question is None:
        threading.Event().wait(0.01)
    assert not box.answer("perhaps")
    assert box.answer("yes")
    assert not box.answer("yes")
    thread.join(LIMIT)
    assert answers == ["yes"]


def test_nobody_waits_for_an_answer_that_will_not_come() -> None:
    box = QuestionBox()
    box.closed.set()
    assert box.ask(Question("yes or no", "Go on?", ("yes", "no")), "no") == "no"
