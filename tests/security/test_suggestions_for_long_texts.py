"""S5, S6: what a text may have meant is looked for among short texts and so often only: what compares them is native
code, which takes the square of their length and hears no Ctrl-C.
"""

import tracemalloc
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from importer.directory import Directory
from importer.directory.code_match import find_similar_codes
from importer.errors import SettingsError
from importer.jobs_api import JobsApi
from importer.practice.server import PracticeServer
from importer.problem import find_nearest, suggest_word
from importer.records import IdFrom, PlannedJob
from importer.settings import Target
from importer.steps.map.zones import zone_of
from importer.steps.submit import altered_jobs, differences
from importer.steps.submit.recognise import row_pairing
from importer.targets import make_practice_target
from tests.builders import sheet_of
from tests.odd_server import OddServer, reply

LONG = "x" * 250


def test_only_short_texts_are_alike() -> None:
    assert find_similar_codes("P-1OO1", ["P-1001", LONG]) == ("P-1001",)
    assert find_similar_codes(f"{LONG}1", [f"{LONG}2"]) == ()
    assert find_similar_codes(LONG, ["x" * 199]) == ()
    assert find_similar_codes("x" * 199, [LONG]) == ()
    assert find_nearest("x" * 180, ["x" * 181]) == "x" * 181
    assert find_nearest(LONG, ["x" * 199]) == find_nearest("x" * 199, [LONG]) == ""
    assert suggest_word(LONG, [f"{LONG}1"]) == ""


def test_a_zone_that_somebody_wrote_at_length_is_like_none() -> None:
    with pytest.raises(SettingsError, match="Brussels") as wrong:
        zone_of("Europe/" * 40 + "Brussels")
    assert "Did you mean" not in str(wrong.value.advice)


def test_so_many_codes_are_compared_and_no_more(practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.directory.code_match._MOST_COMPARED", 200)
    texts = [f"MAINTT{number}" for number in range(100)]
    with JobsApi(make_practice_target(practice.url, practice.password)) as api:
        directory = Directory(api)
        directory.fetch({"job_type_code": frozenset(texts)})
        found = [directory.find("job_type_code", text).suggestions for text in texts]
    assert (bool(found[0]), found[-1]) == (True, ())


def test_a_status_is_no_answer_to_everything() -> None:
    """A list of statuses is told whole to whom has another, but none of thousands."""
    many = [{"id": f"00000000-0000-4000-8000-{n:012}", "code": f"S{n}", "usable_on_api": True} for n in range(3000)]
    with (
        OddServer(lambda _asked: reply(200, {"value": many})) as server,
        JobsApi(Target("odd", server.url, "u", "p")) as api,
    ):
        directory = Directory(api)
        directory.fetch({"job_status_code": frozenset({"Opn"})})
        assert len(directory.find("job_status_code", "Opn").suggestions) <= 100


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many letters were compared with how many."""
    products: list[int] = []

    def compare(one: str, other: str) -> float:
        products.append(len(one) * len(other))
        return 50.0

    for module in (row_pairing, differences):
        monkeypatch.setattr(module, "fuzz", SimpleNamespace(ratio=compare, token_set_ratio=compare))
    yield products
    assert products
    assert max(products) <= 10_000_000


def test_rows_of_long_cells_are_paired_by_their_beginnings(compared: list[int]) -> None:
    long = {f"H{number}": str(number) * 30_000 for number in range(10)}
    pairing = row_pairing.RowPairing(
        row_pairing.SheetRows(sheet_of(long), {2: "a"}), row_pairing.SheetRows(sheet_of({**long, "H1": "y"}), {2: "b"})
    )
    assert [(pair.previous_row, pair.row) for pair in pairing.match([2], [2])] == [(2, 2)]
    assert compared


def test_the_name_that_a_server_gives_a_job_is_compared_by_its_beginning(compared: list[int]) -> None:
    theirs = {"name": "a b c " * 100_000}
    different = differences.find_differences({"name": "Boiler service"}, theirs)
    assert not differences.is_rewritten(different)
    assert compared


def test_a_name_of_many_words_is_no_list_of_all_their_parts() -> None:
    row = PlannedJob(2, "00000000-0000-4000-8000-000000000001", {"name": "Boiler service"}, "", IdFrom.CONTENT)
    rows = altered_jobs.NamedRows([row])
    assert list(rows.list_alike("Urgent: boiler service")) == [row]
    tracemalloc.start()
    try:
        list(rows.list_alike("ab " * 100_000))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
