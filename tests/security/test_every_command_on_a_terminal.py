"""S4: no command shows a sign that steers the terminal, whoever wrote the cells, headings, codes and sentences."""

import os
import select
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.main import get_command

from importer.cli.app import app
from tests.builders import good
from tests.command import importer
from tests.odd_server import Asked, OddServer, Reply, reply
from tests.security.test_terminal_escapes import EVIL, ensure_harmless
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")

HERE = Path("pump \u202egnp.xlsx")
RESULTS = "pump \u202egnp.results.xlsx"
QUIET, SOME = 3.0, 8  # a command that is quiet for so many seconds asks: Enter is typed some times, then the end
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "check": ((str(HERE),),),
    "run": ((str(HERE), "--yes", "-v"),),
    "open": (("--no-browser", str(HERE)),),
    "template": (("out.xlsx", "--target", "evil"), (f"{EVIL.replace('/', '')}.xlsx", "--columns", EVIL)),
    "map": ((str(HERE),), (str(HERE), "--ask"), ("--remembered",), ("--forget", EVIL)),
    "codes": ((), ("JobType",), ("JobType", "--search", EVIL), (EVIL,)),
    "fields": ((),),
    "explain": ((EVIL,),),
    "retry": ((RESULTS, "--yes", "--failed-only", "failed.xlsx"),),
    "resume": (("last",), (EVIL,)),
    "runs": ((),),
    "runs show": (("last",), (EVIL,)),
    "runs results": (("last",),),
    "runs bundle": (("last", "--out", "bundle.zip"),),
    "runs forget": ((EVIL,), ("last",)),
    "runs settle": (("last", EVIL, "--not-there"), ("last", "2", "--there", EVIL), (EVIL, "2", "--not-there")),
    "login": ((EVIL,), ("new", "--url", f"https://x.example/{EVIL}", "--user", EVIL)),
    "logout": ((EVIL,), ("evil",)),
    "doctor": ((),),
    "targets": ((),),
    "targets show": ((), (EVIL,)),
    "targets default": ((EVIL,), ("evil",)),
    "targets trust": (("importer.toml",),),
    "practice": (("--port", "0", "--file", "\u202egnp.sqlite"),),
    "guide": ((EVIL,),),
}
SERVERS = {"practice", "open"}  # until they are stopped


def commands(group: Any, before: str = "") -> Iterator[str]:
    """Each command of the program, by its words."""
    for name, command in group.commands.items():
        if not command.hidden:
            yield f"{before}{name}"
            if hasattr(command, "commands"):
                yield from commands(command, f"{before}{name} ")


def test_each_command_is_among_them() -> None:
    assert set(commands(get_command(app))) == COMMANDS.keys()


def respond(asked: Asked) -> Reply:
    """Lists whose codes and names would steer a terminal, and a refusal in such a sentence for each job."""
    if asked.method == "POST":
        return reply(400, {"Message": f"No {EVIL}", "ModelState": {f"jobs.name{EVIL}": [f"Not {EVIL}"]}})
    if "/Jobs" in asked.path:
        return reply(404, {}) if "Jobs(" in asked.path else reply(200, {"value": []})
    good_code = {"JobStatus": "ToBePlanned", "JobType": "MAINT", "Project": "P-1001"}
    listing = asked.path.partition("/api/")[2].partition("?")[0]
    codes = (good_code.get(listing, "x"), f"MAINT {EVIL}", EVIL)
    entry = {"usable_on_api": True, "name": EVIL, "last_name": EVIL, "description": EVIL}
    ids = (f"00000000-0000-4000-8000-00000000000{place}" for place in range(9))
    entries = [{**entry, "id": one, "code": code, "reference_back_office": code} for one, code in zip(ids, codes)]  # noqa: B905 - there are more ids
    return reply(200, {"value": entries})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a sheet, an importer.toml and a run of a stranger, and the user's target with their codes."""
    folder = tmp_path_factory.mktemp("desk")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Jobs\u202e\u200b"
    unseen = EVIL.translate(dict.fromkeys(range(32)))  # a workbook takes no others
    row = good(Name=f"Pump {unseen}", Reference=unseen) | {"Job type": f"MAINT {unseen}", f"Colour{unseen}": "red"}
    for column, (heading, text) in enumerate(row.items(), start=1):
        page.cell(1, column, heading)
        for line, more in enumerate(("", " again", " and again"), start=2):
            page.cell(line, column, text if heading not in {"Name", "Reference"} else f"{text}{more}")
    page.cell(4, 1, f"Pump {unseen}\u202e")
    book.save(folder / HERE)
    (folder / "importer.toml").write_text('[targets.other]\nurl = "https://x.example/x"\nuser = "eve"\n')
    with OddServer(respond) as server:
        (folder / "state").mkdir()
        lines = ("[targets.evil]", f'url = "{server.url}"', 'user = "anna"', 'domain = "d"')
        (folder / "state" / "config.toml").write_text("\n".join((*lines, "")).replace("[", 'target = "evil"\n[', 1))
        said = importer("run", HERE, "--yes", state=folder / "state", cwd=str(folder), password="p")
        assert (folder / RESULTS).exists(), said.err
        yield folder


def _piece(terminal: Terminal) -> bytes | None:
    """What is shown next; None where it waits, nothing at its end."""
    if not select.select([terminal._ours], [], [], QUIET)[0]:
        return None
    try:
        return os.read(terminal._ours, 1 << 16)
    except OSError:  # the other end is closed
        return b""


def shown_by(words: tuple[str, ...], folder: Path, *, serves: bool) -> str:
    """All that a command shows until its end, which a server is told; whatever it asks is answered by Enter."""
    settings = {"IMPORTER_PASSWORD": "p", "HOME": str(folder)}
    with Terminal(*words, state=folder / "state", settings=settings, cwd=folder) as terminal:
        asked = 0
        while (piece := _piece(terminal)) != b"":
            terminal.shown += piece or b""
            if piece is None and serves and terminal.shown:
                terminal._command.send_signal(signal.SIGINT)
            elif piece is None:
                os.write(terminal._ours, b"\n" if asked < SOME else b"\x04")
                asked += 1
            assert asked < 2 * SOME, terminal.shown[-400:]
        assert terminal.end() >= 0
        return terminal.shown.decode("utf-8", "replace")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("command", COMMANDS)
def test_it_does_not_steer_the_terminal(desk: Path, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(desk, folder)
    for words in COMMANDS[command]:
        shown = shown_by((*command.split(), *words), folder, serves=command in SERVERS)
        assert shown
        assert "last-error.txt" not in shown
        ensure_harmless(shown)
