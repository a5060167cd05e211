"""A setting is stated once: its field gives the command its option, its help, its bounds and its usual value."""

from dataclasses import fields
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from importer.cli.app import app
from importer.cli.command_options import add_options
from importer.cli.options import ChangePolicy, ImportOptions
from importer.settings import Options, SendPolicy, options_of

DECLARED = {**options_of(Options), **options_of(SendPolicy)}


def taken(annotation: Any, *words: str, environment: dict[str, str] | None = None) -> Any:
    """What a command whose parameter is annotated so gets of the words that are typed."""
    found: list[object] = []

    def command(given: Any) -> None:
        found.append(given)

    command.__annotations__["given"] = annotation
    one = typer.Typer()
    one.command()(add_options(command))
    ended = CliRunner().invoke(one, list(words), env=environment or {})
    assert ended.exit_code == 0, ended.output
    return found[0]


@pytest.mark.parametrize("name", ["run", "retry"])
def test_run_and_retry_take_the_same_options(name: str) -> None:
    commands: Any = get_command(app)
    options = {one.name: one.opts for one in commands.commands[name].params if one.param_type_name == "option"}
    own = {one.name for one in fields(ImportOptions)} - {"policy", "options"}
    assert set(options) == {*DECLARED, *own, "language", "verbose", "log_file"}
    assert all(options[name] == [declared.flag] for name, declared in DECLARED.items())


def test_what_is_not_typed_is_as_usual() -> None:
    given = taken(ImportOptions)
    assert (given.options, given.policy) == (Options(), SendPolicy())


def test_what_is_typed_holds_and_a_flag_turns_a_setting_around() -> None:
    given = taken(ImportOptions, "--no-look", "--keep-going", "--skip-hidden", "--header-row", "3", "--rate", "60/min")
    assert given.policy == SendPolicy(look_first=False, keep_going=True, rate=1.0)
    assert given.options == Options(skip_hidden=True, heading_row=3)


def test_the_environment_says_what_no_option_says() -> None:
    given = taken(ImportOptions, "--workers", "3", environment={"IMPORTER_ANSWER_SECONDS": "7"})
    assert given.policy == SendPolicy(workers=3, answer_seconds=7.0)


def test_a_change_of_the_policy_changes_only_what_is_typed() -> None:
    before = SendPolicy(workers=3, rate=1.0)
    change = taken(ChangePolicy, "--workers", "2", "--no-look", environment={"IMPORTER_ANSWER_SECONDS": "7"})
    assert change(before) == SendPolicy(workers=2, rate=1.0, look_first=False)
    assert taken(ChangePolicy)(before) == before


def test_other_options_of_a_command_stay_as_they_are() -> None:
    assert taken(Annotated[str, typer.Option("--word")], "--word", "a") == "a"
