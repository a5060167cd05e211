"""Which decisions are open of a sheet with its mapping: root causes before consequences, then by the rows released."""

from importer.decisions.blanks import blank_codes, parents_nowhere
from importer.decisions.columns import dates_and_times, other_columns, suggested_columns
from importer.decisions.decision import Decision
from importer.decisions.grouped import groups_of_rows
from importer.decisions.names import names_for_codes
from importer.decisions.needed import needed_fields, rival_columns, unclear_units
from importer.decisions.remembered import remembered_decisions
from importer.decisions.rows import open_days, rows_of_one_job
from importer.decisions.understanding import Understanding
from importer.decisions.values import done_statuses, invalid_codes


def open_decisions(known: Understanding, apart: frozenset[str] = frozenset()) -> tuple[Decision, ...]:
    """The decisions that only a person can take, in the order in which they are asked.

    What a column means comes before what its values mean, which rows are jobs before what these rows lack; among
    the same, what most rows wait for. Those with a key in `apart` are asked in parts. Values of a column that is
    open itself are no decision yet.
    """
    before = tuple(remembered_decisions(known, apart))
    groups = tuple(groups_of_rows(known))
    roots = (*needed_fields(known), *rival_columns(known), *unclear_units(known))
    of_rows = (*done_statuses(known), *rows_of_one_job(known))
    of_values = (
        *open_days(known),
        *names_for_codes(known, apart),
        *invalid_codes(known, apart),
        *blank_codes(known),
        *parents_nowhere(known),
    )
    further = (*dates_and_times(known), *suggested_columns(known, apart), *other_columns(known, apart))
    return tuple(
        decision
        for group in (before, groups, roots, of_rows, of_values, further)
        for decision in sorted(group, key=lambda decision: -decision.rows)
    )
