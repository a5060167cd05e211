"""Which decisions are open of a sheet with its mapping: that which most rows wait for first, causes before effects."""

from importer.decisions.analysis import SheetAnalysis
from importer.decisions.ask_remembered import ask_about_remembered
from importer.decisions.blanks import ask_about_blank_codes, ask_about_missing_parents
from importer.decisions.column_decisions import (
    ask_about_dates_in_texts,
    ask_about_other_columns,
    ask_about_suggested_columns,
)
from importer.decisions.days_and_times import ask_about_dates_and_times
from importer.decisions.decision import Decision
from importer.decisions.grouped import ask_about_group_lines
from importer.decisions.incomplete_addresses import ask_about_addresses
from importer.decisions.lengths_in_days import ask_about_days
from importer.decisions.names_for_codes import ask_about_names_for_codes
from importer.decisions.required_fields import ask_about_needed_fields, ask_about_rival_columns, ask_about_unclear_units
from importer.decisions.row_decisions import (
    ask_about_open_days,
    ask_about_open_numbers,
    ask_about_rows_of_one_job,
)
from importer.decisions.value_decisions import ask_about_done_statuses, ask_about_invalid_codes


def find_open_decisions(analysis: SheetAnalysis, apart: frozenset[str] = frozenset()) -> tuple[Decision, ...]:
    """The decisions that only a person can take, in the order in which they are asked.

    What was decided before and what lines above groups mean change all others, and come first. Then the one that most
    rows wait for; of as many rows, what a column means before what its values mean, and which rows are jobs before what
    these lack. Those with a key in `apart` are asked in parts. Values of a column that is open itself are no decision
    yet.
    """
    before = tuple(ask_about_remembered(analysis, apart))
    groups = tuple(ask_about_group_lines(analysis))
    roots = (
        *ask_about_needed_fields(analysis),
        *ask_about_rival_columns(analysis),
        *ask_about_unclear_units(analysis),
        *ask_about_addresses(analysis),
    )
    of_rows = (*ask_about_done_statuses(analysis), *ask_about_rows_of_one_job(analysis))
    of_values = (
        *ask_about_open_days(analysis),
        *ask_about_open_numbers(analysis),
        *ask_about_days(analysis),
        *ask_about_names_for_codes(analysis, apart),
        *ask_about_invalid_codes(analysis, apart),
        *ask_about_blank_codes(analysis),
        *ask_about_missing_parents(analysis),
    )
    waited_for = (*roots, *of_rows, *of_values)
    further = (
        *ask_about_dates_and_times(analysis),
        *ask_about_dates_in_texts(analysis),
        *ask_about_suggested_columns(analysis, apart),
        *ask_about_other_columns(analysis, apart),
    )
    return tuple(
        decision
        for group in (before, groups, waited_for, further)
        for decision in sorted(group, key=lambda decision: -decision.rows)
    )
