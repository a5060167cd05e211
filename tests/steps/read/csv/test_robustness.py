"""Our own part of the comparison with other readers: what we recover of defective files must not become less."""

from pathlib import Path
from statistics import mean

import pytest

import importer
from tests.benchmarks.csv_defects import defects
from tests.benchmarks.csv_robustness import shares

SEED = 7  # another than those that the benchmark is shown with
EVERY = 4


@pytest.mark.thorough
def test_what_is_recovered_of_defective_files_does_not_become_less(tmp_path: Path) -> None:
    """A quarter of the set: headings, cells and rows recovered (F1), without a hint."""
    path = tmp_path / "defect.csv"
    found = []
    for defect in defects(SEED)[::EVERY]:
        path.write_bytes(defect.content)
        found.append(shares(defect, importer.read_rows(path, lenient=True)))
    assert len(found) > 100
    headings, cells, rows = (mean(share) for share in zip(*found, strict=True))
    assert headings >= 0.98
    assert cells >= 0.99
    assert rows >= 0.97


def test_the_set_has_at_least_200_files_and_every_class_asked_for() -> None:
    kinds = [defect.kind for defect in defects(SEED)]
    assert len(kinds) >= 200
    asked = {"delimiter", "quote character", "escape", "record delimiter", "preamble", "no header", "missing cells"}
    assert asked | {"extra delimiter", "missing delimiter", "extra quote", "missing quote"} <= set(kinds)
