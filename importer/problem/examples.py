"""What each kind of problem looks like in a real sheet; a kind that is not listed needs only the usual words."""

from collections.abc import Mapping

from importer.languages import N_, _
from importer.problem.examples_of_cells import ID, OF_CELLS, ExampleWords
from importer.problem.problem import Code

_AS_IT_IS = {"value", "heading", "field", "name", "path", "listing", "read", "word"}  # what stands in a sheet
_CODE: ExampleWords = {"value": "P-9999", "name": "project_reference_back_office"}
_USUAL: ExampleWords = {"path": "jobs.xlsx", "url": "https://developers.wello.solutions/api", "run": 7, **_CODE}
_SAVE_AS: ExampleWords = {"fix": N_("Open it in Excel and save it as 'Excel Workbook (.xlsx)'.")}
_TRUSTED: ExampleWords = {"path": "march/importer.toml", "command": "'importer targets trust march/importer.toml'"}
_MAP_IT: ExampleWords = {"message": N_('No "Name" column.'), "command": "'importer retry jobs.csv --map mapping.toml'"}
_RESULTS = "jobs.results.xlsx"
_HIDDEN: ExampleWords = {
    "count": N_("3 rows"),
    "why": N_("are hidden by a filter"),
    "are": "are",
    "which": "7, 12, 13",
}

_WORDS: Mapping[int, ExampleWords] = {
    104: {"found": N_("text, not a workbook"), **_SAVE_AS},
    105: {"found": '"Nr"', "known": '"Project code", "Name"', "option": "", "command": "'importer map jobs.xlsx'"},
    106: {"columns": N_('A ("Name") and D ("Title")'), "heading": '"Name"', "leave_out": ""},
    107: {"value": "Projct code", "nearest": N_('Did you mean "Project code"? ')},
    108: {"name": "March", "found": '"Jobs", "Lists"'},
    109: {"heading": "Name", "name": "name"},
    111: {"reason": N_("it is a workbook cut short or damaged")},
    112: {"path": "jobs.csv", "encoding": "UTF-8", "position": 812, "line": 14},
    113: {"found": 9, "expected": 8},
    114: {"which": N_('The sheet "Jobs"')},
    115: {"path": "jobs.csv"},
    116: {"path": "https://acme.example/jobs.xlsx"},
    121: {"reason": N_("its parts overlap")},
    122: {"reason": N_("it takes longer than 120 seconds")},
    123: {"reason": N_("it would take more than 1,024 MB of memory")},
    124: {"row": 14},
    125: {"found": '"Archive"'},
    133: {"found": '"Archive"'},
    126: {"kind": ".xls", "reason": N_("this kind of file stores them in another way")},
    128: {"read": "March", "why": "", "sheets": N_("1 other sheet"), "are": "is", "found": N_('"May" (31 rows)')},
    129: {
        "where": N_('of the sheet "Jobs" in jobs.xlsx'),
        "fix": N_("Fill in a row for each job, and save the sheet."),
    },
    134: {"read": "Jobs", "found": '"Machines", "Notes"'},
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
    149: {"value": ";;", "other": ""},
    160: {"found": 4, "above": '1 ("Jobs of March"), 2 ("Depot Gent")'},
    161: {"wanted": 3, "found": "1, 5, 6"},
    162: {"first": 1, "last": 2, "examples": N_('"Project" over "Code" is "Project code"')},
    163: {"first": 1, "last": 2, "examples": N_('"Name" in B1, "Title" in B2')},
    164: {"found": 2, "examples": '"min", "dd/mm/yyyy"'},
    165: {"what": "totals", "found": "1,250, 12"},
    166: {"begins": 40, "found": '"Article", "Price"'},
    167: {"found": 1},
    **dict.fromkeys((168, 169, 182, 183, 184), _HIDDEN),
    170: {"area": "A2:A5", "first": "A2"},
    171: {"count": 100, "begins": 240},
    172: {"found": 3, "headings": 4, "groups": N_('"Customer" above D to F')},
    173: {
        "heading": "No.",
        "field": "Street number",
        "reason": N_('what is below it does not fit (A2 is "WO-17")'),
        "name": "reference_back_office",
    },
    174: {"heading": "Duration", "field": "Estimated time", "cell": "F2", "value": "2", "name": "estimated_time"},
    175: {
        "path": "acme.toml",
        "reason": N_("line 4 is not valid TOML"),
        "fix": N_("Correct the line, then run it again."),
    },
    176: {"path": "acme.toml", "problems": N_('"projct_code" is not a field.')},
    177: {"path": "acme.toml", "reason": N_("it already exists"), "fix": "Choose another file with --save."},
    178: {"found": "Status code", "columns": "C", "example": '"Status" = ""'},
    179: {"found": "Nr", "nearest": N_(' It has "No".')},
    185: {"found": "Project code: P-1001"},
    188: {"rules": "$H2<TODAY()"},
    186: {"rule": "rows.leave_out", "found": "Statsu", "nearest": N_(' Did you mean "Status"?')},
    180: {"found": N_('"Nr" is reference_back_office, "Colour" is left out')},
    181: {"heading": "Equipment ID", "value": "P-1001", "instead": "Project code"},
    187: {"name": "acmee", "near": N_(' Did you mean "acme"?')},
    190: {"heading": "Betreff", "field": "Name", "column": "D", "used": "Name", "name": "name"},
    191: {"heading": "Plant", "count": N_("3 rows"), "which": "12, 13, 14"},
    192: {"heading": "Plant", "others": '"Region"', "count": N_("3 rows"), "which": "12, 30, 41"},
    193: {"limit": "2,000,000", "causes": 'Unknown code - C "Code" (900,000)', "command": "'importer map jobs.xlsx'"},
    202: {
        "setting": "IMPORTER_URL",
        "value": "wello",
        "reason": N_("it is not a web address"),
        "fix": N_("Write it like https://developers.wello.solutions/api."),
    },
    203: {"reason": N_("the connection was refused")},
    204: {
        "user": "jdoe",
        "status": 401,
        "show": "'importer targets show acme'",
        "again": N_("type 'importer login acme' to log in again"),
    },
    205: {"reason": N_("it sends a web page, not a list"), "show": "'importer targets show acme'"},
    206: {"target": "acme", "listing": "Project", "status": 403},
    207: {"reason": N_("its file is not a database"), "path": "practice.sqlite"},
    208: {"value": "acne", "where": "", "nearest": N_(' Did you mean "acme"?'), "login": "'importer login acne'"},
    209: {"path": "importer.toml", "problems": N_('"usr" in [targets.acme] is not a setting. Did you mean "user"?')},
    210: {"path": "config.toml", "reason": N_("the disk is full")},
    211: {
        "name": "acme",
        "reason": N_("the key store has none for import@acme.com"),
        "fix": "Type 'importer login acme'.",
    },
    212: {"reason": N_("it ended with status 1")},
    213: {"reason": N_("this computer has none")},
    214: {"setting": "--url", "url": "http://acme.example/api", "safe": "https://acme.example/api"},
    215: {"name": "acme", "reason": N_("You did not type the target's name.")},
    216: {"name": "acme", "missing": "--user", "command": "'importer login acme --user USER'"},
    217: {
        **_TRUSTED,
        "name": "acme",
        "what": "url https://acme.example.net/api",
        "reason": N_("you have not trusted it"),
    },
    222: {"path": "own.toml", "reason": N_("others on this computer can change it"), "command": "'chmod 600 own.toml'"},
    221: {"path": "lists.xlsx", "reason": N_('it has no column "Code"')},
    218: {**_TRUSTED, "reason": N_("you did not answer yes")},
    230: {"target": "acme", "listing": "Project", "reason": N_("the target shows 10 of 20 entries")},
    232: {"status": 500, "sentence": "Down for maintenance until 18:00"},
    231: {"listing": "Project", "reason": N_("it does not end after 10,000 pages"), "show": "'importer targets show'"},
    220: {"path": "bad-day.toml", "problems": N_('fault 1: "stat" is not a key (did you mean "status"?)')},
    **OF_CELLS,
    601: {"message": "project_id: no access to this project", "fix": N_("Correct the cell.")},
    602: {"status": 400, "message": "the job type does not fit the project"},
    603: {"key": "reference", "differences": "Name, Due date"},
    604: {"sent": ID, "given": "0d9c3f4e-5a77-4f3a-9a57-1b2f6f3c8d21"},
    605: {"differences": N_('Name ("Pump" here, "Boiler" there)')},
    606: {"reason": "HTTP 403"},
    607: {"differences": N_(': Name ("Pump" here, "Boiler" there)')},
    608: {"job_id": ID},
    611: {"job_id": ID, "differences": N_('Name ("Pump" here, "Boiler" there)')},
    701: {"reason": N_("the connection broke before an answer came")},
    801: {"reason": N_("the target no longer accepts the login (HTTP 401)")},
    845: {"path": "importer-run-7.zip", "reason": N_("it already exists")},
    851: {"reason": N_("There is no command chekc. Did you mean check?"), "command": "importer"},
    802: {"parent": 12},
    804: {
        "theirs": 12,
        "place": "march.xlsx",
        "run": 3,
        "job_id": "3f0a6f4e-8c55-5b0e-9d6b-0a8f3b6a2c11",
        "difference": N_(' (Name "Boiler" there, "Boiler 2" here)'),
    },
    805: {"parent": 12},
    806: {"job_id": "0d9c3f4e-5a77-4f3a-9a57-1b2f6f3c8d21"},
    808: {"reason": "HTTP 501"},
    809: {},
    807: {"job_id": "3f0a6f4e-8c55-5b0e-9d6b-0a8f3b6a2c11"},
    811: {
        "path": "journal.sqlite",
        "reason": N_("the disk is full"),
        "fix": N_("Free up disk space, then run the same command again."),
    },
    812: {"path": "jobs.results.xlsx", "reason": N_("access is denied"), "fix": N_("Close it in Excel.")},
    814: {"read": N_("120 rows"), "written": 119, "rows": "14"},
    815: {"row": "1,048,576", "column": "XFC", "last_row": "1,048,576", "last_column": "XFD", "count": 6},
    821: {"pid": 4711, "since": "2026-12-31 09:00:00"},
    822: {"run": 12, "reason": N_("the journal has no run with this number")},
    823: {"reason": N_("Run 7 has finished"), "fix": N_("Type 'importer runs show 7' to see it.")},
    825: {"path": "jobs.xlsx", "command": "'importer run jobs.xlsx'"},
    826: {"path": _RESULTS, "command": "'importer run jobs.results.xlsx'", "theirs": "practice", "ours": _USUAL["url"]},
    836: {"path": "jobs.csv", **_MAP_IT},
    837: {
        "path": _RESULTS,
        "found": "Problem, What to do, Sent at and Run",
        "missing": "Status and Job id",
        "command": "'importer runs results 7'",
    },
    834: {"path": _RESULTS, "place": 3, "row": 5, "rows": "4, 7"},
    835: {"path": _RESULTS, "job_id": ID, "row": 3, "other": 5},
    824: {"ours": "https://acme.example/api", "theirs": "https://developers.wello.solutions/api"},
    827: {"reason": N_("some rows have no final outcome"), "fix": N_("'importer resume 7' finishes it.")},
    828: {"reason": N_("the outcome of row 3 is known"), "fix": N_("Rows with an unknown outcome in run 7: 12, 14.")},
    189: {"what": "a page number", "found": "Page 1 of 2"},
    830: {
        "path": "template.xlsx",
        "reason": N_("it already exists"),
        "fix": N_("Choose another file, or add --force."),
    },
    832: {"listing": "project", "target": "acme", "word": "project"},
    833: {"target": "acme", "listing": "user", "status": 403},
    831: {"value": "duedate2", "nearest": N_(' Did you mean "Due date"?')},
    850: {"found": "3022", "nearest": N_(" Did you mean 302 (Code archived)?")},
    853: {"check": "'importer check jobs.xlsx'", "run": "'importer run jobs.xlsx'"},
    852: {"found": "maping", "nearest": N_(' Did you mean "mapping"?')},
}


def example_of(code: Code) -> tuple[str, str]:
    """The sentence and the advice of this kind, filled with a user's value; what has no words shows …"""
    given = {**_USUAL, **_WORDS.get(code.number, {})}
    translated = {
        name: _(word) if name not in _AS_IT_IS and isinstance(word, str) and word else word
        for name, word in given.items()
    }
    words = {**dict.fromkeys(code.words, "…"), **translated}
    return code.fill_sentence(**words), code.fill_advice(**words)
