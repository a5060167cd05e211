"""Lines above groups of rows, as reports have them: "Project code: P-1001" alone in its row, the jobs below it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from importer.catalogue import find_field, fold_spelling
from importer.problem import GROUP_LINE
from importer.records import CellNote
from importer.steps.read.layout.headings import FindField, is_number_like
from importer.steps.read.layout.rows import TableRows
from importer.steps.read.layout.two_levels import Line, find_levels, find_pairs

_LABELLED = re.compile(r"([^:=\n]{1,60})[:=]\s*+(\S.*)", re.DOTALL)
_COUNT = re.compile(r"(?<!\s)\s*[(\[][0-9]+(?: [^\W\d_]+)?[)\]]\s*$")  # how many rows follow: (3 items)
_USUAL = 3  # cells that most rows have at least
_MOST = 2 / 3  # of the rows may be such lines
_LONGEST = 120

LinesOfRows = Mapping[int, tuple[Line, ...]]


def note_group_lines(
    body: TableRows, headings: Sequence[str], columns: Sequence[int], find_field: FindField, others: Collection[int]
) -> Iterator[CellNote]:
    """Tell the lines above groups, each by an error of its row, with what it names, the value of that, its column
    and its level there; one that says two things side by side has both.

    `columns` are those of Excel; rows with a number in `others` are no jobs for another reason.
    """
    find_field = _add_catalogue(find_field)
    out = set(np.flatnonzero(body.cells.index.isin(list(others))).tolist())
    possible = _find_with_rows_below(body, _find_possible_lines(body, out), out)
    lines = {at: _drop_name(line, headings, find_field) for at, line in possible}
    pairs = find_pairs(body, lines, out)
    alone = _find_in_one_column(body, lines, headings, find_field, pairs)
    found = {**_find_labelled(lines, headings, find_field), **alone}
    parts = {at: (line,) for at, line in find_levels(found, out).items()} | pairs
    for at, (line, *beside) in sorted(parts.items()):
        text = " ".join(" ".join(part.text for part in (line, *beside)).split())
        words = {"found": text, **_describe(line, columns)}
        beside_it = [_describe(part, columns) for part in beside]
        yield CellNote(body.number_of(at), 0, GROUP_LINE, {**words, **({"beside": beside_it} if beside_it else {})})


def _describe(line: Line, columns: Sequence[int]) -> dict[str, object]:
    return {"label": line.label, "group": line.value, "column": columns[line.position], "level": line.level}


def _find_possible_lines(body: TableRows, others: Collection[int]) -> dict[int, Line]:
    """The rows with one text, or with a name and what it is, where most others have more."""
    fill = np.delete(body.fill, list(others))
    if not len(fill) or np.median(fill[fill > 1] if (fill > 1).any() else fill) < _USUAL:
        return {}
    few = [at for at in np.flatnonzero(body.fill <= 2).tolist() if at not in others]  # noqa: PLR2004 - name and value
    if not few or len(few) > _MOST * len(fill):
        return {}
    found = zip(few, body.cells.iloc[few].to_numpy(dtype=object), strict=True)
    return {at: line for at, texts in found if (line := _line_of(texts.tolist()))}


def _line_of(texts: Sequence[str]) -> Line | None:
    filled = [(position, text.strip()) for position, text in enumerate(texts) if text.strip()]
    first, text = filled[0]
    if len(filled) > 1:
        second = filled[1][1]
        if text[-1] in ":=":
            return Line(first, text[:-1].strip(), second, f"{text} {second}")
        if not _COUNT.fullmatch(second):
            return None
    if len(text) > _LONGEST:
        return None
    found = _LABELLED.fullmatch(text)
    label, value = (found[1].strip(), found[2]) if found else ("", text)
    return Line(first, label, _COUNT.sub("", value) or value, text)


def _add_catalogue(find_mapped: FindField) -> FindField:
    """The same, and the fields that are made of such lines, of which a mapping knows no heading."""
    return lambda text: find_mapped(text) or find_field(text)


def _drop_name(line: Line, headings: Sequence[str], find_field: FindField) -> Line:
    """The line, without a value where it is a name that has none: Project code: and nothing behind it."""
    name = line.text.rstrip(" :=")
    is_heading = fold_spelling(name) in map(fold_spelling, filter(None, headings))
    is_name = is_heading or find_field(name) is not None
    return replace(line, label=name, value="") if not line.label and name != line.text and is_name else line


def _find_with_rows_below(
    body: TableRows, lines: Mapping[int, Line], others: Collection[int]
) -> Iterator[tuple[int, Line]]:
    """Those with a row of more cells below them, behind headings again and other such lines."""
    if not lines:
        return
    followed = False
    for at in reversed(range(len(body.cells))):
        if at in lines:
            if followed:
                yield at, lines[at]
        elif at not in others:
            followed = bool(followed or body.fill[at] > 1)


def _find_labelled(lines: Mapping[int, Line], headings: Sequence[str], find_field: FindField) -> dict[int, Line]:
    """Those that begin with a heading that is known or stands in the sheet, or all with the same words."""
    named = set(map(fold_spelling, filter(None, headings)))
    often = Counter(fold_spelling(line.label) for line in lines.values())
    return {
        at: line
        for at, line in lines.items()
        if line.label
        and (fold_spelling(line.label) in named or find_field(line.label) or often[fold_spelling(line.label)] > 1)
    }


def _find_in_one_column(
    body: TableRows, lines: Mapping[int, Line], headings: Sequence[str], find_field: FindField, pairs: LinesOfRows
) -> dict[int, Line]:
    """Those in a column in which no other row but `pairs` has anything; or at the top and again, above rows, where
    that column holds no wording of jobs, of which one may have nothing else.
    """
    found: dict[int, Line] = {}
    for position in {line.position for line in lines.values()}:
        here = {at: line for at, line in lines.items() if line.position == position and not _is_a_number_alone(line)}
        if not here:
            continue
        filled = set(np.flatnonzero((body.cells.iloc[:, position].str.strip() != "").to_numpy(dtype=bool)).tolist())
        alone = filled <= here.keys() | pairs.keys()
        field = find_field(headings[position]) if headings[position] else None
        is_wording = field is not None and field.kind.is_wording and not field.kind.is_code
        if (alone and (len(here) > 1 or 0 in here or pairs)) or (len(here) > 1 and 0 in here and not is_wording):
            found |= here
    return found


def _is_a_number_alone(line: Line) -> bool:
    return not line.label and is_number_like(line.value) and not line.value.strip().isdigit()
