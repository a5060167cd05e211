"""N19: results that somebody has open in Excel or LibreOffice stay as they are."""

from pathlib import Path

import pytest

from tests.builders import GOOD
from tests.command import importer


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("lock", ["~$jobs.results.xlsx", ".~lock.jobs.results.xlsx#"])
def test_open_results_stay_and_the_new_ones_stand_beside_them(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join([",".join(GOOD), ",".join(GOOD.values())]), encoding="utf-8")
    results = tmp_path / "jobs.results.xlsx"
    importer("run", path, "--target", "practice", state=tmp_path / "state")
    before = results.read_bytes()
    (tmp_path / lock).write_bytes(b"")
    said = importer("run", path, "--target", "practice", state=tmp_path / "state")
    assert results.read_bytes() == before
    assert (tmp_path / "jobs.results.2.xlsx").exists()
    assert "is it open in Excel?" in " ".join((said.out + said.err).split())
