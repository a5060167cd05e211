"""What a number in the results means: one kind of problem explained, or all of them listed."""

from rapidfuzz.distance import OSA
from rich.markup import escape
from rich.table import Table

from importer.catalogue import OR, join_words
from importer.cli.console import Console, write_json
from importer.cli.fitting_table import TableColumn, print_table
from importer.errors import UsageError
from importer.languages import _
from importer.problem import CODES, NO_SUCH_PROBLEM, RANGES, Code, example_of, explain_code

NEAREST = 3


def explain_problem(asked: str | None, *, as_json: bool) -> None:
    """Print the kind of problem with the number `asked`, or all. Raises UsageError where there is no such number."""
    if asked is None:
        _print_all(as_json=as_json)
        return
    code = next((code for number, code in CODES.items() if str(number) == asked), None)
    if code is None:
        raise UsageError(NO_SUCH_PROBLEM, found=asked, nearest=_describe_nearest(asked))
    if as_json:
        write_json(_to_object(code))
        return
    explained = explain_code(code)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(_("Meaning"), f"{explained.title} ({explained.range})")
    table.add_row(_("Kind"), explained.keeps)
    table.add_row(_("Example"), escape(explained.example))
    table.add_row(_("What to do"), escape(explained.advice))
    console = Console()
    console.say(_("Problem {number}").format(number=code.number))
    console.print(table)


def _describe_nearest(asked: str) -> str:
    one_slip_away = [number for number in sorted(CODES) if OSA.distance(asked, str(number)) == 1]
    by_title = [number for number, code in sorted(CODES.items()) if asked.casefold() in _(code.title).casefold()]
    named = [f"{number} ({_(CODES[number].title)})" for number in (one_slip_away or by_title)[:NEAREST]]
    return _(" Did you mean {found}?").format(found=join_words(named, OR)) if named else ""


def _print_all(*, as_json: bool) -> None:
    codes = [code for _, code in sorted(CODES.items())]
    if as_json:
        write_json([_to_object(code) for code in codes])
        return
    columns = [TableColumn(_("Code")), TableColumn("", whole=True), TableColumn(_("Meaning"))]
    console = Console()
    print_table(
        console,
        [*columns, TableColumn(_("For example"), needed=False)],
        [(str(code.number), code.severity, escape(_(code.title)), escape(example_of(code)[0])) for code in codes],
    )
    console.say(_("'importer explain NUMBER' says what to do, for example 'importer explain 302'."))


def _to_object(code: Code) -> dict[str, object]:
    sentence, advice = example_of(code)
    return {
        "code": code.number,
        "severity": str(code.severity),
        "title": code.title,
        "range": RANGES[code.range],
        "example": sentence,
        "advice": advice,
    }
