"""The open decisions of a sheet: what only a person can say, what waits for it, likely answers, how a file says it.

No terminal and no web is here: `importer map` lists and asks what is derived here, and so can any other face.

decision          an open decision and its answers
analysis          all that follows from a sheet and its mapping
remembered        what was decided for the same customer before
required_fields   what every row waits for: a column, one of several, a unit
incomplete_addresses  what gives the missing part of an address
grouped           lines above groups of rows
row_decisions     rows with one reference, dates that could be two days
lengths_in_days   lengths of time in days
names_for_codes   names in place of codes
value_decisions   statuses of work that is done, values that are not valid
blanks            rows that lack what every job needs
column_decisions  what no row waits for: suggestions, columns that fill no field
shared_answers    answers that several of these have
open_decisions    all of them, in the order in which they are asked
typed_answers     an answer in a person's own words
interview         asked one after another, with a way back
"""

from importer.decisions.analysis import SheetAnalysis
from importer.decisions.ask_remembered import add_remembered
from importer.decisions.decision import Answer, Decision
from importer.decisions.interview import Interview
from importer.decisions.open_decisions import find_open_decisions
from importer.decisions.typed_answers import read_typed_answer
