"""What people double-click: it starts this program and nothing else, and nobody's own file is touched."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, url2pathname, urlopen

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from importer.page.launcher import MARK, make_batch_file, make_desktop_entry, make_launchers
from tests.command import environment, importer_afresh

LIMIT_SECONDS = 60
COMMAND = ('/opt/it\'s 100% $HOME/`x`/py\\thon "3"', "-P", "-m", "importer", "open")
words = st.lists(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\x7f"), min_size=1),
    min_size=1,
)


def folders(tmp_path: Path) -> dict[str, str]:
    """The settings of a user with a desktop of his own."""
    home = tmp_path / "home of $USER 100%"
    (home / "Desktop").mkdir(parents=True)
    return {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}


def found_in(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found
    return found[1]


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktop entries are for Linux")


@linux
@pytest.mark.skipif(not shutil.which("gio"), reason="no gio here, which starts a desktop entry as a desktop does")
def test_a_double_click_opens_the_page(tmp_path: Path) -> None:
    """GLib starts the desktop entry; a browser of the test's own notes what it is to open, and is let in."""
    ours = folders(tmp_path)
    installed = importer_afresh("open", "--install", state=tmp_path, **ours)
    assert installed.status == 0, installed.err
    entries = sorted(Path(ours["HOME"]).rglob("importer.desktop"))
    assert [entry.parent.name for entry in entries] == ["Desktop", "applications"]
    assert all(os.access(entry, os.X_OK) and str(entry) in installed.out for entry in entries)
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    kept = shlex.quote(str(seen))
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {kept}.new\nmv {kept}.new {kept}\n')
    browser.chmod(0o755)
    variables = {**environment(tmp_path), **ours, "BROWSER": str(browser)}
    subprocess.run(["gio", "launch", str(entries[0])], env=variables, check=True, timeout=LIMIT_SECONDS)
    pause = threading.Event()
    while not seen.exists():
        pause.wait(0.1)
    form = Path(url2pathname(seen.read_text().removeprefix("file://"))).read_text()
    address, token = found_in(form, 'action="([^"]+)"'), found_in(form, 'name="token" value="([^"]+)"')
    origin = address.removesuffix("/enter")
    host = urlsplit(origin).netloc
    place = f"http://127.0.0.1:{urlsplit(origin).port}"  # where a browser finds that name
    enter = Request(f"{place}/enter", f"token={token}".encode(), {"Host": host})  # noqa: S310 - loopback
    with urlopen(enter, timeout=LIMIT_SECONDS) as answer:  # noqa: S310 - loopback
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    ours = {"Host": host, "Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Origin": origin, "X-Importer": "page"}
    with urlopen(Request(f"{place}/leave", b"{}", ours), timeout=LIMIT_SECONDS) as answer:  # noqa: S310 - loopback
        assert b"importer is closed" in answer.read()


@pytest.mark.thorough
@linux
def test_only_what_was_installed_is_removed(tmp_path: Path) -> None:
    ours = folders(tmp_path)
    own = Path(ours["HOME"]) / "Desktop" / "importer.desktop"
    own.write_text("[Desktop Entry]\nName=somebody's own\n")
    refused = importer_afresh("open", "--install", state=tmp_path, **ours)
    assert refused.status != 0
    assert "another file has this name" in refused.err
    assert list(Path(ours["HOME"]).rglob("importer.desktop")) == [own]
    assert "nothing to remove" in importer_afresh("open", "--uninstall", state=tmp_path, **ours).out
    assert "somebody's own" in own.read_text()
    own.unlink()
    for _time in range(2):  # the second in place of the first
        assert importer_afresh("open", "--install", state=tmp_path, **ours).status == 0
    assert "Removed" in importer_afresh("open", "--uninstall", state=tmp_path, **ours).out
    assert list(Path(ours["HOME"]).rglob("importer.desktop")) == []
    both = importer_afresh("open", "--install", "--uninstall", state=tmp_path, **ours)
    assert "not both" in both.err


@given(words)
@example(list(COMMAND))
def test_a_desktop_entry_says_just_this_command(command: list[str]) -> None:
    line = next(line for line in make_desktop_entry(command).split("\n") if line.startswith("Exec="))
    text = line.removeprefix("Exec=").replace("\\\\", "\\")  # as a text of the file, then its own quotation
    assert [
        re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    ] == command


@given(st.lists(st.text(st.sampled_from("abc é%^&!() '\\"), min_size=1), min_size=1))
def test_a_batch_file_says_just_this_command(command: list[str]) -> None:
    """As cmd.exe reads it: in quotation marks, only per cent signs mean something."""
    lines = make_batch_file(command).split("\r\n")
    assert lines[1] == f"rem {MARK}"
    assert re.findall('"([^"]*)"', lines[3].replace("%%", "%")) == command


def test_a_command_file_runs_just_this_command(tmp_path: Path) -> None:
    shown = tmp_path / 'it\'s $HOME `x` "100%"'
    shown.write_text('#!/bin/sh\nfor word in "$@"; do printf "<%s>" "$word"; done\n')
    shown.chmod(0o755)
    (launcher,) = make_launchers("darwin", (str(shown), "a b", "$c", "'"), tmp_path, tmp_path)
    assert launcher.path.name == "importer.command"
    launcher.path.write_text(launcher.text)
    said = subprocess.run(["/bin/sh", launcher.path], capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS)
    assert said.stdout == "<a b><$c><'>"


def test_each_system_has_its_own(tmp_path: Path) -> None:
    (batch,) = make_launchers("win32", COMMAND, tmp_path, tmp_path / "applications")
    assert batch.path == tmp_path / "importer.bat"
    entries = make_launchers("linux", COMMAND, tmp_path / "no desktop", tmp_path / "applications")
    assert [entry.path for entry in entries] == [tmp_path / "applications" / "importer.desktop"]
