"""Help that teaches: examples first, the everyday commands first, and a suggestion for whatever is mistyped."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from importer.cli.app import app
from importer.cli.commands import PANELS
from importer.versions import LIBRARIES, VERSION
from tests.command import ROOT, environment, importer


def pages(group: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that lead to it."""
    for name, command in group.commands.items():
        yield (*before, name), command
        if hasattr(command, "commands"):
            yield from pages(command, (*before, name))


PAGES = {" ".join(words): command for words, command in pages(get_command(app))}


def page(command: Any, words: str) -> str:
    with command.make_context(f"importer {words}", [], resilient_parsing=True) as context:
        text: str = command.get_help(context)
    return text


@pytest.mark.parametrize("words", PAGES)
def test_each_page_begins_with_two_examples_that_could_be_typed(words: str) -> None:
    command = PAGES[words]
    lines = page(command, words).splitlines()
    at = lines.index("Examples")
    assert lines[0].startswith("Usage: ")
    assert not any(line.startswith("  ") for line in lines[:at] if "Usage" not in line and "[" not in line)
    examples = [line.strip() for line in lines[at + 1 : at + 3]]
    assert len(set(examples)) == 2
    for example in examples:
        typed = shlex.split(example)
        led = len(words.split())
        assert typed[: led + 1] == ["importer", *words.split()], example
        with command.make_context(f"importer {words}", typed[led + 1 :], resilient_parsing=False):
            pass


def test_the_everyday_commands_stand_first(tmp_path: Path) -> None:
    said = importer("--help", state=tmp_path)
    titles = [line for line in said.out.splitlines() if line in PANELS]
    assert titles == [title for title in PANELS if title in titles]
    assert titles[0] == "Every day"
    first = said.out.partition("Every day\n")[2].partition("\n\n")[0]
    assert re.findall(r"^  (\w+)", first, re.MULTILINE)[:2] == ["check", "run"]
    assert "Commands" not in said.out, "every command is in a panel"


def test_no_words_are_answered_with_the_list_of_commands(tmp_path: Path) -> None:
    said = importer(state=tmp_path)
    assert said.status == 2
    assert "Every day" in said.out


@pytest.mark.parametrize(
    ("words", "told", "page"),
    [
        (("chekc", "jobs.xlsx"), "Did you mean check?", "importer --help"),
        (("targets", "shwo"), "Did you mean show?", "importer targets --help"),
        (("check", "jobs.xlsx", "--taget", "practice"), "Did you mean --target?", "importer check --help"),
        (
            ("check", str(ROOT / "sample_sheets/jobs.xlsx"), "--target", "practise"),
            'Did you mean "practice"?',
            "importer targets",
        ),
        (("check",), "FILE", "importer check --help"),
        (("run", "jobs.xlsx", "--workers", "many"), "--workers", "importer run --help"),
    ],
)
def test_what_is_mistyped_gets_a_suggestion(tmp_path: Path, words: tuple[str, ...], told: str, page: str) -> None:
    said = importer(*words, state=tmp_path)
    assert said.status == (3 if "practise" in words else 2)
    assert told in said.err
    assert page in said.err
    assert said.err.startswith("Error: ")
    assert len(said.err.splitlines()) == 2, "what is wrong, and what to do"


def test_types_needs_and_defaults_are_told_in_the_words_of_the_user(tmp_path: Path) -> None:
    fields = importer("fields", state=tmp_path).out
    assert "entity" not in fields
    assert "Type: embedded object; Needed: one of Project id, Project code, Project (object)" in fields
    run, practice = (" ".join(importer(name, "--help", state=tmp_path).out.split()) for name in ("run", "practice"))
    assert "How many rows to send at once; default: 8. [1 to 128]" in run
    assert "Stop after N rejected rows. [1 or more]" in run
    assert "0 takes any free one. [default: 8765; 0 to 65535]" in practice


def test_a_command_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    assert importer("upload", state=tmp_path).err.splitlines()[0] == "Error: There is no command upload."


def test_the_version_and_those_below_it(tmp_path: Path) -> None:
    assert importer("--version", state=tmp_path).out == f"importer {VERSION}\n"
    below = dict(line.split(" ", 1) for line in importer("--version", "-v", state=tmp_path).out.splitlines())
    assert set(LIBRARIES) < set(below)
    assert "missing" not in below.values()
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.split(r"[>; ]", line)[0] for line in declared} - {"tzdata"} == set(LIBRARIES)


def test_the_shell_completes_the_names_of_targets(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[targets.acme]\nurl = "https://x/api"\n[targets.other]\nurl = "https://y/api"'
    )
    words = "importer run jobs.xlsx --target a"
    asked = {"_IMPORTER_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "4"}
    said = subprocess.run(
        [sys.executable, "-m", "importer"],
        env={**environment(tmp_path), **asked},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.stdout.split() == ["acme"]
