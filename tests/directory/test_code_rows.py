import pytest

from importer.directory import CODE_LOOKUPS, Entry
from importer.directory.code_rows import CodeRow, rows_of, search_rows

ROWS = (
    CodeRow("P-1001", "Kondor L8, Hôtel du Parc", "1"),
    CodeRow("P-1010", "Vira H35, Bakkerij De Korenaar", "2"),
    CodeRow("P-1011", "Kondor P2, Hôtel du Lac", "3"),
    CodeRow("Straße", "Nguyễn", "4"),
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("hotel", ["P-1001", "P-1011"]),
        ("HÔTEL parc", ["P-1001"]),
        ("bakerij", ["P-1010"]),  # a slip of the pen
        ("p-1011", ["P-1011"]),
        ("kondor 1001", ["P-1001"]),
        ("strasse", ["Straße"]),
        ("nguyen", ["Straße"]),
        ("zeppelin", []),
        ("hotel zeppelin", []),
        ("", ["P-1001", "P-1010", "P-1011", "Straße"]),
    ],
)
def test_case_accents_and_a_slip_are_forgiven(text: str, codes: list[str]) -> None:
    assert [row.code for row in search_rows(ROWS, text)] == codes


def test_what_fits_to_the_letter_comes_first() -> None:
    rows = (CodeRow("GASOLINE", "", "1"), CodeRow("GAZ", "", "2"), CodeRow("GAS", "", "3"))
    assert [row.code for row in search_rows(rows, "gas")] == ["GAS", "GASOLINE"]


def test_what_a_new_job_cannot_have_says_why() -> None:
    users: list[Entry] = [
        {"id": "1", "code": "TEMP", "firstname": "First", "lastname": "Temporary"},
        {"id": "2", "code": "TEMP", "firstname": "Second", "lastname": "Temporary"},
        {"id": "3", "code": "OLD", "archived": True},
        {"id": "4", "code": ""},
        {"id": "5", "code": "JDOE", "firstname": "Jane", "lastname": "Doe"},
    ]
    assert rows_of(CODE_LOOKUPS["user"], users) == (
        CodeRow("JDOE", "Jane Doe", "5"),
        CodeRow("OLD", "", "3", "archived"),
        CodeRow("TEMP", "First Temporary", "1", "shared by 2: use the id"),
        CodeRow("TEMP", "Second Temporary", "2", "shared by 2: use the id"),
    )
    statuses: list[Entry] = [{"id": "1", "code": "Open", "usable_on_api": False}, {"id": "2", "code": "Canceled"}]
    assert [row.state for row in rows_of(CODE_LOOKUPS["status"], statuses)] == ["", "not for new jobs"]
