"""The front door: the real command on real files."""

import socket
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    return workbook(tmp_path, good(Reference="A"), good(Reference="B", Due_date="soon"))


def test_check_tells_the_cell_and_what_would_be_right(tmp_path: Path, jobs: Path) -> None:
    said = importer("check", jobs, state=tmp_path)
    assert said.status == 4
    assert '"soon" cannot be read as a date' in said.out
    assert "F3" in said.out
    assert "importer check" in said.out.splitlines()[-1]


def test_json_carries_everything(tmp_path: Path, jobs: Path) -> None:
    said = importer("run", jobs, "--target", "practice", "--json", state=tmp_path)
    assert said.status == 4
    told = said.object
    assert (told["rows"], told["counts"]["created"], told["counts"]["invalid"]) == (2, 1, 1)
    assert sum(told["counts"].values()) == 2
    assert list(told["jobs"]) == ["2"]
    assert Path(told["results"]).exists()
    [problem] = told["problems"]
    assert {**problem, "message": "", "advice": "", "fields": []} == {
        "row": 3,
        "cell": "F3",
        "field": "due_date",
        "heading": "Due date",
        "code": 405,
        "severity": "error",
        "value": "soon",
        "message": "",
        "advice": "",
        "fields": [],
    }
    assert said.err == ""


def test_a_second_run_finds_the_jobs_of_the_first(tmp_path: Path) -> None:
    path = workbook(tmp_path, good(Reference="A"), good())
    assert importer("run", path, "--target", "practice", state=tmp_path).status == 0
    again = importer("run", path, "--target", "practice", "--json", state=tmp_path)
    assert again.status == 0
    assert again.object["counts"]["created"] + again.object["counts"]["already exists"] == 2


def test_fields_are_printed_and_given_as_json(tmp_path: Path) -> None:
    said = importer("fields", "--json", state=tmp_path)
    told = {field["name"]: field for field in said.object}
    assert len(told) == 58
    assert told["name"]["required"] is True
    assert told["project_reference_back_office"]["heading"] == "Project code"
    assert {field["type"] for field in told.values()} <= {
        "guid", "text", "integer", "decimal", "date", "boolean", "entity",
    }  # fmt: skip
    assert "Project code" in importer("fields", state=tmp_path).out


def test_quiet_prints_nothing(tmp_path: Path, jobs: Path) -> None:
    said = importer("check", jobs, "--quiet", state=tmp_path)
    assert (said.status, said.out, said.err) == (4, "", "")


def test_without_a_target_run_says_how_to_choose_one(tmp_path: Path, jobs: Path) -> None:
    said = importer("run", jobs, state=tmp_path)
    assert said.status == 3
    assert "--target practice" in said.err
    assert "IMPORTER_URL" in said.err


def _written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.xlsx", None, "no file"),
        ("", None, "is a folder"),
        ("empty.xlsx", b"", "is empty"),
        ("text.xlsx", b"Project code;Name\nP-1001;x\n", "text"),
        ("other.csv", b"a,b\n1,2\n", "No heading"),
        ("double.csv", b"Name,Title,Status\nx,y,Open\n", 'A ("Name") and B ("Title")'),
    ],
)
def test_bad_input_is_one_clear_message(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    path = tmp_path / name if content is None else _written(tmp_path, name, content)
    for command in (("check",), ("run", "--target", "practice")):
        said = importer(command[0], path, *command[1:], state=tmp_path / "state")
        assert said.status == 3
        assert words in said.err
        assert len(said.err.strip().splitlines()) == 2, "what is wrong, and what to do"


def test_a_target_that_nobody_answers_at(tmp_path: Path, jobs: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    said = importer("run", jobs, state=tmp_path, url=url, user="u", password="secret-word", domain="d")
    assert said.status == 3
    assert "No answer from" in said.err
    assert "secret-word" not in said.out + said.err


def test_a_wrong_password(tmp_path: Path, jobs: Path) -> None:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        said = importer("run", jobs, state=tmp_path, url=server.url, user="practice", password="wrong", domain="d")
    assert said.status == 3
    assert "refused the login of practice" in said.err
    assert not (tmp_path / "jobs.results.xlsx").exists()


def test_unknown_words_are_a_usage_error(tmp_path: Path) -> None:
    assert importer("chekc", "x", state=tmp_path).status == 2
    assert importer("check", state=tmp_path).status == 2


def test_results_never_go_over_the_sheet(tmp_path: Path, jobs: Path) -> None:
    before = jobs.read_bytes()
    said = importer("run", jobs, "--target", "practice", "--results", jobs, state=tmp_path)
    assert said.status == 3
    assert jobs.read_bytes() == before


@pytest.mark.parametrize("rate", ["fast", "-1/s", "5/day"])
def test_a_rate_that_is_none_is_told(tmp_path: Path, jobs: Path, rate: str) -> None:
    said = importer("run", jobs, f"--rate={rate}", "--target", "practice", state=tmp_path)
    assert said.status == 2
    assert "like 5/s" in said.err


def test_how_rows_are_sent_is_said_by_options_of_their_own(tmp_path: Path) -> None:
    said = importer("run", "--help", state=tmp_path)
    told = said.out.partition("Sending the rows")[2]
    assert all(option in told for option in ("--workers", "--rate", "--no-look", "--keep-going", "--stop-after"))
