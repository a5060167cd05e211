"""What a supporter sees of a run: what happened, and not to whom."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from importer.catalogue import find_field
from importer.errors import ImporterError
from importer.journal import JournalRow, JournalRun
from importer.masking import shape_of
from importer.problem import Problem
from importer.records import SHEET_ENDINGS, ImportResult
from importer.settings import PRACTICE, Options, SendPolicy, list_choices, options_of
from importer.targets import KNOWN_VARIABLES, KnownTargets, name_password_source

CsvLine = tuple[object, ...]

_CHOSEN = frozenset(name for name in options_of(Options) if list_choices(Options, name))
PLAIN = _CHOSEN | {"delimiter", "encoding"}  # options of text that name nobody; any other is masked
_FLAGS = {"--target", *(option.flag for kind in (Options, SendPolicy) for option in options_of(kind).values())}
_OF_ANSWERS = (
    *("Message", "ModelState", "error", "message", "innererror", "code"),
    *("type", "value", "id", "title", "status"),
)
_SETTINGS = frozenset(name.name for kind in (Options, SendPolicy) for name in fields(kind))
_KEYS = frozenset(
    (
        *_OF_ANSWERS,
        *("target", "results", "said", "reading", "sending", "mapping", "columns", "values", "constants"),
        *_SETTINGS,
    )
)
_ROW_HEADS = ("row", "job id", "state", "status", "tries", "HTTP", "answer", "sent", "answered", "problems", "content")
_PROBLEM_HEADS = ("number", "severity", "title", "row", "cell", "field", "heading", "value")


def describe_run(run: JournalRun, state: str, result: ImportResult) -> Mapping[str, object]:
    """What was asked, when, and how it ended."""
    file = Path(run.file)
    ending = file.suffix.lower()
    return {
        "run": run.run,
        "state": state,
        "started": _spell_time(run.started),
        "finished": _spell_time(run.finished),
        "exit_code": run.exit_code,
        "continued_by": run.continued_by,
        "file": shape_of(file.stem) + ending if ending in SHEET_ENDINGS else shape_of(file.name),
        "sheet": shape_of(run.sheet),
        "target": _mask_name(run.target),
        "rows": result.rows,
        "counts": {status.value: count for status, count in result.counts.items()},
        "heading_row": result.batch.sheet.heading_row,
        "options": _to_shapes(run.options, of_options=True),
    }


def describe_settings(run: JournalRun) -> Mapping[str, object]:
    """How the target of a run is set now, and which variables are; their values are left out."""
    settings: dict[str, object] = {"variables": [name for name in KNOWN_VARIABLES if name in os.environ]}
    settings["proxies"] = sorted(name for name in os.environ if name.lower().endswith("_proxy"))
    try:
        choice = KnownTargets().get(run.target, "--target")
    except ImporterError as error:
        return {**settings, "target": f"not known here (problem {error.code.number})"}
    if choice.name == PRACTICE:
        return {**settings, "target": PRACTICE}
    parts = urlsplit(choice.read_text("url"))
    port = f":{parts.port}" if parts.port else ""
    path = parts.path if parts.path == "/api" else shape_of(parts.path)
    return {
        **settings,
        "target": _mask_name(choice.name),
        "url": f"{parts.scheme}://{shape_of(parts.hostname or '')}{port}{path}",
        "user": shape_of(choice.read_text("user")),
        "domain": shape_of(choice.read_text("domain")),
        "production": choice.production,
        "ca-bundle": bool(choice.read_text("ca-bundle")),
        "password": f"*** ({name_password_source(choice, os.environ)})",
    }


def list_rows(rows: Iterable[JournalRow]) -> Iterator[CsvLine]:
    """The rows of the journal, their heads first."""
    yield _ROW_HEADS
    for row in rows:
        outcome = row.outcome
        numbers = " ".join(str(problem.code.number) for problem in outcome.problems) if outcome else ""
        status = outcome.status.value if outcome else ""
        times = _spell_time(row.sent_at), _spell_time(row.answered_at)
        answer = row.last.attempts, row.last.status, _describe_answer(row.last.text)
        yield row.row, row.job_id, row.state.value, status, *answer, *times, numbers, row.content[:8]


def list_problems(problems: Iterable[Problem]) -> Iterator[CsvLine]:
    """What was wrong and where, their heads first; of a sentence only its number and title."""
    yield _PROBLEM_HEADS
    for problem in problems:
        code = problem.code
        kind = code.number, problem.severity.value, code.title
        yield *kind, problem.row, problem.cell, problem.field, _mask_heading(problem.heading), shape_of(problem.value)


def list_cells(result: ImportResult) -> Iterator[CsvLine]:
    """The sheet with every cell as its shape; headings that the program knows stay."""
    sheet = result.batch.sheet
    yield "row", *map(_mask_heading, sheet.headings)
    for row, *texts in sheet.cells.itertuples(name=None):
        yield row, *map(shape_of, texts)


def _mask_name(target: str) -> str:
    return target if target == PRACTICE else shape_of(target)


def _mask_heading(heading: str) -> str:
    return heading if find_field(heading) else shape_of(heading)


def _spell_time(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _to_shapes(value: object, key: str = "", *, of_options: bool = False) -> object:
    """Anything made of JSON with every text and number as its shape, except options that name nobody."""
    if isinstance(value, Mapping):
        return {
            _mask_key(str(name)): _to_shapes(part, str(name), of_options=of_options) for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [_to_shapes(part, key, of_options=of_options) for part in value]
    plain = value in _FLAGS or key in PLAIN or (key in _SETTINGS and not isinstance(value, str))
    if value is None or isinstance(value, bool) or (of_options and plain):
        return value
    return shape_of(str(value))


def _mask_key(name: str) -> str:
    """A name of ours or of the published answers, else its shape."""
    ours = name in _KEYS or find_field(name.removeprefix("jobs.")) is not None
    return name if ours else shape_of(name)


def _describe_answer(text: str) -> str:
    """What the target said: its form, not its words."""
    try:
        return json.dumps(_to_shapes(json.loads(text)), ensure_ascii=False) if text else ""
    except (ValueError, RecursionError):
        return f"{len(text)} characters"
