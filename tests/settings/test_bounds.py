"""What a setting may be holds wherever it comes from; it is declared with the setting, and said in the same words."""

from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from importer.bundle.contents import PLAIN
from importer.errors import SettingsError
from importer.journal import JournalRun
from importer.mapping import OPTIONS
from importer.problem import BAD_SETTING
from importer.records import READING
from importer.runs import restore_request
from importer.settings import Options, SendPolicy, find_fault, list_choices
from importer.workbench import find_options_not_stored
from tests.command import importer

WRONG: list[tuple[type, str, Any, str]] = [
    (Options, "decimal", "point", 'it must be one of ".", ","'),
    (Options, "date_order", "xyz", 'it must be one of "dmy", "mdy", "ymd"'),
    (Options, "memory_mb", -5, "it must be 64 or more"),
    (Options, "memory_mb", 64.5, "it must be a whole number"),
    (Options, "memory_mb", None, "it must be a whole number"),
    (Options, "heading_row", 0, "it must be 1 or more"),
    (Options, "heading_row", "4", "it must be a whole number"),
    (Options, "heading_row", True, "it must be a whole number"),
    (Options, "deadline_seconds", 0.5, "it must be 1 or more"),
    (Options, "deadline_seconds", float("nan"), "it must be a number"),
    (Options, "deadline_seconds", float("inf"), "it must be a number"),
    (SendPolicy, "rate", 0.0, "it must be more than 0"),
    (SendPolicy, "rate", -1, "it must be more than 0"),
    (SendPolicy, "rate", "5/s", "it must be a number"),
    (SendPolicy, "workers", 0, "it must be 1 or more"),
    (SendPolicy, "workers", 129, "it must be 128 or less"),
    (SendPolicy, "stop_after", 0, "it must be 1 or more"),
]


@pytest.mark.parametrize(("record", "name", "value", "reason"), WRONG)
def test_a_record_refuses_what_it_cannot_be(record: type, name: str, value: object, reason: str) -> None:
    with pytest.raises(SettingsError) as told:
        record(**{name: value})
    assert told.value.code is BAD_SETTING
    assert told.value.message == f'{name} is "{value}": {reason}.'


@pytest.mark.parametrize(
    "given",
    [
        Options(memory_mb=64, heading_row=1, deadline_seconds=1, decimal=",", date_order="ymd"),
        SendPolicy(workers=128, rate=0.01, stop_after=1),
    ],
)
def test_the_bounds_themselves_are_allowed(given: Options | SendPolicy) -> None:
    assert not [one.name for one in fields(given) if find_fault(type(given), one.name, getattr(given, one.name))]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("--workers=0", "it must be 1 or more"),
        ("--workers=129", "it must be 128 or less"),
        ("--memory-limit=-5", "it must be 64 or more"),
        ("--deadline=inf", "it must be a number"),
        ("--rate=0", "it must be more than 0"),
    ],
)
def test_the_command_line_says_it_in_the_same_words(tmp_path: Path, typed: str, reason: str) -> None:
    said = importer("run", tmp_path / "jobs.csv", typed, "--target", "practice", state=tmp_path)
    assert said.status == 2
    assert f"Invalid value for {typed.partition('=')[0]}: {reason}." in said.err


def test_what_may_be_chosen_is_what_the_type_says() -> None:
    assert list_choices(Options, "date_order") == ("dmy", "mdy", "ymd")
    assert list_choices(Options, "decimal") == (".", ",")
    assert list_choices(Options, "encoding") == ()


def test_of_every_option_is_said_whether_a_mapping_file_and_results_have_it() -> None:
    """A new option fails here until somebody has decided."""
    every = {one.name for one in fields(Options)}
    of_files = {"encoding", "delimiter", "sheet"}  # results are one worksheet of a workbook
    of_a_command = {"mapping", "accept_suggestions", "memory_mb", "deadline_seconds", "workbook_password_command"}
    of_rows = {"skip_hidden", "skip_struck", "empty", "by_name"}  # in results, and in no mapping file
    assert {*READING} == every - of_files - of_a_command
    assert {*OPTIONS} == every - of_rows - of_a_command


GIVEN = {  # each option with a value that is not the usual one
    "sheet": "March",
    "heading_row": 4,
    "encoding": "cp1252",
    "delimiter": ";",
    "decimal": ",",
    "date_order": "dmy",
    "timezone": "Europe/Brussels",
    "mapping": "acme.toml",
    "memory_mb": 2048,
    "deadline_seconds": 60.0,
    "skip_hidden": True,
    "skip_struck": True,
    "empty": ["-"],
    "by_name": True,
    "accept_suggestions": True,
    "workbook_password_command": "pass show acme",
}


def test_a_work_on_the_page_tells_of_every_option_that_it_does_not_store() -> None:
    """A new option is told, unless a mapping stores it or it makes no rows others."""
    assert GIVEN.keys() == {one.name for one in fields(Options)}
    run = cast("JournalRun", SimpleNamespace(file="jobs.xlsx", options={"reading": GIVEN}))
    told = ("--skip-hidden", "--skip-struck", "--empty", "-", "--by-name", "--accept-suggestions")
    assert find_options_not_stored(run) == told


def test_a_bundle_masks_every_option_that_may_name_somebody() -> None:
    of_text = {name for name, value in GIVEN.items() if isinstance(value, str | list)}
    assert of_text - PLAIN == {"sheet", "timezone", "mapping", "empty", "workbook_password_command"}
    assert of_text > PLAIN


def test_a_run_of_before_there_were_bounds_can_still_be_continued() -> None:
    saved = {"reading": {"memory_mb": 10, "decimal": "point", "heading_row": 4}, "sending": {"rate": 0.0, "workers": 2}}
    request = restore_request(Path("jobs.xlsx"), saved)
    assert request.options == Options(heading_row=4)
    assert request.policy == SendPolicy(workers=2)
