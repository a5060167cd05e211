"""What the guide's pages for a person say is what happens."""

import re
from pathlib import Path

import pytest

from importer.guide import FOLDER
from importer.records import Status
from tests.guide_sessions import PERSONS, replayed

MOST_WORDS = 700  # two printed pages, without what is printed on the screen
MOST_LINES = 110  # with it


@pytest.mark.thorough
@pytest.mark.parametrize("page", PERSONS)
def test_every_command_prints_what_the_page_shows(page: str, tmp_path: Path) -> None:
    for told, really in replayed(page, tmp_path):
        assert really == told, "python -m tests.guide_sessions writes the page anew"


@pytest.mark.parametrize("page", PERSONS)
def test_a_page_stays_under_two_pages(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert len(re.sub(r"```console.*?```", "", text, flags=re.DOTALL).split()) < MOST_WORDS


def test_support_knows_every_status() -> None:
    _, _, table = (FOLDER / "support.md").read_text("utf-8").partition("| status | what to do |\n| --- | --- |\n")
    rows = re.findall(r"^\| ([a-z ,]+) \|", table, re.MULTILINE)
    assert sorted(status for row in rows for status in row.split(", ")) == sorted(Status)
