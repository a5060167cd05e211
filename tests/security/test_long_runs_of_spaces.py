"""S5, S6: a text may have any number of spaces in a row; where each is looked at again from the next one, none ends."""

from importer.catalogue import fold_value
from importer.directory.list_entry import lookup_of
from importer.directory.other_spellings import OtherSpellings
from importer.steps.read.layout import group_lines

SPACES = " " * 300_000


def test_codes_and_values_are_folded_in_one_go() -> None:
    assert fold_value(f"a{SPACES}b - c{SPACES}") == "abc"
    spellings = OtherSpellings(lookup_of("job_type_code"), [{"id": "1", "code": f"MAINT{SPACES}-{SPACES}1x{SPACES}y"}])
    assert spellings.of_code("maint 1xy")


def test_a_line_of_a_group_is_read_in_one_go() -> None:
    assert group_lines._COUNT.sub("", f"Brussels{SPACES}x (3 items)") == f"Brussels{SPACES}x"
