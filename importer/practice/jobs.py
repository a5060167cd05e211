"""Creating and changing a job, as published: 400 for values, 409 for a known id, 422 for what it points to."""

from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from importer.practice.checks import checked
from importer.practice.edm_types import UNSET_DATE
from importer.practice.entity_sets import ENTITY_SETS, REFERENCES, Entry, is_given
from importer.practice.instant import now
from importer.practice.refusal import Refusal, no_faults, no_such, refuse_if_any
from importer.practice.requirements import add_missing
from importer.practice.settle import Found, settle
from importer.practice.store import Known, Store

PATH = "jobs"  # what ASP.NET calls the parameter that the body is bound to
_JOBS = ENTITY_SETS["Jobs"]
_PLANNINGS = ENTITY_SETS["JobPlanning"]


def create_job(store: Store, body: Mapping[str, object]) -> tuple[str, str]:
    """Keep a new job; gives its id and its JSON. Raises Refusal, and then nothing at all is kept."""
    faults = no_faults()
    values = checked(body, "job", path=PATH, faults=faults)
    add_missing("job", values, path=PATH, faults=faults)
    refuse_if_any(400, faults)
    job_id = str(values["id"]) if is_given(values.get("id")) else str(uuid4())
    with store.writing():
        if store.body("Jobs", job_id) is not None:
            raise Refusal(409, {"Message": f"A job with the id {job_id} exists already."})
        _settled(store, values, given=values, new=True)
        job = _JOBS.complete({**values, "id": job_id, "modified_dateutc": now()})
        text = store.add("Jobs", job)
        _plan(store, job)
    return job_id, text


def update_job(store: Store, job_id: str, body: Mapping[str, object]) -> str:
    """Change the given properties of a job; gives its JSON. Raises Refusal, and then nothing is changed."""
    faults = no_faults()
    changes = checked(body, "job", path=PATH, faults=faults)
    with store.writing():
        stored = store.entry("Jobs", job_id)
        if stored is None:
            raise no_such(_JOBS.noun, job_id)
        values = _merged(stored, changes)
        add_missing("job", values, path=PATH, faults=faults)
        refuse_if_any(400, faults)
        _settled(store, values, given=changes, new=False)
        job = _JOBS.complete({**values, "id": job_id, "modified_dateutc": now()})
        text = store.replace("Jobs", job)
        store.remove("JobPlanning", _planning_id(job_id))
        _plan(store, job)
    return text


def _merged(stored: Known, changes: Entry) -> Entry:
    """The job as it will be: a reference that is given anew, in whatever form, replaces all its forms."""
    values = {name: value for name, value in stored.items() if value != _JOBS.empties[name]}
    for reference in REFERENCES["job"]:
        if any(form in changes for form in reference.forms):
            for form in reference.forms:
                values.pop(form, None)
    return {**values, **changes}


def _settled(store: Store, values: Entry, *, given: Mapping[str, object], new: bool) -> None:
    """Settle what the job points to, in place, and judge it. `given` are the values of this request."""
    asked = set(given)
    faults = no_faults()
    found = settle(store, "job", values, path=PATH, faults=faults)
    for reference in REFERENCES["job"]:
        target = found.get(reference.id_field)
        form = next((form for form in reference.forms if form in asked), "")
        if target is None or not form:
            continue
        noun, where = ENTITY_SETS[reference.target].noun, f"{PATH}.{form}"
        if target.get("archived"):
            faults[where].append(f"This {noun} is archived.")
        if new and target.get("usable_on_api") is False:
            faults[where].append(f"A new job cannot have the status '{target['code']}'.")
    refuse_if_any(422, faults)
    _with_address(values, found)


def _with_address(values: Entry, found: Found) -> None:
    project = found.get("project_id")
    if project is not None and project["is_mobile_installation"]:
        faults = no_faults()
        add_missing("job", values, path=PATH, faults=faults, mobile=True)
        refuse_if_any(400, faults)


def _plan(store: Store, job: Entry) -> None:
    """Keep the planning of a job that is suggested to a user for a date; no other has any."""
    if not is_given(job["suggested_user_id"]) or job["suggested_date_start"] == UNSET_DATE:
        return
    status = store.entry("JobStatus", str(job["job_status_id"]))
    if status is None or status["system_job_status_code"] != "Suggested":
        return
    planning = {
        "id": _planning_id(job["id"]),
        "job_id": job["id"],
        "user_id": job["suggested_user_id"],
        "user_code": job["suggested_user_code"],
        "date_start": job["suggested_date_start"],
        "modified_dateutc": job["modified_dateutc"],
    }
    store.add("JobPlanning", _PLANNINGS.complete(planning))


def _planning_id(job_id: object) -> str:
    return str(uuid5(UUID(str(job_id)), "planning"))
