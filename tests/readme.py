"""The README's tables, made from the program: `python -m tests.readme` writes them, test_readme.py compares them."""

import re
from pathlib import Path

from importer.catalogue.to_table import FIELD_HEADINGS, field_rows, markdown
from importer.errors import ExitCode
from importer.problem import CODES
from importer.problem.examples import example_of
from importer.records import Status

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
        "exits": markdown(("Exit", "Meaning"), [(str(int(code)), code.meaning) for code in ExitCode]),
    }


def written(text: str) -> str:
    """The README with every generated part renewed."""
    for name, table in tables().items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = pattern.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]  # table is bound now
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
