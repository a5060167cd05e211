"""Fixtures for the decisions of a sheet."""

from collections.abc import Iterator

import pytest

from tests.decisions.person import Person, person_with
from tests.decisions.ten_sheets import LISTS


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody with the lists of the ten exports, for all the sheets of a module."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("person")
        patch.setenv("IMPORTER_STATE", str(folder / "state"))
        with person_with(folder, LISTS) as somebody:
            yield somebody
