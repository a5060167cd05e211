"""Problems on disk: JSON, and back."""

import json
from collections.abc import Iterable, Mapping

from importer.languages import english_of, restore_text
from importer.problem import CODES, Problem

_SENTENCES = ("message", "advice", "heading")
_ENGLISH = "english"  # those of a run in another language
_FIELDS = ("row", "message", "advice", "column", "heading", "value")


def problem_to_json(problem: Problem) -> str:
    """A problem as one JSON object."""
    return json.dumps(_object(problem))


def problems_to_json(problems: Iterable[Problem]) -> str:
    """Problems as a JSON array."""
    return json.dumps([_object(problem) for problem in problems])


def problem_from_json(text: str) -> Problem:
    """Make a problem again. Raises ValueError, KeyError or TypeError where the text is not what was written."""
    return _problem(json.loads(text))


def problems_from_json(text: str) -> tuple[Problem, ...]:
    """Make problems again; raises as `problem_from_json` does."""
    return tuple(_problem(entry) for entry in json.loads(text))


def _object(problem: Problem) -> dict[str, object]:
    words = {name: getattr(problem, name) for name in _FIELDS}
    found = {"code": problem.code.number, **words, "fields": problem.fields, "also": problem.also}
    english = {name: english_of(getattr(problem, name)) for name in _SENTENCES}
    return found if all(found[name] == text for name, text in english.items()) else {**found, _ENGLISH: english}


def _problem(entry: Mapping[str, object]) -> Problem:
    known = {**entry}
    code = CODES[int(str(known.pop("code")))]
    english = known.pop(_ENGLISH, {})
    assert isinstance(english, dict)  # noqa: S101 - as it was written
    known |= {name: restore_text(str(known[name]), str(text)) for name, text in english.items()}
    fields, also = (_texts(known.pop(name)) for name in ("fields", "also"))
    return Problem(code, **known, fields=fields, also=also)  # type: ignore[arg-type]  # as they were written


def _texts(entry: object) -> tuple[str, ...]:
    assert isinstance(entry, list)  # noqa: S101 - as it was written
    return tuple(map(str, entry))
