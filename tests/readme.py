"""The README's tables, made from the program: `python -m tests.readme` writes them, test_readme.py compares them."""

import re
from collections.abc import Iterator
from pathlib import Path

from importer.catalogue.to_table import FIELD_HEADINGS, field_rows, markdown
from importer.errors import ExitCode
from importer.practice.faults.fault import CHOICES, DEFAULTS, MEANINGS
from importer.problem import CODES
from importer.problem.examples import example_of
from importer.records import Status

VALUES = {str: "text", int: "whole number", float: "number", tuple: "numbers", type(None): "true or false"}
README = Path(__file__).parent.parent / "README.md"


def tables() -> dict[str, str]:
    """Each generated part of the README by its name."""
    return {
        "statuses": markdown(("Status", "Meaning"), [(f"`{status}`", status.meaning) for status in Status]),
        "fields": markdown(FIELD_HEADINGS, [(row[0], f"`{row[1]}`", *row[2:]) for row in field_rows()]),
        "problems": markdown(
            ("Code", "Severity", "Problem", "For example", "What to do"),
            [(str(code.number), code.severity, code.title, *example_of(code)) for _, code in sorted(CODES.items())],
        ),
        "faults": markdown(("Key", "Values", "Meaning"), [(f"`{key}`", *told) for key, *told in fault_rows()]),
        "exits": markdown(("Exit", "Meaning"), [(str(int(code)), code.meaning) for code in ExitCode]),
    }


def fault_rows() -> Iterator[tuple[str, str, str]]:
    """Each key of a fault file, with its values and its meaning."""
    for key, meaning in MEANINGS.items():
        values = ", ".join(f"`{choice}`" for choice in CHOICES[key]) or VALUES[type(DEFAULTS[key])]
        yield key, values, meaning


def written(text: str) -> str:
    """The README with every generated part renewed."""
    for name, table in tables().items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = pattern.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]  # table is bound now
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
