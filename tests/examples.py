"""How many examples are drawn: a quarter of them day by day, all by `pytest --thorough`."""

import os

THOROUGH = "TESTS_THOROUGH"


def examples(many: int, daily: int = 0) -> int:
    """So many of `many` examples; `daily` where a quarter takes too long."""
    return many if THOROUGH in os.environ else daily or max(many // 4, 3)
