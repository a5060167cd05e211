"""How many headings of other systems are understood, for sure and with suggestions (tests.benchmarks.headings)."""

import pytest

from tests.benchmarks.headings.measure import figures_of, measured


@pytest.mark.parametrize(
    ("sheets", "sure", "with_suggested", "with_filled_by_another"),
    [
        ("natural", (0.65, 0.98), (0.78, 0.89), (0.85, 0.80)),
        ("unseen", (0.75, 0.98), (0.85, 0.94), (0.91, 0.92)),
        ("own", (0.88, 0.99), (0.94, 0.97), (0.96, 0.93)),
    ],
)
@pytest.mark.thorough(but=1)
def test_headings_of_other_systems_are_understood(
    sheets: str,
    sure: tuple[float, float],
    with_suggested: tuple[float, float],
    with_filled_by_another: tuple[float, float],
) -> None:
    """Each pair is the least recall and precision."""
    figures = figures_of(list(measured(sheets)))
    reached = (*figures.sure, *figures.with_suggested, *figures.with_filled_by_another)
    least = (*sure, *with_suggested, *with_filled_by_another)
    assert all(one >= bound for one, bound in zip(reached, least, strict=True)), figures
