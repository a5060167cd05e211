"""Problems on disk: JSON, and back."""

import json
from collections.abc import Iterable, Mapping

from importer.languages import english_of, restore_text
from importer.problem import CODES, Problem

_SENTENCES = ("message", "advice", "heading")
_ENGLISH = "english"  # those of a run in another language
_FIELDS = ("row", "message", "advice", "column", "heading", "value")


def encode_problem(problem: Problem) -> str:
    """A problem as one JSON object."""
    return json.dumps(_to_object(problem))


def encode_problems(problems: Iterable[Problem]) -> str:
    """Problems as a JSON array."""
    return json.dumps([_to_object(problem) for problem in problems])


def decode_problem(text: str) -> Problem:
    """Make a problem again. Raises ValueError, KeyError or TypeError where the text is not what was written."""
    return _to_problem(json.loads(text))


def decode_problems(text: str) -> tuple[Problem, ...]:
    """Make problems again; raises as `decode_problem` does."""
    return tuple(_to_problem(entry) for entry in json.loads(text))


def _to_object(problem: Problem) -> dict[str, object]:
    words = {name: getattr(problem, name) for name in _FIELDS}
    found = {"code": problem.code.number, **words, "fields": problem.fields, "also": problem.also}
    english = {name: english_of(getattr(problem, name)) for name in _SENTENCES}
    return found if all(found[name] == text for name, text in english.items()) else {**found, _ENGLISH: english}


def _to_problem(entry: Mapping[str, object]) -> Problem:
    known = {**entry}
    code = CODES[int(str(known.pop("code")))]
    english = known.pop(_ENGLISH, {})
    assert isinstance(english, dict)  # noqa: S101 - as it was written
    known |= {name: restore_text(str(known[name]), str(text)) for name, text in english.items()}
    fields, also = (_to_texts(known.pop(name)) for name in ("fields", "also"))
    return Problem(code, **known, fields=fields, also=also)  # type: ignore[arg-type]  # as they were written


def _to_texts(entry: object) -> tuple[str, ...]:
    assert isinstance(entry, list)  # noqa: S101 - as it was written
    return tuple(map(str, entry))
