"""2xx: connection and login; 6xx: what the API answers; 7xx: what the way to it does."""

from importer.problem.problem import Code, declare_warning

NO_TARGET = Code(
    201,
    "No target chosen",
    "No target is set, so it is not clear where to send the jobs.",
    "Add '--target practice' to try it out; for your own system type 'importer login acme', with a name of your "
    "choice in place of acme, or set IMPORTER_URL and the other IMPORTER_ variables.",
)
BAD_SETTING = Code(202, "Invalid setting", '{setting} is "{value}": {reason}.', "{fix}")
UNREACHABLE = Code(
    203,
    "No answer",
    "No answer from {url}: {reason}.",
    "Check the address and your network with 'importer doctor', then run the same command again.",
)
LOGIN_REFUSED = Code(
    204,
    "Login refused",
    "{url} refused the login of {user} (HTTP {status}).",
    "Check user, password and domain with {show}, or {again}.",
)
WRONG_ADDRESS = Code(
    205,
    "Not the work-order API",
    "{url} answers, but not like the work-order API: {reason}.",
    "Check the address with {show}; it usually ends in /api.",
)
LIST_REFUSED = declare_warning(
    206,
    "List not readable",
    "{target} does not let you read its {listing} list (HTTP {status}), so these codes are sent unchecked.",
    "Nothing to do; ask for read access if you want them checked before sending.",
)
LIST_INCOMPLETE = declare_warning(
    230,
    "List incomplete",
    "{target} shows only a part of its {listing} list ({reason}), so codes that are not in that part are sent "
    "unchecked.",
    "Nothing to do; tell the administrator of the target that its lists end too early.",
)
LIST_ENDLESS = Code(
    231,
    "Endless list",
    "The {listing} list of {url} cannot be read: {reason}.",
    "Check the address with {show}, or report this to the administrator of the target.",
)
TURNED_AWAY = Code(
    232,
    "Requests refused",
    '{url} refuses every request (HTTP {status}): "{sentence}".',
    "Follow this message or ask the administrator of the target, then run the same command again.",
)
NO_PRACTICE = Code(
    207,
    "Practice server does not start",
    "The practice server does not start: {reason}.",
    "Free up disk space, or set IMPORTER_STATE to a folder in which you may write; if its file is damaged, delete "
    "{path} (its jobs are lost). Then run the same command again.",
)
FAULTS_WRONG = Code(
    220,
    "Errors in the fault file",
    "The fault file {path} cannot be used: {problems}.",
    "Correct it, then run the same command again. 'importer guide practice' lists its keys.",
)
OPEN_TO_OTHERS = Code(
    222,
    "Settings that others can change",
    "{path} is not used: {reason}.",
    "Check its contents. If you wrote it, type {command}, then run the same command again.",
)
LISTS_WRONG = Code(
    221,
    "Not a file of lists",
    "{path} has no lists to practise with: {reason}.",
    "Write one with 'importer codes --export lists.xlsx'.",
)
NO_SUCH_TARGET = Code(
    208,
    "Unknown target",
    'There is no target "{value}"{where}.{nearest}',
    "Choose one that 'importer targets' lists, or add it with {login}.",
)
SETTINGS_FILE_WRONG = Code(
    209,
    "Errors in the settings file",
    "The settings file {path} has errors: {problems}",
    "Correct it in a text editor, then run the same command again.",
)
SETTINGS_MISSING = Code(
    219,
    "No such settings file",
    "There is no settings file {path}.",
    "Check the name and the folder. 'importer targets' lists the known targets.",
)
SETTINGS_UNWRITABLE = Code(
    210,
    "Settings file not written",
    "The settings file {path} cannot be written: {reason}.",
    "Free up disk space, make its folder writable, or name another file in IMPORTER_CONFIG.",
)
NO_PASSWORD = Code(211, "No password", "There is no password for {name}: {reason}.", "{fix}")
PASSWORD_COMMAND_FAILED = Code(
    212,
    "Password command failed",
    "The password command returned no password: {reason}.",
    "Run it yourself to see its output, which is not shown here.",
)
NO_KEY_STORE = Code(
    213,
    "Key store unavailable",
    "The key store of this computer cannot be used: {reason}.",
    "Set IMPORTER_PASSWORD in the environment, or name a command that prints the password: 'importer login "
    'NAME --password-command "pass show acme"\'.',
)
UNSAFE_ADDRESS = Code(
    214,
    "Unsafe address",
    "{setting} is {url}: over http, anyone on the network can read the password.",
    "Use {safe}; http is allowed only for this computer (localhost).",
)
NOT_CONFIRMED = Code(
    215,
    "Production not confirmed",
    "{name} is a production target, so jobs sent there are real. {reason}",
    "Type its name when asked, or add '--confirm {name}' in a script.",
)
LOGIN_NOT_COMPLETE = Code(
    216,
    "Login incomplete",
    "The login to {name} needs {missing}.",
    "Type {command} in a terminal, which asks for the password; in a script, add --password-stdin.",
)
UNTRUSTED_SETTINGS = Code(
    217,
    "Settings file not trusted",
    "{path} sets {what} for the target {name}, and {reason}. Your password could go to a stranger.",
    "Type {command} to see its contents and accept it, or remove the file.",
)
TRUST_NOT_GIVEN = Code(
    218,
    "Trust not given",
    "{path} is not trusted: {reason}.",
    "Read its contents. To trust it, type {command} and answer yes; in a script, add --yes.",
)


REJECTED_VALUE = Code(
    601,
    "Refused by the target",
    "The target refused the job: {message}",
    "{fix}",
)
REJECTED_JOB = Code(
    602,
    "Job refused by the target",
    "The target refused the job (HTTP {status}): {message}",
    "Change the values that the message names.",
)
DIFFERENT_JOB = Code(
    603,
    "Another job has this reference or id",
    "Another job in the target has this {key}. It differs in: {differences}.",
    "Use another reference or id if this is a separate job; nothing was sent or overwritten.",
)
OTHER_ID = declare_warning(
    604,
    "The target assigned another id",
    "The job was sent with the id {sent}, but the target created it with the id {given}.",
    "Nothing to do for this row: the results show the id of the target.",
)
DIFFERS_THERE = declare_warning(
    605,
    "Different values in the target",
    "The job in the target differs from this row: {differences}.",
    "Change the job in the target if this row is right; nothing was overwritten.",
)
NOT_LOOKED_UP = declare_warning(
    606,
    "Not looked up first",
    "The target does not say which jobs it already has ({reason}), so the rows were sent without looking them up.",
    "Check that no job was created twice, unless the target keeps the ids that importer sends.",
)
CHANGED_SINCE = declare_warning(
    607,
    "Changed since it was created",
    "The row has changed since its job was created, and the changes are not sent{differences}.",
    "Make the change in the field-service system, or give the row another reference if it is a new job.",
)
JOB_DELETED = Code(
    608,
    "Job deleted in the target",
    "The target no longer shows the job {job_id} of this row: it was deleted there, or it is hidden from you.",
    "Delete the row if that is right. To create the job again, look for it in the target first, then run the same "
    "command with --recreate.",
)
RETYPED_BESIDE_JOB = Code(
    611,
    "Another job than the one beside it",
    "Beside this row, the results have the job {job_id}, which has another name and another project: {differences}. "
    "So this row is a separate job, and it was not sent.",
    "To create a new job of it, delete its cells under Job id and Status, and run the same command with --new-rows. "
    "If it is that job, make the changes in the field-service system.",
)
NO_ANSWER = Code(
    701,
    "Outcome unknown",
    "The job was sent, but importer does not know whether the target created it: {reason}.",
    "Run the same command again: it looks the job up before it sends anything. If the row stays unknown, look "
    "for its job in the field-service system, then record what you found: 'importer runs settle --help'.",
)
CUT_OFF = Code(
    702,
    "Cut off while sending",
    "The run was cut off while it was sending this row, so importer does not know whether the target created its job.",
    "Type 'importer resume': it looks the job up before it sends anything.",
)
