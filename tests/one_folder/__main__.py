"""Builds `importer` as one folder with PyInstaller, and tries it as somebody does who has no Python.

    pip install -e '.[build]' && python -m tests.one_folder [--out dist]

It has been tried on Linux. On Windows and macOS the same command is prepared, and nobody has tried it yet.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.request import Request, urlopen

from importer.versions import LIBRARIES, VERSION

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 300
COLLECTED = ("importer", "keyring.backends", "rapidfuzz", "uvicorn")  # what is imported by its name at run time
LEFT_OUT = ("tests", "pytest", "hypothesis", "mypy", "babel", "playwright", "IPython", "matplotlib", "tkinter", "scipy")


def build(out: Path) -> Path:
    """Build the folder below `out`; give the program in it."""
    with tempfile.TemporaryDirectory() as work:
        words = ["--noconfirm", "--onedir", "--console", "--name", "importer", "--python-option", "X utf8"]
        words += ["--distpath", str(out), "--workpath", work, "--specpath", work, "--paths", str(ROOT)]
        words += [word for name in COLLECTED for word in ("--collect-submodules", name)]
        words += ["--collect-data", "importer", "--collect-data", "tzdata"]
        words += [word for name in LIBRARIES for word in ("--copy-metadata", name)]
        words += [word for name in LEFT_OUT for word in ("--exclude-module", name)]
        entry = str(Path(__file__).parent / "entry.py")
        subprocess.run([sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", *words, entry], check=True)
    return program_in(out)


def program_in(out: Path) -> Path:
    """The program in the folder that was built below `out`."""
    return out / "importer" / ("importer.exe" if sys.platform == "win32" else "importer")


def try_out(program: Path) -> None:
    """Use it from a folder of its own, without this Python: a check, a run, the page. Raises AssertionError."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        shutil.copytree(ROOT / "sample_sheets", folder / "sheets")
        state = str(folder / "state")
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "IMPORTER_"))}
        there = {**kept, "IMPORTER_STATE": state, "IMPORTER_CONFIG": str(folder / "config.toml"), "LANGUAGE": "en"}
        said = _say(program, "--version", "-v", folder=folder, there=there)
        assert VERSION in said, said
        assert "missing" not in said, said
        _say(program, "run", "sheets/jobs.xlsx", "--target", "practice", "--yes", folder=folder, there=there)
        runs = _say(program, "runs", folder=folder, there=there)
        assert "created" in runs, runs
        _say(program, "guide", "page", folder=folder, there=there)
        _try_page(program, folder, there)


def _say(program: Path, *words: str, folder: Path, there: dict[str, str]) -> str:
    command = [str(program), *words]
    ended = subprocess.run(command, cwd=folder, env=there, capture_output=True, timeout=LIMIT_SECONDS, check=False)
    said = (ended.stdout + ended.stderr).decode("utf-8", "replace")
    assert ended.returncode in {0, 4}, f"{' '.join(words)} ended with {ended.returncode}: {said}"
    return said


def _try_page(program: Path, folder: Path, there: dict[str, str]) -> None:
    """Come in as the browser does, look at the screens, and close it."""
    with subprocess.Popen(
        [str(program), "open", "--no-browser"], cwd=folder, env=there, stderr=subprocess.PIPE, text=True
    ) as page:
        overdue = threading.Timer(LIMIT_SECONDS, page.kill)
        overdue.start()
        assert page.stderr is not None
        told = next((line for line in page.stderr if ".html" in line), "")
        form = Path(told[told.index(": ") + 2 :].strip()).read_text(encoding="utf-8")
        address, token = (_found(form, pattern) for pattern in ('action="([^"]+)"', 'name="token" value="([^"]+)"'))
        with urlopen(Request(address, f"token={token}".encode())) as answer:  # noqa: S310 - this computer
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        origin = address.removesuffix("/enter")
        ours = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Origin": origin, "X-Importer": "page"}
        for screen in ("/", "/runs/1", "/targets", "/help/page", "/static/page.css"):
            with urlopen(Request(f"{origin}{screen}", headers=ours)) as answer:  # noqa: S310 - this computer
                assert answer.status == 200
        with urlopen(Request(f"{origin}/leave", b"{}", ours)) as answer:  # noqa: S310 - this computer
            assert answer.status == 200
        page.communicate()
        overdue.cancel()
        assert page.returncode == 0


def _found(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Build importer as one folder, and try it.")
    options.add_argument("--out", type=Path, default=ROOT / "dist", help="where the folder goes; dist if not given")
    options.add_argument("--only-try", action="store_true", help="what is there already")
    chosen = options.parse_args()
    built = program_in(chosen.out.absolute()) if chosen.only_try else build(chosen.out.absolute())
    try_out(built)
    megabytes = sum(path.stat().st_size for path in built.parent.rglob("*") if path.is_file()) >> 20
    print(f"{built} is built and tried: {megabytes} MB.")
