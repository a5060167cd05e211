"""From `pip install` to a first practice run, as the README tells it: every word that is typed and printed."""

import os
from pathlib import Path

import pytest

from importer.guide import FOLDER
from tests.documents import README
from tests.transcript import Exchange, parts, replayed

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="the README's shell is bash")
@pytest.mark.begins_first
def test_the_first_session_of_the_readme_happens_word_for_word(tmp_path: Path) -> None:
    for told, really in replayed(TEXT, tmp_path):
        assert really == told
    assert (tmp_path / "jobs.results.xlsx").exists()
    shipped = {page.name for page in tmp_path.glob(".venv/lib/python*/site-packages/importer/guide/*.md")}
    assert shipped == {page.name for page in FOLDER.glob("*.md")}, "in the wheel"
    assert [*tmp_path.glob(".venv/lib/python*/site-packages/importer/py.typed")], "in the wheel, too"


def test_it_takes_fewer_than_ten_commands_and_a_sheet_from_the_template() -> None:
    typed = [item.command for part in parts(TEXT) for item in part if isinstance(item, Exchange)]
    assert len(typed) < 10
    assert any(command.startswith("pip install") for command in typed)
    assert any(command.startswith("importer template ") for command in typed)
    assert typed[-1].startswith("importer run ")
