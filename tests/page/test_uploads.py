"""Dropped files: capped, one at a time, under a name of ours in a folder of the user's alone, and never looked into."""

import errno
import stat
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from importer.page import guard, request_limits, uploads
from importer.page.uploads import clean_name
from tests.page.visitor import Visitor

CSV = b"Name,Project code,Job type code,Status code\nPump,P-1001,MAINT,Open\n"


def drop(visitor: Visitor, name: str, content: bytes = CSV) -> tuple[int, dict[str, object]]:
    answer = visitor.post("/upload", content, {"X-File-Name": quote(name), "Content-Type": "application/octet-stream"})
    return answer.status, answer.object


def kept(state: Path) -> list[Path]:
    return sorted(path for path in (state / "work").rglob("*") if path.is_file() and path.name != "work.json")


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        ("jobs.csv", "jobs.csv"),
        ("../../../etc/cron.d/jobs.csv", "jobs.csv"),
        ("C:\\Windows\\jobs.csv", "jobs.csv"),
        ("/etc/jobs.csv", "jobs.csv"),
        ("con.csv", "_con.csv"),
        ("COM1.csv", "_COM1.csv"),
        (".csv", "sheet.csv"),
        ("a\u202evsc.exe\n.csv", "a_vsc.exe_.csv"),
        ("-rf $(touch x).csv", "-rf _(touch x).csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
        ("Aufträge März.csv", "Aufträge März.csv"),
        ("work.json.csv", "work.json.csv"),
        ("blank form.xltx", "blank form.xltx"),
        ("blank form.xltm", "blank form.xltm"),
    ],
)
def test_rule_6_its_name_leads_nowhere(visitor: Visitor, state: Path, given: str, ours: str) -> None:
    assert clean_name(given) == ours
    status, _said = drop(visitor, given)
    assert status == 200
    (place,) = kept(state)
    assert place.name == ours
    assert place.parent.parent == state / "work"
    assert place.read_bytes() == CSV


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_rule_6_nobody_else_can_read_it(visitor: Visitor, state: Path) -> None:
    drop(visitor, "jobs.csv")
    for path in (state / "work").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((state / "work").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["jobs", "jobs.exe", "jobs.csv.html", "", "work.json", "jobs.csv/"])
def test_rule_6_what_is_not_a_sheet_is_not_kept(visitor: Visitor, state: Path, name: str) -> None:
    status, said = drop(visitor, name)
    assert status == 409
    assert "not a sheet" in str(said["message"])
    assert not (state / "work").exists() or kept(state) == []


def test_rule_6_what_is_too_large_is_not_kept_whether_it_says_so_or_not(
    visitor: Visitor, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(uploads, "LARGEST_FILE", 10_000)
    assert request_limits.LARGEST_FILE == 200 << 20
    said = visitor.post("/upload", b"", {"Content-Length": "10001", "X-File-Name": "jobs.csv"})
    assert said.status == 413
    connection = HTTPConnection(visitor.place, timeout=60)
    headers = {
        "Host": visitor.host,
        "Cookie": visitor.cookie,
        "Sec-Fetch-Site": "same-origin",
        "Origin": f"http://{visitor.host}",
        "X-Importer": "page",
        "X-File-Name": "jobs.csv",
    }
    connection.request("POST", "/upload", iter([b"x" * 6_000, b"y" * 6_000]), headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()
    assert kept(state) == []


def test_rule_11_a_body_without_end_is_refused_and_hung_up_on(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST_BODY", 10_000)
    connection = HTTPConnection(visitor.place, timeout=60)
    headers = {
        "Host": visitor.host,
        "Cookie": visitor.cookie,
        "Sec-Fetch-Site": "same-origin",
        "Origin": f"http://{visitor.host}",
        "X-Importer": "page",
    }
    address = f"/work/{'0' * 32}/decide"
    connection.request("POST", address, iter([b"x" * 6_000, b"y" * 6_000]), headers, encode_chunked=True)
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (413, "close")
    assert "too large" in answer.read().decode()
    connection.close()


def test_rule_6_one_file_at_a_time(visitor: Visitor, state: Path) -> None:
    first = HTTPConnection(visitor.place, timeout=60)
    first.putrequest("POST", "/upload", skip_host=True)
    for name, value in {
        "Host": visitor.host,
        "Cookie": visitor.cookie,
        "Sec-Fetch-Site": "same-origin",
        "Origin": f"http://{visitor.host}",
        "X-Importer": "page",
        "X-File-Name": "slow.csv",
        "Content-Length": str(len(CSV)),
    }.items():
        first.putheader(name, value)
    first.endheaders()
    first.send(CSV[:10])
    arrived = threading.Event()
    for _ in range(200):
        if kept(state) if (state / "work").exists() else []:
            break
        arrived.wait(0.05)
    status, said = drop(visitor, "jobs.csv")
    assert status == 409
    assert "Another file" in str(said["message"])
    first.send(CSV[10:])
    assert first.getresponse().status == 200
    first.close()
    assert drop(visitor, "jobs.csv")[0] == 200


def test_rule_6_a_file_that_breaks_off_is_not_kept(visitor: Visitor, state: Path) -> None:
    first = HTTPConnection(visitor.place, timeout=60)
    first.putrequest("POST", "/upload", skip_host=True)
    headers = {"Host": visitor.host, "Cookie": visitor.cookie, "Sec-Fetch-Site": "same-origin"}
    ours = {"Origin": f"http://{visitor.host}", "X-Importer": "page", "X-File-Name": "jobs.csv"}
    for name, value in {**headers, **ours, "Content-Length": "5000"}.items():
        first.putheader(name, value)
    first.endheaders()
    first.send(CSV)
    first.close()
    while drop(visitor, "jobs.csv")[0] != 200:  # until the server has seen it
        threading.Event().wait(0.05)
    assert len(kept(state)) == 1


def test_a_disk_that_is_full_is_told_in_our_words(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads, "_write", write)
    status, said = drop(visitor, "jobs.csv")
    assert status != 200
    assert "The file could not be saved: the disk is full." in str(said)


def test_rule_7_nothing_beside_a_dropped_file_is_picked_up(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "importer.toml").write_text('target = "evil"\n[targets.evil]\nurl = "http://127.0.0.1:1/api"\nuser = "x"\n')
    monkeypatch.chdir(trap)
    _status, said = drop(visitor, "importer.toml.csv")
    screen = visitor.get(str(said["go"]))
    assert screen.status == 200
    assert "evil" not in screen.text


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("draft_id", ["..", "%2e%2e", "0" * 31, "0" * 32, "A" * 32, "..%2f..%2fetc", "0" * 31 + "%00"])
@pytest.mark.parametrize("screen", ["file", "check", "send", "events"])
def test_rule_7_a_sheet_is_known_by_its_id_alone(visitor: Visitor, draft_id: str, screen: str) -> None:
    assert visitor.get(f"/work/{draft_id}/{screen}").status == 404
