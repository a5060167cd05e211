import ast
import json
import re
from pathlib import Path

import pytest

from importer import problem
from importer.languages import ENGLISH, use_language
from importer.problem import CODES, Code
from importer.problem.examples import example_of
from tests.command import importer
from tests.source import walk
from tests.structure import modules_of


def test_a_number_is_explained(tmp_path: Path) -> None:
    said = importer("explain", "302", state=tmp_path)
    assert said.status == 0
    assert "Code archived" in said.out
    assert '"P-0999" is an archived project' in said.out
    assert "have it restored" in said.out


def test_without_a_number_all_are_listed(tmp_path: Path) -> None:
    told = importer("explain", "--json", state=tmp_path).object
    assert [each["code"] for each in told] == sorted(CODES)
    listed = importer("explain", state=tmp_path).out
    assert all(str(number) in listed for number in CODES)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("3022", "302 (Code archived)"),
        ("320", "302 (Code archived)"),
        ("3 2", "302"),
        ("archived", "302"),
        ("0", "number 0."),
    ],
)
def test_a_number_that_is_not_there_gets_a_suggestion(tmp_path: Path, asked: str, words: str) -> None:
    said = importer("explain", asked, state=tmp_path)
    assert said.status == 2
    assert words in said.err
    assert "importer explain" in said.err


def test_one_number_as_json(tmp_path: Path) -> None:
    told = importer("explain", "405", "--json", state=tmp_path).out
    assert json.loads(told)["example"] == '"12/2024" cannot be read as a date.'


def test_every_kind_of_problem_is_found_by_something() -> None:
    trees = [module.tree for module in modules_of().values() if module.room != "problem"]
    named = {node.id for tree in trees for node in walk(tree) if isinstance(node, ast.Name)}
    kinds = {name: code for name, code in vars(problem).items() if isinstance(code, Code)}
    assert {code.number for code in kinds.values()} == {*CODES}
    assert [f"{code.number} {name}" for name, code in kinds.items() if name not in named] == []


@pytest.mark.parametrize("number", sorted(CODES))
def test_every_example_is_whole(number: int) -> None:
    sentence, advice = example_of(CODES[number])
    assert not {"…", "{", "}"} & set(sentence + advice)
    assert sentence.strip().endswith((".", "?", ":")) or sentence[-1].isalpha()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_an_example_is_in_one_language(language: str) -> None:
    use_language(language)
    try:
        told = {number: " ".join(example_of(code)) for number, code in CODES.items()}
    finally:
        use_language(ENGLISH)
    english = {number: found for number, text in told.items() if (found := _ENGLISH.findall(_QUOTED.sub("", text)))}
    assert not english.keys() - {_WORDS_OF_THE_TARGET}, english


_WORDS_OF_THE_TARGET = 602
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|«[^»]*»|„[^“]*“")
_ENGLISH = re.compile(r"\b(?:the|are|you|has|have|mean|its|there|here|can|above|that|before|with|and|or|more|not)\b")
