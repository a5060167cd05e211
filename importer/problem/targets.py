"""2xx: connection and login."""

from importer.problem.record import Code, warning

NO_TARGET = Code(
    201,
    "No target chosen",
    "It is not said where the jobs should go.",
    "Try '--target practice'. For your own system type 'importer login NAME', or set IMPORTER_URL and its companions.",
)
BAD_SETTING = Code(202, "Setting not usable", "{setting} is {value!r}: {reason}.", "{fix}")
UNREACHABLE = Code(
    203,
    "Nobody answers",
    "No answer from {url}: {reason}.",
    "Check the address and your network: 'importer doctor' looks closer. Then run the same command again.",
)
LOGIN_REFUSED = Code(
    204,
    "Login refused",
    "{url} does not accept the login of {user} (HTTP {status}).",
    "Check user, password and domain: 'importer targets show' tells where they come from. "
    "'importer login NAME' asks for the password again.",
)
WRONG_ADDRESS = Code(
    205,
    "Not the work-order API",
    "{url} answers, but not as the work-order API does: {reason}.",
    "Check the address: it usually ends in /api. 'importer targets show' tells where it comes from.",
)
LIST_REFUSED = warning(
    206,
    "List not open to you",
    "The target does not show its list of {listing} (HTTP {status}), so these codes are sent as they are.",
    "Nothing to do; ask for read rights if you want them checked before sending.",
)
NO_PRACTICE = Code(
    207,
    "Practice server does not start",
    "The practice server does not start: {reason}.",
    "If its file is damaged, delete {path} (its jobs are lost) and run the same command again.",
)
FAULTS_WRONG = Code(
    220,
    "Fault file not right",
    "The fault file {path} cannot be used: {faults}.",
    "Correct it, then run the same command again. 'importer guide practice' lists its keys.",
)
NO_SUCH_TARGET = Code(
    208,
    "No target of that name",
    '{source} says "{value}", and no target is called so.{nearest}',
    "'importer targets' lists them; 'importer login NAME' makes one.",
)
SETTINGS_FILE_WRONG = Code(
    209,
    "Settings file not right",
    "The settings file {path} is not right: {faults}",
    "Correct it in a text editor, then run the same command again.",
)
SETTINGS_UNWRITABLE = Code(
    210,
    "Settings file not written",
    "The settings file {path} cannot be written: {reason}.",
    "Make room or make its folder writable, or name another file in IMPORTER_CONFIG.",
)
NO_PASSWORD = Code(211, "No password", "There is no password for {name}: {reason}.", "{fix}")
PASSWORD_COMMAND_FAILED = Code(
    212,
    "Password command failed",
    "The password-command gives no password: {reason}.",
    "Run it by hand to see what it says; what it prints is not shown here.",
)
NO_KEY_STORE = Code(
    213,
    "Key store not usable",
    "The key store of this computer cannot be used: {reason}.",
    "Set IMPORTER_PASSWORD in the environment, or name a command that prints the password: "
    "'importer login NAME --password-command \"pass show acme\"'.",
)
UNSAFE_ADDRESS = Code(
    214,
    "Address not safe",
    "{setting} is {url}: over http anybody on the way can read the password.",
    "Use {safe}. Only this computer itself (localhost) can be reached over http.",
)
NOT_CONFIRMED = Code(
    215,
    "Production not confirmed",
    "{name} is a production target: what is sent there is real. {reason}",
    "Type its name when asked, or add '--confirm {name}' in a script.",
)
LOGIN_NOT_COMPLETE = Code(
    216,
    "Login not complete",
    "To log in to {name}, {missing} is needed.",
    "Type 'importer login {name} --url ADDRESS --user USER --domain DOMAIN'; a script adds --password-stdin.",
)
