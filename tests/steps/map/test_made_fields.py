"""Parts of a cell from which the mapping file makes a field."""

import pytest

from importer.steps.map.made_fields import part_of


@pytest.mark.parametrize("number", ["1.10", "1e5", "12345678901234567890", "-0.50", "2.000000000000000001"])
def test_a_number_of_an_object_stays_as_it_is_written(number: str) -> None:
    assert part_of(f'{{"order": {{"no": {number}}}}}', "order.no") == number
