"""The tables in README.md and the guide, made from the program.

python -m tests.documents          writes them where they stand; tests/test_readme.py compares them
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from importer.catalogue.to_table import FIELD_HEADINGS, to_field_rows
from importer.errors import ExitCode
from importer.guide import FOLDER, NAMES, read_pages
from importer.practice.faults.fault import CHOICES, DEFAULTS, Fault
from importer.problem import CODES
from importer.problem.examples import example_of
from importer.records import Status
from tests.mapping_schema import to_schema_text
from tests.rooms import FREE, list_layers

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCUMENTS = (README, *(FOLDER / f"{name}.md" for name in NAMES))
SCHEMA = FOLDER / "mapping.schema.json"
ENDS = FREE - {"__main__"}
VALUES = {str: "text", int: "whole number", float: "number", tuple: "numbers", type(None): "true or false"}


def tables() -> dict[str, str]:
    """Each generated part by its name."""
    return {
        "pages": to_markdown(
            ("Page", "What it says"),
            [(f"[{page.name}](importer/guide/{page.name}.md)", page.about) for page in read_pages()],
        ),
        "statuses": to_markdown(("Status", "Meaning"), [(f"`{status}`", status.meaning) for status in Status]),
        "fields": to_markdown(FIELD_HEADINGS, [(row[0], f"`{row[1]}`", *row[2:]) for row in to_field_rows()]),
        "problems": to_markdown(
            ("Code", "Severity", "Problem", "For example", "What to do"),
            [(str(code.number), code.severity, code.title, *example_of(code)) for _, code in sorted(CODES.items())],
        ),
        "faults": to_markdown(("Key", "Values", "Meaning"), [(f"`{key}`", *row) for key, *row in fault_rows()]),
        "layers": to_markdown(
            ("Layer", "Rooms"),
            [
                (str(layer), ", ".join(f"`{room}`" for room in rooms))
                for layer, rooms in reversed([*enumerate([*list_layers(), sorted(ENDS)], 1)])
            ],
        ),
        "exits": to_markdown(("Exit", "Meaning"), [(str(int(code)), code.meaning) for code in ExitCode]),
    }


def fault_rows() -> Iterator[tuple[str, str, str]]:
    """Each key of a fault file, with its values and its meaning."""
    for key in fields(Fault):
        values = ", ".join(f"`{choice}`" for choice in CHOICES[key.name]) or VALUES[type(DEFAULTS[key.name])]
        yield key.name, values, key.metadata["meaning"]


def to_markdown(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; every row has as many cells as there are headings."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def generated(name: str) -> re.Pattern[str]:
    """Where the part of this name stands in a document."""
    return re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)


def renew(text: str) -> str:
    """A document with every generated part renewed."""
    for name, table in tables().items():
        text = generated(name).sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]  # table is bound now
    return text


if __name__ == "__main__":
    SCHEMA.write_text(to_schema_text(), encoding="utf-8")
    for document in DOCUMENTS:
        document.write_text(renew(document.read_text(encoding="utf-8")), encoding="utf-8")
