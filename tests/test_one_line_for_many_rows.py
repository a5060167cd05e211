"""Where one decision settles many rows, its line of a mapping file is told with the problem, and it works."""

import csv
import re
from pathlib import Path

import pytest

from tests.builders import GOOD
from tests.command import importer

_LINE = re.compile(r'((?:"(?:[^"\\]|\\.)*"|\w+) = "[^"]*"(?:(?:,| and) "[^"]*" = "[^"]*")*) under \[([\w.]+)\]')
ADDRESS = {"Street": "Quay 1", "City": "Gent"}
CASES = (  # what each row has, the problem, and what the user writes for "..."
    ({"Project code": ""}, 501, "P-1001"),
    ({"Name": ""}, 401, "Pump"),
    ({"Due date": "asap"}, 405, ""),
    ({"Due date": 'week "5"\\6'}, 405, ""),
    ({"Estimated time": "1 day"}, 403, "480"),
    (ADDRESS | {"Zip": "9000", "E-mail": "unknown"}, 409, ""),
    (ADDRESS | {"Zip": ""}, 502, ""),
    (ADDRESS, 502, ""),
)


def write_sheet(folder: Path, cells: dict[str, str]) -> Path:
    rows = [GOOD | {"Name": f"Pump {number}"} | cells for number in range(6)]
    sheet = folder / "jobs.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *(row.values() for row in rows)])
    return sheet


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(("cells", "number", "meant"), CASES)
def test_its_line_is_told_and_works(tmp_path: Path, cells: dict[str, str], number: int, meant: str) -> None:
    sheet = write_sheet(tmp_path, cells)
    told = " ".join(importer("check", sheet, state=tmp_path, COLUMNS="400").out.split())
    assert f"error {number} " in told
    assert "map jobs.csv --save mapping.toml' creates it" in told.replace(f"{tmp_path}/", "")
    line = _LINE.search(told)
    assert line, told
    mapping = tmp_path / "mapping.toml"
    lines = re.sub(r",? (?:and )?(?=\"\w+\" = )", "\n", line[1].replace("...", meant)).strip()
    mapping.write_text(f"[{line[2]}]\n{lines}\n", encoding="utf-8")
    assert importer("check", sheet, "--map", mapping, state=tmp_path).status == 0


@pytest.mark.thorough
def test_empty_cells_are_also_asked_about(tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path, {"Project code": ""})
    told = " ".join(importer("check", sheet, state=tmp_path, COLUMNS="400").out.split())
    assert f"'importer map {sheet} --ask'" in told
    assert '"Project code" is empty in 6 rows' in importer("map", sheet, state=tmp_path).out


@pytest.mark.thorough
def test_values_that_differ_are_corrected_one_by_one(tmp_path: Path) -> None:
    rows = [GOOD | {"Due date": day} for day in ("asap", "soon", "2026-12-31", "2026-12-30", "2026-12-29")]
    sheet = tmp_path / "jobs.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *(row.values() for row in rows)])
    assert "mapping file" not in importer("check", sheet, state=tmp_path).out
