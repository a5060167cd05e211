"""Results that are run again are read as the run did that they tell of: with its options, and with its whole texts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from importer.catalogue import join_words, spell_count
from importer.journal import Journal, find_run_of_results
from importer.languages import _
from importer.mapping import ColumnMapping, mapping_of
from importer.problem import CUT_TEXT, quote_word
from importer.records import READING, ZONE_UNKNOWN, CellNote, Sheet, choose_options_to_save, read_options
from importer.runs.previous_sheet import PreviousSheet, find_previous_sheet
from importer.runs.request import RunRequest
from importer.settings import Options
from importer.steps.map import find_own_zone_name
from importer.workbook_parts import CUT, was_cut

_NAMED, _LONGEST = 20, 100  # decisions of a kind in a sentence, and letters of each
_LEFT_OUT = '""'  # as a mapping file says it


def take_previous_options(request: RunRequest, sheet: Sheet, journal: Journal | None) -> RunRequest:
    """The request, with the options of the run that the results tell of where none are given now."""
    found = _find_saved(sheet, journal)
    saved: Mapping[str, Any] = {ZONE_UNKNOWN: journal is not None} if found is None else found
    usual, given = Options(), request.options
    reading = {name: value for name in READING if (value := (saved.get("reading") or {}).get(name))}
    if reading.get("timezone") == find_own_zone_name():
        del reading["timezone"]
    if "empty" in reading:
        reading["empty"] = tuple(reading["empty"])
    reading = {name: value for name, value in reading.items() if getattr(given, name) == getattr(usual, name)}
    mapping = request.mapping
    if mapping is None and given.mapping is None and saved.get("mapping"):
        mapping = mapping_of(saved["mapping"])
    options = replace(given, **reading)
    is_unknown = bool(saved.get(ZONE_UNKNOWN)) and not options.timezone
    return replace(request, options=options, mapping=mapping, zone_unknown=is_unknown)


def remark_on_reading(asked: RunRequest, used: RunRequest, sheet: Sheet, journal: Journal | None) -> Sheet:
    """The results with what there is to say of their options before anything is sent."""
    previous = sheet.previous_results
    if previous is None:
        return sheet
    is_unknown = journal is not None and _find_saved(sheet, journal) is None
    remark = _remark_on_options(asked, used, sheet, journal)
    if is_unknown:
        remark = _ask_for_options(used)
    known = replace(previous, read_with=remark, options_unknown=is_unknown, zone_unknown=used.zone_unknown)
    return replace(sheet, remarks=(*sheet.remarks, *filter(None, [remark])), previous_results=known)


def _ask_for_options(used: RunRequest) -> str:
    """What asks for the options of a run that nobody knows here: those given may be some of them."""
    if used.mapping or any(getattr(used.options, name) != getattr(Options(), name) for name in READING):
        return _(
            "These results do not record the options of their run, and this computer does not have that run. If it had "
            "more options than this command, add them too."
        )
    return _(
        "These results do not record the options of their run, and this computer does not have that run. If it had "
        "any, add them to the command."
    )


def _find_saved(sheet: Sheet, journal: Journal | None) -> Mapping[str, Any] | None:
    """The options of the run that the results tell of; None where neither they nor the journal has them."""
    saved = read_options(sheet.properties)
    return _find_in_journal(sheet, journal) if saved is None else saved


def _remark_on_options(asked: RunRequest, used: RunRequest, sheet: Sheet, journal: Journal | None) -> str:
    """Say which options of the run before are used, if any; each decision, where that run is none of ours."""
    saved, run = read_options(sheet.properties), sheet.previous_results and sheet.previous_results.run
    usual, now = Options(), asked.options
    mapping = used.mapping if asked.mapping is None else None
    taken = {name: value for name in READING if (value := getattr(used.options, name)) != getattr(now, name)}
    words = " ".join(map(quote_word, replace(usual, **taken).arguments))
    is_ours = not saved or saved == _find_in_journal(sheet, journal)
    decided = _count_decided(mapping, named=not is_ours) if mapping else ""
    if not words and not decided:
        return ""
    used_again = join_words(list(filter(None, (words, decided))))
    if not run:
        return _("Read as before, with {options}. Options in the command override these.").format(options=used_again)
    remark = _("Read as in run {run}, with {options}. Options in the command override these.")
    return remark.format(run=run, options=used_again)


def _count_decided(mapping: ColumnMapping, *, named: bool) -> str:
    pairs = [(name, *pair) for name, known in mapping.values.items() for pair in known.items()]
    columns = [f'"{heading}" = {name or _LEFT_OUT}' for heading, name in mapping.columns.items()]
    values = [f'"{old}" = "{new}" in {name}' for name, old, new in pairs]
    rules = [*(f"rows.{rule}" for rule in mapping.rows.tree), *(f"fields.{name}" for name in mapping.fields)]
    counts = [
        spell_count(len(columns), "decided heading") + _list_named(columns, named) if columns else "",
        spell_count(len(values), "decided value") + _list_named(values, named) if values else "",
        spell_count(len(rules), "rule") + _list_named(rules, named) if rules else "",
    ]
    constants = [f'{name} = "{text}"' for name, text in mapping.constants.items()]
    return join_words([*filter(None, counts), *constants])


def _list_named(names: list[str], named: bool) -> str:
    if not named:
        return ""
    shown = [one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in names[:_NAMED]]
    return f" ({', '.join(shown)}{', …' if len(names) > _NAMED else ''})"


def _find_in_journal(sheet: Sheet, journal: Journal | None) -> Mapping[str, Any] | None:
    results = sheet.previous_results
    run = find_run_of_results(results, journal.previous_runs) if journal and results else None
    return choose_options_to_save(run.options) if run else None


def restore_whole_texts(sheet: Sheet, journal: Journal | None) -> Sheet:
    """The results with the texts that no cell holds as the journal has them; with a note where it has not."""
    previous = sheet.previous_results
    long = [] if previous is None else list(_find_cut_texts(sheet))
    if previous is None or not long:
        return sheet
    cells, notes = sheet.cells.copy(), list[CellNote]()
    earlier = find_previous_sheet(previous, journal.previous_runs) if journal else None
    for row, position, text in long:
        job_id = previous.jobs[row][1] if row in previous.jobs else None
        whole = _find_whole_text(text, sheet.headings[position], earlier, job_id) if earlier else ""
        if whole:
            cells.isetitem(position, cells.iloc[:, position].mask(cells.index == row, whole).array)
        else:
            notes.append(CellNote(row, sheet.columns[position], CUT_TEXT))
    return replace(sheet, cells=cells, notes=(*sheet.notes, *notes))


def _find_cut_texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """The texts that were cut off, each with its row and the place of its column."""
    for position in range(len(sheet.columns)):
        column = sheet.cells.iloc[:, position]
        ends = column[column.str.endswith(CUT)]
        yield from ((int(row), position, text) for row, text in zip(ends.index, ends, strict=True) if was_cut(text))


def _find_whole_text(text: str, heading: str, earlier: PreviousSheet, job_id: str | None) -> str:
    """The text that begins so: in the row of this job, else the only one in the column; '' where there is none."""
    sheet, row = earlier.sheet, earlier.rows.get(job_id) if job_id else None
    places = [position for position, theirs in enumerate(sheet.headings) if theirs == heading]
    columns = [sheet.cells.iloc[:, position] for position in places]
    begins = text.removesuffix(CUT)
    alike = [column[column.str.startswith(begins)] for column in columns]
    found = {str(texts.at[row]) for texts in alike if row in texts.index} or {text for some in alike for text in some}
    return found.pop() if len(found) == 1 else ""
