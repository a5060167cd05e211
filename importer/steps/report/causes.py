"""Problems grouped by cause: one wording for the screen and the results workbook."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from importer.catalogue import join_words
from importer.languages import N_, _, append_more, group_thousands, put_together, quote_name
from importer.problem import (
    AMBIGUOUS_DATES,
    EMPTY_WORD,
    ERROR_WORD,
    EXCEL_ERROR,
    NO_DATE,
    UNKNOWN_HEADING,
    Code,
    Problem,
    Range,
    spell_command,
)
from importer.records import ImportResult
from importer.steps.report.correcting import command_of
from importer.steps.report.one_decision import describe_one_decision

_MAP, _ASK, _TARGET = "'importer map'", "'importer map --ask'", "--target"
_CODES = re.compile("'importer codes ([a-z_]+)'")
_SHOWN = 12  # headings, or words
_OPTIONS_SHOWN = 24  # of a command that is copied, so more than can be read
_EMPTY_OPTION = re.compile(r'--empty (?:"(?P<word>.+?)"(?![^ .,;])|(?P<day>[0-9-]+))')
_ORDER = re.compile("--date-order [a-z]+")
_OF_WORDS: dict[Code, tuple[str, str]] = {  # what is said where a column has several of these words
    EXCEL_ERROR: (
        N_("The cells show {count} different Excel errors: {words}."),
        N_("Fix the formulas, or type the values over them. To read every such cell as empty, add {options}."),
    ),
    EMPTY_WORD: (
        N_("{count} different words are what many programs write for an empty cell, but are read as text: {words}."),
        N_("To read them as empty, add {options}."),
    ),
    ERROR_WORD: (
        N_("{count} different texts look like Excel errors; importer sends them unchanged: {words}."),
        N_("Type the intended values. To read such cells as empty, add {options}."),
    ),
    NO_DATE: (
        N_("{count} different dates are what many programs write for no date, but are read as dates: {words}."),
        N_("To read them as empty, add {options}."),
    ),
}


@dataclass(frozen=True)
class Cause:
    """One cause: its kind and column, how often it occurs, where, and the sentence of its first problem or of all.

    `cells` are addresses ('D14', 'D' or '14'), none where the whole sheet is meant, and `rows` those of them that have
    one; `first` is the first problem. `decision` is the line that settles all, if one does; the advice says it too.
    """

    number: int
    title: str
    heading: str
    is_error: bool
    message: str
    advice: str
    count: int
    cells: tuple[str, ...]
    first: Problem
    rows: frozenset[int] = frozenset()
    decision: str = ""


def find_causes(result: ImportResult) -> tuple[Cause, ...]:
    """The causes of a run or a check, with the one decision that settles many rows, where there is one; where the
    advice names `importer map`, it names it with the sheet and options.
    """
    groups = _find_groups(result.problems)
    causes = (_add_decision(_cause_of(same), describe_one_decision(result, same)) for same in groups)
    return tuple(replace(cause, advice=add_sheet_to_advice(result, cause.advice)) for cause in _list_in_order(causes))


def _add_decision(cause: Cause, decision: str) -> Cause:
    if not decision:
        return cause
    return replace(cause, advice=put_together(cause.advice, decision, by="{} {}".format), decision=decision)


def add_sheet_to_advice(result: ImportResult, advice: str) -> str:
    """The advice, its commands with the sheet, the options and the target that were given, ready to be typed."""
    if _MAP not in advice and _ASK not in advice and not _CODES.search(advice):
        return advice
    map_, ask = command_of(result, "map"), command_of(result, "map", None, "--ask")

    def spell(text: str) -> str:
        return _CODES.sub(partial(_spell_codes, result), text.replace(_MAP, map_).replace(_ASK, ask))

    return put_together(advice, by=spell)


def _spell_codes(result: ImportResult, match: re.Match[str]) -> str:
    words = list(result.arguments)
    target = words[words.index(_TARGET) :][:2] if _TARGET in words else []
    return spell_command("codes", match[1], *target)


def causes_of(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Group problems by kind and column (wrong codes also by code): errors first, the most frequent first.

    What is wrong with the whole sheet stands before what follows from it. Headings that are not known are one cause
    together, and so are the words of a column that stand for nothing: each is named, as far as they fit.
    """
    return _list_in_order(_cause_of(same) for same in _find_groups(problems))


def _find_groups(problems: Iterable[Problem]) -> Iterable[list[Problem]]:
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_group_key_of(problem), []).append(problem)
    return groups.values()


def _list_in_order(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda cause: (not cause.is_error, bool(cause.cells), -cause.count, cause.number)))


def _group_key_of(problem: Problem) -> tuple[object, ...]:
    if problem.code is UNKNOWN_HEADING:
        return (problem.code.number,)
    value = problem.value if problem.code.range is Range.LOOKUP else ""  # one fix, many rows
    return problem.code.number, problem.heading, value


def _cause_of(same: list[Problem]) -> Cause:
    code = same[0].code
    if code is UNKNOWN_HEADING:
        return _of_headings(same)
    if code is AMBIGUOUS_DATES:
        return _of_dates(same)
    return _of_words(same, *_OF_WORDS[code]) if code in _OF_WORDS else _make_cause(same)


def _of_dates(same: list[Problem]) -> Cause:
    """One cause of all the dates of a column, which names no day where they differ: each can be two others."""
    dates = list(dict.fromkeys(problem.value for problem in same))
    if len(dates) == 1:
        return _make_cause(same)
    names = append_more(", ".join(map(quote_name, dates[:_SHOWN])), len(dates) - _SHOWN)
    sentence = _("In {count} different dates it is not clear which number is the day and which is the month: {dates}.")
    advice = _(
        "Retype each with the year first, as in 2026-12-31, or add the order of all dates in the sheet to the "
        "command: {ways}."
    )
    ways = join_words(list(dict.fromkeys(way for problem in same for way in _ORDER.findall(problem.advice))), "or")
    return replace(
        _make_cause(same),
        message=sentence.format(count=group_thousands(len(dates)), dates=names),
        advice=advice.format(ways=ways),
    )


def _of_words(same: list[Problem], sentence: str, advice: str) -> Cause:
    """One cause of all the words, with the option for each, as the advice of its own problem has it."""
    found = (_EMPTY_OPTION.search(one.advice) for one in {problem.advice: problem for problem in same}.values())
    words = {option["word"] or option["day"]: option[0] for option in found if option}
    if len(words) <= 1:
        return _make_cause(same)
    names = ", ".join(map(quote_name, list(words)[:_SHOWN]))
    options = " ".join(list(words.values())[:_OPTIONS_SHOWN])
    return replace(
        _make_cause(same),
        message=_(sentence).format(count=len(words), words=append_more(names, len(words) - _SHOWN)),
        advice=_(advice).format(options=append_more(options, len(words) - _OPTIONS_SHOWN)),
    )


def _make_cause(same: list[Problem]) -> Cause:
    first = same[0]
    return Cause(
        number=first.code.number,
        title=_(first.code.title),
        heading=first.heading,
        is_error=first.is_error,
        message=first.message,
        advice=first.advice,
        count=len(same),
        cells=tuple(cell for problem in same if (cell := problem.cell)),
        first=first,
        rows=frozenset(problem.row for problem in same if problem.row is not None),
    )


def _of_headings(same: list[Problem]) -> Cause:
    if len(same) == 1:
        return _make_cause(same)
    names = ", ".join(f"{quote_name(problem.heading)}{_find_meant(problem)}" for problem in same[:_SHOWN])
    return Cause(
        UNKNOWN_HEADING.number,
        _("Unknown headings"),
        "",
        is_error=False,
        message=_("{count} headings are not known, so their columns are not sent: {names}.").format(
            count=len(same), names=append_more(names, len(same) - _SHOWN)
        ),
        advice=UNKNOWN_HEADING.fill_advice(nearest=""),
        count=len(same),
        cells=tuple(problem.cell for problem in same),
        first=same[0],
    )


def _find_meant(problem: Problem) -> str:
    """The question at the beginning of a problem's advice, in brackets: ' (did you mean "Name"?)'; '' without one."""
    question, mark, _ = problem.advice.removesuffix(UNKNOWN_HEADING.fill_advice(nearest="")).partition("?")
    return f" ({question[0].lower()}{question[1:]}?)" if mark else ""
