"""A small company to practise on. Ids follow from the codes, so they are the same on every computer."""

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import NAMESPACE_URL, uuid5

from importer.practice.edm_types import UNSET_DATE
from importer.practice.entity_sets import ENTITY_SETS, Entry

SEEDED_ON = "2026-01-01T00:00:00Z"
MOBILE = range(1181, 1191)
CLOSED = range(1191, 1196)
PROJECTS = range(1001, 1201)

_JOB_TYPES = {
    "MAINT": "Maintenance",
    "REPAIR": "Repair",
    "INSTALL": "Installation",
    "INSPECT": "Inspection",
    "WARRANTY": "Warranty work",
    "EMERG": "Emergency call",
    "CLEAN": "Cleaning",
    "CALIB": "Calibration",
    "UPGRADE": "Upgrade",
    "REMOVE": "Removal",
    "SURVEY": "Site survey",
    "FAXREP": "Repair asked for by fax",  # archived
}
_PRIORITIES = {"LOW": "Low", "NORMAL": "Normal", "HIGH": "High", "URGENT": "Urgent"}
_SKILLS = {
    "GAS": "Gas",
    "ELEC": "Electricity",
    "COOL": "Cooling",
    "LIFT": "Lifts",
    "PLUMB": "Plumbing",
    "HEIGHT": "Work at height",
}
_PUBLISHED_STATUSES = {
    "Open": "8ba9da71-ef32-423a-bb50-ae767315f55c",
    "ToBePlanned": "497acff2-9ff6-4c94-85dd-daa0689553e2",
    "Waiting": "69268600-d3e0-4222-859f-06e47cf4041e",
    "Pooling": "8adbc894-d612-de11-bd84-0030488c6c36",
    "Suggested": "143cf9cd-c3c1-406a-a19a-58d766d9dda9",
    "Dispatched": "a60bc691-ab2f-42f5-8a5b-998a29a27537",
    "Planned": "10f456d2-000e-48ea-93d7-e016107b7a98",
    "InProgress": "06ea451c-5863-4c97-9592-cc928dfdf869",
    "Completed": "6557b9dc-6106-4327-8e26-6f24d0329c33",
}
_STATUSES = {  # code: (name, may a new job have it?)
    "Open": ("Open", True),
    "ToBePlanned": ("To be planned", True),
    "Waiting": ("Waiting", True),
    "Pooling": ("Pooling", True),
    "Suggested": ("Suggested", True),
    "Dispatched": ("Dispatched", False),
    "Planned": ("Planned", False),
    "InProgress": ("In progress", False),
    "Completed": ("Completed", False),
    "Canceled": ("Canceled", True),
    "Activated": ("Activated", True),
}
_USERS = (
    ("jdoe", "JDOE", "Jane", "Doe"),
    ("mjansen", "MJANSEN", "Maarten", "Jansen"),
    ("ldubois", "LDUBOIS", "Léa", "Dubois"),
    ("kpeeters", "KPEETERS", "Koen", "Peeters"),
    ("aschmidt", "ASCHMIDT", "Anke", "Schmidt"),
    ("rbakker", "RBAKKER", "Ruud", "Bakker"),
    ("tnguyen", "TNGUYEN", "Thi", "Nguyễn"),
    ("temp1", "TEMP", "First", "Temporary"),  # two people share a code, as happens
    ("temp2", "TEMP", "Second", "Temporary"),
    ("oldhand", "OLDHAND", "Otto", "Althand"),  # archived
)
_COMPANIES = (
    ("Bakkerij De Korenaar", "Dorpsstraat", "8", "9000", "Gent"),
    ("Hôtel du Parc", "Avenue Louise", "120", "1050", "Bruxelles"),
    ("Noordzee Logistics", "Havenlaan", "3", "8380", "Zeebrugge"),
    ("Klinik am See", "Seestraße", "41", "88045", "Friedrichshafen"),
    ("St. John's School", "Church Lane", "2", "CB2 1TP", "Cambridge"),
    ("Van Dijk & Zonen", "Molenweg", "17", "3511", "Utrecht"),
    ("O'Brien Dairy", "Mill Road", "5", "T12", "Cork"),
    ("Brasserie Lefèbvre", "Rue du Croly", "54", "1430", "Rebecq"),
    ("Gemeente Aalst", "Grote Markt", "1", "9300", "Aalst"),
    ("Textilwerke Krefeld", "Ostwall", "99", "47798", "Krefeld"),
)
_FAMILIES = {"BOILER": "Boilers", "LIFT": "Lifts", "HVAC": "Heating and cooling", "PUMP": "Pumps"}
_BRANDS = {"VIRA": "Vira", "KONDOR": "Kondor"}
_MODELS = {  # code: (name, brand, family)
    "VB-200": ("Vira B200", "VIRA", "BOILER"),
    "KL-8": ("Kondor L8", "KONDOR", "LIFT"),
    "VH-35": ("Vira H35", "VIRA", "HVAC"),
    "KP-2": ("Kondor P2", "KONDOR", "PUMP"),
}


def seeded_id(listing: str, code: str) -> str:
    """The id of the seeded entry; for users, `code` is the user name in small letters (a code may repeat)."""
    if listing == "JobStatus" and code in _PUBLISHED_STATUSES:
        return _PUBLISHED_STATUSES[code]
    return str(uuid5(NAMESPACE_URL, f"importer-practice/{listing}/{code}"))


@cache
def company() -> Mapping[str, Sequence[Entry]]:
    """All seeded entries by the name of their list, complete; not to be changed by the caller."""
    return {
        "SalesOrganization": [_entry("SalesOrganization", "MAIN", name="Main office", city="Gent")],
        "ProjectStatus": [
            _entry("ProjectStatus", "ACTIVE", name="Active", is_default=True),
            _entry("ProjectStatus", "CLOSED", name="Closed", is_closed=True),
        ],
        "EquipmentFamily": [_entry("EquipmentFamily", code, name=name) for code, name in _FAMILIES.items()],
        "EquipmentBrand": [_entry("EquipmentBrand", code, name=name) for code, name in _BRANDS.items()],
        "EquipmentModel": [_model(code) for code in _MODELS],
        "Company": [_customer(number) for number in range(1, len(_COMPANIES) + 1)],
        "Project": [_project(number) for number in PROJECTS],
        "JobType": [
            _entry("JobType", code, name=name, is_default=code == "MAINT", archived=code == "FAXREP")
            for code, name in _JOB_TYPES.items()
        ],
        "JobPriority": [
            _entry("JobPriority", code, name=name, sequence=place, is_default=code == "NORMAL")
            for place, (code, name) in enumerate(_PRIORITIES.items(), 1)
        ],
        "JobStatus": [
            _entry("JobStatus", code, name=name, sequence=place, system_job_status_code=code, usable_on_api=usable)
            for place, (code, (name, usable)) in enumerate(_STATUSES.items(), 1)
        ],
        "Skill": [_entry("Skill", code, name=name) for code, name in _SKILLS.items()],
        "User": [_user(*words) for words in _USERS],
    }


def _entry(listing: str, known_as: str, **values: object) -> Entry:
    kept = ENTITY_SETS[listing]
    own = {"id": seeded_id(listing, known_as), kept.key: known_as, "modified_dateutc": SEEDED_ON}
    return kept.complete({**own, **values})


def _model(code: str) -> Entry:
    name, brand, family = _MODELS[code]
    return _entry(
        "EquipmentModel",
        code,
        name=name,
        equipment_brand_id=seeded_id("EquipmentBrand", brand),
        equipment_brand_code=brand,
        equipment_family_id=seeded_id("EquipmentFamily", family),
        equipment_family_code=family,
    )


def _customer(number: int) -> Entry:
    name, street, house, postcode, city = _COMPANIES[number - 1]
    return _entry(
        "Company",
        f"C-{number:02}",
        name=name,
        street=street,
        street_number=house,
        zip=postcode,
        city=city,
        phone=f"+32 9 555 00 {number:02}",
        email=f"office{number:02}@example.com",
    )


def _user(username: str, code: str, first: str, last: str) -> Entry:
    return _entry(
        "User",
        username,
        code=code,
        username=username,
        firstname=first,
        lastname=last,
        email=f"{username}@example.com",
        archived=code == "OLDHAND",
        allow_service_app=True,
    )


def _project(number: int) -> Entry:
    model = list(_MODELS)[number % len(_MODELS)]
    model_name, _, family = _MODELS[model]
    customer = number % len(_COMPANIES) + 1
    status = "CLOSED" if number in CLOSED else "ACTIVE"
    mobile = number in MOBILE
    place = "mobile" if mobile else f"site {number % 7 + 1}"
    return _entry(
        "Project",
        f"P-{number}",
        name=f"{model_name}, {_COMPANIES[customer - 1][0]}, {place}",
        location="" if mobile else f"Building {number % 5 + 1}",
        serial_number=f"{number * 7919:08}",
        id2=number,
        is_mobile_installation=mobile,
        date_start_production=UNSET_DATE if mobile else f"20{10 + number % 15}-0{number % 9 + 1}-15T00:00:00Z",
        project_status_id=seeded_id("ProjectStatus", status),
        project_status_code=status,
        equipment_model_id=seeded_id("EquipmentModel", model),
        equipment_model_code=model,
        equipment_family_id=seeded_id("EquipmentFamily", family),
        equipment_family_code=family,
        company_id=seeded_id("Company", f"C-{customer:02}"),
        company_code=f"C-{customer:02}",
    )
