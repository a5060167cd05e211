"""S8: a folder may be called as a customer is: whose decisions are shown or erased does not hang on that."""

from datetime import date
from pathlib import Path

import pytest

from importer.mapping import ColumnMapping, Customer, list_remembered, remember_customer
from tests.command import importer

OURS, THEIRS = ColumnMapping(columns={"Note": "description"}), ColumnMapping(columns={"Ref": ""})


@pytest.fixture(params=["acme", "ACME"])
def state(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """What is kept for the customer acme, and for a folder of this name."""
    place = tmp_path / "state"
    place.mkdir()
    folder = Customer("folder", f"/from a stranger/{request.param}")
    for customer, mapping in ((Customer("customer", "acme"), OURS), (folder, THEIRS)):
        assert remember_customer([customer], mapping, "jobs.xlsx", place, date(2026, 11, 29))
    return place


def test_what_is_shown_is_the_customers(state: Path) -> None:
    said = importer("map", "--remembered", "--customer", "acme", state=state)
    assert ("description" in said.out, "Ref" in said.out) == (True, False)


def test_what_is_erased_is_all_of_it(state: Path) -> None:
    assert importer("map", "--forget", "acme", state=state).status == 0
    assert list(list_remembered(state)) == []
