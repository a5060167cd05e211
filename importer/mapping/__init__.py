"""Mapping files: what a person has decided about the headings and values of a legacy sheet, kept and reused.

column_mapping     the decisions, and how they apply to headings and columns
rules              which rows become jobs, and what fields are made of
language           the keys of these rules, stated once
read               a file becomes decisions, every problem of it told with its line
read_rules         its tables [rows] and [fields] become rules
read_table         a table of values in a file of its own
merge              decisions that are added to others
write              decisions become a file made to be edited
choices            for each heading the field it goes to, and how sure that is
durations          how long work takes, in minutes
suggestions        which field a heading may mean that is not known for sure
evidence           what the values of a column say about its field
times_of_day       times of the day told from lengths of time
target_lists       what the lists of a target say of a column
contradictions     headings that we know over cells that plainly are something else
misfits            headings over values that do not fit
competing_columns  columns that mean one field
known_headings     what both say of the headings that are known
wrong_values       values of coded fields that are not valid, with the nearest valid ones
heading_memory     what was decided for the same headings before
customer_memory    what was decided for the same customer before, with where it comes from
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr
from importer.mapping.choices import (
    HOW_SURE,
    SAMPLES,
    Choice,
    How,
    complete_mapping,
    find_open_notes,
    find_remembered_columns,
    make_choices,
    note_missing_headings,
    note_recalled_headings,
    refuse_constants_with_columns,
    select_job_cells,
)
from importer.mapping.column_mapping import OPTIONS, ColumnMapping
from importer.mapping.competing_columns import CompetingColumns, suggest_column_to_ignore
from importer.mapping.durations import Unit, days_of, list_likely_units, minutes_of, unit_of
from importer.mapping.evidence import can_be, sample_of
from importer.mapping.heading_memory import recall, remember
from importer.mapping.heading_review import HeadingReview, judge_headings
from importer.mapping.rules import GROUP, CellTest, Make, RowCondition, RowRules, Source, pattern_of
from importer.mapping.suggestions import LIKE_ENOUGH

if TYPE_CHECKING:
    from importer.mapping.customer_memory import (
        Customer,
        Remembered,
        customers_of,
        forget_customer,
        list_decisions,
        list_remembered,
        recall_customer,
        remember_customer,
    )
    from importer.mapping.merge import merge_mappings
    from importer.mapping.read import mapping_of, read_mapping
    from importer.mapping.read_rules import name_group
    from importer.mapping.target_lists import TargetLists
    from importer.mapping.write import OpenParts, ensure_unwritten, to_mapping_lines, to_mapping_text, write_mapping
    from importer.mapping.wrong_values import InvalidValue, find_invalid_values

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "customer_memory": "Customer Remembered list_remembered customers_of list_decisions forget_customer "
        "recall_customer remember_customer",
        "merge": "merge_mappings",
        "read": "mapping_of read_mapping",
        "read_rules": "name_group",
        "target_lists": "TargetLists",
        "write": "OpenParts ensure_unwritten to_mapping_lines to_mapping_text write_mapping",
        "wrong_values": "InvalidValue find_invalid_values",
    },
)
