"""What can be wrong with a file, a column, a row or a cell: one entry a kind, with a number that never changes.

The ranges: 1xx file and layout, 2xx connection and login, 3xx codes and look-ups, 4xx values, 5xx row rules, 6xx
answers of the API, 7xx transport, 8xx run control. A range is in one module; all names can be had from here.
"""

from importer.problem.command_line import add_typed_options, keep_options, quote_word, set_variable, spell_command
from importer.problem.did_you_mean import find_nearest, suggest_word, suggest_word_or_all
from importer.problem.examples import example_of
from importer.problem.explained import RANGES, Explanation, explain_code, list_explanations
from importer.problem.files import *
from importer.problem.layouts import *
from importer.problem.record import *
from importer.problem.rows import *
from importer.problem.runs import *
from importer.problem.targets import *
from importer.problem.values import *
