"""Wrong uses of the command: each is one sentence and a next step, with no traceback and no library's words."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import Said, environment, importer

PRACTICE = ("--target", "practice")
OUT = "jobs.results.xlsx"
BINARY = bytes(range(256)) * 20
USES: tuple[tuple[str, int, str, str], ...] = (
    # what is typed, the exit status, words of the sentence, words of the next step
    ("run .", 3, ". is a folder, not a sheet", "Name the workbook or CSV file inside it"),
    ("run folder --target practice", 3, "folder is a folder", "Name the workbook"),
    ("check .", 3, "is a folder", "Name the workbook"),
    ("retry . --target practice", 3, "is a folder", "Name the workbook"),
    ("run nothing.csv", 3, "There is no file nothing.csv", "Check the name and the folder"),
    ("jobs.csv", 2, "but no command was given", "'importer check jobs.csv'"),
    ("chek jobs.csv", 2, "Did you mean 'check'?", "'importer --help'"),
    ("run jobs.csv --targt practice", 2, "There is no option --targt. Did you mean --target?", "importer run --help"),
    ("run", 2, "Missing argument 'FILE'", "importer run --help"),
    ("fields x", 2, "'x' is not expected here", "importer fields --help"),
    ("check picture.png", 3, "it is a picture (PNG)", "Check that it is the right file"),
    ("check photo.csv", 3, "it is a picture (JPEG)", "Check that it is the right file"),
    ("check binary.dat", 3, "neither text nor a workbook", "Check that it is the right file"),
    ("check doc.pdf", 3, "it is a PDF", "save it as"),
    ("check jobs.csv --delimiter ;", 3, "No heading of jobs.csv is recognised", 'Check --delimiter ";"'),
    ("check jobs.csv --delimiter ;;", 3, '";;" cannot separate cells', "one character"),
    ("check jobs.csv --encoding utf-99", 3, '"utf-99" is not a known encoding', "utf-8"),
    ("check jobs.csv --sheet March", 3, "no sheets to choose from", "without --sheet"),
    ("check jobs.csv --timezone Brussels", 3, "there is no such zone", "Europe/Brussels"),
    ("check jobs.csv --date-order d/m", 2, "'d/m' is not one of", "importer check --help"),
    ("check jobs.csv --header-row 0", 2, "it must be 1 or more", "importer check --help"),
    ("check jobs.csv --header-row 99", 3, "Row 99 of jobs.csv is blank", "--header-row"),
    ("check jobs.csv --map none.toml", 3, "cannot be read", "importer map FILE --save"),
    ("check legacy.csv", 3, "No heading of legacy.csv is recognised", "'importer map legacy.csv'"),
    ("check jobs.csv --results no/such/out.xlsx", 3, "cannot be written", "Make the folder no/such first"),
    ("run jobs.csv --target practice --results folder", 3, "cannot be written", "folder is a folder"),
    ("template no/such/t.xlsx", 3, "cannot be written", "Make the folder no/such first"),
    ("run jobs.csv --target nowhere", 3, 'names "nowhere"', "'importer targets'"),
    ("run jobs.csv", 3, "No target is set", "--target practice"),
    ("check https://example.com/jobs.xlsx", 3, "is a web address, not a file", "Download the sheet"),
    ("practice --file jobs.csv", 3, "--file is 'jobs.csv': it cannot be used", "Name another file"),
    ("runs results 99", 3, "There is no run 99", "'importer runs'"),
    ("check jobs.csv --memory-limit 1", 2, "it must be 64 or more", "importer check --help"),
    ("codes --export codes.txt --target practice", 3, "codes.txt cannot be written", ".csv or .xlsx"),
    ("template jobs.csv", 3, "a template is an Excel workbook", "jobs.xlsx"),
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
    (tmp_path / "legacy.csv").write_text("Merk,Kleur\nPomp,Jan\n", encoding="utf-8")
    for name, begins in (
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
        ("photo.csv", b"\xff\xd8\xff\xe0"),
        ("binary.dat", b""),
    ):
        (tmp_path / name).write_bytes(begins + BINARY)
    (tmp_path / "doc.pdf").write_bytes(b"%PDF-1.7\n" + BINARY)
    (tmp_path / "folder").mkdir()
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
    assert first.startswith("Stopped: ")
    assert sentence in first
    assert step in second


@pytest.mark.parametrize("words", [("check", "jobs.csv"), ("run", "jobs.csv", *PRACTICE), ("runs",)])
@pytest.mark.parametrize("state", ["/proc/nothing", "jobs.csv"])
def test_a_state_folder_that_cannot_be_is_one_sentence(desk: Path, words: tuple[str, ...], state: str) -> None:
    said = importer(*words, state=Path(state), cwd=str(desk), config=str(desk / "none.toml"))
    ensure_one_sentence(said)
    assert said.status == 3
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
