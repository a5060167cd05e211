"""A filled template is understood however its columns were moved and renamed, and its age is told."""

from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from importer.catalogue.fields_by_heading import find_field
from importer.catalogue.languages import LANGUAGES, words_of
from importer.directory import Directory
from importer.jobs_api import JobsApi
from importer.practice.server import PracticeServer
from importer.runs import check_sheet
from importer.steps.read import read_sheet
from importer.targets import make_practice_target
from importer.template.design import design_template, read_live_lists, read_published_lists
from importer.template.ids import find_renamed_headings
from importer.template.stamp import ListState, Stamp, stamp_of
from importer.template.template_columns import choose_fields
from importer.template.write import write_template
from tests.libreoffice import needs_libreoffice, saved_by_libreoffice
from tests.template.filling import fill, worked_example


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def template(folder: Path, stamp: Stamp | None = None) -> Path:
    stamp = stamp or Stamp("1.2.3", "en", "", datetime.now(UTC))
    path = folder / "template.xlsx"
    write_template(design_template(choose_fields("usual"), LANGUAGES["en"], read_published_lists().lists, stamp), path)
    return path


def renamed(path: Path, names: dict[str, str], name: str = "renamed.xlsx") -> Path:
    book = openpyxl.load_workbook(path)
    for cell in book["Jobs"][1]:
        cell.value = names.get(str(cell.value), cell.value)
    place = path.with_name(name)
    book.save(place)
    return place


def values(path: Path) -> dict[str, str]:
    result = check_sheet(path)
    assert [problem.message for problem in result.problems if problem.is_error] == []
    assert result.rows == 1
    return {str(name): str(text) for name, text in result.batch.values.iloc[0].items()}


def test_columns_may_be_moved_renamed_by_language_and_more_of_them_added(tmp_path: Path) -> None:
    path = template(tmp_path)
    example = worked_example(path)
    plain = values(fill(path, example))
    others = list(LANGUAGES.values())[1:]
    names = {
        heading: words_of(field, others[at % 3]).heading
        for at, heading in enumerate(example)
        if (field := find_field(heading))
    }
    order = [*sorted(example, reverse=True), "Our own notes"]
    moved = fill(path, {**example, "Our own notes": "x"}, order=order)
    assert values(renamed(moved, names)) == plain


def test_a_column_renamed_to_anything_is_known_by_its_id_and_that_is_told(tmp_path: Path) -> None:
    path = template(tmp_path)
    filled = fill(path, worked_example(path))
    result = check_sheet(renamed(filled, {"Project code*": "Wat wij zo noemen", "Due date": "Klaar?"}))
    assert not [problem for problem in result.problems if problem.is_error]
    assert result.batch.values.loc[2, "project_reference_back_office"] == "P-1001"
    assert result.batch.values.loc[2, "due_date"] == "2026-12-31"
    assert 'The column "Klaar?" is read as "Due date", as in the template of this sheet.' in result.batch.remarks


def test_a_field_is_not_given_to_two_columns(tmp_path: Path) -> None:
    path = template(tmp_path)
    filled = fill(path, worked_example(path))
    result = check_sheet(renamed(filled, {"Due date": "Klaar?", "Earliest date": "Due date"}))
    assert find_renamed_headings(result.batch.sheet) == {}
    assert result.batch.values.loc[2, "due_date"] == "2026-12-01"


@pytest.mark.thorough
@needs_libreoffice
def test_ids_and_stamp_survive_libreoffice(tmp_path: Path) -> None:
    path = template(tmp_path)
    filled = renamed(fill(path, worked_example(path)), {"Name*": "Hoe het heet"})
    saved = saved_by_libreoffice(filled, tmp_path / "office")
    assert values(saved) == values(filled)
    assert stamp_of(read_sheet(saved).properties) == stamp_of(read_sheet(path).properties)


@pytest.mark.thorough
def test_the_age_of_the_lists_is_told(tmp_path: Path, practice: PracticeServer) -> None:
    target = make_practice_target(practice.url, practice.password)
    with JobsApi(target) as api:
        states = read_live_lists(choose_fields("usual"), Directory(api)).states
    fresh = Stamp("1.2.3", "en", target.name, datetime(2026, 11, 1, tzinfo=UTC), states)
    assert told_of_age(tmp_path, fresh, practice) == []
    older = {
        **states,
        "Project": ListState(states["Project"].total - 3, "?"),  # long: its entries are counted
        "Skill": ListState(states["Skill"].total, "other-codes"),  # on one page: its codes are compared
    }
    [old] = told_of_age(tmp_path, Stamp("1.2.3", "en", target.name, fresh.made_at, older), practice)
    assert "The lists of project (197 then, 200 now) and skill have changed in practice since then" in old
    assert "importer template NEW.xlsx --target practice" in old
    [other] = told_of_age(tmp_path, Stamp("1.2.3", "en", "acme", fresh.made_at, states), practice)
    assert "has the lists of acme, not of practice" in other


def told_of_age(folder: Path, stamp: Stamp, practice: PracticeServer) -> list[str]:
    path = template(folder, stamp)
    filled = fill(path, worked_example(path))
    path.unlink()
    result = check_sheet(filled, target=make_practice_target(practice.url, practice.password))
    assert result.problems == ()
    return [remark for remark in result.batch.remarks if remark.startswith("The template")]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("words", [b"<!DOCTYPE x>", b"", b"\xff", b"<Properties/>", b" " * 200_000])
def test_a_workbook_without_a_sound_stamp_has_none_and_is_read_all_the_same(words: bytes, tmp_path: Path) -> None:
    path = template(tmp_path)
    filled = fill(path, worked_example(path))
    with ZipFile(filled) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(filled, "w") as book:
        for name, content in (parts | {"docProps/custom.xml": words}).items():
            book.writestr(name, content)
    sheet = read_sheet(filled)
    assert (stamp_of(sheet.properties), sheet.rows) == (None, 1)


@pytest.mark.parametrize("change", [{"made": "yesterday"}, {"lists": "Project=many:1"}, {"made": "0001-01-01"}])
def test_a_stamp_that_says_nonsense_is_none(change: dict[str, str]) -> None:
    sound = Stamp("1.2.3", "en", "acme", datetime(2026, 11, 1, tzinfo=UTC)).properties
    assert stamp_of(sound | {f"importer {name}": text for name, text in change.items()}) is None
