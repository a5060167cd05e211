"""Wrong uses of the command: each is one sentence and a next step, with no traceback and no library's words."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import ROOT, Said, environment, importer

PRACTICE = ("--target", "practice")
OUT = "jobs.results.xlsx"
SAMPLES = ROOT / "sample_sheets"
BINARY = bytes(range(256)) * 20
USES: tuple[tuple[str, int, str, str], ...] = (
    # what is typed, the exit status, words of the sentence, words of the next step
    ("run .", 3, ". is a folder, not a sheet", "Name the workbook or CSV file inside it"),
    ("run folder --target practice", 3, "folder is a folder", "Name the workbook"),
    ("check .", 3, "is a folder", "Name the workbook"),
    ("retry . --target practice", 3, "is a folder", "Name the workbook"),
    ("run nothing.csv", 3, "There is no file nothing.csv", "Check the name and the folder"),
    ("jobs.csv", 2, "but no command was given", "'importer check jobs.csv'"),
    ("jobs.csv", 2, "but no command was given", "'importer run jobs.csv --target practice'"),
    ("jobs.csv --target acme", 2, "but no command was given", "'importer run jobs.csv --target acme'"),
    ("run folder/far.csv --target ours", 3, "and you have not trusted it ('importer targets trust ", "login ours'"),
    ("chek jobs.csv", 2, "Did you mean check?", "'importer --help'"),
    ("run jobs.csv --targt practice", 2, "There is no option --targt. Did you mean --target?", "importer run --help"),
    ("run", 2, "The command needs FILE", "importer run --help"),
    ("fields x", 2, '"x" is not expected here', "importer fields --help"),
    ("check picture.png", 3, "it is a picture (PNG)", "Check that it is the right file"),
    ("check photo.csv", 3, "it is a picture (JPEG)", "Check that it is the right file"),
    ("check binary.dat", 3, "neither text nor a workbook", "Check that it is the right file"),
    ("check doc.pdf", 3, "it is a PDF", "Ask for the sheet that it was made from"),
    ("check pdf.xls", 3, "it is a PDF", "copy its rows into an Excel workbook"),
    ("check zip.xlsx", 3, "it is a zip archive", "unpack it first"),
    ("check cut.xlsx", 3, "cut short or damaged", "save it under a new name"),
    ("check empty.csv", 3, "empty.csv is empty", "check that it is the right file"),
    ("check zeros.xlsx", 3, "nothing but zero bytes", "Copy it again"),
    ("check pipe.csv", 3, "a pipe or a device", "Save its output in a file"),
    (
        "check jobs.csv legacy.csv",
        2,
        "takes one sheet, and 2 are named",
        "jobs.csv', 'importer check legacy.csv'",
    ),
    ("run jobs.csv legacy.csv", 2, "takes one sheet", "practice', 'importer run legacy.csv --target practice'."),
    ("map legacy.csv jobs.csv --customer x", 2, "takes one sheet", "'importer map jobs.csv --customer x'."),
    ("check jobs.csv --results jobs.csv/out.xlsx", 3, "a part of its path is not a folder", "choose another file"),
    ("check jobs.csv --results /proc/out.xlsx", 3, "nothing can be written on this disk", "choose another file"),
    ("check jobs.csv --results out.pdf", 3, "results must be a workbook or a CSV", "Use the name out.xlsx"),
    ("check jobs.csv --results jobs.csv", 3, "would overwrite your own file", "--results"),
    ("check jobs.csv --target practise", 3, 'Did you mean "practice"?', "'importer targets'"),
    ("check jobs.csv --timezone Europe/Brusels", 3, "no such zone", "Did you mean Europe/Brussels?"),
    ("check jobs.csv --map doc.pdf", 3, "it is not UTF-8 text", "'importer map jobs.csv --save NAME.toml"),
    ("map jobs.csv --ask", 2, "--ask needs a terminal", "Run it in a terminal, or use --save FILE"),
    ("map jobs.csv --save jobs.csv", 3, "it already exists", "choose another name with --save"),
    ("map --forget nobody", 3, 'No decisions are saved for "nobody"', "'importer map --remembered'"),
    ("template t.pdf", 3, "a template must be an Excel workbook", "Use the name t.xlsx"),
    ("codes projct --target practice", 2, "status, priority, skill, user. Did you mean project?", "codes --help"),
    ("codes projects --target practice", 2, '"projects" is not one of project', "importer codes --help"),
    ("codes skill --refresh --offline", 2, "Give either --refresh or --offline", "importer codes --help"),
    ("runs shwo", 2, "Did you mean show?", "importer runs --help"),
    ("runs bundle 3", 3, "There is no run 3", "'importer runs'"),
    ("runs forget", 2, "Name either a run, or a day", "importer runs forget --help"),
    ("runs forget 3 --before 2026-01-01", 2, "Name either a run, or a day", "importer runs forget --help"),
    ("runs forget --before 31-12-2026", 2, "is not a day; write it like 2026-12-31", "importer runs forget --help"),
    ("resume x", 3, "Nothing has been run on this computer yet.", "importer run jobs.xlsx"),
    ("targets trust nothing.toml", 3, "There is no settings file", "Check the name"),
    ("targets show nowhere", 3, 'There is no target "nowhere".', "'importer login nowhere'"),
    ("targets show", 3, "No target is set", "'importer targets show practice'"),
    ("logout nobody", 3, 'There is no target "nobody".', "'importer targets'"),
    ("targets default nowhere", 3, 'There is no target "nowhere".', "'importer login nowhere'"),
    ("login practice --url https://x.example/api", 3, 'NAME is "practice": this name is reserved', "like acme"),
    ("login acme", 3, "The login to acme needs --url", "'importer login acme --url URL --user USER --domain DOMAIN'"),
    (
        "login acme --url https://x.example/api --production",
        3,
        "The login to acme needs --user",
        "'importer login acme --user USER --domain DOMAIN --url https://x.example/api --production'",
    ),
    (
        "login acme --url https://x.example/api --user me",
        3,
        "needs the password",
        "--url https://x.example/api --user me'",
    ),
    ("practice --port abc", 2, "it must be a whole number", "importer practice --help"),
    ("practice --faults nothing.toml", 3, "There is no file nothing.toml", "Check the name"),
    ("practice --lists jobs.csv", 3, "no lists to practise with", "'importer codes --export lists.xlsx'"),
    ("open nothing.xlsx", 3, "There is no file nothing.xlsx", "Check the name"),
    ("open jobs.csv extra", 2, '"extra" is not expected here', "importer open --help"),
    ("doctor extra", 2, '"extra" is not expected here', "importer doctor --help"),
    ("explain 302 401", 2, '"401" is not expected here', "importer explain --help"),
    ("run jobs.csv --target practice --rate fast", 2, "write it like 5/s", "importer run --help"),
    (
        "check jobs.csv --delimiter ;",
        3,
        '";" does not separate the columns of this file. "," seems to.',
        "leave it out",
    ),
    ("check legacy.csv --delimiter |", 3, '"|" does not separate the columns of this file.', "leave it out"),
    ("check jobs.csv --delimiter ;;", 3, '";;" does not separate the columns of this file.', "leave it out"),
    ("check jobs.csv --encoding utf-99", 3, '"utf-99" is not a known encoding', "utf-8"),
    ("check jobs.csv --sheet March", 3, "no sheets to choose from", "without --sheet"),
    ("check jobs.csv --timezone Foo", 3, "there is no such zone", "Give a name such as Europe/Brussels."),
    ("check https://x.example/y.xlsx", 3, "https://x.example/y.xlsx is a web address", "Download the sheet"),
    ("runs settle last 3 --there", 2, "--there needs a value", "'importer runs settle --help' shows its options"),
    ("check jobs.csv --timezone Brussels", 3, "there is no such zone", "Europe/Brussels"),
    ("check jobs.csv --date-order d/m", 2, '"d/m" is not one of', "importer check --help"),
    ("check jobs.csv --header-row 0", 2, "it must be 1 or more", "importer check --help"),
    ("check jobs.csv --header-row 99", 3, "Row 99 of jobs.csv is blank", "--header-row"),
    ("check jobs.csv --map none.toml", 3, "cannot be read", "importer map jobs.csv --save"),
    ("check legacy.csv", 3, "No heading of legacy.csv is recognised", "'importer map legacy.csv'"),
    ("check jobs.csv --results no/such/out.xlsx", 3, "cannot be written", "Create the folder no/such first"),
    ("run jobs.csv --target practice --results folder", 3, "cannot be written", "folder is a folder"),
    ("template no/such/t.xlsx", 3, "cannot be written", "Create the folder no/such first"),
    ("run jobs.csv --target nowhere", 3, 'There is no target "nowhere".', "'importer targets'"),
    ("run jobs.csv", 3, "No target is set", "--target practice"),
    ("check https://example.com/jobs.xlsx", 3, "is a web address, not a file", "Download the sheet"),
    ("practice --file jobs.csv", 3, '--file is "jobs.csv": it cannot be used', "Name another file"),
    ("runs results 99", 3, "There is no run 99", "'importer runs'"),
    ("check jobs.csv --memory-limit 1", 2, "it must be 64 or more", "importer check --help"),
    ("codes --export codes.txt --target practice", 3, "codes.txt cannot be written", ".csv or .xlsx"),
    ("template jobs.csv", 3, "a template must be an Excel workbook", "jobs.xlsx"),
    ("retry jobs.csv --target practice", 3, "is not a results workbook", "'importer run jobs.csv --target practice'"),
    ("resume 99", 3, "There is no run 99", "'importer runs'"),
    ("explain 999", 2, "No problem has the number 999", "'importer explain'"),
    ("guide nope", 2, "no page nope", "'importer guide'"),
    ("login acme --url developers.example.com", 3, "it is not a web address", "https://"),
    ("run jobs.csv --target practice --workers 0", 2, "it must be 1 or more", "importer run --help"),
    ("practice --port 99999", 2, "it must be 65535 or less", "importer practice --help"),
    ("check jobs.csv --log-file folder", 3, "--log-file", "Choose another file"),
    ("run jobs.csv --target practice --failed-only x.csv", 3, "must be an Excel workbook", "x.xlsx"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "jobs.csv").write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    (tmp_path / "importer.toml").write_text('[targets.ours]\nurl = "https://x.example/api"\n', encoding="utf-8")
    (tmp_path / "legacy.csv").write_text("Merk,Kleur\nPomp,Jan\n", encoding="utf-8")
    for name, begins in (
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
        ("photo.csv", b"\xff\xd8\xff\xe0"),
        ("binary.dat", b""),
    ):
        (tmp_path / name).write_bytes(begins + BINARY)
    (tmp_path / "doc.pdf").write_bytes(b"%PDF-1.7\n" + BINARY)
    (tmp_path / "pdf.xls").write_bytes(b"%PDF-1.7\n" + BINARY)
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "zeros.xlsx").write_bytes(bytes(20_000))
    (tmp_path / "cut.xlsx").write_bytes((SAMPLES / "jobs.xlsx").read_bytes()[:3_000])
    with ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "far.csv").write_text("Name\n", encoding="utf-8")
    return tmp_path


def ensure_one_sentence(said: Said) -> None:
    text = said.out + said.err
    for word in (
        "Traceback",
        "report it",
        "Value error",
        "Input should",
        "unexpected extra",
        "error in importer itself",
    ):
        assert word not in text
    assert len(said.err.strip().splitlines()) == 2, "what is wrong, and what to do"


@pytest.mark.thorough(but=10)
@pytest.mark.parametrize(("typed", "status", "sentence", "step"), USES, ids=[use[0] for use in USES])
def test_a_wrong_use_is_one_sentence_and_a_next_step(
    desk: Path, typed: str, status: int, sentence: str, step: str
) -> None:
    said = importer(*typed.split(), state=desk / "state", cwd=str(desk))
    ensure_one_sentence(said)
    first, second = said.err.strip().splitlines()
    assert said.status == status
    assert first.startswith("Error: ")
    assert sentence in first
    assert step in second


@pytest.mark.parametrize("words", [("check", "jobs.csv"), ("run", "jobs.csv", *PRACTICE), ("runs",)])
@pytest.mark.parametrize("state", ["/proc/nothing", "jobs.csv", "jobs.csv/below"])
def test_a_state_folder_that_cannot_be_is_one_sentence(desk: Path, words: tuple[str, ...], state: str) -> None:
    said = importer(*words, state=Path(state), cwd=str(desk), config=str(desk / "none.toml"))
    ensure_one_sentence(said)
    assert said.status == 3
    assert "already exists" not in said.err
    assert "IMPORTER_STATE" in said.err


def test_a_doctor_tells_a_state_folder_that_cannot_be(desk: Path) -> None:
    said = importer("doctor", state=Path("/proc/nothing"), cwd=str(desk), config=str(desk / "none.toml"))
    assert said.status == 3
    assert "wrong  state folder" in said.out


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder in which nobody may write")
@pytest.mark.parametrize(
    "words",
    [
        ("template", "/proc/t.xlsx"),
        ("run", "jobs.csv", *PRACTICE, "--results", "/proc/out.xlsx"),
        ("codes", "--export", "/proc/c.csv", *PRACTICE),
    ],
)
def test_a_folder_in_which_nobody_may_write_is_one_sentence(desk: Path, words: tuple[str, ...]) -> None:
    said = importer(*words, state=desk / "state", cwd=str(desk))
    ensure_one_sentence(said)
    assert said.status == 3
    assert "choose another file" in said.err


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("words", ["check jobs.csv --results out.xlsx", "template t.xlsx"])
def test_a_file_that_has_no_room_is_one_sentence(desk: Path, words: str) -> None:
    importer("runs", state=desk / "state")
    command = ["sh", "-c", f"ulimit -f 0; exec '{sys.executable}' -m importer {words}"]
    ended = subprocess.run(
        command, cwd=desk, env=environment(desk / "state"), capture_output=True, text=True, check=False
    )
    ensure_one_sentence(Said(ended.returncode, ended.stdout, ended.stderr))
    assert ended.returncode == 3
    assert "Free up disk space, or choose another file" in ended.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda given: {**given, "password": "wrong"}, "login"),
        (lambda given: {**given, "url": "http://127.0.0.1:9/api"}, "127.0.0.1:9"),
        (lambda given: {**given, "url": "no address"}, "it is not a web address"),
    ],
)
def test_a_wrong_address_or_password_is_one_sentence(
    desk: Path, practice: PracticeServer, change: Callable[[dict[str, str]], dict[str, str]], words: str
) -> None:
    given = {"url": practice.url, "user": practice.user, "password": practice.password, "domain": practice.domain}
    said = importer("run", "jobs.csv", state=desk / "state", cwd=str(desk), **change(given))
    ensure_one_sentence(said)
    assert said.status == 3
    assert words in said.err
    assert "wrong" not in said.out


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("typed", ["fields | head -n 1", "check jobs.csv > /dev/full", "fields > /dev/full"])
def test_output_that_nobody_takes_ends_without_a_traceback(desk: Path, typed: str) -> None:
    command = ["sh", "-c", f"'{sys.executable}' -m importer {typed}"]
    ended = subprocess.run(
        command, cwd=desk, env=environment(desk / "state"), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in ended.stderr
    assert "report it" not in ended.stderr
    assert len(ended.stderr.splitlines()) <= 2
    assert "last run" not in ended.stderr, "there was none"


@pytest.mark.thorough
def test_the_locale_c_shows_every_letter_somehow(desk: Path) -> None:
    (desk / "jobs.csv").write_text("\n".join((",".join(GOOD), "Łódź,Œuvre,?,ß")), encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = subprocess.run(
        [sys.executable, "-m", "importer", "check", "jobs.csv"],
        cwd=desk,
        env={**environment(desk / "state"), **plain},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 4
    assert "Łódź" in ended.stdout.decode()
    assert not ended.stderr


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("setpriv") is None, reason="root may read all files")
@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("typed", "sentence", "step"),
    [
        ("check secret.csv", "secret.csv cannot be read: it is open in another program, or you may not", "Open it"),
        ("check jobs.csv --map secret.csv", "secret.csv cannot be read: access is denied", "importer map jobs.csv"),
        ("practice --faults secret.csv", "secret.csv cannot be used: access is denied", "importer guide practice"),
        (
            "run jobs.csv --target practice --state",
            "practice.sqlite: access is denied",
            "set IMPORTER_STATE to a folder",
        ),
    ],
)
def test_what_may_not_be_read_or_written(desk: Path, typed: str, sentence: str, step: str) -> None:
    (desk / "secret.csv").write_text("Name\n", encoding="utf-8")
    (desk / "secret.csv").chmod(0)
    words, state = typed.removesuffix(" --state"), desk / ("shut" if typed.endswith("--state") else "state")
    (desk / "shut").mkdir(mode=0o500)
    rights = "-dac_override,-dac_read_search"
    command = ["setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}"] if os.getuid() == 0 else []
    command += [sys.executable, "-m", "importer", *words.split()]
    given = environment(state)
    ended = subprocess.run(command, cwd=desk, env=given, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert sentence in ended.stderr
    assert step in ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("check jobs.csv <&-", 0),
        ("run jobs.csv --target practice >&-", 0),
        ("run jobs.csv --target practice <&-", 0),
        ("runs >&-", 0),
        ("check jobs.csv <&- >&- 2>&-", 0),
        ("check none.csv 2>&-", 3),
    ],
)
def test_an_input_or_output_that_is_closed_is_no_error(desk: Path, typed: str, status: int) -> None:
    command = ["sh", "-c", f"'{sys.executable}' -m importer {typed}"]
    given = environment(desk / "state")
    ended = subprocess.run(command, cwd=desk, env=given, capture_output=True, text=True, check=False)
    assert ended.returncode == status, ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    assert "report it" not in ended.stderr
    assert not (desk / "state" / "last-error.txt").exists()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder of a command cannot be taken away")
@pytest.mark.parametrize("words", ["check jobs.csv", "runs", "template t.xlsx", "doctor"])
def test_a_folder_that_is_gone_is_one_sentence(desk: Path, words: str) -> None:
    script = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m importer {words}"
    given = environment(desk / "state")
    ended = subprocess.run(["sh", "-c", script], cwd=desk, env=given, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    said = [line for line in ended.stderr.splitlines() if not line.startswith(("sh:", "shell-init"))]
    assert said == [
        "Error: The current folder no longer exists.",
        "Use cd to change to a folder that exists, then run the same command again.",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.thorough
def test_a_log_that_cannot_be_written_any_more_is_told_once(desk: Path) -> None:
    said = importer("check", "jobs.csv", "--log-file", "/dev/full", state=desk / "state", cwd=str(desk))
    assert said.status == 0
    assert said.err == "The log file can no longer be written: the disk is full.\n"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder in which no file can be made")
def test_where_no_file_can_be_made_excel_is_not_blamed(desk: Path) -> None:
    said = importer("check", "jobs.csv", "--results", "/proc/x.xlsx", state=desk / "state", cwd=str(desk))
    assert (said.status, "Excel" in said.err) == (3, False)
    assert "choose another file with --results" in said.err


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('[columns]\n"Merk" = name\n', 'regel 2 is geen geldige TOML: "Merk" = ...'),
        ('[columns]\n"Merk" = """name', "het eindigt midden in een regel of een tekst"),
        ('[columns\n"Merk" = ""\n', "regel 1 is geen geldige TOML: [columns"),
        (None, "er is geen bestand of map van die naam"),
        ("", "het is een map"),
    ],
)
def test_what_the_system_or_a_library_says_is_told_in_our_words(desk: Path, written: str | None, told: str) -> None:
    name = "folder" if written == "" else "bad.toml"
    if written:
        (desk / name).write_text(written, encoding="utf-8")
    said = importer("check", "jobs.csv", "--map", name, state=desk / "state", cwd=str(desk), LANGUAGE="nl")
    assert told in said.err
    assert said.status == 3


def test_what_sqlite_says_is_told_in_our_words(desk: Path) -> None:
    (desk / "state").mkdir()
    (desk / "state" / "journal.sqlite").write_bytes(b"no database" * 500)
    said = importer("runs", state=desk / "state", cwd=str(desk), LANGUAGE="de")
    assert "es ist keine Datenbank" in said.err
    (desk / "practice.sqlite").write_bytes(b"no database" * 500)
    said = importer("practice", "--file", "practice.sqlite", state=desk / "state", cwd=str(desk), LANGUAGE="fr")
    assert "ce n'est pas une base de données" in said.err
