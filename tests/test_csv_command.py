"""CSV through the real command: what was found is shown, and each of it can be set. Cases 38 and 39."""

from pathlib import Path
from typing import Any

import pytest

from tests.command import Said, importer

HEADINGS = "Project code;Job type code;Status code;Name;Latitude;Street;City;Zip"
JOB = "P-1001;MAINT;Open;Chaudière à 5 €;50,5;Markt 1;Gent;9000"
TEXT = f"{HEADINGS}\r\n{JOB}\r\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


def check(path: Path, content: bytes, *words: str | Path) -> Said:
    path.write_bytes(content)
    return importer("check", path, *words, state=path.parent / "state")


def told(path: Path, content: bytes, *words: str | Path) -> Any:
    return check(path, content, "--json", *words).object


def test_what_was_found_is_one_calm_line_and_no_problem(path: Path) -> None:
    said = check(path, TEXT.encode("cp1252"))
    (line,) = (line for line in said.out.splitlines() if line.startswith("CSV read as"))
    assert "Windows-1252, semicolons between the cells, decimal commas; line 2: P-1001 | MAINT" in line
    assert "--encoding, --delimiter or --decimal" in line
    assert (said.status, "warning" in said.out) == (0, False)


def test_it_is_in_the_json_and_shown_by_map_too(path: Path) -> None:
    found = told(path, TEXT.encode("utf-16"))
    assert found["remarks"][0].startswith("CSV read as UTF-16-LE, semicolons")
    assert found["problems"] == []
    said = importer("map", path, state=path.parent / "state")
    assert (said.status, "CSV read as UTF-16-LE" in said.out) == (0, True)


def test_the_encoding_can_be_set(path: Path) -> None:
    content = TEXT.replace("€", "EUR").encode("cp850")
    assert told(path, content, "--encoding", "cp850")["problems"] == []
    assert check(path, content, "--encoding", "utf-8").status == 3


def test_the_delimiter_can_be_set(path: Path) -> None:
    content = TEXT.replace(";", "<>").encode()
    assert told(path, content, "--delimiter", "<>")["problems"] == []


def test_the_decimal_sign_can_be_set(path: Path) -> None:
    content = TEXT.replace("50,5", "50,123").encode()
    assert [problem["code"] for problem in told(path, content)["problems"]] == []
    wrong = told(path, content, "--decimal", ".")
    assert wrong["remarks"][0].count("decimal points") == 1


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ('encoding = "cp850"', TEXT.replace("€", "EUR").encode("cp850")),
        ('delimiter = "<>"', TEXT.replace(";", "<>").encode()),
        ('decimal = ","', TEXT.encode()),
    ],
)
def test_the_options_of_a_mapping_file_hold_too(path: Path, option: str, content: bytes) -> None:
    mapping = path.with_suffix(".toml")
    mapping.write_text(f"[options]\n{option}\n", encoding="utf-8")
    found = told(path, content, "--map", mapping)
    assert (found.get("problems"), found.get("exit_code")) == ([], 0), found


def test_headings_alone_are_refused(path: Path) -> None:
    """Case 39."""
    said = check(path, f"{HEADINGS}\r\n".encode(), "--json")
    assert (said.status, said.object["rows"], said.object["error"]["code"]) == (3, 0, 129)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b";;;\r\n;;;\r\n", b"\xff\xfe", b"sep=;\r\n"])
def test_a_file_with_nothing_in_it_is_refused_by_what_it_is(path: Path, content: bytes) -> None:
    """Case 39."""
    said = check(path, content)
    assert (said.status, "jobs.csv is empty" in said.err) == (3, True)


def test_a_row_that_is_written_wrongly_is_held_and_the_others_go(path: Path) -> None:
    """Case 39: a stray quote, a cell too many and an open quote, each a problem of its own row."""
    wrong = (JOB.replace("Chaudière", 'Chau"dière'), f"{JOB};too many", JOB.replace("P-1001", '"P-1001'))
    path.write_bytes("\r\n".join([HEADINGS, JOB, *wrong, JOB, ""]).encode())
    said = importer(
        "run", path, "--target", "practice", "--yes", "--json", "--results", path.with_suffix(".xlsx"),
        state=path.parent / "state",
    )  # fmt: skip
    found = said.object
    assert [(p["row"], p["code"]) for p in found["problems"] if p["severity"] == "error"] == [
        (3, 144),
        (4, 113),
        (5, 145),
    ]
    assert (said.status, sorted(found["jobs"])) == (4, ["2", "6"])


def test_a_delimiter_saved_by_map_is_one_that_check_takes(path: Path) -> None:
    path.write_bytes(TEXT.replace(";", "\t").encode())
    saved, state = path.with_suffix(".toml"), path.parent / "state"
    assert importer("map", path, "--delimiter", "tab", "--save", saved, state=state).status == 0
    assert importer("check", path, "--map", saved, state=state).status == 0


@pytest.mark.parametrize(
    ("name", "sign", "encoding"),
    [
        ("jobs.xls", "\t", "utf-16"),
        ("jobs.xls", "\t", "cp1252"),
        ("jobs.XLSX", ";", "utf-8-sig"),
        ("jobs.ods", ",", "utf-16-be"),
    ],
)
def test_a_csv_is_read_whatever_it_is_called(tmp_path: Path, name: str, sign: str, encoding: str) -> None:
    """F16. An export that is called .xls and is text with tabs, as many programs write it."""
    content = TEXT.replace("50,5", "50.5").replace(";", sign).encode(encoding)
    found = told(tmp_path / name, content)
    assert (found["rows"], found["problems"]) == (1, []), found
    assert found["remarks"][0].startswith("CSV read as")


def test_the_results_of_a_csv_named_xls_are_a_workbook_that_is_retried(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xls"
    path.write_bytes(TEXT.replace("P-1001", "P-9999").replace(";", "\t").encode("utf-16"))
    ran = importer("run", path, "--target", "practice", "--yes", "--json", state=tmp_path / "state")
    assert (ran.status, ran.object["counts"]["invalid"]) == (4, 1), ran.out
    retried = importer(
        "retry", tmp_path / "jobs.results.xlsx", "--target", "practice", "--yes", "--json", state=tmp_path / "state"
    )
    assert (retried.status, retried.object["counts"]["invalid"]) == (4, 1), retried.out


def test_how_a_csv_named_xls_is_read_stands_in_the_next_command(tmp_path: Path) -> None:
    words = ("--encoding", "cp850", "--delimiter", ";")
    said = check(tmp_path / "jobs.xls", TEXT.replace("€", "EUR").encode("cp850"), *words)
    (line,) = (line for line in said.out.splitlines() if "Next: " in line)
    assert '--encoding cp850 --delimiter ";"' in line.replace("'", '"'), line
