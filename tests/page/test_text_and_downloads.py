"""Rules 5 and 10: what strangers write is text wherever it is shown, and a file is given to be saved, not to be run."""

import sys
from pathlib import Path

import pytest

from tests.odd_server import OddServer, reply
from tests.page.gate import CSV
from tests.page.visitor import Answer, Visitor
from tests.workbench.bench import until

MARKUP = '"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
STEERS = frozenset("\u202e\x1b\x85")
ODD = f"{MARKUP}\u202e\x1b[31m\x85"
QUOTED = ODD.replace('"', '""')
SHEET = (
    f'Reference,Name,Project code,Job type code,Status code,Due date,"{QUOTED}"\n'
    f'R-1,"{QUOTED}",P-1001,MAINT,Open,2026-12-01,"{QUOTED}"\n'
    f'R-2,"{QUOTED}",P-1001,MAINT,"{QUOTED}",2026-12-01,x\n'
    f'"{QUOTED}",Pump,"{QUOTED}",MAINT,Open,"{QUOTED}",x\n'
)
SCREENS = ("file", "columns", "values", "check", "check?only=all", "send")


def is_text(answer: Answer) -> bool:
    """Whether nothing of what strangers wrote is markup, or steers what is shown; in JSON, all is text."""
    is_json = answer.headers["content-type"] == "application/json"
    return (is_json or "<img src=x" not in answer.text) and not STEERS & set(answer.text)


@pytest.mark.parametrize(
    "by_name", [False, pytest.param(True, marks=pytest.mark.skipif(sys.platform == "win32", reason="no such names"))]
)
@pytest.mark.thorough(but=1)
def test_rule_5_what_a_sheet_says_is_text_on_every_screen(visitor: Visitor, tmp_path: Path, by_name: bool) -> None:
    path = tmp_path / (f"{ODD}.csv" if by_name else "jobs.csv")
    path.write_text(SHEET, encoding="utf-8")
    bench = visitor.server.bench
    opened = until(bench.open(bench.begin(path).id))
    bench.change(opened, customer=ODD)
    until(opened)
    told = "".join(visitor.get(f"/work/{opened.draft.id}/{screen}").text for screen in SCREENS)
    assert "&lt;img src=x" in told, "it is shown"
    assert "{{ 7 * 7 }}\\u202e\\x1b[31m\\x85" in told
    for screen in (*(f"/work/{opened.draft.id}/{name}" for name in SCREENS), "/", "/runs", "/help?search=%3Cimg+src=x"):
        assert is_text(visitor.get(screen)), screen
    for key in [one.key for one in opened.interview.open] if opened.interview else []:
        assert is_text(visitor.post(f"/work/{opened.draft.id}/decide", {"key": key, "choice": "typed", "typed": ODD}))
    assert is_text(visitor.post(f"/work/{opened.draft.id}/edit", {"cell": "B2", "text": f"{ODD}!"}))
    bench.send(until(opened), bench.make_confirmation(opened, opened.checked))  # type: ignore[arg-type]
    until(opened)
    assert opened.sending is not None
    assert opened.sending.run == 1
    for screen in ("/", "/runs", "/runs/1"):
        assert is_text(visitor.get(screen)), screen


def test_rule_5_what_a_server_says_is_text(visitor: Visitor, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_PASSWORD", "let-me-in")
    with OddServer(lambda _asked: reply(400, {"Message": f"No: {ODD}"}, Content_Type="application/json")) as server:
        state.mkdir(exist_ok=True)
        (state / "config.toml").write_text(f'[targets.acme]\nurl = "{server.url}"\nuser = "anna"\ndomain = "acme"\n')
        tried = visitor.post("/targets/acme/try")
        assert "<img src=x" in str(tried.object["message"]), "as JSON, of which the script makes a text node"
        assert not STEERS & set(str(tried.object["message"]))
        shown = visitor.get("/targets")
        assert "&lt;img src=x" in shown.text
        assert is_text(shown)
        sheet = state / "jobs.csv"
        sheet.write_text(f"{CSV}R-1,Pump,P-1001,MAINT,Open,2026-12-01\n", encoding="utf-8")
        bench = visitor.server.bench
        opened = until(bench.open(bench.begin(sheet, target="acme").id))
        told = [visitor.get(f"/work/{opened.draft.id}/{screen}") for screen in SCREENS]
        assert any("&lt;img src=x" in answer.text for answer in told)
        assert all(map(is_text, told))


def test_rule_5_no_script_of_ours_makes_markup_of_text() -> None:
    scripts = Path(sys.modules["importer.page.render"].__file__ or "").parent / "static"
    for script in scripts.glob("*.js"):
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in script.read_text(encoding="utf-8"), script.name


KINDS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "text/csv; charset=utf-8",
    "application/toml",
}


@pytest.mark.parametrize(
    "name",
    [
        "jobs",
        pytest.param(
            'x"\r\nSet-Cookie: a=b; <b>', marks=pytest.mark.skipif(sys.platform == "win32", reason="no such names")
        ),
    ],
)
@pytest.mark.thorough(but=1)
def test_rule_10_a_file_is_given_to_be_saved_and_as_what_it_is(visitor: Visitor, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(
        f"{CSV}R-1,Pump,P-1001,MAINT,Opn,2026-12-01\nR-2,Pump,P-1001,MAINT,Open,2026-12-01\nR-3,Pump,P-x,MAINT,Open,\n"
    )
    bench = visitor.server.bench
    opened = until(bench.open(bench.begin(path).id))
    assert opened.interview is not None
    assert bench.decide(opened, opened.interview.open[0].key, "0", "") == ""
    assert bench.edit(opened, "B3", "Pompe", as_offered=False) != "", "its check is made first"
    assert bench.edit(until(opened), "B3", "Pompe", as_offered=False) == ""
    until(opened)
    assert opened.checked is not None
    bench.send(opened, bench.make_confirmation(opened, opened.checked))
    until(opened)
    address = f"/work/{opened.draft.id}"
    for place in (
        "/template",
        f"{address}/for-the-customer",
        f"{address}/corrected",
        f"{address}/mapping",
        "/runs/1/results",
    ):
        answer = visitor.get(place)
        assert answer.status == 200, place
        assert answer.headers["content-disposition"].startswith("attachment; filename"), place
        assert answer.headers["content-type"] in KINDS, place
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
