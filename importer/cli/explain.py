"""What a number in the results means: one kind of problem explained, or all of them listed."""

from rapidfuzz.distance import OSA
from rich.markup import escape
from rich.table import Table

from importer.cli.console import Console, write_json
from importer.errors import UsageError
from importer.problem import CODES, NO_SUCH_PROBLEM, Code, example_of

NEAREST = 3
RANGES = {
    1: "the file and its layout",
    2: "connection and login",
    3: "codes and look-ups",
    4: "the value of a cell",
    5: "rules of a row, and across rows",
    6: "answers of the target",
    7: "delivery to the target",
    8: "the run itself",
}
KEEPS = {True: "error: its row, or the whole sheet, is not sent", False: "warning: the row is sent all the same"}


def explain_problem(asked: str | None, *, as_json: bool) -> None:
    """Print the kind of problem with the number `asked`, or all. Raises UsageError where there is no such number."""
    if asked is None:
        _print_all(as_json=as_json)
        return
    code = CODES.get(int(asked)) if asked.isdecimal() else None
    if code is None:
        raise UsageError(NO_SUCH_PROBLEM, found=asked, nearest=_nearest(asked))
    if as_json:
        write_json(_object(code))
        return
    sentence, advice = example_of(code)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Meaning", f"{code.title} ({RANGES[code.number // 100]})")
    table.add_row("Kind", KEEPS[code.severity == "error"])
    table.add_row("Example", escape(sentence))
    table.add_row("What to do", escape(advice))
    console = Console()
    console.print(f"Problem {code.number}")
    console.print(table)


def _nearest(asked: str) -> str:
    one_slip_away = [number for number in sorted(CODES) if OSA.distance(asked, str(number)) == 1]
    by_title = [number for number, code in sorted(CODES.items()) if asked.casefold() in code.title.casefold()]
    named = [f"{number} ({CODES[number].title})" for number in (one_slip_away or by_title)[:NEAREST]]
    return f" Did you mean {' or '.join(named)}?" if named else ""


def _print_all(*, as_json: bool) -> None:
    codes = [code for _, code in sorted(CODES.items())]
    if as_json:
        write_json([_object(code) for code in codes])
        return
    table = Table("Code", "", "Meaning", "For example")
    for code in codes:
        table.add_row(str(code.number), code.severity, escape(code.title), escape(example_of(code)[0]))
    console = Console()
    console.print(table)
    console.print("'importer explain NUMBER' says what to do, for example 'importer explain 302'.")


def _object(code: Code) -> dict[str, object]:
    sentence, advice = example_of(code)
    return {
        "code": code.number,
        "severity": str(code.severity),
        "title": code.title,
        "range": RANGES[code.number // 100],
        "example": sentence,
        "advice": advice,
    }
