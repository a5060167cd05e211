import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.catalogue import kinds
from importer.catalogue.kinds import BOOLEAN, CODE, DATE, DECIMAL, GUID, INTEGER, KINDS, TEXT
from importer.catalogue.spellings import is_exact
from tests.source import parse_file, walk

CANONICAL = "7e60fd05-1c08-4886-b483-9f631f943287"


@pytest.mark.parametrize(
    "spelling",
    [
        CANONICAL,
        CANONICAL.upper(),
        "{7E60FD05-1C08-4886-B483-9F631F943287}",
        "7e60fd051c084886b4839f631f943287",
        f"  {CANONICAL} ",
    ],
)
def test_a_guid_is_known_in_braces_upper_case_and_without_dashes(spelling: str) -> None:
    assert GUID.to_canonical(spelling) == CANONICAL


@pytest.mark.parametrize("text", ["7e60fd05", CANONICAL + "0", "{" + CANONICAL, "7e60fd05-1c084886b4839f631f943287"])
def test_anything_else_is_no_guid(text: str) -> None:
    assert GUID.to_canonical(text) is None


@given(st.text(st.sampled_from(" \t\r\n\u00a0"), max_size=3))
def test_blank_text_is_an_empty_cell_for_every_kind(text: str) -> None:
    assert [kind.to_canonical(text) for kind in KINDS] == [""] * len(KINDS)


def test_the_zero_guid_is_empty() -> None:
    assert GUID.to_canonical("00000000-0000-0000-0000-000000000000") == ""


@given(st.uuids())
def test_every_guid_has_one_spelling(guid: UUID) -> None:
    for spelling in (str(guid), guid.hex, f"{{{str(guid).upper()}}}"):
        assert GUID.to_canonical(spelling) == (str(guid) if guid.int else "")


@given(st.integers())
def test_every_whole_number_keeps_its_value(number: int) -> None:
    for spelling in (str(number), f" {number}", f"{number}.0", f"{number:+}"):
        assert INTEGER.to_canonical(spelling) == str(number)
    assert INTEGER.to_payload(str(number)) == number


@pytest.mark.parametrize("text", ["1.5", "abc", "1,000", "1E3", "٣", "1 2", "--1", "."])
def test_what_is_no_whole_number_stays(text: str) -> None:
    assert INTEGER.to_canonical(text) is None
    assert INTEGER.to_payload(text) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1000, max_value=1000))
def test_every_decimal_keeps_its_value(number: Decimal) -> None:
    spelled = DECIMAL.to_canonical(str(number))
    assert spelled is not None
    assert Decimal(spelled) == number
    assert DECIMAL.to_json(spelled) == float(number)


def test_a_decimal_that_a_double_cannot_hold_is_not_exact() -> None:
    assert is_exact("9668.89")
    assert not is_exact("0.12345678901234567891")
    assert not is_exact("1" + "0" * 400)


@pytest.mark.parametrize("text", ["nan", "inf", "1,5", "1.2.3", "1e9999"])
def test_what_is_no_decimal_stays(text: str) -> None:
    assert DECIMAL.to_canonical(text) is None


@given(st.dates())
def test_every_day_is_a_date(day: date) -> None:
    assert DATE.to_canonical(day.isoformat()) == day.isoformat()


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_moment_keeps_its_value_and_zone(moment: datetime) -> None:
    text = moment.isoformat()
    spelled = DATE.to_canonical(text)
    if re.search(r"[+-]\d\d:\d\d:\d\d", text):  # historical zones with seconds: .NET has none either
        assert spelled is None
    else:
        assert spelled is not None
        assert datetime.fromisoformat(spelled) == datetime.fromisoformat(text)


@pytest.mark.parametrize("text", ["2026-02-30", "12/2024", "2026-12-31T25:00", "31-12-2026", "2026-1-1", "46000"])
def test_what_is_no_iso_date_is_none(text: str) -> None:
    assert DATE.to_canonical(text) is None


def test_a_space_before_the_time_is_a_t() -> None:
    assert DATE.to_canonical("2026-12-31 09:00") == "2026-12-31T09:00:00"


@pytest.mark.parametrize(
    ("text", "value"), [("Yes", True), ("WAAR", True), ("0", False), ("nein", False), ("FALSE", False)]
)
def test_yes_and_no_in_the_users_languages(text: str, value: object) -> None:
    assert BOOLEAN.to_payload(text) is value


def test_text_keeps_its_spaces_and_codes_lose_theirs() -> None:
    assert TEXT.to_canonical("  two lines\n ") == "  two lines\n "
    assert TEXT.to_canonical(" \u00a0\t") == ""
    assert CODE.to_canonical("\u00a000123 ") == "00123"


@given(st.text())
def test_a_canonical_spelling_is_its_own_canonical_spelling(text: str) -> None:
    for kind in KINDS:
        spelled = kind.to_canonical(text)
        if spelled:
            assert kind.to_canonical(spelled) == spelled


@given(st.text() | st.from_regex(r"[0-9a-f]{8}-[0-9.-]*|-?[0-9]{1,20}|true|[0-9]{1,9}", fullmatch=True))
def test_what_passes_a_column_unasked_is_certainly_canonical(text: str) -> None:
    for kind in KINDS:
        if kind.pattern and text and re.fullmatch(kind.pattern, text):
            assert kind.to_canonical(text) == text


def test_only_the_catalogue_asks_which_kind_a_value_is() -> None:
    for path in (path for path in PACKAGE.rglob("*.py") if not path.is_relative_to(PACKAGE / "catalogue")):
        for node in walk(parse_file(path)):
            asked = {name for name in names_asked_for(node) if name in NAMES}
            assert not asked, f"{path} asks for {', '.join(asked)}: let the kind say what differs"
            assert not compares_reading(node), f"{path}: let the kind say what differs, as is_date does"


PACKAGE = Path(kinds.__file__).parents[1]
NAMES = {name for name, value in vars(kinds).items() if isinstance(value, kinds.Kind)}


def compares_reading(node: Any) -> bool:
    """True where how a kind is read is compared with a word."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    return any(isinstance(side, ast.Attribute) and side.attr == "reading" for side in sides)


def names_asked_for(node: Any) -> Iterator[str]:
    """The names that a comparison looks at (also 'in {..}'), or that are the keys of a dictionary."""
    sides: list[Any] = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    sides += node.keys if isinstance(node, ast.Dict) else []
    for side in sides:
        each = side.elts if isinstance(side, ast.Set | ast.Tuple | ast.List) else [side]
        yield from (part.id for part in each if isinstance(part, ast.Name))
