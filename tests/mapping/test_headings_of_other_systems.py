"""How many headings of other systems are understood, for sure and with suggestions (tests.benchmarks.headings)."""

import pytest

from tests.benchmarks.headings.measure import figures_of, measured


@pytest.mark.parametrize(
    ("sheets", "recall", "precision", "with_suggestions", "precision_of_these"),
    [("natural", 0.65, 0.98, 0.85, 0.80), ("unseen", 0.75, 0.98, 0.91, 0.92), ("own", 0.88, 0.99, 0.96, 0.93)],
)
@pytest.mark.thorough(but=1)
def test_headings_of_other_systems_are_understood(
    sheets: str, recall: float, precision: float, with_suggestions: float, precision_of_these: float
) -> None:
    figures = figures_of(list(measured(sheets)))
    assert figures.recall >= recall
    assert figures.precision >= precision
    assert figures.recall_suggested >= with_suggestions
    assert figures.precision_suggested >= precision_of_these
