"""V13: a row that is corrected in its sheet, and in results of it, has one job, whichever is run first and where."""

from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from tests.command import Said
from tests.twice.office import LIST, OWN_IDS, POST, Office, counted, jobs, named, referenced, results_of, with_cell

SEAL = {"Name": "Broken pump seal", "Project code": "P-1002"}
FAULTY = {"no name": {"Name": ""}, "no such project": {"Project code": "NOPE"}, "refused": {"Name": "Deny"}}
DENY = Fault(on=POST, holding="Deny", status=400, body="message", carried_out=False)
NOT_LISTED = Fault(on=LIST, status=403, carried_out=False)
LAGGING = Fault(on=LIST, lag=6)
REFUSED = Fault(on=POST, at=(2, 3), status=403, carried_out=False)
TARGETS: dict[str, tuple[Fault, ...]] = {"keeps ids": (DENY,), "ids of its own": (DENY, OWN_IDS)}


def correct(said: Said, faulty: str) -> Path:
    """A copy of the results in which somebody has corrected row 3."""
    (heading,) = FAULTY[faulty]
    return with_cell(results_of(said), 3, heading, SEAL[heading])


def with_another(results: Path) -> Path:
    """A copy of the results in which somebody has typed row 2 once more, below the others."""
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    own = [cell.value for cell in page[1]].index("Status")
    page.append([cell.value for cell in page[2][:own]])
    path = results.with_name(f"more of {results.name}")
    book.save(path)
    return path


def is_told_or_asked(said: Said) -> bool:
    """True where the row is told to be there, or waits for an answer; nothing was sent."""
    told = said.status == ExitCode.ALL_WELL and counted(said) == {"already exists": 2}
    codes = {problem["code"] for problem in said.object["problems"]}
    return told or (said.status == ExitCode.SOME_FAILED and bool(codes & {804, 806, 807}))


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("first", ["sheet", "results", "results of another run"])
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("faulty", FAULTY)
def test_a_row_that_is_corrected_twice_has_one_job(
    office: Office, faulty: str, target: str, computer: str, first: str
) -> None:
    with office.server(*TARGETS[target]) as server:
        sheet = office.sheet(*named("Annual boiler check"), SEAL | FAULTY[faulty])
        copy = correct(office.run(server, "run", sheet), faulty)
        if first == "results of another run":
            again = office.run(server, "run", sheet, "--results", office.folder / "again.xlsx")
            steps = [("retry", correct(again, faulty)), ("retry", copy)]
        else:
            office.sheet(*named("Annual boiler check"), SEAL)
            steps = [("run", sheet), ("retry", copy)]
        (verb, path), (later_verb, later) = steps[::-1] if first == "results" else steps
        assert counted(office.run(server, verb, path)) == {"created": 1, "already exists": 1}
        for _ in range(2):
            assert is_told_or_asked(office.run(server, later_verb, later, computer=computer))
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("fault", [NOT_LISTED, LAGGING])
@pytest.mark.parametrize("is_first", [True, False])
def test_one_with_a_reference_is_known_by_that_where_no_list_shows_it(
    office: Office, fault: Fault, computer: str, *, is_first: bool
) -> None:
    with office.server(fault) as server:
        rows = referenced("Annual boiler check")
        seal = {**SEAL, "Reference": "R-9"}
        sheet = office.sheet(*rows, seal | {"Name": ""})
        copy = correct(office.run(server, "run", sheet, "--no-look"), "no name")
        office.sheet(*rows, seal)
        steps = [("retry", copy), ("run", sheet)][:: 1 if is_first else -1]
        assert counted(office.run(server, *steps[0])) == {"created": 1, "already exists": 1}
        office.run(server, *steps[1], computer=computer)
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("target", "first"), [("keeps ids", "sheet"), ("keeps ids", "results"), ("ids of its own", "sheet")]
)
@pytest.mark.parametrize("faulty", FAULTY)
@pytest.mark.parametrize("runs", [1, 2])
def test_two_people_who_correct_a_row_otherwise_do_not_make_two_jobs(
    office: Office, runs: int, faulty: str, first: str, target: str
) -> None:
    """One corrects the sheet where it was run, the other gets the results of its first run. Where the target has ids of
    its own, and the results are run first, nothing shows that it is the same row: so the guide says.
    """
    with office.server(*TARGETS[target]) as server:
        rows = named("Annual boiler check", "Empty the gutters", "Check the gate")
        sheet = office.sheet(rows[0], SEAL | FAULTY[faulty], *rows[1:])
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", "Leak at the second pump")
        (heading,) = FAULTY[faulty]
        copy = copy if heading == "Name" else with_cell(copy, 3, heading, SEAL[heading])
        for _ in range(runs - 1):
            office.run(server, "run", sheet)
        office.sheet(rows[0], SEAL, *rows[1:])
        sheets = [("run", sheet, "one"), ("retry", copy, "two")][:: 1 if first == "sheet" else -1]
        for verb, path, computer in sheets:
            said = office.command(server, verb, path, "--json", "--date-order", "dmy", computer=computer)
        assert len(jobs(server)) == 4
        codes = {problem["code"] for problem in said.object["problems"]}
        assert codes & {605, 611, 808, 839}, codes


@pytest.mark.parametrize("target", TARGETS)
def test_a_corrected_row_that_says_what_another_says_has_its_own_job(office: Office, target: str) -> None:
    """It is not taken for the other, which has its job already."""
    with office.server(*TARGETS[target]) as server:
        sheet = office.sheet(*named("Annual boiler check", ""))
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", "Annual boiler check")
        said = office.run(server, "retry", copy)
        assert counted(said) in ({"created": 1, "already exists": 1}, {"not sent": 1, "already exists": 1})
        office.run(server, "retry", copy, "--new-rows")
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("typed", [0, 1])
def test_rows_that_say_the_same_are_each_sent_from_results_which_tell_them_apart(
    office: Office, typed: int, target: str
) -> None:
    """Each has a job id of its own there. What somebody types beside them has none, and is asked about."""
    with office.server(REFUSED, *TARGETS[target]) as server:
        first = office.run(server, "run", office.sheet(*named(*["Annual boiler check"] * 3)))
        assert counted(first)["created"] == 1
        copy = with_another(results_of(first)) if typed else results_of(first)
        for created in (2, 0, 0):
            said = office.run(server, "retry", copy)
            assert {"created": 0, "not sent": 0, **counted(said)} == {
                "created": created,
                "already exists": 3 - created,
                "not sent": typed,
            }
            assert [problem["row"] for problem in said.object["problems"] if problem["code"] == 804] == [5] * typed
        assert len(jobs(server)) == 3


def test_that_one_with_a_reference_was_corrected_is_told_of_its_sheet(office: Office) -> None:
    with office.server() as server:
        sheet = office.sheet(*referenced("Annual boiler check"), {**SEAL, "Name": "", "Reference": "R-9"})
        office.run(server, "retry", correct(office.run(server, "run", sheet), "no name"))
        assert "Every row is in the target." in office.command(server, "run", sheet, "--yes").out


def test_a_row_that_was_corrected_elsewhere_is_held_until_somebody_says_that_it_is_new(office: Office) -> None:
    with office.server() as server:
        rows = named("Annual boiler check", "Empty the gutters")
        sheet = office.sheet(rows[0], SEAL | {"Name": ""}, rows[1])
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", "Leak at the second pump")
        office.run(server, "retry", copy, computer="two")
        office.sheet(rows[0], SEAL, rows[1])
        for _ in range(2):
            said = office.run(server, "run", sheet)
            assert (counted(said), said.status) == ({"already exists": 2, "not sent": 1}, ExitCode.SOME_FAILED)
            assert [(problem["code"], problem["row"]) for problem in said.object["problems"]] == [(839, 3)]
        again = office.run(server, "retry", results_of(said))
        assert counted(again) == {"already exists": 2, "not sent": 1}
        assert counted(office.run(server, "run", sheet, "--new-rows")) == {"already exists": 2, "created": 1}
        assert counted(office.run(server, "run", sheet)) == {"already exists": 3}
        assert len(jobs(server)) == 4


@pytest.mark.parametrize("change", [{"Project code": "P-1001"}, {"Reference": "R-7"}, {"Customer reference": "C-7"}])
def test_a_row_with_another_key_is_another_row(office: Office, change: dict[str, str]) -> None:
    with office.server() as server:
        rows = named("Annual boiler check", "Empty the gutters")
        keys = {"Reference": "R-3"} if "Reference" in change else {"Customer reference": "C-3"}
        sheet = office.sheet(rows[0], SEAL | keys | {"Name": ""}, rows[1])
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", SEAL["Name"])
        office.run(server, "retry", copy, computer="two")
        office.sheet(rows[0], SEAL | keys | change, rows[1])
        assert counted(office.run(server, "run", sheet)) == {"already exists": 2, "created": 1}


@pytest.mark.parametrize("verb", ["run", "retry"])
def test_a_corrected_row_that_is_held_is_held_in_the_results_of_that_run_too(office: Office, verb: str) -> None:
    with office.server(OWN_IDS) as server:
        rows = named("Annual boiler check", "Empty the gutters")
        sheet = office.sheet(rows[0], SEAL | {"Name": ""}, rows[1])
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", SEAL["Name"])
        office.run(server, "run", office.sheet(SEAL, name="other.csv"), computer="two")
        for _ in range(3):
            said = office.run(server, verb, copy)
            assert counted(said) == {"already exists": 2, "not sent": 1}
            copy = results_of(said)
        assert len(jobs(server)) == 3


@pytest.mark.parametrize("changed", [("Name", "Description"), ("Name", "Description", "Internal memo")])
def test_a_row_of_which_most_is_corrected_is_known_by_where_it_stands(office: Office, changed: tuple[str, ...]) -> None:
    with office.server() as server:
        rows = named("Annual boiler check", "Empty the gutters")
        texts = {"Description": "Drips", "Internal memo": "Call first"}
        sheet = office.sheet(rows[0], SEAL | texts | {"Name": ""}, SEAL | texts | {"Name": ""}, rows[1])
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Name", "Leak at the second pump")
        others = [{heading: f"Another {heading} {row}" for heading in changed} for row in (3, 4)]
        office.sheet(rows[0], *(SEAL | texts | other for other in others), rows[1])
        assert counted(office.run(server, "run", sheet)) == {"already exists": 2, "created": 2}
        said = office.run(server, "retry", copy, computer="two")
        assert (counted(said), len(jobs(server))) == ({"already exists": 3, "invalid": 1}, 4)


def test_one_whose_reference_the_target_cuts_is_not_made_again_on_another_computer(office: Office) -> None:
    refused = Fault(on=POST, at=(2,), status=422, body="message", carried_out=False)
    long = "WO-2026-000000000000000001-"
    with office.server(refused, Fault(on=POST, ids="own", normalises="cut reference")) as server:
        rows = [
            {"Name": name, "Reference": f"{long}{name[:5]}"} for name in ("Annual boiler check", "Empty the gutters")
        ]
        first = office.run(server, "run", office.sheet(*rows))
        assert counted(first) == {"created": 1, "rejected": 1}
        copy = results_of(first)
        assert counted(office.run(server, "retry", copy)) == {"created": 1, "already exists": 1}
        said = office.run(server, "retry", copy, computer="two")
        assert (counted(said), len(jobs(server))) == ({"not sent": 1, "already exists": 1}, 2)


@pytest.mark.parametrize("kept", [SEAL, {}])
def test_a_refused_row_that_got_a_reference_in_the_results_is_asked_about_in_its_sheet(
    office: Office, kept: dict[str, str]
) -> None:
    """So it is reworded or not, for the results have another name by now."""
    with office.server(Fault(on=POST, at=(2,), status=422, body="message", carried_out=False)) as server:
        rows = [named("Annual boiler check")[0], SEAL | {"Reference": ""}, named("Empty the gutters")[0]]
        sheet = office.sheet(*rows)
        copy = with_cell(results_of(office.run(server, "run", sheet)), 3, "Reference", "R-9")
        copy = copy if kept else with_cell(copy, 3, "Name", "Leak at the second pump")
        assert counted(office.run(server, "retry", copy)) == {"created": 1, "already exists": 2}
        for _ in range(2):
            said = office.run(server, "run", sheet)
            assert counted(said) == {"already exists": 2, "not sent": 1}
        assert len(jobs(server)) == 3


def test_a_reference_that_is_added_in_the_results_on_another_computer_makes_no_second_job(office: Office) -> None:
    """In the second run neither: the first has found the job under the id that the results have."""
    with office.server(Fault(on=POST, at=(2,), status=422, body="message", carried_out=False)) as server:
        sheet = office.sheet(*named("Annual boiler check"), SEAL | {"Reference": ""})
        copy = results_of(office.run(server, "run", sheet))
        assert counted(office.run(server, "retry", copy)) == {"created": 1, "already exists": 1}
        elsewhere = with_cell(with_cell(copy, 3, "Reference", "R-9"), 3, "Name", "Leak at the second pump")
        for _ in range(3):
            assert counted(office.run(server, "retry", elsewhere, computer="two")) == {"already exists": 2}
        assert len(jobs(server)) == 2
