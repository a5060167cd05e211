"""Our columns in a sheet that does not have all of them any more: people delete those that they do not need.

They are known by their headings, their order and what is in them, and are never taken for the user's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from importer.catalogue import join_words, spell_guid
from importer.errors import SheetError
from importer.problem import RESULTS_COLUMN_TWICE, RESULTS_WITHOUT_JOBS, spell_command
from importer.records import (
    JOB_ID,
    PROBLEM,
    RESULTS_HEADINGS,
    RUN,
    SENT_AT,
    STATUS,
    STATUSES,
    TO_DO,
    is_run_number,
    read_local_time,
    results_heading_of,
)
from importer.steps.read.grid import Grid
from importer.steps.read.layout.headings import HEADINGS_WITHIN
from importer.steps.read.layout.own_sentences import has_own_sentence

_TESTS: Mapping[str, Callable[[str], object]] = {
    STATUS.heading: STATUSES.__contains__,
    JOB_ID.heading: spell_guid,
    SENT_AT.heading: read_local_time,
    RUN.heading: is_run_number,
}
_NEEDED = (STATUS.heading, JOB_ID.heading)
_IN_WORDS = (PROBLEM.heading, TO_DO.heading)


def find_added_in_part(grid: Grid) -> tuple[int, list[int]]:
    """The row of their headings, and their positions: several side by side, in our order, in which only such texts are
    as we write, and any others that say which job a row has; else one alone in which is what only we write. (0, [])
    where there are none.
    """
    numbers = grid.cells.iloc[:HEADINGS_WITHIN, :1].index
    for row, texts in zip(numbers, grid.first_texts.tolist(), strict=False):
        headings = [results_heading_of(text) for text in texts]
        for places in _list_side_by_side(headings):
            if _is_ours(grid, int(row), [headings[at] for at in places], places):
                return int(row), sorted({*places, *_find_apart(grid, int(row), headings, places)})
    for row, texts in zip(numbers, grid.first_texts.tolist(), strict=False):
        for at in (at for at, text in enumerate(texts) if results_heading_of(text)):
            if _is_ours_alone(grid, int(row), at):
                return int(row), [at]
    return 0, []


def _is_ours_alone(grid: Grid, row: int, position: int) -> bool:
    """True where no other column need tell that this one is ours: people have a column of statuses, too, or of runs."""
    text, texts = str(grid.cells.loc[row].iloc[position]).strip(), _list_texts_below(grid, row, position)
    heading = results_heading_of(text)
    if not any(texts) or not _is_as_written(heading, texts):
        return False
    if heading in _IN_WORDS:
        return has_own_sentence(texts)
    has_our_word = heading == STATUS.heading and any(" " in status for status in texts)
    return heading == SENT_AT.heading or has_our_word or text != heading


def choose_ours(grid: Grid, path: Path, row: int, places: Sequence[int]) -> list[int]:
    """Of several columns under one of our headings the one in which is what we write; the others are the user's. Where
    all are there again, results without the marks of importer were sent again: the last are those that hold.

    Raises SheetError where that cannot be told of one that says which job a row has.
    """
    by_heading: dict[str, list[int]] = {}
    for at in places:
        by_heading.setdefault(results_heading_of(str(grid.cells.loc[row].iloc[at])), []).append(at)
    if by_heading.keys() == set(RESULTS_HEADINGS) and min(map(len, by_heading.values())) > 1:
        return list(places)
    chosen = []
    for heading, found in by_heading.items():
        fit = [at for at in found if len(found) > 1 and _has_what_we_write(grid, row, heading, at)]
        if heading in _NEEDED and len(found) > 1 and len(fit) != 1:
            raise SheetError(RESULTS_COLUMN_TWICE, path=path, heading=heading)
        chosen.append((fit or found)[0])
    return sorted(chosen)


def _has_what_we_write(grid: Grid, row: int, heading: str, position: int) -> bool:
    texts = _list_texts_below(grid, row, position)
    if heading in _IN_WORDS:
        return has_own_sentence(texts)
    return any(texts) and _is_as_written(heading, texts)


def _list_side_by_side(headings: Sequence[str]) -> Iterator[list[int]]:
    places: list[int] = []
    for at, heading in enumerate([*headings, ""]):
        if heading and (not places or _is_behind(headings[places[-1]], heading)):
            places.append(at)
            continue
        if len(places) > 1:
            yield places
        places = [at] if heading else []


def _is_behind(first: str, second: str) -> bool:
    return RESULTS_HEADINGS.index(first) < RESULTS_HEADINGS.index(second)


def _is_ours(grid: Grid, row: int, headings: Sequence[str], places: Sequence[int]) -> bool:
    texts = {heading: _list_texts_below(grid, row, at) for heading, at in zip(headings, places, strict=True)}
    if not any(any(column) for column in texts.values()):
        return False
    if PROBLEM.heading in texts and TO_DO.heading in texts:  # what to do is beside a problem
        pairs = zip(texts[PROBLEM.heading], texts[TO_DO.heading], strict=True)
        if any(advice and not problem for problem, advice in pairs):
            return False
    return all(_is_as_written(heading, column) for heading, column in texts.items())


def _list_texts_below(grid: Grid, row: int, position: int) -> list[str]:
    column = grid.cells.iloc[:, position]
    return [text.strip() for text in column[column.index > row]]


def _is_as_written(heading: str, texts: Sequence[str]) -> bool:
    test = _TESTS.get(heading)
    return test is None or all(test(text) for text in set(texts) if text)


def _find_apart(grid: Grid, row: int, headings: Sequence[str], places: Sequence[int]) -> Iterator[int]:
    """The columns that say which job a row has, which somebody has moved away from the others."""
    for heading in set(_NEEDED).difference(headings[at] for at in places):
        for at in (at for at, found in enumerate(headings) if found == heading):
            texts = _list_texts_below(grid, row, at)
            if any(texts) and _is_as_written(heading, texts):
                yield at
                break


def refuse_without_jobs(grid: Grid, path: Path, row: int, places: Sequence[int]) -> None:
    """Raise SheetError where our columns do not say which rows have a job: some may be sent twice."""
    found = {results_heading_of(text): at for at in places if (text := str(grid.cells.loc[row].iloc[at]))}
    missing = [heading for heading in _NEEDED if heading not in found]
    if not missing:
        return
    texts = _list_texts_below(grid, row, found[RUN.heading]) if RUN.heading in found else []
    run = max((int(text) for text in texts if is_run_number(text)), default=None)
    command = spell_command("runs", "results", "last" if run is None else str(run))
    words = {"found": join_words(list(found)), "missing": join_words(missing), "command": command}
    raise SheetError(RESULTS_WITHOUT_JOBS, path=path, **words)
