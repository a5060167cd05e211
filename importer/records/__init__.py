"""What travels between the steps. All frozen; a step takes one and gives a new one.

The index of every frame is the row number as the user sees it in Excel (for CSV: the physical line on which the row
begins), from reading to report; nothing ever translates it.
"""

from importer.records.batch import MOST_PROBLEMS, Batch, MappedColumn, sort_problems
from importer.records.edit import Edit, apply_edits, edits_of
from importer.records.id_scheme import (
    MADE_VERSION,
    VERSIONS,
    IdScheme,
    RowIdentity,
    is_reference_id,
    make_reference_identity,
)
from importer.records.observer import AskPassword, AskSame, GoOn, Observer, Progress, SameJob, give_no_password
from importer.records.outcome import IN_TARGET, NOT_WANTED, STATUSES, TO_CORRECT, Outcome, Status
from importer.records.planned_job import IdFrom, LastResponse, PlannedJob, SentBefore, content_hash_of
from importer.records.previous_results import PreviousResults, is_run_number
from importer.records.result import ImportResult
from importer.records.results_columns import (
    JOB_ID,
    PROBLEM,
    RESULTS_COLUMNS,
    RESULTS_HEADINGS,
    RUN,
    SENT_AT,
    STATUS,
    TO_DO,
    ResultsColumn,
    RowResult,
    make_added_headings,
    read_local_time,
    results_heading_of,
    to_local_time,
)
from importer.records.run_options import READING, ZONE_UNKNOWN, choose_options_to_save, read_options, to_properties
from importer.records.sheet import (
    LARGER_GROUP,
    SHEET_ENDINGS,
    SMALLER_GROUP,
    STAMP_PREFIX,
    WORKBOOK_ENDINGS,
    CellFormats,
    CellNote,
    OtherSheets,
    Sheet,
)
