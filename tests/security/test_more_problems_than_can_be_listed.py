"""S6, S17: a sheet in which millions of cells are wrong is refused with the causes, before it fills the memory."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.cli.console import write_json
from importer.cli.show import CAUSES_SHOWN
from importer.errors import SheetError
from importer.practice.server import PracticeServer
from importer.problem import TOO_MANY_PROBLEMS
from importer.records import batch
from importer.steps import validate
from importer.visible import STEERING
from tests.builders import good, judged
from tests.command import importer

IDS = ("Parent job id", "Project id", "Job type id", "Priority id", "Customer id", "Company id", "Job status id")
MOST = 20


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a sheet could have few problems."""
    for module in (batch, validate):
        monkeypatch.setattr(module, "MOST_PROBLEMS", MOST)


def numbered(count: int, **changes: str) -> list[dict[str, str]]:
    return [good(Name=f"Boiler {number}", **changes) for number in range(count)]


@pytest.mark.usefixtures("few")
def test_as_many_as_can_be_listed_are_all_listed() -> None:
    rows = numbered(MOST, Estimated_time="soon")
    assert [problem.row for problem in judged(*rows).problems] == [*range(2, MOST + 2)]


@pytest.mark.usefixtures("few")
def test_beyond_them_the_sheet_is_refused_with_the_causes() -> None:
    rows = numbered(MOST + 1, Estimated_time="soon")
    with pytest.raises(SheetError) as caught:
        judged(*rows)
    assert caught.value.code is TOO_MANY_PROBLEMS
    assert caught.value.message.startswith("The sheet has more than 20 problems, among them: ")
    assert 'Not a whole number - E "Estimated time" (21)' in caught.value.message
    assert "'importer map jobs.xlsx'" in caught.value.advice


@pytest.mark.usefixtures("few")
def test_so_it_is_where_each_step_alone_finds_fewer() -> None:
    found = judged(*numbered(MOST, Estimated_time="soon"))
    more = [found.make_problem(TOO_MANY_PROBLEMS, 2, ("name",), limit="", causes="", command="")]
    with pytest.raises(SheetError):
        found.add_problems(iter(more))


def test_problems_share_a_sentence_only_where_its_words_are_the_same() -> None:
    found = judged(good())
    one = found.make_problem(TOO_MANY_PROBLEMS, 2, ("name",), limit="5", causes="6", command="x")
    other = found.make_problem(TOO_MANY_PROBLEMS, 2, ("name",), causes="5", limit="6", command="x")
    assert [one.message, other.message] == [
        "The sheet has more than 5 problems, among them: 6.",
        "The sheet has more than 6 problems, among them: 5.",
    ]


def test_where_the_results_are_a_workbook_it_names_their_sheet(tmp_path: Path, practice: PracticeServer) -> None:
    """To type the run again, with --json, would be to run again."""
    path = tmp_path / "jobs.csv"
    rows = [good(Project_code=f"PX-{number}") for number in range(CAUSES_SHOWN + 1)]
    path.write_text("\n".join([",".join(good()), *(",".join(row.values()) for row in rows)]), encoding="utf-8")
    login = {name: getattr(practice, name) for name in ("url", "user", "password", "domain")}
    words = ("run", path, "--yes", "--results", tmp_path / "done.xlsx")
    said = importer(*words, state=tmp_path / "state", **login)
    assert "... and 1 more cause. See the sheet Problems of done.xlsx." in said.out
    assert openpyxl.load_workbook(tmp_path / "done.xlsx")["Problems"].max_row == CAUSES_SHOWN + 2


@pytest.mark.thorough
def test_no_row_of_such_a_sheet_is_sent(tmp_path: Path, practice: PracticeServer) -> None:
    path = tmp_path / "jobs.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text)
        table.writerow([*good(), *IDS])
        table.writerows([[*good().values(), *["x y"] * len(IDS)]] * 300_000)
    login = {name: getattr(practice, name) for name in ("url", "user", "password", "domain")}
    said = importer("run", path, "--yes", state=tmp_path / "state", **login)
    assert said.status == 3, said.err
    assert "The sheet has more than 2,000,000 problems, among them: " in said.err
    assert 'Not an id - F "Project id" (300,000)' in said.err
    assert not practice.store.list_entries("Jobs")


@pytest.mark.parametrize("more", [0, 1, 30])
@pytest.mark.thorough(but=1)
def test_of_very_many_causes_the_screen_names_the_first(tmp_path: Path, more: int) -> None:
    rows = [good(Project_code=f"PX-{number}") for number in range(CAUSES_SHOWN + more)]
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join([",".join(good()), *(",".join(row.values()) for row in rows)]), encoding="utf-8")
    said = importer("check", path, "--target", "practice", state=tmp_path / "state")
    assert said.out.count("is not a project in") == CAUSES_SHOWN
    rest = {0: "", 1: "... and 1 more cause. ", 30: "... and 30 more causes. "}[more]
    assert (rest + "Add --json to the command to list all of them." in said.out) is bool(rest)
    all_of_them = importer("check", path, "--target", "practice", "--json", state=tmp_path / "state")
    assert len(json.loads(all_of_them.out)["problems"]) == CAUSES_SHOWN + more


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    max_leaves=10,
)


@given(VALUES, st.lists(VALUES, max_size=4))
def test_what_is_written_piece_by_piece_is_the_same_json(value: object, listed: list[object]) -> None:
    made = [lambda one=one: one for one in listed]
    for found, expected in (
        ({"a": value, "b": made, "c": value}, {"a": value, "b": listed, "c": value}),
        (value, value),
    ):
        with pytest.MonkeyPatch.context() as patch:
            written: list[str] = []
            patch.setattr("importer.cli.console._PIECES", 3)
            patch.setattr("sys.stdout.write", written.append, raising=False)
            write_json(found)
        text = "".join(written)
        assert json.loads(text) == expected
        assert not STEERING.search(text.replace("\n", ""))
