"""What each kind of problem looks like in a real sheet; a kind that is not listed needs only the usual words."""

from collections.abc import Mapping

from importer.languages import N_, _
from importer.problem.record import CODES, Code

Words = Mapping[str, object]

_PROSE = frozenset({"count", "doubt", "fix", "found", "limit", "nearest", "reason", "what", "where", "which", "why"})
_CODE: Words = {"value": "P-9999", "name": "project_reference_back_office"}
_USUAL: Words = {"path": "jobs.xlsx", "url": "https://developers.wello.solutions/api", **_CODE}
_SAVE_AS: Words = {"fix": N_("Open it in Excel and save it as 'Excel Workbook (.xlsx)'.")}
_TRUST = "'importer targets trust march/importer.toml'"
_ID = "7e60fd05-1c08-4886-b483-42da30b9d0bc"
_NUMBERS: Words = {"shown": '"1,234" in E2 can be 1234 or 1.234', "ways": "--decimal point or --decimal comma"}
_HIDDEN: Words = {"count": N_("3 rows"), "why": N_("are hidden by a filter"), "are": "are", "which": "7, 12, 13"}

_WORDS: Mapping[int, Words] = {
    104: {"found": "text, not a workbook", **_SAVE_AS},
    105: {"found": '"Nr"', "known": '"Project code", "Name"', "option": "", "command": "'importer map jobs.xlsx'"},
    106: {"columns": 'A ("Name") and D ("Title")', "heading": '"Name"', "leave_out": ""},
    107: {"value": "Projct code", "nearest": N_('Did you mean "Project code"? ')},
    108: {"name": "March", "found": '"Jobs", "Lists"'},
    109: {"heading": "Name", "name": "name"},
    111: {"reason": "it is a workbook cut short or damaged"},
    112: {"path": "jobs.csv", "encoding": "UTF-8", "position": 812, "line": 14},
    113: {"found": 9, "expected": 8},
    114: {"which": N_('The sheet "Jobs"')},
    115: {"path": "jobs.csv"},
    116: {"path": "https://acme.example/jobs.xlsx"},
    121: {"reason": "its parts overlap"},
    122: {"reason": N_("it takes longer than 120 seconds")},
    123: {"reason": N_("it would take more than 1,024 MB of memory")},
    124: {"row": 14},
    125: {"found": '"Archive"'},
    133: {"found": '"Archive"'},
    126: {"kind": ".xls", "reason": N_("this kind of file stores them in another way")},
    128: {"read": "March", "why": "", "are": "are", "found": '"January" (31 rows), "February" (28 rows)'},
    129: {
        "where": N_('of the sheet "Jobs" in jobs.xlsx'),
        "fix": N_("Fill in a row for each job, and save the sheet."),
    },
    132: {"found": N_("macros, data connections")},
    141: {
        "doubt": N_("The file does not say its encoding; it is read as Windows-1252"),
        "line": 2,
        "sample": "P-1001 | Liège",
        "option": "--encoding",
    },
    142: {"value": "utf-9"},
    143: {"found": 2},
    144: {"sign": '"'},
    145: {"sign": '"', "line": 14},
    146: {"found": "commas", "expected": "semicolons"},
    147: {"found": 7, "expected": 8},
    148: {"path": "jobs.csv", "line": 3, "found": "40,000", "limit": N_("a sheet has at most 32,768")},
    149: {"value": "ab"},
    160: {"found": 4, "above": '1 ("Jobs of March"), 2 ("Depot Gent")'},
    161: {"wanted": 3, "found": "1, 5, 6"},
    162: {"first": 1, "last": 2, "examples": '"Project" over "Code" is "Project code"'},
    163: {"first": 1, "last": 2, "examples": '"Name" in B1, "Title" in B2'},
    164: {"found": 2, "examples": '"min", "dd/mm/yyyy"'},
    165: {"what": "totals", "found": '"Total" in A120'},
    166: {"begins": 40, "found": '"Article", "Price"'},
    167: {"found": 1},
    **dict.fromkeys((168, 169, 182, 183, 184), _HIDDEN),
    170: {"area": "A2:A5", "first": "A2"},
    171: {"count": 100, "begins": 240},
    172: {"found": 3, "headings": 4, "groups": '"Customer" above D to F'},
    173: {"heading": "Number", "field": "Street number", "cell": "A2", "value": "WO-17", "name": "reference"},
    174: {"heading": "Duration", "field": "Estimated time", "cell": "F2", "value": "2", "name": "estimated_time"},
    175: {
        "path": "acme.toml",
        "reason": N_("line 4 is not valid TOML"),
        "fix": N_("Correct the line, then run it again."),
    },
    176: {"path": "acme.toml", "faults": '"projct_code" is not a field.'},
    177: {"path": "acme.toml", "reason": "it already exists", "fix": "Choose another file with --save."},
    178: {"found": "Status code", "columns": "C", "example": '"Status" = ""'},
    179: {"found": "Nr", "nearest": ' It has "No".'},
    186: {"rule": "rows.leave_out", "found": "Statsu", "nearest": ' Did you mean "Status"?'},
    180: {"found": '"Nr" is reference_back_office, "Colour" is left out'},
    181: {"heading": "Equipment ID", "value": "P-1001", "instead": "Project code"},
    187: {"name": "acmee", "near": ' Did you mean "acme"?'},
    190: {"heading": "Betreff", "field": "Name", "column": "D", "used": "Name", "name": "name"},
    202: {
        "setting": "IMPORTER_URL",
        "value": "wello",
        "reason": "it is not a web address",
        "fix": "Write it like https://developers.wello.solutions/api.",
    },
    203: {"reason": N_("the connection was refused")},
    204: {"user": "jdoe", "status": 401},
    205: {"reason": N_("it sends a web page, not a list")},
    206: {"target": "acme", "listing": "Project", "status": 403},
    207: {"reason": N_("its file is not a database"), "path": "practice.sqlite"},
    208: {"source": "--target", "value": "acne", "nearest": ' Did you mean "acme"?'},
    209: {"path": "importer.toml", "faults": '"usr" in [targets.acme] is not a setting. Did you mean "user"?'},
    210: {"path": "config.toml", "reason": N_("the disk is full")},
    211: {"name": "acme", "reason": "the key store has none for import@acme.com", "fix": "Type 'importer login acme'."},
    212: {"reason": N_("it ended with status 1")},
    213: {"reason": N_("this computer has none")},
    214: {"setting": "--url", "url": "http://acme.example/api", "safe": "https://acme.example/api"},
    215: {"name": "acme", "reason": "Its name was not typed."},
    216: {"name": "acme", "missing": "--url"},
    217: {
        "path": "march/importer.toml",
        "name": "acme",
        "told": "url https://acme.example.net/api",
        "reason": "you have not trusted it",
        "command": _TRUST,
    },
    221: {"path": "lists.xlsx", "reason": 'it has no column "Code"'},
    218: {"path": "march/importer.toml", "reason": "you did not say yes", "command": _TRUST},
    230: {"target": "acme", "listing": "Project", "reason": N_("the target shows 10 of 20 entries")},
    232: {"status": 500, "sentence": "Down for maintenance until 18:00"},
    231: {"listing": "Project", "reason": N_("it does not end after 10,000 pages")},
    220: {"path": "bad-day.toml", "faults": 'fault 1: "stat" is not a key (did you mean "status"?)'},
    301: {"value": "P-1O01", "what": "project", "target": "acme", "suggestions": ' Did you mean "P-1001"?'},
    302: {"value": "P-0999", "what": "project", "suggestions": ' In use are: "P-1001", "P-1002".'},
    303: {"value": "BOILER", "count": 2, "what": "project", "found": f"{_ID}, ...", "id_heading": '"Project id"'},
    304: {"value": "P-0950"},
    305: {"value": "Finished", "nearest": "", "allowed": "ToBePlanned, Waiting, Open", "name": "job_status_code"},
    306: {"found": '"maint " is read as "MAINT"'},
    307: {"value": "Calibration", "what": "job type", "meant": "CALIB"},
    401: {"example": "Yearly boiler service"},
    402: {"value": "12345", "example": _ID},
    403: {"value": "1,5 h", "example": "90"},
    404: {"value": "51° N", "example": "51.0543"},
    405: {"value": "12/2024"},
    406: {"value": "maybe", "name": "project.is_mobile_installation"},
    407: {"length": 312, "limit": 255, "excess": 57},
    408: {"value": "151.2", "range": "-90 to 90", "example": "51.0543"},
    409: {"value": "depot@", "example": "depot@example.com"},
    410: {"value": "51.05430000000000001"},
    411: {"value": "#N/A", "typed": "#N/A"},
    413: {"shown": "2-Jan", "held": "2026-01-02", "kind": "date"},
    414: {"value": "2026-03-12", "shown": "12-Mar", "held": "2026-03-12", "kind": "date"},
    415: {"word": "NULL", "cells": "F2 and 13 more"},
    416: {"signs": "zero width space (U+200B)", "shown": "P-1001", "cells": "C2"},
    417: {"shown": "ChÃ¢teau", "reading": "Château", "cells": "B2"},
    418: {"shown": "Ch\ufffdteau", "cells": "B3"},
    419: {"written": '="00123"', "read": "00123", "cells": "A2 and 1 more"},
    424: {"word": "#N/A", "cells": "B3"},
    421: {"value": "-1", "why": ""},
    422: {"value": "12345678901234567"},
    423: {"value": "12a"},
    430: {
        "value": "03/04/2026",
        "readings": "3 April 2026 or 4 March 2026",
        "beside": " The other dates of its column are from 1 April 2026 to 30 April 2026.",
        "retyped": "2026-04-03 or 2026-03-04",
        "ways": "--date-order dmy if it is 3 April 2026 or --date-order mdy if it is 4 March 2026",
    },
    431: {
        "shown": '"31/12/2026" can only be read day first and "12/31/2026" can only be read month first',
        "ways": "--date-order dmy or --date-order mdy",
    },
    432: {"shown": "31/12/26", "reading": "2026-12-31"},
    433: {"value": "46387", "reading": "2026-12-31"},
    434: {"value": "Mon 31/12/2026"},
    437: {"shown": "01/01/1900", "reading": "1900-01-01", "cells": "F3 and 8 more"},
    438: {"shown": "12/12/2206", "reading": "2206-12-12", "cells": "F7"},
    435: {"value": "2026-03-29 02:30", "zone": "Europe/Brussels", "reason": "the clocks skip it when they go forward"},
    436: {
        "value": "2026-10-25 02:30",
        "zone": "Europe/Brussels",
        "first": "2026-10-25T02:30+02:00",
        "second": "2026-10-25T02:30+01:00",
    },
    440: _NUMBERS,
    441: {**_NUMBERS, "shown": '"1.5" in E2, "1,5" in E9'},
    501: {"what": "project", "options": "Project id or Project code"},
    502: {"because": "Part of an address is given", "missing": "Street and Zip", "must": "must both"},
    511: {"missing": "Suggested start"},
    512: {"value": "2026-12-01", "earliest": "2026-12-24"},
    514: {"used": "Project id", "unused": "Project code", "heading": "Project code"},
    515: {"what": "project", "code_heading": '"Project code"'},
    521: {"value": _ID, "other": 12},
    522: {"other": 12},
    523: {"value": "WO-2026-0117", "other": 12, "heading": "Order"},
    524: {"parent": 12},
    525: {"value": "WO-2026-0117", "target": "acme"},
    526: {"count": N_("2 cells"), "hold": "hold", "examples": '"n/a", "-"'},
    527: {"others": "9"},
    529: {"rule": 'rows.leave_out: "Status" is "Closed"'},
    530: {"other": 12, "rule": 'rows.one_job_per: "Order"', "lost": ' Not sent of this row: "Due date".'},
    531: {"value": "tomorrow", "what": "date"},
    532: {"what": "skill", "target": "acme"},
    528: {"message": '"soon" cannot be read as a date.'},
    601: {"message": "project_id: no access to this project"},
    602: {"status": 400, "message": "the job type does not fit the project"},
    603: {"key": "reference", "differences": "Name, Due date"},
    604: {"sent": _ID, "given": "0d9c3f4e-5a77-4f3a-9a57-1b2f6f3c8d21"},
    605: {"differences": 'Name ("Pump" here, "Boiler" there)'},
    606: {"reason": "HTTP 403"},
    607: {"differences": ': Name ("Pump" here, "Boiler" there)'},
    608: {"job_id": _ID},
    701: {"reason": N_("the connection broke before an answer came")},
    801: {"reason": "the target no longer accepts the login (HTTP 401)"},
    845: {"path": "importer-run-7.zip", "reason": "it already exists"},
    851: {"reason": "There is no command chekc. Did you mean check?", "command": "importer"},
    802: {"parent": 12},
    804: {"theirs": 12, "place": "march.xlsx", "run": 3, "difference": ' (Name "Boiler" there, "Boiler 2" here)'},
    805: {"parent": 12},
    811: {
        "path": "journal.sqlite",
        "reason": N_("the disk is full"),
        "fix": N_("Free up disk space, then run the same command again."),
    },
    812: {"path": "jobs.results.xlsx", "reason": N_("Permission denied"), "fix": "Close it in Excel."},
    814: {"read": "120 rows", "told": 119, "rows": "14"},
    815: {"row": "1,048,576", "column": "XFC", "last_row": "1,048,576", "last_column": "XFD"},
    821: {"pid": 4711, "since": "2026-12-31 09:00:00"},
    822: {"run": 12, "reason": "the journal has no run with this number"},
    823: {"reason": N_("Run 7 has finished"), "fix": "Type 'importer runs show 7' to see it."},
    825: {"path": "jobs.xlsx", "command": "'importer run jobs.xlsx'"},
    826: {
        "path": "jobs.results.xlsx",
        "command": "'importer run jobs.results.xlsx'",
        "theirs": "practice",
        "ours": "https://developers.wello.solutions/api",
    },
    824: {"run": 7, "ours": "https://acme.example/api", "theirs": "https://developers.wello.solutions/api"},
    827: {"run": 7, "reason": N_("some rows have no final outcome"), "fix": "'importer resume 7' finishes it."},
    830: {"path": "template.xlsx", "reason": "it already exists", "fix": N_("Choose another file, or add --force.")},
    832: {"listing": "project", "target": "acme", "word": "project"},
    833: {"target": "acme", "listing": "user", "status": 403},
    831: {"value": "duedate2", "nearest": ' Did you mean "Due date"?'},
    850: {"found": "3022", "nearest": " Did you mean 302 (Code archived)?"},
    853: {"check": "'importer check jobs.xlsx'", "run": "'importer run jobs.xlsx'"},
    852: {"found": "maping", "nearest": ' Did you mean "mapping"?'},
}


def example_of(code: Code) -> tuple[str, str]:
    """The sentence and the advice of this kind, filled with a user's value; what has no words shows …"""
    given = {**_USUAL, **_WORDS.get(code.number, {})}
    translated = {name: _(word) if name in _PROSE and isinstance(word, str) else word for name, word in given.items()}
    words = {**dict.fromkeys(placeholders(code), "…"), **translated}
    return code.message(**words), code.what_to_do(**words)


def placeholders(code: Code) -> set[str]:
    """The names that the templates of a kind are filled with."""
    return set(code.words)


def without_example() -> dict[int, set[str]]:
    """What is missing here: the words without an example, by number."""
    missing = {
        number: placeholders(code) - _USUAL.keys() - _WORDS.get(number, {}).keys() for number, code in CODES.items()
    }
    return {number: names for number, names in sorted(missing.items()) if names}
