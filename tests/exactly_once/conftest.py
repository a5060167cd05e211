from collections.abc import Iterator

import pytest

from tests.exactly_once.lab import Lab


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    with Lab() as lab:
        yield lab
