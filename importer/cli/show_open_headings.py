"""What a check asks of the layout: what rows wait for, where columns that every job needs are missing, or rows stand
in groups.
"""

from pathlib import Path

from importer.cli.ask_decisions import show_decisions
from importer.decisions import SheetAnalysis, find_open_decisions
from importer.errors import ImporterError
from importer.files import find_state_folder
from importer.mapping import ColumnMapping, recall
from importer.problem import spell_command
from importer.records import ImportResult
from importer.runs import read_mapping_for
from importer.settings import Options

_OF_HEADINGS = ("field", "column", "reading", "groups")


def show_open_headings(result: ImportResult) -> None:
    """List what is open of the headings of a sheet that was checked."""
    try:
        mapping = _mapping_of(result)
        sheet = result.batch.sheet
        recalled = recall(sheet.path, sheet.headings, find_state_folder())
        decisions = find_open_decisions(SheetAnalysis(sheet, mapping, mapping.merge_options(Options()), recalled))
    except ImporterError:
        return  # the check itself has told what is wrong
    found = tuple(one for one in decisions if one.rows and one.about in _OF_HEADINGS)
    show_decisions(found, spell_command("map", sheet.path, *result.arguments, "--ask"))


def _mapping_of(result: ImportResult) -> ColumnMapping:
    path = result.asked.get("reading", {}).get("mapping")
    return read_mapping_for(result.batch.sheet.path, Path(path)) if path else ColumnMapping()
