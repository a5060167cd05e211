"""Mapping files: what a person has decided about the headings and values of a legacy sheet, kept and reused.

record         the decisions, and how they apply to headings and columns
rules          which rows become jobs, and what fields are made of
language       the keys of these rules, stated once
schema         a JSON schema of mapping files, for editors
read           a file becomes decisions, every fault of it told with its line
read_rules     its tables [rows] and [fields] become rules
read_table     a table of values in a file of its own
merge          decisions that are added to others
write          decisions become a file made to be edited
choices        for each heading the field it goes to, and how sure that is
durations      how long work takes, in minutes
suggestions    which field a heading may mean that is not known for sure
evidence       what the values of a column say about its field
target_lists   what the lists of a target say of a column
misfits        headings over values that do not fit
rivals         columns that mean one field
judgement      what both say of the headings that are known
wrong_values   values of coded fields that are not valid, with the nearest valid ones
memory         what was decided for the same headings before
customers      what was decided for the same customer before, with where it comes from
"""

from typing import TYPE_CHECKING

from importer.faces import lazy_face
from importer.mapping.choices import (
    SAMPLES,
    Choice,
    How,
    choices_for,
    complete_mapping,
    job_cells,
    missing_headings,
    open_notes,
    recalled_headings,
    refuse_constants_with_columns,
    remembered_columns,
)
from importer.mapping.durations import Unit, minutes_of, unit_of
from importer.mapping.evidence import could_be, sample_of
from importer.mapping.judgement import Judgement, judge_headings
from importer.mapping.memory import recall, remember
from importer.mapping.record import OPTIONS, ColumnMapping, quoted
from importer.mapping.rivals import Rivals, leave_one_out
from importer.mapping.rules import GROUP, CellTest, Condition, Make, RowRules, Source, pattern_of
from importer.mapping.suggestions import LIKE_ENOUGH

if TYPE_CHECKING:
    from importer.mapping.customers import (
        Customer,
        Remembered,
        all_remembered,
        customers_of,
        decisions_in,
        forget_customer,
        recall_customer,
        remember_customer,
    )
    from importer.mapping.merge import merged
    from importer.mapping.read import mapping_of, read_mapping
    from importer.mapping.read_rules import named_group
    from importer.mapping.schema import mapping_schema, schema_text
    from importer.mapping.target_lists import TargetLists
    from importer.mapping.write import ensure_unwritten, mapping_lines, mapping_text, write_mapping
    from importer.mapping.wrong_values import InvalidValue, invalid_values

__getattr__ = lazy_face(
    __name__,
    {
        "customers": "Customer Remembered all_remembered customers_of decisions_in forget_customer recall_customer "
        "remember_customer",
        "merge": "merged",
        "read": "mapping_of read_mapping",
        "read_rules": "named_group",
        "schema": "mapping_schema schema_text",
        "target_lists": "TargetLists",
        "write": "ensure_unwritten mapping_lines mapping_text write_mapping",
        "wrong_values": "InvalidValue invalid_values",
    },
)
