"""A sheet that somebody works on: read once, decided on in small steps, kept on disk, sent when it is ready.

saved_answer  an answer of a person, which can be taken back
draft         a sheet with what was decided of it, as it is kept
draft_store   all of them, in a folder of the user's alone
question      what a person is asked while a sheet is read or sent
interviews    which decisions are open, and what answers do
open_sheet    one of them while it is open: read and checked in the background
held_causes   what is wrong, and how many rows each cause holds back
rows_page     a page of the rows, with their problems at the cells
sending       what was confirmed, and the run that follows
workbench     all that are open in this process

No web is in here: the page works with it, and so can any other face.
"""

from importer.workbench.draft import Draft, find_options_not_stored
from importer.workbench.draft_store import DraftStore, NoSuchDraft
from importer.workbench.edits import edit_for
from importer.workbench.held_causes import HeldCause, find_held_causes
from importer.workbench.interviews import find_customers
from importer.workbench.open_sheet import OpenDraft, Stage
from importer.workbench.question import Question
from importer.workbench.rows_page import RowsPage, ShownCell, ShownRow, show_first_rows, show_rows_page
from importer.workbench.saved_answer import SavedAnswer
from importer.workbench.sending import Confirmation, Sending
from importer.workbench.workbench import Workbench
