"""README.md and the pages of the guide as one text: generated parts, links, names and size."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import importer
from importer.cli.app import app
from importer.guide import FOLDER, NAMES
from importer.problem import CODES
from importer.problem.examples import _USUAL, _WORDS
from tests.command import environment
from tests.documents import DOCUMENTS, README, ROOT, generated, renew, tables

TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
ALL = "\n".join(TEXTS.values())
LARGEST_README = 12_000
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
COMMAND_LINE = re.compile(r"(?:`|^\$ |^|bin/|Scripts\\)importer ([a-z][^`\n#]*)", re.MULTILINE)


def prose(text: str) -> str:
    """A document without what the program writes and without blocks of code."""
    for name in tables():
        text = generated(name).sub("", text)
    return FENCE.sub("", text)


def sentences(text: str) -> Iterator[str]:
    """Each sentence, item and cell, without marks and case."""
    joined = re.sub(r"\n(?![\n|]|- |\d\. |#)", " ", prose(text))
    for piece in re.split(r"(?<=[.:;!?])\s|\n|\|", joined):
        yield " ".join(re.findall(r"[\w'.-]+", piece.casefold())).strip(".- ")


def anchors(text: str) -> set[str]:
    """What a link can lead to in a page, as GitHub names headings."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.casefold()).replace(" ", "-") for title in titles}


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by the words that lead to it."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")


COMMANDS = dict(commands(get_command(app)))


def test_the_tables_are_those_of_the_program() -> None:
    for name, text in TEXTS.items():
        assert renew(text) == text, f"{name}: python -m tests.documents"
    for name, table in tables().items():
        assert ALL.count(f"<!-- {name} -->\n{table}\n<!-- end -->") == 1, name


def test_the_readme_is_for_a_person_with_a_sheet() -> None:
    assert len(README.read_bytes()) <= LARGEST_README


def test_every_page_is_listed() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {f"{name}.md" for name in NAMES}


def test_every_command_is_named_and_every_command_that_is_named_exists() -> None:
    typed = [line.split() for line in COMMAND_LINE.findall(ALL)]
    named = {" ".join(words[:count]) for words in typed for count in (1, 2)}
    assert set(COMMANDS) <= named
    assert {words[0] for words in typed} <= set(COMMANDS)


def test_every_option_that_is_named_exists() -> None:
    of_commands = [option for command in COMMANDS.values() for param in command.params for option in param.opts]
    of_commands += [
        option for command in COMMANDS.values() for param in command.params for option in param.secondary_opts
    ]
    of_all = [option for param in get_command(app).params for option in param.opts]
    known = {*of_commands, *of_all, "--help", "-h"}
    outside = [line for line in FENCE.sub("", ALL).splitlines() if "tests" not in line]
    named = {option for line in outside for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)}
    assert named - known == {"--one-in"}, "of tests.mutation"


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", FENCE.sub("", TEXTS[name])):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        place = (ROOT / name).parent / file if file else ROOT / name
        assert place.exists(), link
        assert not anchor or anchor in anchors(place.read_text(encoding="utf-8")), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    assert {Path(link).stem for link in re.findall(r"\]\((importer/guide/[^)]+\.md)\)", TEXTS["README.md"])} == set(
        NAMES
    )


def test_every_place_in_the_source_that_is_named_exists() -> None:
    for path in re.findall(r"`((?:importer|tests|sample_sheets)/[\w/.-]*)`", ALL):
        if "results" not in path:
            assert (ROOT / path).exists(), path
    for module in re.findall(r"python -m (tests[\w.]*)", ALL):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


def test_every_python_name_that_is_named_is_public() -> None:
    assert set(re.findall(r"\bimporter\.([A-Za-z_]+)\b(?!/|\.py)", TEXTS["importer/guide/python.md"])) <= set(
        importer.__all__
    )


@pytest.mark.thorough
def test_the_example_in_python_runs(tmp_path: Path) -> None:
    shutil.copy(ROOT / "sample_sheets" / "jobs.xlsx", tmp_path)
    example = re.findall(r"```python\n(.*?)```", TEXTS["importer/guide/python.md"], re.DOTALL)[0]
    words = [sys.executable, "-c", example]
    ended = subprocess.run(words, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1].endswith("jobs.results.xlsx 0")


def test_every_problem_has_words_for_its_example() -> None:
    missing = {number: {*code.words} - _USUAL.keys() - _WORDS.get(number, {}).keys() for number, code in CODES.items()}
    assert not any(missing.values()), "add them to importer/problem/examples.py"


def test_every_room_is_in_the_page_of_how_it_is_built() -> None:
    rooms = {path.parent.name for path in (ROOT / "importer").glob("*/__init__.py")}
    named = set(re.findall(r"^\| `importer/(\w+)/` \|", TEXTS["importer/guide/how-it-is-built.md"], re.MULTILINE))
    assert named == rooms


def test_the_glossary_is_short_and_in_the_words_of_the_code() -> None:
    _, _, glossary = TEXTS["importer/guide/developers.md"].partition("## Glossary")
    terms = dict(re.findall(r"^\| ([^|]+) \| ([^|]+\.) \|$", glossary, re.MULTILINE))
    assert 25 <= sum(1 + term.count(", ") for term in terms) <= 40
    assert len(terms) == glossary.count("\n| ") - 2, "each is a sentence"
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "importer").rglob("*.py"))
    for name in re.findall(r"`(\w+)`", " ".join(terms)):
        assert f"\nclass {name}" in source, name
