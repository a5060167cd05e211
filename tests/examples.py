"""How many examples are drawn: a quarter of them day by day, all by `pytest --thorough`."""

import os

THOROUGH = "TESTS_THOROUGH"


def examples(many: int) -> int:
    """So many of `many` examples."""
    return many if THOROUGH in os.environ else max(many // 4, 3)
