"""Whatever is posted to the page by a browser that was let in, the answer is a sentence and never an error of ours."""

import json
from pathlib import Path

import pytest

from importer.decisions import Interview
from importer.workbench import Draft
from importer.workbench import open_sheet as opened_module
from tests.page.test_uploads import drop
from tests.page.visitor import Visitor
from tests.workbench.bench import until

OF_A_SHEET = ("file", "decide", "undo", "edit", "again", "send", "stop", "answer")
OTHERS = ("/runs/1/correct", "/runs/1/again", "/runs/1/forget", "/targets/practice/login", "/targets/x/try")
NAMES = (
    *("key", "choice", "typed", "always", "cell", "text", "offered", "heading_row", "sheet", "target", "customer"),
    *("digest", "confirmation", "rows", "name", "password", "address", "answer", "to"),
)
BODIES = {
    "nested lists": b"[" * 5_000,
    "nested objects": b'{"a":' * 3_000,
    "no JSON": b"\xff\x00",
    "a list": b"[1, [2]]",
    "a form of a web page": b'--x\r\nContent-Disposition: form-data; name="f"; filename="../x"\r\n\r\n1\r\n--x--',
    "numbers": json.dumps(dict.fromkeys(NAMES, 10**30)).encode(),
    "lists": json.dumps({name: [["A1"]] for name in NAMES}).encode(),
    "objects": json.dumps({name: {"a": None} for name in NAMES}).encode(),
    "signs that steer": json.dumps(dict.fromkeys(NAMES, "\x00\x1b[31m\u202e\ud800")).encode(),
    "ways out": json.dumps(dict.fromkeys(NAMES, "../../../etc/passwd")).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.thorough(but=1)
def test_it_is_answered(visitor: Visitor, body: bytes) -> None:
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    for place in (*(f"{draft}/{name}" for name in OF_A_SHEET), *OTHERS):
        answer = visitor.post(place, body)
        assert answer.status < 500, (place, answer.text)
        assert not {"\x00", "\x1b", "\u202e"} & set(answer.text), place


TYPED = {
    "edit": {"cell": "A2", "text": "half \ud800 a sign"},
    "decide": {"key": "x", "choice": "typed", "typed": "\udfff"},
    "file": {"customer": "\ud83d"},
    "answer": {"answer": "\udc80"},
    "send": {"confirmation": "x", "typed": "\ud800"},
}


@pytest.mark.parametrize("screen", TYPED)
@pytest.mark.thorough(but=1)
def test_half_a_sign_is_refused_and_not_kept(visitor: Visitor, state: Path, screen: str) -> None:
    """No file and no server takes it, so a sheet that had it could not be read again."""
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    until(visitor.server.bench.open(draft.removeprefix("/work/")))
    kept = (state / draft[1:] / "work.json").read_bytes()
    answer = visitor.post(f"{draft}/{screen}", TYPED[screen])
    assert (answer.status, "an invalid character" in answer.text) == (422, True)
    assert (state / draft[1:] / "work.json").read_bytes() == kept
    assert "data-cell" in visitor.get(f"{draft}/check?only=all").text
    whole = visitor.post(f"{draft}/edit", {"cell": "A2", "text": "\ud83d\ude00"})  # both halves of one
    assert whole.status == 200


def test_a_sheet_that_was_kept_with_half_a_sign_is_opened(visitor: Visitor, state: Path) -> None:
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    bench = visitor.server.bench
    opened = until(bench.open(draft.removeprefix("/work/")))
    assert bench.edit(opened, "A2", "Pompe", as_offered=False) == ""
    until(opened)
    bench.close()
    place = state / draft[1:] / "work.json"
    spoilt = place.read_text().replace("Pompe", "Po\ud800mpe").replace('"customer": ""', '"customer": "\udc80"')
    place.write_bytes(spoilt.encode("utf-8", "surrogatepass"))
    until(bench.open(opened.draft.id))
    assert "Po\ufffdmpe" in visitor.get(f"{draft}/check?only=all").text
    assert 'name="confirmation"' in visitor.get(f"{draft}/send").text
    assert visitor.post(f"{draft}/undo").status == 200
    assert "Pump" in visitor.get(f"{draft}/check?only=all").text


def test_what_makes_a_sheet_fail_can_be_undone(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    opened = until(visitor.server.bench.open(draft.removeprefix("/work/")))
    usual = opened_module.interview_of

    def failing(of: Draft, *more: object) -> Interview:
        if of.edits:
            raise RuntimeError("an error of ours")
        return usual(of, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(opened_module, "interview_of", failing)
    assert visitor.post(f"{draft}/edit", {"cell": "A2", "text": "Pompe"}).status == 200
    until(opened)
    assert "data-undo" in visitor.get(f"{draft}/check").text
    assert visitor.post(f"{draft}/undo").status == 200
    assert "Pump" in visitor.get(f"{draft}/check?only=all").text


NO_ROWS = (
    "0",
    "00000001",
    "0000000199999999",
    "00000001" + "9" * 5_000,
    "9" * 5_000,
    "1048577",
    "-1",
    "1e3",
    "\u00b2",
    "4 5",
)


def test_a_heading_row_is_read_to_its_last_digit(visitor: Visitor) -> None:
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    until(visitor.server.bench.open(draft.removeprefix("/work/")))
    for row in NO_ROWS:
        answer = visitor.post(f"{draft}/file", {"heading_row": row})
        assert (answer.status, "such as 4" in answer.text) == (422, True), row


def test_the_number_of_an_answer_is_read_to_its_last_digit(visitor: Visitor) -> None:
    content = b"Name,Project code,Job type code,Status code\nPump,P-1001,MAINT,Opn\n"
    draft = str(drop(visitor, "jobs.csv", content)[1]["go"]).removesuffix("/file")
    opened = until(visitor.server.bench.open(draft.removeprefix("/work/")))
    assert opened.interview is not None
    key = opened.interview.open[0].key
    for choice in ("0000", "0009", "00", "000" + "9" * 5_000, "9" * 5_000, "\u0660"):
        assert visitor.post(f"{draft}/decide", {"key": key, "choice": choice}).status == 422, choice
        assert opened.draft.answers == ()


def test_a_cell_has_one_name(visitor: Visitor) -> None:
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    until(visitor.server.bench.open(draft.removeprefix("/work/")))
    for cell in ("A02", "A0000002", "A2\n", "A\u0662", "a2"):
        answer = visitor.post(f"{draft}/edit", {"cell": cell, "text": "Pompe"})
        assert (answer.status, "no such cell" in answer.text) == (422, True), cell


@pytest.mark.parametrize(("content", "can_decide"), [(b"", False), (b"Foo\n1\n", True)], ids=["empty", "no headings"])
def test_a_sheet_that_cannot_be_read_is_said_to_be_so(visitor: Visitor, content: bytes, can_decide: bool) -> None:
    draft = str(drop(visitor, "jobs.csv", content)[1]["go"]).removesuffix("/file")
    opened = until(visitor.server.bench.open(draft.removeprefix("/work/")))
    assert opened.error is not None
    answers = [
        visitor.post(f"{draft}/edit", {"cell": "A2", "text": "Pompe"}),
        visitor.post(f"{draft}/edit", {"cell": "A2", "text": "Pompe", "offered": "1"}),
    ]
    if not can_decide:
        answers.append(visitor.post(f"{draft}/decide", {"key": "x", "choice": "0"}))
    for answer in answers:
        assert answer.status == 422
        assert opened.error.message in str(answer.object["message"])
        assert "Wait a moment" not in answer.text


def test_a_sheet_that_failed_is_said_to_be_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_module, "load_sheet", lambda *_: 1 // 0)
    draft = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    until(visitor.server.bench.open(draft.removeprefix("/work/")))
    answer = visitor.post(f"{draft}/decide", {"key": "x", "choice": "0"})
    assert (answer.status, "importer stopped because of an internal error" in answer.text) == (422, True)


def test_a_cell_can_be_corrected_from_a_tab_that_has_not_seen_the_last_answer(visitor: Visitor) -> None:
    """Nobody has looked at the check since: it is made, so that it is true that a moment is enough."""
    content = b"Name,Project code,Job type code,Status code\nPump,P-1001,MAINT,Opn\n"
    draft = str(drop(visitor, "jobs.csv", content)[1]["go"]).removesuffix("/file")
    opened = until(visitor.server.bench.open(draft.removeprefix("/work/")))
    assert opened.interview is not None
    assert visitor.post(f"{draft}/decide", {"key": opened.interview.open[0].key, "choice": "0"}).status == 200
    edit = {"cell": "A2", "text": "Pompe"}
    first = visitor.post(f"{draft}/edit", edit)
    assert (first.status, "Wait a moment" in first.text) == (422, True)
    until(opened)
    assert visitor.post(f"{draft}/edit", edit).status == 200
