"""Creating and changing a job, as published: 400 for values, 409 for a known id, 422 for what it points to."""

from collections.abc import Mapping
from uuid import UUID, uuid4, uuid5

from importer.practice.checks import add_missing, check_values
from importer.practice.edm_types import UNSET_DATE, read_clock
from importer.practice.entity_sets import ENTITY_SETS, StoredEntity, is_given
from importer.practice.http_errors import HttpError, ModelState, make_not_found, raise_if_any
from importer.practice.references import REFERENCES, Targets, resolve_references
from importer.practice.store import Store, StoredValues

PATH = "jobs"  # what ASP.NET calls the parameter that the body is bound to
_JOBS = ENTITY_SETS["Jobs"]
_PLANNINGS = ENTITY_SETS["JobPlanning"]


def create_job(store: Store, body: Mapping[str, object]) -> tuple[str, str]:
    """Store a new job; gives its id and its JSON. Raises HttpError, and then nothing is stored."""
    errors = ModelState()
    values = check_values(body, "job", path=PATH, errors=errors)
    add_missing("job", values, path=PATH, errors=errors)
    raise_if_any(400, errors)
    job_id = str(values["id"]) if is_given(values.get("id")) else str(uuid4())
    with store.begin_writing():
        if store.find_body("Jobs", job_id) is not None:
            raise HttpError(409, {"Message": f"A job with the id {job_id} exists already."})
        _resolve(store, values, given=values, new=True)
        job = _JOBS.complete({**values, "id": job_id, "modified_dateutc": read_clock()})
        text = store.add("Jobs", job)
        _store_planning(store, job)
    return job_id, text


def update_job(store: Store, job_id: str, body: Mapping[str, object]) -> str:
    """Change the given properties of a job; gives its JSON. Raises HttpError, and then nothing is changed."""
    errors = ModelState()
    changes = check_values(body, "job", path=PATH, errors=errors)
    with store.begin_writing():
        stored = store.find_entry("Jobs", job_id)
        if stored is None:
            raise make_not_found(_JOBS.noun, job_id)
        values = _merge(stored, changes)
        add_missing("job", values, path=PATH, errors=errors)
        raise_if_any(400, errors)
        _resolve(store, values, given=changes, new=False)
        job = _JOBS.complete({**values, "id": job_id, "modified_dateutc": read_clock()})
        text = store.replace("Jobs", job)
        store.remove("JobPlanning", _make_planning_id(job_id))
        _store_planning(store, job)
    return text


def _merge(stored: StoredValues, changes: StoredEntity) -> StoredEntity:
    """The job as it will be: a reference that is given anew, in whatever form, replaces all its forms."""
    values = {name: value for name, value in stored.items() if value != _JOBS.empties[name]}
    for reference in REFERENCES["job"]:
        if any(form in changes for form in reference.forms):
            for form in reference.forms:
                values.pop(form, None)
    return {**values, **changes}


def _resolve(store: Store, values: StoredEntity, *, given: Mapping[str, object], new: bool) -> None:
    """Resolve what the job points to, in place, and check it. `given` are the values of this request."""
    sent = frozenset(given)  # resolving changes `values`, which may be the same
    errors = ModelState()
    found = resolve_references(store, "job", values, path=PATH, errors=errors)
    for reference in REFERENCES["job"]:
        target = found.get(reference.id_field)
        form = next((form for form in reference.forms if form in sent), "")
        if target is None or not form:
            continue
        noun, where = ENTITY_SETS[reference.target].noun, f"{PATH}.{form}"
        if target.get("archived"):
            errors[where].append(f"This {noun} is archived.")
        if new and target.get("usable_on_api") is False:
            errors[where].append(f"A new job cannot have the status '{target['code']}'.")
    raise_if_any(422, errors)
    _check_address(values, found)


def _check_address(values: StoredEntity, targets: Targets) -> None:
    project = targets.get("project_id")
    if project is not None and project["is_mobile_installation"]:
        errors = ModelState()
        add_missing("job", values, path=PATH, errors=errors, mobile=True)
        raise_if_any(400, errors)


def _store_planning(store: Store, job: StoredEntity) -> None:
    """Store the planning of a job that is suggested to a user for a date; no other has any."""
    if not is_given(job["suggested_user_id"]) or job["suggested_date_start"] == UNSET_DATE:
        return
    status = store.find_entry("JobStatus", str(job["job_status_id"]))
    if status is None or status["system_job_status_code"] != "Suggested":
        return
    planning = {
        "id": _make_planning_id(job["id"]),
        "job_id": job["id"],
        "user_id": job["suggested_user_id"],
        "user_code": job["suggested_user_code"],
        "date_start": job["suggested_date_start"],
        "modified_dateutc": job["modified_dateutc"],
    }
    store.add("JobPlanning", _PLANNINGS.complete(planning))


def _make_planning_id(job_id: object) -> str:
    return str(uuid5(UUID(str(job_id)), "planning"))
