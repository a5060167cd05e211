"""How many headings of other systems are understood, for sure and with suggestions (tests.benchmarks.headings)."""

import pytest

from tests.benchmarks.headings.measure import figures_of, measured


@pytest.mark.parametrize(
    ("sheets", "recall", "precision", "with_suggestions", "precision_of_these"),
    [("natural", 0.62, 0.96, 0.74, 0.82), ("unseen", 0.75, 0.98, 0.89, 0.93), ("own", 0.88, 0.99, 0.96, 0.95)],
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
