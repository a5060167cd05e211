"""The sample sheets, declared: what stands in each row, and beside it what must become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from importer.practice.seed import seeded_id_of

Cell = str | int | float | date
Cells = Mapping[str, Cell]
Fault = tuple[str, str, int]  # heading of the cell ('' where the whole row is meant), field, number of the problem


@dataclass(frozen=True)
class Row:
    """A row: its cells by heading, what becomes of it, the faults that are told, and what the target has in the end."""

    cells: Cells
    status: str = "created"
    faults: tuple[Fault, ...] = ()
    seen: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """A sheet: its rows by number, the faults of its heading row, and number formats by heading and row.

    `above` are titles above the headings; `of_sheet` problems that concern no row, each with its
    field; `of_columns` those of a whole column; `mapping` is the text
    of the mapping file that the sheet is read with.
    """

    file: str
    headings: tuple[str, ...]
    rows: Mapping[int, Row]
    exit_code: int = 0
    of_headings: tuple[Fault, ...] = ()
    formats: Mapping[tuple[str, int], str] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    of_sheet: tuple[tuple[str, int], ...] = ()
    of_columns: tuple[Fault, ...] = ()
    mapping: str = ""

    @property
    def heading_row(self) -> int:
        """The row of the headings, as in Excel."""
        return len(self.above) + 1


def _numbered(*rows: Row) -> dict[int, Row]:
    return dict(enumerate(rows, start=2))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> date:
    return date.fromisoformat(text)


# jobs.xlsx: a clean sheet as people have it


def _job(reference: str, project: str, kind: str, status: str, title: str, more: Cells) -> Row:
    first = {"Work order": reference, "Project code": project, "Type of work": kind, "Status": status, "Title": title}
    return Row({heading: cell for heading, cell in {**first, **more}.items() if cell != ""})


def _planned(technician: str, start: str) -> dict[str, Cell]:
    return {"Technician": technician, "Planned start": _at(start)}


_DEPOT: Cells = {
    "Site name": "Dépôt du port", "Street": "Havenstraat", "House number": "12 bis", "Postal code": "9000",
    "City": "Gent", "Country": "BE", "Phone": "+32 9 123 45 67", "E-mail": "depot@example.com", "Latitude": 51.0543,
    "Longitude": 3.7174,
}  # fmt: skip
_FAIR: Cells = {
    "Site name": "Messegelände, Halle 4", "Street": "Straße der Freiheit", "House number": "135",
    "Postal code": "01067", "City": "Dresden", "Country": "DE", "Latitude": 51.0504088, "Longitude": 13.7372621,
}  # fmt: skip
_FARM: Cells = {
    "Street": "O'Brien's Lane", "Postal code": "T12 X4P8", "City": "Cork", "Country": "IE", "Latitude": 51.9,
    "Longitude": -8.47, "Phone": "00353 21 555 0101",
}  # fmt: skip
_DECEMBER: Cells = {"Not before": _day("2026-12-01"), "Deadline": _day("2026-12-31")}
_AT_LENGTH = "Replace the burner, clean the heat exchanger, measure the flue gas at full and at partial load. " * 20

JOBS = Sample(
    "jobs.xlsx",
    ("Work order", "Project code", "Type of work", "Status", "Priority", "Title", "Description", "Skill", "Technician",
     "Planned start", "Not before", "Deadline", "Minutes", "Reported on", "Sequence", "PO number", "Before you go",
     "Internal memo", "Parts to bring", "Requested by company id", "Site name", "Street", "House number",
     "Postal code", "City", "Country", "Phone", "E-mail", "Latitude", "Longitude"),
    _numbered(
        _job("WO-2026-0001", "P-1001", "MAINT", "ToBePlanned", "Yearly boiler service",
             {"Priority": "NORMAL", "Minutes": 90, "Skill": "GAS", "Description": "Test the valve too.", **_DECEMBER}),
        _job("WO-2026-0002", "P-1002", "MAINT", "ToBePlanned", "Chaudière : entretien annuel",
             {"Priority": "NORMAL", "Minutes": 90, "Skill": "GAS", "Description": "Vérifier la vanne", **_DECEMBER}),
        _job("WO-2026-0003", "P-1003", "REPAIR", "Open", "Undichtes Ventil, Größe ¾″",
             {"Priority": "HIGH", "Minutes": 120, "Skill": "PLUMB", "Parts to bring": "2 × filter F7; 1 × O-ring",
              "Reported on": _at("2026-11-20T07:55:00")}),
        _job("WO-2026-0004", "P-1004", "REPAIR", "Suggested", "Lift stops between floors",
             {"Priority": "URGENT", "Minutes": 60, "Skill": "LIFT", "Deadline": _day("2026-12-01"),
              "Reported on": _at("2026-11-30T16:42:30"), "Before you go": "Call the caretaker: 0475 00 11 22",
              **_planned("JDOE", "2026-12-01T08:00:00")}),
        _job("WO-2026-0005", "P-1005", "INSTALL", "Suggested", "New heat pump",
             {"Priority": "NORMAL", "Minutes": 480, "Skill": "COOL", "Parts to bring": "Heat pump KP-2, 4 brackets",
              **_planned("MJANSEN", "2026-12-02T09:30:00")}),
        _job("WO-2026-0006", "P-1006", "INSTALL", "Waiting", "Second boiler in cascade",
             {"Priority": "LOW", "Minutes": 360, "Description": _AT_LENGTH, "Internal memo": "Waits for the crane"}),
        _job("WO-2026-0007", "P-1007", "INSPECT", "ToBePlanned", "Pressure vessel inspection",
             {"Minutes": 45, "Not before": _day("2027-01-04"), "Deadline": _day("2027-03-31")}),
        _job("WO-2026-0008", "P-1008", "INSPECT", "Pooling", "Legionella check",
             {"Minutes": 30, "Deadline": _day("2028-02-29")}),
        _job("WO-2026-0009", "P-1009", "WARRANTY", "Open", "Display shows NA",
             {"Priority": "HIGH", "Description": "NA", "PO number": "0004711", "Internal memo": "n/a"}),
        _job("WO-2026-0010", "P-1010", "WARRANTY", "Open", "Pump makes a noise",
             {"Priority": "HIGH", "PO number": "PO 2026/88 #3", "Reported on": _day("2026-11-18")}),
        _job("WO-2026-0011", "P-1011", "EMERG", "Activated", "No heating at all",
             {"Priority": "URGENT", "Skill": "GAS", "Reported on": _at("2026-11-23T22:05:00"),
              "Before you go": "Ring at the back door.\nMind the dog."}),
        _job("WO-2026-0012", "P-1012", "EMERG", "Activated", "Water in the cellar",
             {"Priority": "URGENT", "Skill": "PLUMB"}),
        _job("000123", "P-1013", "CLEAN", "ToBePlanned", "Clean the air ducts", {"Minutes": 240, "Skill": "HEIGHT"}),
        _job("000124", "P-1013", "CLEAN", "ToBePlanned", "Clean the cool tower", {"Minutes": 300, "Skill": "HEIGHT"}),
        _job("WO-2026-0015", "P-1014", "CALIB", "Open", "Calibrate the gauges", {"Minutes": 75, "Sequence": 2}),
        _job("WO-2026-0016", "P-1014", "CALIB", "Open", "Calibrate the thermometers", {"Minutes": 50, "Sequence": 1}),
        _job("WO-2026-0017", "P-1015", "UPGRADE", "Waiting", "Controller firmware 2.10", {"PO number": "1/2"}),
        _job("WO-2026-0018", "P-1016", "UPGRADE", "Canceled", "Controller firmware 2.9",
             {"Internal memo": "Superseded by WO-2026-0017"}),
        _job("", "P-1017", "REMOVE", "ToBePlanned", "Take out the old oil tank",
             {"Minutes": 600, "Requested by company id": seeded_id_of("Company", "C-01")}),
        _job("", "P-1018", "REMOVE", "ToBePlanned", "Take out the old chimney",
             {"Minutes": 420, "Requested by company id": seeded_id_of("Company", "C-03")}),
        _job("WO-2026-0021", "P-1019", "SURVEY", "Suggested", "Measure the plant room",
             {"Minutes": 60, **_planned("LDUBOIS", "2026-12-10T13:15:00")}),
        _job("WO-2026-0022", "P-1200", "SURVEY", "Suggested", "Measure the roof",
             {"Minutes": 60, "Skill": "HEIGHT", **_planned("TNGUYEN", "2026-12-11T07:45:00")}),
        _job("WO-2026-0023", "P-1181", "REPAIR", "Open", "Generator does not start",
             {"Priority": "HIGH", "Skill": "ELEC", **_DEPOT}),
        _job("WO-2026-0024", "P-1182", "MAINT", "ToBePlanned", "Chiller at the fair", {"Skill": "COOL", **_FAIR}),
        _job("WO-2026-0025", "P-1183", "MAINT", "ToBePlanned", "Mobile milk cooler", {"Skill": "COOL", **_FARM}),
    ),
)  # fmt: skip


# every_problem_once.xlsx: each fault of a cell or a row, once (in both rows, where it takes two to make one)


def _row(name: str, changes: Cells, *faults: Fault, status: str = "invalid") -> Row:
    sound = {"Project code": "P-1001", "Job type code": "MAINT", "Status code": "ToBePlanned", "Name": name}
    cells = {heading: cell for heading, cell in {**sound, **changes}.items() if cell != ""}
    return Row(cells, status, faults)


def _warned(name: str, changes: Cells, *faults: Fault) -> Row:
    return _row(name, changes, *faults, status="created")


_HERE: Cells = {"Street": "Havenstraat", "City": "Gent", "Zip": "9000"}
_ONE_ID = "7e60fd05-1c08-4886-b483-9f631f943287"
_PARENT = "_parent_jobs_reference_back_office"

EVERY_PROBLEM = Sample(
    "every_problem_once.xlsx",
    ("Reference", "Name", "Project code", "Job type code", "Job type id", "Status code", "Estimated time",
     "Earliest date", "Due date", "Suggested user code", "Suggested start", "Customer reference",
     "Parent job reference", "Id", "Company code", "Street", "City", "Zip", "Address e-mail", "Latitude", "Longitude",
     "project.reference_back_office", "project.is_mobile_installation"),
    _numbered(
        _warned("Nothing is wrong here", {"Reference": "OK-1"}),
        _row("No such project", {"Reference": "E-301", "Project code": "P-9999"},
             ("Project code", "project_reference_back_office", 301)),
        _row("Job type in the archive", {"Reference": "E-302", "Job type code": "FAXREP"},
             ("Job type code", "job_type_code", 302)),
        _row("Two users have this code", {"Reference": "E-303", "Suggested user code": "TEMP"},
             ("Suggested user code", "suggested_user_code", 303)),
        _row("A status for later", {"Reference": "E-305", "Status code": "Planned"},
             ("Status code", "job_status_code", 305)),
        _row("", {"Reference": "E-401"}, ("Name", "name", 401)),
        _row("An id that is none", {"Reference": "E-402", "Id": "W-17"}, ("Id", "id", 402)),
        _row("Minutes in words", {"Reference": "E-403", "Estimated time": "an hour"},
             ("Estimated time", "estimated_time", 403)),
        _row("Degrees in words", {"Reference": "E-404", **_HERE, "Latitude": "51 north"},
             ("Latitude", "db_address_latitude_decimal", 404)),
        _row("A day in words", {"Reference": "E-405", "Due date": "end of May"}, ("Due date", "due_date", 405)),
        _row("Mobile or not, in a project that would be changed",
             {"Reference": "E-406", "Project code": "", "project.reference_back_office": "P-1002",
              "project.is_mobile_installation": "perhaps"},
             ("project.reference_back_office", "project.reference_back_office", 515),
             ("project.is_mobile_installation", "project.is_mobile_installation", 406)),
        _row("One letter too many", {"Reference": "E-407", "Customer reference": "X" * 51},
             ("Customer reference", "customer_reference", 407)),
        _row("North of the pole", {"Reference": "E-408", **_HERE, "Latitude": 91},
             ("Latitude", "db_address_latitude_decimal", 408)),
        _row("No at-sign", {"Reference": "E-409", **_HERE, "Address e-mail": "depot.example.com"},
             ("Address e-mail", "db_address_email", 409)),
        _row("More digits than a number holds", {"Reference": "E-410", **_HERE, "Longitude": "3.71741234567890123"},
             ("Longitude", "db_address_longitude_decimal", 410)),
        _row("No project", {"Reference": "E-501", "Project code": ""},
             ("Project code", "project_reference_back_office", 501)),
        _row("A street alone", {"Reference": "E-502", "Street": "Havenstraat"}, ("City", "db_address_city", 502)),
        _warned("Suggested, but to whom and when?", {"Reference": "W-511", "Status code": "Suggested"},
                ("Suggested user code", "suggested_user_code", 511)),
        _warned("Due before it can be planned",
                {"Reference": "W-512", "Earliest date": _day("2026-12-24"), "Due date": _day("2026-12-01")},
                ("Due date", "due_date", 512)),
        _warned("The server knows the company", {"Reference": "W-513", "Company code": "C-01"},
                ("Company code", "company_code", 513)),
        _warned("Type by code and by id", {"Reference": "W-514", "Job type id": seeded_id_of("JobType", "REPAIR")},
                ("Job type code", "job_type_code", 514)),
        _row("An id", {"Id": _ONE_ID}, ("Id", "id", 521)),
        _row("The same id", {"Id": _ONE_ID}, ("Id", "id", 521)),
        _warned("Twice the same row", {}),
        _warned("Twice the same row", {}, ("Reference", "reference_back_office", 522)),
        _row("A reference", {"Reference": "E-523"}, ("Reference", "reference_back_office", 523)),
        _row("The same reference", {"Reference": "E-523"}, ("Reference", "reference_back_office", 523)),
        _row("A parent to itself", {"Reference": "E-524", "Parent job reference": "E-524"},
             ("Parent job reference", _PARENT, 524)),
        _row("Child of a row with a fault", {"Reference": "E-802", "Parent job reference": "E-403"},
             ("Parent job reference", _PARENT, 802), status="blocked"),
        _row("A parent that is nowhere", {"Reference": "E-525", "Parent job reference": "WO-0000"},
             ("Parent job reference", _PARENT, 525)),
        _warned("Nothing is wrong here either", {"Reference": "OK-2"}),
    ),
    exit_code=4,
)  # fmt: skip


# from_erp.csv: as another program writes it, with commas, quotes and a line break inside cells


def _exported(reference: str, project: str, kind: str, name: str, description: str, due: str) -> Row:
    cells = {"reference_back_office": reference, "project_reference_back_office": project, "job_type_code": kind,
             "job_status_code": "ToBePlanned", "name": name, "description": description, "due_date": due}  # fmt: skip
    return Row({heading: cell for heading, cell in cells.items() if cell}, seen={k: v for k, v in cells.items() if v})


FROM_ERP = Sample(
    "from_erp.csv",
    ("reference_back_office", "project_reference_back_office", "job_type_code", "job_status_code", "name",
     "description", "due_date"),
    {
        2: _exported("0000417", "P-1021", "MAINT", "Service, boiler 1", 'Look at the "new" valve', "2026-12-18"),
        3: _exported("0000418", "P-1022", "MAINT", "Entretien, chaudière n° 2", "Étanchéité\nBrûleur", "2026-12-18"),
        5: _exported("0000419", "P-1023", "REPAIR", "Pumpe läuft heiß", "", "2026-12-21"),
        6: _exported("1E10", "P-1024", "REPAIR", "NA", "null", "2026-12-21"),
    },
    of_columns=(("description", "description", 415),),
)  # fmt: skip


# parent_with_children.xlsx: jobs that belong together, in any order


def _member(reference: str, parent: str, sequence: int | str, name: str) -> Row:
    cells: Cells = {"Reference": reference, "Belongs to": parent, "Sequence": sequence, "Project": "P-1031",
                    "Type": "INSTALL", "State": "ToBePlanned", "Title": name}  # fmt: skip
    seen = {_PARENT: parent, "working_sequence": sequence} if parent else {_PARENT: ""}
    return Row({heading: cell for heading, cell in cells.items() if cell != ""}, seen=seen)


PARENT_WITH_CHILDREN = Sample(
    "parent_with_children.xlsx",
    ("Reference", "Belongs to", "Sequence", "Title", "Project", "Type", "State"),
    _numbered(
        _member("PLANT-2", "PLANT", 2, "Mount the pumps"),
        _member("PLANT", "", "", "New plant room"),
        _member("PLANT-1", "PLANT", 1, "Lay the pipes"),
        _member("PLANT-1a", "PLANT-1", 1, "Press the pipes and test them"),
        _member("PLANT-3", "PLANT", 3, "Start up and hand over"),
        _member("ALONE", "", "", "A job of its own"),
    ),
)


# embedded_entities.xlsx: projects that are made together with their first job


def _founding(reference: str, project: Cells) -> Row:
    job: Cells = {"Reference": reference, "Name": "Commissioning", "Job type code": "INSTALL", "Status code": "Open"}
    told = ("project.reference_back_office", "project.reference_back_office", 515)
    code = project["project.reference_back_office"]
    return Row({**job, **project}, faults=(told,), seen={"project_reference_back_office": code})


_NEW_LIFT: Cells = {
    "project.reference_back_office": "P-2001", "project.name": "Goods lift, Hôtel du Parc",
    "project.serial_number": "00098123", "project.is_mobile_installation": False,
    "project.equipment_family.code": "GOODS", "project.equipment_family.name": "Goods lifts",
    "project.equipment_model.code": "KL-20", "project.equipment_model.name": "Kondor L20",
    "project.equipment_model.equipment_brand.code": "KONDOR",
    "project.equipment_model.equipment_brand.name": "Kondor",
    "project.project_status.code": "ACTIVE", "project.equipment_family.sales_organization.code": "NORTH",
    "project.equipment_family.sales_organization.name": "Northern office", "project.company_code": "C-02",
}  # fmt: skip
_NEW_PUMP: Cells = {
    "project.reference_back_office": "P-2002", "project.name": "Fire pump, Gemeente Aalst",
    "project.is_mobile_installation": False, "project.equipment_family.code": "PUMP",
    "project.equipment_model.code": "KP-2", "project.project_status.code": "ACTIVE", "project.company_code": "C-09",
}  # fmt: skip

EMBEDDED_ENTITIES = Sample(
    "embedded_entities.xlsx",
    ("Reference", "Name", "Job type code", "Status code", *_NEW_LIFT),
    _numbered(_founding("NEW-1", _NEW_LIFT), _founding("NEW-2", _NEW_LIFT), _founding("NEW-3", _NEW_PUMP)),
)


# refused_by_target.xlsx: what only the target can know

REFUSED_BY_TARGET = Sample(
    "refused_by_target.xlsx",
    ("Reference", "Name", "Project code", "Job type code", "Status code", "Parent job reference",
     "project.reference_back_office", "project.name"),
    _numbered(
        _warned("Check the sprinklers", {"Reference": "R-1"}),
        _row("Check the new chiller", {"Reference": "R-2", "Project code": "", "project.name": "Chiller 7",
                                       "project.reference_back_office": "P-3001"},
             ("project.reference_back_office", "project.reference_back_office", 515),
             ("", "project.project_status_id", 601), ("", "project.equipment_family_id", 601),
             status="rejected"),
        _row("Read its meter", {"Reference": "R-3", "Parent job reference": "R-2"},
             ("Parent job reference", _PARENT, 802), status="blocked"),
    ),
    exit_code=4,
)  # fmt: skip


# mobile_address.xlsx: installations without an address of their own


def _mobile(reference: str, project: str, name: str, address: Cells, *faults: Fault) -> Row:
    cells: Cells = {"Job number": reference, "Installation": project, "Type": "REPAIR", "Status": "Open",
                    "Subject": name, **address}  # fmt: skip
    return Row(cells, "invalid" if faults else "created", faults)


MOBILE_ADDRESS = Sample(
    "mobile_address.xlsx",
    ("Job number", "Installation", "Type", "Status", "Subject", "Street", "House number", "Zip code", "Town", "Lat",
     "Lng"),
    _numbered(
        _mobile("M-1", "P-1184", "Generator at the harbour",
                {"Street": "Havenlaan", "House number": "3", "Zip code": "8380", "Town": "Zeebrugge", "Lat": 51.33,
                 "Lng": 3.2}),
        _mobile("M-2", "P-1185", "Chiller, place not told", {}, ("Street", "db_address_street", 502)),
        _mobile("M-3", "P-1186", "Heater, no postal code", {"Street": "Mill Road", "Town": "Cork"},
                ("Zip code", "db_address_zip", 502)),
        _mobile("M-4", "P-1041", "A fixed installation needs none", {}),
        _mobile("M-5", "P-1187", "Pump in the polder", {"Street": "Molenweg", "Zip code": "3511", "Town": "Utrecht"}),
    ),
    exit_code=4,
)  # fmt: skip


# legacy_headings.xlsx: headings as they were typed years ago


def _old(number: str, project: str, what: str, minutes: int, colour: str) -> Row:
    cells: Cells = {"Job no": number, "INSTALLATION  CODE": project, "type_of_work *": "CLEAN",
                    "Státus": "to be planned", "title*": what, "Duration (Minutes)": minutes,
                    "Pirority": "HIGH", "Colour of the card": colour}  # fmt: skip
    seen = {"reference_back_office": number, "project_reference_back_office": project, "name": what,
            "job_type_code": "CLEAN", "job_status_code": "ToBePlanned", "estimated_time": minutes,
            "job_priority_code": ""}  # fmt: skip
    return Row({heading: cell for heading, cell in cells.items() if cell != ""}, seen=seen)


LEGACY_HEADINGS = Sample(
    "legacy_headings.xlsx",
    ("Job no", "INSTALLATION  CODE", "type_of_work *", "Státus", "title*", "Duration (Minutes)", "Pirority",
     "Colour of the card"),
    _numbered(
        _old("L-1", "P-1051", "Clean the grease trap", 45, "red"),
        _old("L-2", "P-1052", "Clean the filters", 30, "blue"),
        _old("L-3", "P-1053", "Clean the condenser", 60, "red"),
    ),
    of_headings=(("Pirority", "", 107), ("Colour of the card", "", 107)),
)  # fmt: skip


# excel_spoils.xlsx: dates and codes that Excel likes to change, given so that it does not


def _kept(cells: Cells, seen: Mapping[str, object]) -> Row:
    always: Cells = {"Project": "P-1061", "Job type": "INSPECT", "Status": "Open"}
    return Row({**always, **cells}, seen=seen)


EXCEL_SPOILS = Sample(
    "excel_spoils.xlsx",
    ("Reference", "Name", "Project", "Job type", "Status", "PO number", "Due date", "Start", "Minutes", "Memo"),
    _numbered(
        _kept({"Reference": "00042", "Name": "Leading zeros", "PO number": "007", "Due date": _day("2026-12-03")},
              {"reference_back_office": "00042", "customer_reference": "007", "due_date": "2026-12-03"}),
        _kept({"Reference": "1E5", "Name": "No power of ten", "PO number": "12E3", "Due date": _day("2026-03-12")},
              {"reference_back_office": "1E5", "customer_reference": "12E3", "due_date": "2026-03-12"}),
        _kept({"Reference": "MAR1", "Name": "No first of March", "PO number": "3-4", "Due date": "2026-12-03"},
              {"reference_back_office": "MAR1", "customer_reference": "3-4", "due_date": "2026-12-03"}),
        _kept({"Reference": "123456789012345678", "Name": "Eighteen digits", "PO number": "1/2",
               "Start": _at("2026-12-03T09:05:00")},
              {"reference_back_office": "123456789012345678", "customer_reference": "1/2",
               "suggested_date_start": "2026-12-03T09:05:00+01:00"}),
        _kept({"Reference": "=1+1", "Name": "-5 °C in the cold room", "Memo": "+32 9 123 45 67",
               "Start": "2026-12-03 09:05"},
              {"reference_back_office": "=1+1", "name": "-5 °C in the cold room", "internal_memo": "+32 9 123 45 67",
               "suggested_date_start": "2026-12-03T09:05:00+01:00"}),
        _kept({"Reference": "NA", "PO number": "NA", "Name": "TRUE", "Memo": "#N/A", "Due date": _day("2028-02-29"), "Minutes": "90"},
              {"customer_reference": "NA", "name": "TRUE", "internal_memo": "#N/A", "due_date": "2028-02-29",
               "estimated_time": 90}),
        _kept({"Reference": 4711, "Name": "A number typed as a code", "PO number": 12345678901, "Minutes": 45},
              {"reference_back_office": "4711", "customer_reference": "12345678901", "estimated_time": 45}),
        _kept({"Reference": "null", "Name": "  Blanks in front", "Memo": "Two\nlines", "Due date": _day("1999-12-31")},
              {"name": "  Blanks in front", "internal_memo": "Two\nlines",
               "due_date": "1999-12-31"}),
    ),
    formats={
        ("Due date", 2): "dd/mm/yyyy", ("Due date", 3): "mm/dd/yy", ("Due date", 7): "d mmm yyyy",
        ("Due date", 9): "ddd", ("Start", 5): "hh:mm",
    },
    of_columns=(("Reference", "reference_back_office", 415), ("Reference", "reference_back_office", 526), ("Memo", "internal_memo", 424)),
)  # fmt: skip

# legacy_export.xlsx: what an old program exports, with its mapping file beside it


def _ticket(number: int, project: str, work: tuple[str, str, str], days: tuple[str, str], place: Cells) -> Row:
    kind, state, what = work
    reported, due = days
    cells: Cells = {"Bonnr": f"{number:07}", "Project": project, "Srt werk": kind, "Status": state,
                    "Korte omschr.": what, "Gemeld d.d.": reported, "Uiterl. gereed": due, **place}  # fmt: skip
    return Row({heading: cell for heading, cell in cells.items() if cell != ""})


_GENT: Cells = {"Str.": "Dorpsstraat", "Huisnr": "8", "Pc": "9000", "Pl.": "Gent", "NB": "51,0543", "OL": "3,7174"}
_UTRECHT: Cells = {"Str.": "Molenweg", "Huisnr": "17", "Pc": "3511 AB", "Pl.": "Utrecht", "NB": "52,0907",
                   "OL": "5,1214"}  # fmt: skip
_KREFELD: Cells = {"Str.": "Ostwall", "Huisnr": "99", "Pc": "47798", "Pl.": "Krefeld", "NB": "51,3388",
                   "OL": "6,5853"}  # fmt: skip
_TICKETS = {
    5: _ticket(88123, "P-1181", ("ONDERHOUD", "In te plannen", "Jaarlijks onderhoud ketel"),
                 ("03-11-2026", "31-12-2026"), {**_GENT, "Ploeg": "GAS"}),
    6: _ticket(88124, "P-1182", ("STORING", "In te plannen", "Pomp maakt lawaai"),
                 ("12-11-2026", "04-12-2026"), {**_UTRECHT, "Ploeg": "#N/A"}),
    7: _ticket(88125, "P-1183", ("KEURING", "Wacht op klant", "Keuring lift, 4 verdiepingen"),
                 ("20-11-2026", "15-01-2027"), {**_KREFELD, "Ploeg": "LIFT", "Regio": "Oost"}),
    8: _ticket(88126, "P-1184", ("ONDERHOUD", "Vrij", "Filters vervangen"),
                 ("24-11-2026", "05-02-2027"), {**_GENT, "Ploeg": "COOL", "Regio": "West"}),
}  # fmt: skip
_BY_HAND: Mapping[int, Mapping[str, object]] = {  # what each row means, as the one who exported it would say
    5: {"reference_back_office": "0088123", "project_reference_back_office": "P-1181", "job_type_code": "MAINT",
        "job_status_code": "ToBePlanned", "name": "Jaarlijks onderhoud ketel", "due_date": "2026-12-31",
        "date_reported_by_company": "2026-11-03", "skill_code": "GAS", "db_address_latitude_decimal": 51.0543,
        "db_address_longitude_decimal": 3.7174, "job_priority_code": "NORMAL", "db_address_db_country_code": ""},
    6: {"reference_back_office": "0088124", "job_type_code": "REPAIR", "job_status_code": "ToBePlanned",
        "skill_code": "", "date_reported_by_company": "2026-11-12", "due_date": "2026-12-04",
        "db_address_zip": "3511 AB", "db_address_city": "Utrecht"},
    7: {"reference_back_office": "0088125", "job_type_code": "INSPECT", "job_status_code": "Waiting",
        "skill_code": "LIFT", "due_date": "2027-01-15", "name": "Keuring lift, 4 verdiepingen"},
    8: {"reference_back_office": "0088126", "job_type_code": "MAINT", "job_status_code": "Pooling",
        "skill_code": "COOL", "db_address_street": "Dorpsstraat", "db_address_street_number": "8"},
}  # fmt: skip
_TICKET_HEADINGS = ("Bonnr", "Project", "Srt werk", "Status", "Korte omschr.", "Gemeld d.d.", "Uiterl. gereed", "Str.",
                    "Huisnr", "Pc", "Pl.", "NB", "OL", "Ploeg", "Regio")  # fmt: skip
_LEGACY_TITLES = ("Werkbonnen filiaal Oost", "uitgedraaid op 24-11-2026 door WERKPLAN 4.2", "")
_NOT_ENGLISH = tuple(heading for heading in _TICKET_HEADINGS if heading not in {"Project", "Status"})

LEGACY_EXPORT = Sample(
    "legacy_export.xlsx",
    _TICKET_HEADINGS,
    {
        number: Row(row.cells, "invalid", (("", "db_address_street", 502), ("Status", "job_status_code", 305)))
        for number, row in _TICKETS.items()
    },
    exit_code=4,
    of_headings=(*((heading, "", 107) for heading in _NOT_ENGLISH), ("", "", 160)),
    formats={("Ploeg", 6): "error"},
    above=_LEGACY_TITLES,
    of_sheet=(("name", 109), ("job_type_code", 109)),
)
LEGACY_EXPORT_MAPPED = replace(
    LEGACY_EXPORT,
    rows={number: Row(row.cells, seen=_BY_HAND[number]) for number, row in _TICKETS.items()},
    exit_code=0,
    of_headings=(("", "", 160),),
    of_sheet=(),
    mapping="""\
# How the exports of WERKPLAN 4 are understood: importer check legacy_export.xlsx --map legacy_export.toml

[columns]  # heading = field; an empty field leaves the column out
"Bonnr" = "reference_back_office"
"Gemeld d.d." = "date_reported_by_company"
"Huisnr" = "db_address_street_number"
"Korte omschr." = "name"
"NB" = "db_address_latitude_decimal"
"OL" = "db_address_longitude_decimal"
"Pc" = "db_address_zip"
"Pl." = "db_address_city"
"Ploeg" = "skill_code"
"Regio" = ""
"Srt werk" = "job_type_code"
"Str." = "db_address_street"
"Uiterl. gereed" = "due_date"

[constants]  # field = its value in every row
job_priority_code = "NORMAL"

[options]  # how the file is read
date_order = "dmy"
decimal = ","
timezone = "Europe/Brussels"

[values.job_status_code]  # in the sheet = what is sent; one of Canceled, ToBePlanned, Waiting, Pooling, Suggested, ...
"In te plannen" = "ToBePlanned"
"Vrij" = "Pooling"
"Wacht op klant" = "Waiting"

[values.job_type_code]  # in the sheet = what is sent
KEURING = "INSPECT"
ONDERHOUD = "MAINT"
STORING = "REPAIR"

[values.skill_code]  # in the sheet = what is sent; the team list was lost, so its #N/A means no skill
"#N/A" = ""
""",
)

SAMPLES = (
    JOBS, EVERY_PROBLEM, FROM_ERP, PARENT_WITH_CHILDREN, EMBEDDED_ENTITIES, REFUSED_BY_TARGET, MOBILE_ADDRESS,
    LEGACY_HEADINGS, EXCEL_SPOILS, LEGACY_EXPORT, LEGACY_EXPORT_MAPPED,
)  # fmt: skip
