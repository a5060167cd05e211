import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.jobs_api.refusals import LONGEST_MESSAGE, RefusalDetail, read_refusals
from importer.jobs_api.response import response_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Message", "ModelState", "error", "innererror", "message", "details", "target", "jobs.name"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def told(body: object) -> list[tuple[str | None, str]]:
    return in_text(json.dumps(body))


def in_text(text: str) -> list[tuple[str | None, str]]:
    return [(refusal.field, refusal.message) for refusal in read_refusals(response_of(400, {}, text.encode()))]


def test_a_model_state_names_the_fields() -> None:
    state = {"jobs.name": ["The name field is required."], "jobs.due_date": ["Bad date.", "Too early."]}
    assert told({"Message": "The request is invalid.", "ModelState": state}) == [
        ("name", "The name field is required."),
        ("due_date", "Bad date."),
        ("due_date", "Too early."),
    ]


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("jobs.name", "name"),
        ("job.name", "name"),
        ("name", "name"),
        ("Name", "name"),
        ("$.due_date", "due_date"),
        ("jobs[0].due_date", "due_date"),
        ("jobs.project.equipment_family.code", "project.equipment_family.code"),
        ("jobs", None),
        ("", None),
    ],
)
def test_a_key_means_a_field_whatever_stands_before_it(key: str, field: str | None) -> None:
    assert told({"ModelState": {key: ["No."]}}) == [(field, "No.")]


def test_problem_details_name_the_fields_too() -> None:
    assert told({"title": "Invalid", "errors": {"name": ["Needed."]}}) == [("name", "Needed.")]


def test_of_an_odata_error_the_innermost_sentence_is_told() -> None:
    inner = {"message": "Project P-9 is not known.", "type": "X", "stacktrace": "at …"}
    error = {
        "code": "",
        "message": "An error has occurred.",
        "innererror": {"message": "Outer", "internalexception": inner},
    }
    assert told({"error": error}) == [(None, "Project P-9 is not known.")]


def test_odata_details_are_told_one_by_one() -> None:
    details = [{"target": "job_type_code", "message": "Not known."}, {"message": "Try again."}]
    error = {"message": "Several errors.", "details": details}
    assert told({"error": error}) == [("job_type_code", "Not known."), (None, "Try again.")]


@pytest.mark.parametrize(
    "text",
    [
        '"It is not possible."',
        "It is not possible.",
        '{"Message": "It is not possible."}',
        '{"Message": "An error has occurred.", "ExceptionMessage": "It is not possible."}',
        '{"error": {"message": {"lang": "en", "value": "It is not possible."}}}',
        '{"error": "It is not possible."}',
        '["It is not possible."]',
        "<html><head><title>It is not possible.</title><style>p {}</style></head><body><p>x</p></body></html>",
        "<p>It is not <b>possible.</b></p>",
    ],
)
def test_every_wrapping_is_taken_off(text: str) -> None:
    assert in_text(text) == [(None, "It is not possible.")]


def test_a_field_named_in_the_sentence_is_the_field() -> None:
    assert in_text("The value of job_type_code is not known.")[0][0] == "job_type_code"


def test_of_two_fields_named_neither_is_guessed() -> None:
    assert in_text("job_type_code or job_type_id is needed.")[0][0] is None


@pytest.mark.parametrize("text", ["", "{}", "null", "[]", '{"Message": ""}', '{"ModelState": {}}', "<html></html>"])
def test_a_refusal_without_a_reason_says_so(text: str) -> None:
    (refusal,) = read_refusals(response_of(400, {}, text.encode()))
    assert refusal.field is None
    assert refusal.message


@settings(deadline=None)
@given(JSON)
def test_any_json_gives_sentences_that_fit(body: object) -> None:
    found = read_refusals(response_of(400, {}, json.dumps(body).encode()))
    assert found
    assert len(set(found)) == len(found)
    assert all(1 <= len(refusal.message) <= LONGEST_MESSAGE for refusal in found)
    assert all(refusal.message.isprintable() for refusal in found)


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_sentence_that_fits(text: str) -> None:
    for refusal in read_refusals(response_of(400, {}, text.encode("utf-8", "replace"))):
        assert isinstance(refusal, RefusalDetail)
        assert 1 <= len(refusal.message) <= LONGEST_MESSAGE


SHAPES = {
    "ModelState at the top": (
        {"jobs.name": ["No."], "jobs.due_date": ["Bad."]},
        [("name", "No."), ("due_date", "Bad.")],
    ),
    "a list of faults": ([{"field": "name", "message": "No."}], [("name", "No.")]),
    "errors as texts": ({"errors": ["No.", "Never."]}, [(None, "No."), (None, "Never.")]),
    "RFC 9457": (
        {"title": "x", "errors": [{"detail": "No.", "pointer": "#/estimated_time"}]},
        [("estimated_time", "No.")],
    ),
    "FastEndpoints": ({"statusCode": 400, "errors": [{"name": "name", "reason": "No."}]}, [("name", "No.")]),
    "Django": ({"name": ["No."], "non_field_errors": ["Never."]}, [("name", "No."), (None, "Never.")]),
    "FastAPI": ({"detail": [{"loc": ["body", "due_date"], "msg": "No."}]}, [("due_date", "No.")]),
    "Spring": (
        {"error": "Bad Request", "message": "x", "errors": [{"field": "name", "defaultMessage": "No."}]},
        [("name", "No.")],
    ),
    "ABP": (
        {"error": {"message": "x", "validationErrors": [{"message": "No.", "members": ["name"]}]}},
        [("name", "No.")],
    ),
    "JSON:API": ({"errors": [{"detail": "No.", "source": {"pointer": "/data/attributes/name"}}]}, [("name", "No.")]),
    "NestJS": (
        {"statusCode": 400, "message": ["No.", "Never."], "error": "Bad Request"},
        [(None, "No."), (None, "Never.")],
    ),
    "a title beside the message": ({"error": "Bad Request", "message": "No."}, [(None, "No.")]),
    "a title beside the description": ({"error": "RecordInvalid", "description": "No."}, [(None, "No.")]),
    "OAuth": ({"error": "invalid_grant", "error_description": "No."}, [(None, "No.")]),
    "Mongoose": (
        {"message": "Validation failed", "errors": {"name": {"message": "No.", "kind": "required"}}},
        [("name", "No.")],
    ),
    "Zendesk": ({"error": "RecordInvalid", "details": {"name": [{"description": "No."}]}}, [("name", "No.")]),
    "Odoo": ({"error": {"code": 200, "message": "Server Error", "data": {"message": "No."}}}, [(None, "No.")]),
    "ServiceNow": ({"error": {"message": "Failed", "detail": "No."}}, [(None, "Failed: No.")]),
    "fields within the job": (
        {"errors": {"job": {"name": ["No."], "due_date": "Bad."}}},
        [("name", "No."), ("due_date", "Bad.")],
    ),
    "names in capitals": ({"Errors": [{"PropertyName": "Name", "ErrorMessage": "No."}]}, [("name", "No.")]),
    "express": ({"errors": [{"msg": "No.", "param": "due_date"}]}, [("due_date", "No.")]),
    "JSON Schema": ({"errors": [{"instancePath": "/due_date", "message": "No."}]}, [("due_date", "No.")]),
    "Zod": ({"error": {"issues": [{"path": ["name"], "message": "No."}]}}, [("name", "No.")]),
    "a list of jobs": ([{"name": ["No."]}, {}], [("name", "No.")]),
    "deep": ({"errors": {"a": {"b": {"c": {"d": {"e": {"f": {"g": "No."}}}}}}}}, None),
    "unknown": ({"fault": {"why": 12}}, [(None, '{"fault": {"why": 12}}')]),
    "numbers": ([1, 2], [(None, "[1, 2]")]),
}


@pytest.mark.parametrize(("body", "sentences"), SHAPES.values(), ids=SHAPES)
def test_other_servers_are_understood_or_their_body_is_told(
    body: object, sentences: list[tuple[str | None, str]] | None
) -> None:
    assert told(body) == (sentences or [(None, json.dumps(body))])


@pytest.mark.parametrize("text", ['{"Message": "Größe"}', "Größe"])
def test_a_refusal_that_is_not_in_the_encoding_it_should_be_is_read_as_windows_writes_it(text: str) -> None:
    """F04."""
    [refusal] = read_refusals(response_of(400, {"Content-Type": "application/json"}, text.encode("cp1252")))
    assert refusal.message == "Größe"
    assert response_of(200, {}, text.encode("cp1252")).text == text.replace("ö", "\ufffd").replace("ß", "\ufffd")


def test_a_body_in_the_encoding_that_it_names_is_read() -> None:
    headers = {"Content-Type": "application/json; charset=iso-8859-1"}
    [refusal] = read_refusals(response_of(400, headers, '{"Message": "Größe"}'.encode("latin-1")))
    assert refusal.message == "Größe"
    [refusal] = read_refusals(response_of(400, {"Content-Type": "text/plain; charset=hex"}, "Größe".encode()))
    assert refusal.message == "Größe"
