"""What a refusal or a setting says is wrong is a sentence of the catalogues, whoever shows it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.errors import ImporterError, SettingsError
from importer.languages import use_language
from importer.practice.faults import FaultsUnusable, read_faults
from importer.steps.read import read_sheet
from importer.targets.password import run_password_command
from tests.source import parse_file, walk
from tests.steps.read.raw_workbooks import worksheet
from tests.steps.read.test_cells import DAY, cell, made
from tests.translations import PACKAGE

REFUSALS = frozenset(
    {"make_damage_refusal", "make_unsafe_refusal", "make_otherwise_locked_refusal", "NotPatchable", "Refusal"}
)
MORE = frozenset({"_make_failed_error", "FaultsUnusable", "NotToml"})
PHRASES = frozenset({"reason", "fix", "found", "why", "setting", "problems", "limit", "kind"})
PLACES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.fixture
def _in_german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


def unmarked(module: ast.AST) -> Iterator[str]:
    """The reasons that no catalogue has: f-strings with words in them, and sentences outside `N_()` and `_()`."""
    for call in walk(module):
        if isinstance(call, ast.Call):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            given = [word.value for word in call.keywords if word.arg in PHRASES]
            for reason in (*given, *(call.args if name in REFUSALS | MORE else ())):
                yield from (ast.unparse(text) for text in _alternatives(reason) if _is_english(text))


def _alternatives(reason: ast.expr) -> Iterator[ast.expr]:
    """The expressions of which one is the reason."""
    if isinstance(reason, ast.IfExp):
        yield from (*_alternatives(reason.body), *_alternatives(reason.orelse))
    elif isinstance(reason, ast.BoolOp):
        yield from (each for value in reason.values for each in _alternatives(value))
    elif isinstance(reason, ast.BinOp):
        yield from (*_alternatives(reason.left), *_alternatives(reason.right))
    else:
        yield reason


def _is_english(text: ast.expr) -> bool:
    if isinstance(text, ast.Constant):
        return isinstance(text.value, str) and " " in text.value.strip()
    if not isinstance(text, ast.JoinedStr):
        return False
    written = "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))
    return any(sign.isalpha() for sign in written)


@pytest.mark.parametrize("place", PLACES)
def test_a_reason_is_translated_where_it_is_shown(place: str) -> None:
    assert not list(unmarked(parse_file(PLACES[place])))


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ('make_damage_refusal(f"it has {n} rows")', 1),
        ('NotPatchable("it has no styles")', 1),
        ('SheetError(CODE, reason="no headings at all")', 1),
        ('SheetError(CODE, fix=known or "type another")', 1),
        ('SheetError(CODE, why="" if small else f"{n} rows")', 1),
        ('Refusal(CODE, found=f"{n:,}")', 0),
        ('Refusal(CODE, reason=_("it has {n} rows").format(n=n))', 0),
        ('NotPatchable(N_("it has no styles"))', 0),
    ],
)
def test_what_is_no_sentence_of_the_catalogues_is_found(written: str, count: int) -> None:
    assert len(list(unmarked(ast.parse(written)))) == count


@pytest.mark.usefixtures("_in_german")
def test_what_the_process_that_reads_a_file_says_is_in_the_language_of_its_asker(tmp_path: Path) -> None:
    with pytest.raises(ImporterError) as refused:
        read_sheet(made(tmp_path, worksheet(cell("<v>1</v>", ' t="odd"'))))
    assert "sie hat eine Zelle von unbekanntem Typ, „odd“" in refused.value.message


@pytest.mark.usefixtures("_in_german")
def test_what_a_cell_stands_for_is_said_in_the_language_at_work(tmp_path: Path) -> None:
    cells = f'<c r="A2" t="e" vm="1"><v>#VALUE!</v></c><c r="B2" s="{DAY}"><v>60</v></c>'
    headings = '<c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Due date</v></c>'
    sheet = read_sheet(made(tmp_path, worksheet(f'<row r="1">{headings}</row><row r="2">{cells}</row>')))
    linked, day = (note.code.fill_sentence(**note.values) for note in sheet.notes)
    assert "#VALUE!, was für einen verknüpften Datentyp" in linked
    assert day.endswith("(1900 war kein Schaltjahr).")


@pytest.mark.usefixtures("_in_german")
def test_settings_and_faults_say_it_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="es gibt kein Programm no-such-program-here in PATH"):
        run_password_command("no-such-program-here")
    (tmp_path / "faults.toml").write_text("[[fault]]\nstatsu = 500", encoding="utf-8")
    with pytest.raises(FaultsUnusable, match='Störung 1: "statsu" ist kein Schlüssel'):
        read_faults(tmp_path / "faults.toml")
