"""The open decisions of a sheet: what only a person can say, what waits for it, likely answers, how a file says it.

No terminal and no web is here: `importer map` lists and asks what is derived here, and so can any other face.

decision       an open decision and its answers
understanding  all that follows from a sheet and its mapping
columns        decisions on columns
values         decisions on values
rows           decisions on rows, and on how cells are read
open           all of them, in the order in which they are asked
typed          an answer in a person's own words
interview      asked one after another, with a way back
"""

from importer.decisions.decision import Answer, Decision
from importer.decisions.interview import Interview
from importer.decisions.open import open_decisions
from importer.decisions.typed import typed_answer
from importer.decisions.understanding import Understanding
