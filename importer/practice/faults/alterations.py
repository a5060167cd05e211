"""What a fault changes on the way: values that the API takes, filters that it reads, entries that it shows."""

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from importer.catalogue import JOBS, keep_ascii
from importer.practice.faults.fault import FIRST_PAGE, OWN_IDS, STORED_IDS, Fault
from importer.practice.faults.reply import Reply
from importer.practice.http_errors import make_not_found

LONGEST_TEXT, LONGEST_REFERENCE = 12, 7
_TEXTS = ("name", "description", "reference_back_office")
_NAME, _DESCRIPTION, _REFERENCE = _TEXTS
_DATES = frozenset(field.name for field in JOBS if field.kind.is_date)
_MINUTE = len("2026-01-31T10:20")

JobValues = dict[str, object]


def _trim(job: JobValues) -> JobValues:
    return job | {name: " ".join(str(job[name]).split()) for name in _TEXTS if name in job}


def _truncate(job: JobValues) -> JobValues:
    return job | {name: str(job[name])[:LONGEST_TEXT] for name in _TEXTS[:2] if name in job}


def _to_the_minute(job: JobValues) -> JobValues:
    return job | {name: f"{str(text)[:_MINUTE]}:00Z" for name, text in job.items() if name in _DATES and text}


def _keep_planned(job: JobValues) -> JobValues:
    return {name: value for name, value in job.items() if name != "job_status_id"} | {"job_status_code": "ToBePlanned"}


def _alter_texts(job: JobValues, change: Callable[[str], str], *names: str) -> JobValues:
    return job | {name: change(str(job[name])) for name in names if job.get(name)}


def _encode(job: JobValues) -> JobValues:
    return _alter_texts(_alter_texts(job, html.escape, _NAME), lambda text: f"<p>{html.escape(text)}</p>", _DESCRIPTION)


NORMALISED: Mapping[str, Callable[[JobValues], JobValues]] = {
    "trim": _trim,
    "truncate": _truncate,
    "minutes": _to_the_minute,
    "status": _keep_planned,
    "capitals": lambda job: _alter_texts(job, str.upper, _NAME, _REFERENCE),
    "cut reference": lambda job: _alter_texts(job, lambda text: text[:LONGEST_REFERENCE], _REFERENCE),
    "longer reference": lambda job: _alter_texts(job, "ACME/{}".format, _REFERENCE),
    "no reference": lambda job: job | {_REFERENCE: ""},
    "longer description": lambda job: _alter_texts(job, "{} [imported]".format, _DESCRIPTION),
    "html": _encode,
    "no accents": lambda job: _alter_texts(job, keep_ascii, _NAME, _DESCRIPTION),
}


def find_job_id(body: bytes) -> str:
    """The id that a job names, as it stands there; '' where it names none."""
    try:
        return str(json.loads(body).get("id", ""))
    except (ValueError, AttributeError):
        return ""


def alter_job(body: bytes, fault: Fault) -> bytes:
    """The body of a request as the API takes it."""
    try:
        job = json.loads(body)
    except ValueError:
        return body
    if not isinstance(job, dict):
        return body
    if fault.ids in (OWN_IDS, STORED_IDS):
        job.pop("id", None)
    return json.dumps(NORMALISED[fault.normalises](job) if fault.normalises else job).encode()


def alter_query(query: bytes, fault: Fault) -> bytes:
    """The query of a request as the API reads it."""
    if fault.filters != FIRST_PAGE:
        return query
    return urlencode([(name, text) for name, text in parse_qsl(query.decode()) if name != "$filter"]).encode()


def alter_answer(reply: Reply, fault: Fault) -> Reply:
    """The answer to a GET as it goes out: without what is too young, or without the way to the next page."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return reply
    if not isinstance(found, dict) or not (fault.lag or fault.filters):
        return reply
    since = (datetime.now(UTC) - timedelta(seconds=fault.lag)).isoformat()
    if "value" in found:
        entries = [entry for entry in found["value"] if not (fault.lag and _is_younger(entry, since))]
        found = {**found, "value": entries}
        if fault.filters == FIRST_PAGE:
            found.pop("@odata.nextLink", None)
    elif fault.lag and _is_younger(found, since):
        absent = make_not_found("job", str(found.get("id")))
        return replace(reply, status=absent.status, body=json.dumps(absent.body).encode())
    return replace(reply, body=json.dumps(found).encode())


def _is_younger(entry: Mapping[str, object], since: str) -> bool:
    return str(entry.get("modified_dateutc", "")) > since
