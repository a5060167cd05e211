"""The words in the examples of what can be wrong with cells and rows."""

from collections.abc import Mapping

from importer.languages import N_

ExampleWords = Mapping[str, object]

ID = "7e60fd05-1c08-4886-b483-42da30b9d0bc"
_LOST = N_(' This row has other values under "Due date", which are not sent.')
_NUMBERS: ExampleWords = {
    "shown": N_('"1,234" in E2 can be 1234 or 1.234'),
    "ways": N_("--decimal point or --decimal comma"),
}

OF_CELLS: Mapping[int, ExampleWords] = {
    301: {
        "value": "P-1O01",
        "what": "project",
        "target": "acme",
        "suggestions": N_(' Did you mean "P-1001"?'),
        "listed": "",
    },
    302: {"value": "P-0999", "what": "project", "suggestions": N_(' Did you mean "P-1001" or "P-1002"?')},
    303: {"value": "BOILER", "count": 2, "what": "project", "found": f"{ID}, ...", "id_heading": '"Project id"'},
    305: {"value": "Finished", "nearest": "", "allowed": "ToBePlanned, Waiting, Open", "name": "job_status_code"},
    306: {"found": N_('"maint " is read as "MAINT"')},
    307: {"value": "Calibration", "what": "job type", "meant": "CALIB"},
    308: {"value": "BEURT", "sent": "SERVICE", "what": "job type", "suggestions": "", "name": "job_type_code"},
    401: {"example": "Yearly boiler service"},
    402: {"value": "12345", "example": ID},
    403: {"value": "1,5 h", "example": "90"},
    404: {"value": "51° N", "example": "51.0543"},
    405: {"value": "12/2024"},
    406: {"value": "maybe", "name": "project.is_mobile_installation"},
    407: {"length": 312, "limit": 255, "excess": 57},
    408: {"value": "151.2", "range": N_("-90 to 90"), "example": "51.0543"},
    409: {"value": "depot@", "example": "depot@example.com"},
    410: {"value": "51.05430000000000001"},
    411: {"value": "#N/A", "typed": "#N/A"},
    413: {"shown": "2-Jan", "held": "2026-01-02", "kind": "date"},
    414: {"value": "2026-03-12", "shown": "12-Mar", "held": "2026-03-12", "kind": "date"},
    415: {"word": "NULL", "cells": N_("F2 and 13 more")},
    416: {"signs": "zero width space (U+200B)", "shown": "P-1001", "cells": "C2"},
    417: {"shown": "ChÃ¢teau", "reading": "Château", "cells": "B2"},
    418: {"shown": "Ch\ufffdteau", "cells": "B3"},
    419: {"written": '="00123"', "read": "00123", "cells": N_("A2 and 1 more")},
    424: {"word": "#N/A", "cells": "B3"},
    426: {
        "shown": "\u0420-1001",
        "cells": "C2",
        "signs": "cyrillic capital letter er (U+0420)",
        "reading": "P-1001",
    },
    427: {"cells": N_("F2 and 13 more")},
    421: {"value": "-1", "why": ""},
    422: {"value": "12345678901234567"},
    423: {"value": "12a"},
    430: {
        "value": "03/04/2026",
        "readings": N_("3 April 2026 or 4 March 2026"),
        "beside": N_(" The other dates of its column are from 1 April 2026 to 30 April 2026."),
        "retyped": N_("2026-04-03 or 2026-03-04"),
        "ways": N_("--date-order dmy if it is 3 April 2026 or --date-order mdy if it is 4 March 2026"),
    },
    431: {
        "shown": N_('"31/12/2026" can only be read day first and "12/31/2026" can only be read month first'),
        "ways": N_("--date-order dmy or --date-order mdy"),
    },
    432: {"shown": "31/12/26", "reading": "2026-12-31"},
    433: {"value": "46387", "reading": "2026-12-31"},
    434: {"value": "Mon 31/12/2026"},
    437: {"shown": "01/01/1900", "reading": "1900-01-01", "cells": N_("F3 and 8 more")},
    438: {"shown": "12/12/2206", "reading": "2206-12-12", "cells": "F7"},
    435: {
        "value": "2026-03-29 02:30",
        "zone": "Europe/Brussels",
        "reason": N_("the clocks skip it when they go forward"),
    },
    436: {
        "value": "2026-10-25 02:30",
        "zone": "Europe/Brussels",
        "first": "2026-10-25T02:30+02:00",
        "second": "2026-10-25T02:30+01:00",
    },
    440: _NUMBERS,
    441: {**_NUMBERS, "shown": N_('"1.5" in E2, "1,5" in E9')},
    501: {"what": "project", "options": N_("Project id or Project code")},
    502: {
        "because": N_("Part of an address is given"),
        "missing": N_("Street and Zip"),
        "must": "must both",
        "fill": N_("Fill in Street and Zip"),
    },
    511: {"missing": "Suggested start", "fill": N_("Fill in Suggested start")},
    512: {"value": "2026-12-01", "earliest": "2026-12-24"},
    514: {"used": "Project id", "unused": "Project code", "heading": "Project code"},
    515: {"what": "project", "code_heading": '"Project code"'},
    521: {"value": ID, "this": 4, "other": 12},
    522: {"other": 12},
    523: {"value": "WO-2026-0117", "this": 4, "other": 12, "heading": "Order"},
    524: {"parent": 12},
    525: {"value": "WO-2026-0117", "target": "acme"},
    526: {"count": N_("2 cells"), "hold": "hold", "examples": '"n/a", "-"'},
    527: {"others": "9", "job_id": ID},
    529: {"rule": 'rows.leave_out: "Status" is "Closed"'},
    530: {"other": 12, "rule": 'rows.one_job_per: "Order"', "lost": _LOST},
    531: {"value": "tomorrow", "what": "date"},
    532: {"what": "skill", "target": "acme"},
    528: {"message": N_('"soon" cannot be read as a date.')},
}
