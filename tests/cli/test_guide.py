"""`importer guide`: the pages that are shipped, listed and shown."""

from pathlib import Path

import pytest

from importer.guide import FOLDER, NAMES
from tests.command import importer
from tests.terminal import Terminal


def test_it_lists_the_pages_with_a_line_about_each(tmp_path: Path) -> None:
    listed = importer("guide", state=tmp_path)
    assert listed.status == 0
    assert all(name in listed.out for name in NAMES)
    assert "How to teach the program your own headings" in listed.out
    assert "importer guide mapping" in listed.out.splitlines()[-1]


def test_a_page_that_goes_elsewhere_is_the_markdown_without_the_remarks_for_tests(tmp_path: Path) -> None:
    assert "<!-- copy" in (FOLDER / "analyst.md").read_text(encoding="utf-8")
    for said in (importer("guide", "analyst", state=tmp_path), importer("guide", "analyst", "--json", state=tmp_path)):
        assert "importer template jobs.xlsx" in said.out
        assert "<!--" not in said.out
    assert importer("guide", "mapping", state=tmp_path).out == (FOLDER / "mapping.md").read_text(encoding="utf-8")
    assert importer("guide", "Mapping.md", state=tmp_path).out == importer("guide", "mapping", state=tmp_path).out


def test_both_as_json(tmp_path: Path) -> None:
    pages = importer("guide", "--json", state=tmp_path).object
    assert [page["name"] for page in pages] == list(NAMES)
    assert all(len(page["about"]) <= 100 and page["about"].endswith(".") for page in pages)
    page = importer("guide", "safety", "--json", state=tmp_path).object
    assert page["text"].startswith("# Safety\n")
    assert page["about"] in {each["about"] for each in pages}


@pytest.mark.parametrize(("asked", "words"), [("maping", 'Did you mean "mapping"?'), ("xyzzy", "no page xyzzy.")])
def test_a_page_that_is_not_there_gets_a_suggestion(tmp_path: Path, asked: str, words: str) -> None:
    said = importer("guide", asked, state=tmp_path)
    assert said.status == 2
    assert words in said.err
    assert "importer guide" in said.err.splitlines()[-1]
    assert importer("guide", asked, "--json", state=tmp_path).object["error"]["code"] == 852


def test_on_a_terminal_a_page_is_laid_out_and_paged(tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="a terminal is made with it")
    paged = tmp_path / "paged.txt"
    with Terminal("guide", "mapping", state=tmp_path, settings={"PAGER": f"cat > {paged}"}) as terminal:
        assert terminal.end() == 0
    shown = paged.read_text(encoding="utf-8")
    assert "Mapping" in shown
    assert "# Mapping" not in shown
    assert "\x1b[" in shown
