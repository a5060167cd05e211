"""The words of a user stand in the quotes of the language, also where sentences are put together of parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tests.command import ROOT, importer
from tests.source import parse_file, walk

ROOMS = (
    "steps/map",
    "steps/read/layout",
    "steps/read/sandbox/choose.py",
    "steps/resolve.py",
    "mapping",
    "directory",
    "catalogue",
)


def quoted_by_hand(file: Path) -> Iterator[str]:
    """Texts in which straight quotes stand around something that is filled in."""
    for node in walk(parse_file(file)):
        if isinstance(node, ast.JoinedStr):
            for before, filled, behind in zip(node.values, node.values[1:], node.values[2:], strict=False):
                around = [part.value for part in (before, behind) if isinstance(part, ast.Constant)]
                is_quoted = isinstance(filled, ast.FormattedValue) and len(around) > 1
                if is_quoted and str(around[0]).endswith('"') and str(around[1]).startswith('"'):
                    yield f"{file.name}:{node.lineno}"


def test_no_text_has_straight_quotes_around_what_is_filled_in() -> None:
    """A translator cannot change them; quote_name and quote_names know those of the language."""
    files = [file for room in ROOMS for file in [ROOT / "importer" / room]]
    sources = [source for file in files for source in (file.rglob("*.py") if file.is_dir() else [file])]
    assert [found for source in sorted(sources) for found in quoted_by_hand(source)] == []


def test_a_german_user_reads_german_quotes_and_a_program_straight_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Project code", "Job type code", "Status code", "Name", "Reference"],
        ["P-1001", "MAINT", "Opne", "Boiler", "n/a"],
        ["P-1001", "MAINT", "ToBePlanned", "Pump", "-"],
        ["Project code", "Job type code", "Status code", "Name", "Reference"],
    ):
        book.active.append(row)
    book.save(tmp_path / "jobs.xlsx")
    mapping = tmp_path / "own.toml"
    mapping.write_text('[rows]\nleave_out = { "Status code" = ["Gone", "Opne"] }', encoding="utf-8")
    words = ("check", tmp_path / "jobs.xlsx", "--map", mapping, "--target", "practice")
    said = " ".join(importer(*words, "--language", "de", state=tmp_path / "state").out.split())
    assert "„Status code“ ist „Gone“ oder „Opne“" in said
    assert "„n/a“" in said or "„-“" in said
    book.create_sheet("Mai")
    for copied in book.worksheets[0].iter_rows(values_only=True):
        book["Mai"].append(copied)
    book.save(tmp_path / "two.xlsx")
    both = importer("check", tmp_path / "two.xlsx", "--language", "de", state=tmp_path / "state").out
    assert "„Mai“ (3 Zeilen)" in " ".join(both.split())
    plain = importer("check", tmp_path / "two.xlsx", "--json", state=tmp_path / "state", LANGUAGE="de").object
    assert '"Mai" (3 rows)' in " ".join(one["message"] for one in plain["problems"])
    told = importer(*words, "--json", state=tmp_path / "state", LANGUAGE="de").object["problems"]
    assert 'rows.leave_out: "Status code" is "Gone" or "Opne"' in " ".join(one["message"] for one in told)
