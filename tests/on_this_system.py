"""What cannot be tried on Linux, tried here: ten minutes on Windows or macOS, and an answer of one page.

    py -m venv .venv
    .venv\\Scripts\\pip install --quiet .
    .venv\\Scripts\\python tests\\on_this_system.py

Nothing leaves the computer: everything goes to the practice server. The answer is printed, and is in
`on_this_system.txt`, which can be sent back as it is; it has no names but those of the system.
"""

import os
import platform
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ANSWER = Path("on_this_system.txt")
WINDOWS = sys.platform == "win32"
SHEET = "Reference,Name,Project code,Job type code,Status code\n{reference},{name},P-1001,MAINT,Open\n"
PATIENT, AT_ONCE = 120, 30  # seconds
Check = Callable[[Path], str]


def main() -> None:
    """Make each check in a folder of its own, write the answer, and end with 1 where one fails."""
    failed = False
    lines = [f"Python {platform.python_version()} on {platform.platform()}, output in {sys.stdout.encoding}"]
    for number, check in enumerate(CHECKS, start=1):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            begun = time.monotonic()
            try:
                fault = check(Path(name))
            except Exception as error:  # noqa: BLE001 - the answer has whatever happens
                fault = f"{type(error).__name__}: {error}"
            seconds = time.monotonic() - begun
        failed = failed or bool(fault)
        doing = (check.__doc__ or "").removesuffix(".")
        lines.append(f"{number:2} {'FAILS' if fault else 'ok   '} {doing} ({seconds:.0f} s) {fault[-300:]}".rstrip())
        sys.stdout.write(f"{lines[-1]}\n")
    ANSWER.write_text("\n".join([*lines, ""]), encoding="utf-8")
    sys.stdout.write(f"This page is in {ANSWER.absolute()}.\n")
    sys.exit(int(failed))


def typed(folder: Path, *words: str, seconds: int = PATIENT) -> subprocess.CompletedProcess[bytes]:
    """Run a command in the folder, with a state of its own; what it prints goes into pipes."""
    return subprocess.run(
        [sys.executable, "-m", "importer", *words],
        cwd=folder,
        env={**os.environ, "IMPORTER_STATE": str(folder / "state"), "LANGUAGE": "en"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=seconds,
    )


def sheet(folder: Path, file: str = "jobs.csv", *, reference: str = "T-1", name: str = "Pump") -> Path:
    """A sheet of one job."""
    place = folder / file
    place.write_text(SHEET.format(reference=reference, name=name), encoding="utf-8")
    return place


def run(folder: Path, file: str, *more: str) -> subprocess.CompletedProcess[bytes]:
    """Send a sheet to the practice server."""
    return typed(folder, "run", file, "--target", "practice", "--yes", *more)


def fault_of(ended: subprocess.CompletedProcess[bytes], *wanted: str) -> str:
    """'' where a command ended well and printed what is wanted, else what it printed."""
    text = (ended.stdout + ended.stderr).decode("utf-8", "backslashreplace")
    return "" if ended.returncode == 0 and all(word in text for word in wanted) else f"{ended.returncode}: {text}"


def doctor_finds_all_well(folder: Path) -> str:
    """doctor: libraries, folders, key store."""
    return fault_of(typed(folder, "doctor"), "No problems found.")


def last_word_has_every_letter(folder: Path) -> str:
    """P3: a run into a pipe says its last word, in UTF-8."""
    sheet(folder, name="Bełchatów")
    return fault_of(run(folder, "jobs.csv", "--json"), "Bełchatów", '"created": 1')


def a_second_run_creates_nothing(folder: Path) -> str:
    """A second run finds the jobs of the first."""
    sheet(folder)
    return fault_of(run(folder, "jobs.csv")) or fault_of(run(folder, "jobs.csv"), "already exists")


def brackets_are_letters(folder: Path) -> str:
    """P5: jobs[1].csv is sent, not jobs1.csv."""
    sheet(folder, "jobs1.csv", reference="WRONG")
    sheet(folder, "jobs[1].csv", reference="RIGHT")
    return fault_of(run(folder, "jobs[1].csv"), "jobs[1].results")


def a_read_only_sheet_gives_results_to_correct(folder: Path) -> str:
    """P8: results of a read-only sheet can be corrected."""
    sheet(folder).chmod(stat.S_IREAD)
    fault = fault_of(run(folder, "jobs.csv"))
    (folder / "jobs.csv").chmod(stat.S_IREAD | stat.S_IWRITE)
    writable = all(os.access(path, os.W_OK) for path in folder.glob("jobs.results*"))
    return fault or ("" if writable else "the results are read-only")


def a_denied_folder_is_told_at_once(folder: Path) -> str:
    """P4: a folder in which nobody may write is told at once."""
    sheet(folder)
    denied = folder / "denied"
    denied.mkdir()
    if WINDOWS:
        user = os.environ.get("USERNAME", "Users")
        subprocess.run(["icacls", str(denied), "/deny", f"{user}:(W)"], check=True, capture_output=True)
    else:
        denied.chmod(0o500)
    words = ("run", "jobs.csv", "--target", "practice", "--yes", "--results", str(denied / "results.xlsx"))
    ended = typed(folder, *words, seconds=AT_ONCE)
    if WINDOWS:
        subprocess.run(["icacls", str(denied), "/remove:d", user], check=False, capture_output=True)
    is_root = not WINDOWS and os.access(denied, os.W_OK)  # nobody is denied anything then
    return "" if is_root or ended.returncode == 3 else fault_of(ended, "may not write")


def results_that_are_open_stay(folder: Path) -> str:
    """P16, N19: results that a program holds open are not replaced."""
    sheet(folder)
    first = fault_of(run(folder, "jobs.csv"))
    results = next(folder.glob("jobs.results*"))
    with results.open("r+b"):
        (folder / f"~${results.name}").write_bytes(b"")  # as Excel puts it beside the file
        second = fault_of(run(folder, "jobs.csv"), "results.2")
    return first or second


def ctrl_c_ends_the_practice_server(folder: Path) -> str:
    """P2: Ctrl-C ends the practice server."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    command = [sys.executable, "-m", "importer", "practice", "--port", "0", "--file", str(folder / "jobs.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=folder, creationflags=flags) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
        try:
            process.wait(AT_ONCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return "it had to be killed"
    return ""


def a_path_with_spaces_is_a_program(folder: Path) -> str:
    """P7: a password command in a folder with spaces."""
    sheet(folder)
    spaced = folder / "Program Files"
    spaced.mkdir()
    script = spaced / ("secret.cmd" if WINDOWS else "secret")
    script.write_text("@echo hidden\n" if WINDOWS else "#!/bin/sh\necho hidden\n", encoding="utf-8")
    script.chmod(0o700)
    login = ("login", "nowhere", "--url", "https://localhost:1/api", "--user", "x", "--domain", "y")
    ended = typed(folder, *login, "--password-command", f'"{script}"')
    text = (ended.stdout + ended.stderr).decode("utf-8", "backslashreplace")
    return "" if "password command" not in text.casefold() else text  # it fails for want of a server alone


def the_key_store_keeps_a_password(_folder: Path) -> str:
    """P15: the key store of this system keeps a password, or says why not."""
    words = "https://nowhere.invalid/api", "on_this_system", "not a secret"
    code = (
        "from importer.targets.key_store import delete_password, name_key_store, read_password, store_password\n"
        f"url, login, text = {words!r}\n"
        "name = name_key_store()\n"
        "if name:\n"
        "    store_password(url, login, text)\n"
        "    assert read_password(url, login) == text and delete_password(url, login)\n"
        "print(name or 'none')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=PATIENT, stdin=subprocess.DEVNULL
    )
    return fault_of(ended)


def a_workbook_is_filled_in(folder: Path) -> str:
    """A template is written and checked."""
    made = fault_of(typed(folder, "template", "new.xlsx"))
    return made or ("" if typed(folder, "check", "new.xlsx").returncode in {3, 4} else "the check of a template")


def little_memory_is_enough(folder: Path) -> str:
    """P13: a workbook is read by a child with a bound of memory."""
    samples = Path(__file__).parent.parent / "sample_sheets" / "jobs.xlsx"
    shutil.copy(samples, folder / "jobs.xlsx")
    return fault_of(run(folder, "jobs.xlsx", "--memory-limit", "512"), "created")


CHECKS: tuple[Check, ...] = (
    doctor_finds_all_well,
    last_word_has_every_letter,
    a_second_run_creates_nothing,
    brackets_are_letters,
    a_read_only_sheet_gives_results_to_correct,
    a_denied_folder_is_told_at_once,
    results_that_are_open_stay,
    ctrl_c_ends_the_practice_server,
    a_path_with_spaces_is_a_program,
    the_key_store_keeps_a_password,
    a_workbook_is_filled_in,
    little_memory_is_enough,
)

if __name__ == "__main__":
    main()
