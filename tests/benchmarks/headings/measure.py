"""The headings of other systems, with invented values, as they are understood: how many, and how many rightly."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from importer.mapping import ColumnMapping, make_choices
from importer.records import Sheet

FOLDER = Path(__file__).parent
SURE = {"exact", "alias", "mapped"}
ROWS = 24


@dataclass(frozen=True)
class Heading:
    """A heading, the fields that are right for it, and what `map` says of it: `found` is the field that it may fill,
    and `filled` the field that it means, but which another column fills, so that `map` calls the heading unknown.
    """

    sheet: str
    heading: str
    fields: frozenset[str]
    found: str
    how: str
    filled: str = ""

    @property
    def is_right(self) -> bool:
        return self.named in self.fields

    @property
    def named(self) -> str:
        """The field that `map` names beside the heading, whether it may fill it or another column does."""
        return self.found or self.filled


@dataclass(frozen=True)
class Figures:
    """Recall and precision: of the headings that are `sure`, of these with the suggested ones, and of these with the
    unknown ones, too, whose field another column fills.
    """

    sure: tuple[float, float]
    with_suggested: tuple[float, float]
    with_filled_by_another: tuple[float, float]


def value_of(kind: str, number: int) -> str:
    """An invented value of a kind, another one in each row."""
    words = ["Pump", "Door", "Boiler", "Lamp", "Fan", "Roof", "Gate", "Lift"]
    text = f"{words[number % 8]} {words[(number // 3) % 8].lower()}"
    return {
        "words": text,
        "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "blank": "",
        "whole number": str(20_100 + number),
        "long text": f"{text} makes a noise since last week, please come and look at it. It is the one on the left.",
        "code": f"{words[number % 8][:2].upper()}-{number + 100}",
        "time": f"{number % 12 + 7:02}:30",
        "boolean": ("true", "false")[number % 2],
        "decimal": f"{number + 1}.25",
    }[kind]


def measured(name: str) -> Iterator[Heading]:
    """Every heading of a file of sheets, as `map` understands it."""
    sheets = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for sheet, columns in sheets.items():
        headings = [column["heading"] for column in columns]
        cells = pd.DataFrame([[value_of(c["kind"], n) for c in columns] for n in range(ROWS)], dtype="str")
        read = Sheet(Path(f"{sheet}.csv"), "", 1, headings, tuple(range(1, len(columns) + 1)), cells)
        for column, choice in zip(columns, make_choices(read, ColumnMapping()), strict=True):
            yield Heading(
                sheet, choice.heading, frozenset(column["fields"]), choice.field or "", choice.how, choice.second
            )


def figures_of(headings: Sequence[Heading]) -> Figures:
    """Recall counts the headings that have a field, precision what is said of any."""
    with_field = sum(bool(one.fields) for one in headings)

    def measure(said: Sequence[Heading]) -> tuple[float, float]:
        right = sum(one.is_right for one in said)
        return right / with_field, right / len(said)

    return Figures(
        sure=measure([one for one in headings if one.found and one.how in SURE]),
        with_suggested=measure([one for one in headings if one.found]),
        with_filled_by_another=measure([one for one in headings if one.named]),
    )
