"""Which job a row is: the id that follows from what it says, and the rows of earlier runs that it may be.

row_identity    what a row is, and the id that follows from it
displaced_rows  columns of results that stand beside other rows than their own
reserved_ids    the ids that rows keep of the last run of their sheet, which created no job of them
rerun_rows      the ids and problems of rows of a results workbook, and what they ask
recognition     rows that resemble earlier ones: what is certain, and what is asked
row_pairing     which rows of a sheet and of its last run may be one row, changed
previous_rows   the rows of a sheet beside all jobs that earlier runs know
row_likeness    which rows say nearly the same, by what is rare in them
word_table      the words of many rows as numbers, and how rare they are
"""

from importer.steps.submit.recognise.displaced_rows import find_rows_in_place, put_results_back
from importer.steps.submit.recognise.recognition import recognise_rows
from importer.steps.submit.recognise.rerun_rows import (
    NO_RERUN,
    RerunRows,
    hold_rows_of_results,
    keep_job_ids,
)
from importer.steps.submit.recognise.row_identity import FindKnown, JobIds, hash_rows
