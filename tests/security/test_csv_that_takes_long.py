"""A text with delimiters that is made to be slow to read is not."""

from pathlib import Path
from time import monotonic

from tests.builders import good
from tests.command import importer


def test_a_long_line_of_plain_text_in_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    rows = [",".join(good()), ",".join(good().values()), ",".join(good(Name="a" * 400_000).values())]
    path.write_bytes("\n".join([*rows, "P-1001,MAINT,ToBePlanned,Café"]).encode("cp1252"))
    began = monotonic()
    said = importer("check", path, state=tmp_path / "state")
    assert monotonic() - began < 60
    assert said.status in {0, 4}
    assert "Windows-1252" in said.out
