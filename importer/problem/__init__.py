"""What can be wrong with a file, a column, a row or a cell: one entry a kind, with a number that never changes.

The hundreds of a number are its `Range`; all names can be had from here.
"""

from importer.problem.command_line import (
    CSV_OPTIONS,
    add_typed_options,
    keep_options,
    list_typed_options,
    quote_word,
    set_variable,
    spell_command,
)
from importer.problem.dates_and_numbers import *
from importer.problem.did_you_mean import LONGEST_COMPARED, find_nearest, suggest_word, suggest_word_or_all
from importer.problem.examples import example_of
from importer.problem.explained import RANGES, Explanation, explain_code, list_explanations
from importer.problem.files import *
from importer.problem.layouts import *
from importer.problem.mapping_lines import MEANT, quote_toml, spell_key, spell_line, spell_values_table
from importer.problem.problem import *
from importer.problem.rows import *
from importer.problem.runs import *
from importer.problem.targets import *
from importer.problem.values import *
