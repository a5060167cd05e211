"""8xx: the run itself, its journal and its results."""

from importer.problem.problem import Code, declare_warning

NOT_SENT = Code(801, "Not sent", "Not sent: {reason}.", "'importer resume' sends it.")
PARENT_NOT_CREATED = Code(
    802,
    "Parent not created",
    "Not sent, because its parent in row {parent} was not created.",
    "Correct row {parent}; this row is then sent too.",
)
STOPPED_BY_USER = Code(
    803,
    "Stopped by you",
    "You stopped the run before it sent anything.",
    "Run the same command again.",
)
LIKE_PREVIOUS_ROW = Code(
    804,
    "Like a row of an earlier run",
    "Not sent, because it may be the same job as row {theirs} of {place} in run {run}, job {job_id}{difference}.",
    "If it is the same job, do nothing. If it is a new one, run the same command with --new-rows.",
)
PARENT_UNKNOWN = Code(
    805,
    "Parent with an unknown outcome",
    "Not sent, because the outcome of its parent in row {parent} is unknown.",
    "Run the same command again: it looks up row {parent} first.",
)
JOB_SAYS_THE_SAME = Code(
    806,
    "Like a job of the target",
    "Not sent, because the target already has a job with the same values, {job_id}, and this computer has no record "
    "of it.",
    "If it is the same job, do nothing. If it is a new one, run the same command with --new-rows.",
)
HELD_IN_RESULTS = Code(
    807,
    "Held in the results",
    "Not sent, because these results say that it may be the same job as {job_id}, and nobody has decided yet.",
    "If it is the same job, do nothing. If it is a new one, run the same command with --new-rows.",
)
NOT_SHOWN = Code(
    808,
    "Target does not say whether it has the job",
    "Not sent, because the row has no reference and the target does not say whether it already has its job ({reason}).",
    "If no other computer has sent the row, run the same command with --new-rows.",
)
STATUS_WITHOUT_ID = Code(
    809,
    "Status without a job id",
    "Not sent again, because these results say that the row was sent, but its cell under Job id is empty.",
    "Put its job id back. If it is a new job, clear its cell under Status too.",
)
NO_RECORD_OF_JOB = declare_warning(
    810,
    "Job that this computer did not create",
    "The row has no reference. The target has a job that was created from the same values, {job_id}, and this computer "
    "has no record of creating it, so the row counts as that job.",
    "If it is that job, do nothing. If it is a new one, give the row a reference of its own, then run the same command "
    "with --new-rows.",
)
CORRECTED_ELSEWHERE = Code(
    839,
    "Job of a row that was corrected elsewhere",
    "Not sent, because the target already has the job {job_id}, probably created from a copy of the results in which "
    "this row was corrected. It differs in: {differences}.",
    "If it is the same job, do nothing. If it is a new one, run the same command with --new-rows.",
)
JOURNAL_UNUSABLE = Code(811, "Journal not usable", "The journal {path} cannot be used: {reason}.", "{fix}")
RESULTS_UNWRITABLE = Code(
    812,
    "Results cannot be written",
    "{path} cannot be written: {reason}.",
    "{fix}",
)
RESULTS_OVER_INPUT = Code(
    813,
    "Results would overwrite the sheet",
    "The results would overwrite your own file {path}.",
    "Choose another file with --results.",
)
ROWS_DO_NOT_ADD_UP = Code(
    814,
    "Rows do not add up",
    "The sheet has {read}, but the results have {written}; rows that do not match: {rows}.",
    "Please report this error in importer; the journal has the outcome of each row.",
)
SHEET_TOO_LARGE = Code(
    815,
    "Too large for a results workbook",
    "{path} extends to row {row} and column {column}, but a worksheet ends at row {last_row} and column {last_column}.",
    "Split it into several sheets of at most a million rows, and leave the last columns empty: results add {count}.",
)
RUN_UNDER_WAY = Code(
    821,
    "File in another run",
    "Another run of this file is in progress: process {pid}, since {since}.",
    "Wait for it to end, or stop it with Ctrl-C, then run the same command again; other files can run meanwhile.",
)
NO_SUCH_RUN = Code(822, "No such run", "There is no run {run}: {reason}.", "Choose one that 'importer runs' lists.")
NO_RUNS = Code(
    829,
    "No runs yet",
    "Nothing has been run on this computer yet.",
    "Next: 'importer run jobs.xlsx --target practice'; then 'importer runs' lists the runs.",
)
NOTHING_TO_RESUME = Code(823, "Nothing to resume", "{reason}.", "{fix}")
OTHER_TARGET = Code(
    824,
    "Run of another target",
    "Run {run} was sent to {ours}, but the settings now say {theirs}.",
    "Name the target of that run with --target, or set the IMPORTER_ variables as they were.",
)
RUN_NOT_ERASED = Code(827, "Run not erased", "Run {run} is not erased: {reason}.", "{fix}")
NOT_SETTLED = Code(828, "Outcome not recorded", "Nothing in run {run} was changed: {reason}.", "{fix}")
BUNDLE_UNWRITABLE = Code(
    845, "Bundle not written", "{path} cannot be written: {reason}.", "Choose another file with --out."
)
NO_RESULTS = Code(
    825,
    "Not a results workbook",
    "{path} is not a results workbook: it does not have the columns that a run adds.",
    "Use the workbook that a run wrote, or type {command} if it is a sheet of jobs.",
)
RESULTS_OF_ANOTHER_TARGET = Code(
    826,
    "Results of another target",
    "{path} holds results from {theirs}, but these rows would go to {ours}.",
    "Name the target of that run with --target, or type {command} to send the rows to {ours} as new jobs.",
)
DISPLACED_RESULTS = Code(
    834,
    "Results beside the wrong rows",
    "In {path}, Status and Job id are beside the wrong rows, for example after a sort that did not include them: "
    "the job id beside row {place} belongs to row {row}. Rows that have changed since they were sent: {rows}. "
    "importer cannot tell which of these rows has which remaining job, so nothing was sent.",
    "Undo the sort. Or write the results again with 'importer runs results' on the computer of that run, correct "
    "them, and sort all columns together, including Status and Job id.",
)
RETYPED_ROW = Code(
    835,
    "Job of two rows",
    "In {path}, job {job_id} is beside row {row}, but row {other} has the values that it was created from, and "
    "row {row} has changed. importer cannot tell which row it belongs to, so nothing was sent.",
    "If row {row} is a new job, clear its cells under Status and Job id. If it is that job, delete row {other}.",
)
OPTIONS_UNKNOWN = Code(
    836,
    "Options of the results unknown",
    "{message} {path} does not record the options of its run, and this computer does not have that run; nothing "
    "was sent.",
    "Give the options of that run again, such as the mapping file: {command}. If there were none, correct the sheet.",
)
RESULTS_WITHOUT_JOBS = Code(
    837,
    "Column of the results deleted",
    "In {path} there are still columns that a run added ({found}), but not {missing}, so importer cannot tell which "
    "rows have a job already; nothing was sent.",
    "Write the results again with {command} on the computer of that run, and correct them. Or delete all added "
    "columns and add --new-rows, to send all rows as new jobs. Rename the columns if they are your own.",
)
RESULTS_COLUMN_TWICE = Code(
    838,
    "Column of the results twice",
    'In {path}, several columns have the heading "{heading}", and importer cannot tell which of them a run added; '
    "nothing was sent.",
    "Rename the columns that are your own.",
)
NOT_UNDERSTOOD = Code(851, "Command not understood", "{reason}", "'{command} --help' shows its options and examples.")
NO_TERMINAL = Code(
    856,
    "No terminal for questions",
    "--ask needs a terminal, because it asks questions.",
    "Run it in a terminal, or use --save FILE.",
)
COMMAND_MISSING = Code(
    853,
    "No command before the file",
    "{path} is a file, but no command was given.",
    "Type {check} to see what is wrong in it, or {run} to send its rows.",
)
SEVERAL_SHEETS = Code(
    859,
    "Several sheets for one command",
    "This command takes one sheet, and {count} are named.",
    "Type a command for each: {commands}.",
)
FOLDER_GONE = Code(
    854,
    "Folder no longer exists",
    "The current folder no longer exists.",
    "Use cd to change to a folder that exists, then run the same command again.",
)
NO_SUCH_PROBLEM = Code(
    850,
    "No such problem number",
    "No problem has the number {found}.{nearest}",
    "Type 'importer explain' to list them all.",
)
LIBRARY_MISSING = Code(
    857,
    "Library not installed",
    "importer is not installed completely: the library {name} cannot be loaded.",
    "Install importer again as 'importer guide analyst' shows. On a Windows computer with an ARM processor, use the "
    "Python for x64.",
)
NO_SUCH_PAGE = Code(852, "No such page", "The guide has no page {found}.{nearest}", "'importer guide' lists the pages.")
