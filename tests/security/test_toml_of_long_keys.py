"""S2, S16: a file of settings beside a sheet, whose keys have parts without end, costs no more than another."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.files.untrusted_file import NotToml, toml_of
from tests.builders import good
from tests.command import importer_measured
from tests.processor import allowed

MANY = 120_000
KEY = ".".join("a" * MANY)
FORMS = {
    "key": f"{KEY} = 1\n",
    "table": f"[{KEY}]\n",
    "list of tables": f"[[{KEY}]]\n",
    "within a value": f"x = {{ {KEY} = 1 }}\n",
    "with spaces": f"{KEY.replace('.', ' . ')[:240_000]} = 1\n",
    "quoted parts": ".".join(['"a"'] * 50_000) + " = 1\n",
    "quotes left open": "x = 1\n" + '"\\' * 100_000,
    "one after another": "\n".join(f"[{'.'.join('a' * 31)}.b{number}]" for number in range(3_000)),
}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "work" / "jobs.csv"
    path.parent.mkdir()
    path.write_text(f"{','.join(good())}\n{','.join(good().values())}\n", encoding="utf-8")
    return path


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_such_a_file_costs_little(text: str, sheet: Path, tmp_path: Path) -> None:
    (sheet.parent / "importer.toml").write_text(text, encoding="utf-8")
    said = importer_measured("check", sheet, state=tmp_path / "state", cwd=str(sheet.parent))
    assert said.seconds < allowed(2.0)
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ["key", "table", "list of tables", "within a value", "with spaces", "quoted parts"])
def test_it_is_refused_in_words(name: str) -> None:
    with pytest.raises(NotToml, match="one of its keys has more than 32 parts"):
        toml_of(FORMS[name])


DOTS = "." * 100
WRITTEN = {
    "text": f'x = "{DOTS}"',
    "text of several lines": f'x = """\n{DOTS}\n"{DOTS}"\n""""',
    "plain text": f"x = '{DOTS}'",
    "plain text of several lines": f"x = '''\n{DOTS}'{DOTS}\n'''",
    "a comment": f"x = 1 # {DOTS}",
    "an escaped quote": f'x = "\\"{DOTS}"',
    "a quoted key": f'"{DOTS}" = 1',
    "decimal numbers": f"x = [{', '.join(['1.5'] * 100)}]",
    "32 parts": f"{'.'.join('a' * 32)} = 1",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_dots_elsewhere_are_as_many_as_somebody_likes(text: str) -> None:
    assert toml_of(text) == tomllib.loads(text)


@given(st.text(alphabet="a.\"'\\#\n= ", max_size=31))
def test_what_is_read_is_what_the_text_says(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with pytest.raises(NotToml):
            toml_of(text)
    else:
        assert toml_of(text) == expected
