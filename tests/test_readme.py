import re

from typer.main import get_command

from importer.cli.app import app
from importer.problem.examples import without_example
from tests.readme import README, tables, written

TEXT = README.read_text(encoding="utf-8")


def test_the_tables_of_the_readme_are_those_of_the_program() -> None:
    assert written(TEXT) == TEXT, "python -m tests.readme"
    for name, table in tables().items():
        assert f"<!-- {name} -->\n{table}\n" in TEXT


def test_every_command_is_in_the_readme_and_every_command_there_exists() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]  # a typer app is a click group
    named = set(re.findall(r"`importer (\w+)", TEXT))
    assert named == commands


def test_every_problem_has_words_for_its_example() -> None:
    assert without_example() == {}, "add them to importer/problem/examples.py"


def test_every_module_that_the_readme_names_exists() -> None:
    for path in re.findall(r"`((?:importer|tests|sample_sheets)/[\w/.]*)`", TEXT):
        if "results" not in path and "jobs.xlsx" not in path:
            assert (README.parent / path).exists(), path
