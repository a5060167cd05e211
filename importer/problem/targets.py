"""2xx: connection and login."""

from importer.problem.record import Code, warning

NO_TARGET = Code(
    201,
    "No target chosen",
    "It is not said where the jobs should go.",
    "Try '--target practice', or set IMPORTER_URL, IMPORTER_USER, IMPORTER_PASSWORD and IMPORTER_DOMAIN.",
)
BAD_SETTING = Code(202, "Setting not usable", "{setting} is {value!r}: {reason}.", "{fix}")
UNREACHABLE = Code(
    203,
    "Nobody answers",
    "No answer from {url}: {reason}.",
    "Check the address in IMPORTER_URL and your network, then run the same command again.",
)
LOGIN_REFUSED = Code(
    204,
    "Login refused",
    "{url} does not accept the login of {user} (HTTP {status}).",
    "Check IMPORTER_USER, IMPORTER_PASSWORD and IMPORTER_DOMAIN, then run the same command again.",
)
WRONG_ADDRESS = Code(
    205,
    "Not the work-order API",
    "{url} answers, but not as the work-order API does: {reason}.",
    "Check IMPORTER_URL: it usually ends in /api.",
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
    "Correct it, then run the same command again. The README lists its keys, under 'Practising bad days'.",
)
