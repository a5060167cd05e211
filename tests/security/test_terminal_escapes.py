"""S4: what a stranger wrote into a sheet, or a server answers, does not steer the terminal of its reader."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.practice.server import PracticeServer
from importer.visible import escape_invisible, escape_line
from tests.builders import good
from tests.command import importer
from tests.odd_server import LittleApi, OddServer, reply, says
from tests.terminal import Terminal

TITLE, CLIPBOARD, BLINK = "\x1b]0;owned\x07", "\x1b]52;c;b3duZWQ=\x07", "\x1b[45;5m"
EVIL = f"{TITLE}{CLIPBOARD}{BLINK}\x9b2J\u202egnp.exe\u2066\u200b\U000e0041"
RAW = re.compile(
    "[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
OURS = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")  # colours, the cursor of a progress bar

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")


def ensure_harmless(shown: str) -> None:
    """No sign of a stranger's is in it: of escape sequences only those of colour and cursor are ours."""
    assert BLINK not in shown
    assert "\x1b]" not in shown
    left = OURS.sub("", shown).replace("\r\n", "\n").replace("\r", "")
    assert "\x1b" not in left
    assert not RAW.search(left), repr(RAW.search(left))


def on_a_terminal(*words: str | Path, state: Path, settings: dict[str, str] | None = None) -> str:
    with Terminal(*words, state=state, settings=settings) as terminal:
        terminal.end()
        return terminal.shown.decode()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A CSV with a heading, a code, a date, a reference and a text that would all like to steer the terminal."""
    row = good(Name=f"Pump {EVIL}", Status_code=EVIL) | {
        "Due date": f"soon {EVIL}",
        f"Colour{EVIL}": "red",
        "Reference": EVIL,
    }
    lines = [",".join(f'"{text}"' for text in texts) for texts in (row.keys(), row.values())]
    path = tmp_path / f"jobs{TITLE.replace('/', '')}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


COMMANDS = (
    ("check",),
    ("check", "--target", "practice"),
    ("map",),
    ("run", "--target", "practice", "--yes"),
    ("run", "--target", "practice", "--yes", "-v"),
    ("retry", "--target", "practice", "--yes"),
    ("template",),
    ("check", "--sheet", EVIL),
    ("check", "--timezone", EVIL),
)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: repr(" ".join(words)))
def test_cells_headings_and_names_of_files_do_not_steer_the_terminal(
    sheet: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    shown = on_a_terminal(words[0], sheet, *words[1:], state=tmp_path / "state")
    ensure_harmless(shown)
    assert "Stopped" in shown or "\\x1b" in shown


@pytest.mark.thorough
def test_no_argument_steers_the_terminal(tmp_path: Path) -> None:
    for words in (("explain", EVIL), ("codes", EVIL), (EVIL,), ("check", f"{EVIL}.xlsx"), ("runs", "show", EVIL)):
        ensure_harmless(on_a_terminal(*words, state=tmp_path))


@pytest.mark.thorough
def test_the_name_of_a_sheet_and_a_past_run_do_not(practice: PracticeServer, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Jobs\u202e\u200b"
    for column, (heading, text) in enumerate(good(Name="Pump \u202egnp.exe").items(), start=1):
        page.cell(1, column, heading)
        page.cell(2, column, text)
    path = tmp_path / "\u202ejobs.xlsx"
    book.save(path)
    login = {
        "IMPORTER_URL": practice.url,
        "IMPORTER_USER": practice.user,
        "IMPORTER_DOMAIN": practice.domain,
        "IMPORTER_PASSWORD": practice.password,
    }
    ensure_harmless(on_a_terminal("run", path, "--yes", state=tmp_path, settings=login))
    assert len(practice.store.list_entries("Jobs")) == 1
    for words in (("runs",), ("runs", "show", "last"), ("runs", "results", "last"), ("doctor",), ("targets",)):
        ensure_harmless(on_a_terminal(*words, state=tmp_path, settings=login))


def _refusals() -> Iterator[object]:
    yield {"Message": f"No {EVIL}", "ModelState": {f"jobs.name{EVIL}": [f"Not {EVIL}"]}}
    yield f"Plainly no {EVIL}"


@pytest.mark.thorough
@pytest.mark.parametrize("body", list(_refusals()))
def test_the_sentences_of_a_server_do_not(tmp_path: Path, body: object) -> None:
    path = tmp_path / "jobs.csv"
    row = good()
    path.write_text("\n".join(",".join(texts) for texts in (row.keys(), row.values())) + "\n")
    with OddServer(LittleApi(posts=[says(reply(400, body))])) as server:
        login = {
            "IMPORTER_URL": server.url,
            "IMPORTER_USER": "u",
            "IMPORTER_DOMAIN": "d",
            "IMPORTER_PASSWORD": "secret-word",
        }
        log = tmp_path / "run.log"
        words = ("run", path, "--yes", "--no-look", "-v", "--log-file", log)
        ensure_harmless(on_a_terminal(*words, state=tmp_path, settings=login))
    ensure_harmless(log.read_text(encoding="utf-8"))


def test_json_has_them_as_escapes_and_loses_nothing(sheet: Path, tmp_path: Path) -> None:
    said = importer("check", sheet, "--json", state=tmp_path)
    assert not RAW.search(said.out)
    assert "\x1b" not in said.out
    assert any(EVIL in problem["message"] or EVIL in problem["value"] for problem in json.loads(said.out)["problems"])


def test_a_cell_cannot_forge_a_line_of_ours(tmp_path: Path) -> None:
    row = good(Status_code="x\nEvery row is in the target. Nothing more to do.")
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join(",".join(f'"{text}"' for text in texts) for texts in (row.keys(), row.values())) + "\n")
    said = importer("check", path, state=tmp_path)
    assert "\\nEvery row" in said.out
    assert not any(line.startswith("Every row") for line in said.out.splitlines())


@given(st.text())
def test_what_is_shown_never_steers_and_plain_text_stays(text: str) -> None:
    assert not RAW.search(escape_invisible(text))
    assert "\x1b" not in escape_invisible(text)
    assert "\n" not in escape_line(text)
    escape_invisible(text).encode()
    plain = "".join(sign for sign in text if sign.isascii() and sign.isprintable())
    assert escape_invisible(plain) == plain


@pytest.mark.parametrize("sign", "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u2800\u3164\ufe00\ufe0e\uffa0")
def test_a_sign_that_nobody_sees_is_shown_as_an_escape(sign: str) -> None:
    assert escape_invisible(f"P-{sign}1") == f"P-\\u{ord(sign):04x}1"
    assert escape_invisible("\u26a0\ufe0f") == "\u26a0\ufe0f"


SHOWN = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
IGNORED = (  # Unicode's Default_Ignorable_Code_Point beside them; FE0F chooses the colours of an emoji
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE0F)),
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
)
NO_SIGNS = {*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))}


def test_every_sign_of_unicode_that_nobody_sees_is_an_escape() -> None:
    unseen = {code for code in range(0x110000) if category(chr(code)) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}}
    for code in sorted((unseen | NO_SIGNS | {*IGNORED}) - SHOWN - {ord("\t"), ord("\n")}):
        assert escape_invisible(chr(code)).isascii(), f"U+{code:04X}"
