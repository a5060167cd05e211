"""What each room of the package may import of the others; tests/test_architecture.py holds every module to it."""

from functools import cache

_WORDS = {"languages", "problem"}
_GROUND = _WORDS | {"errors"}
_JOB = _GROUND | {"catalogue"}
_SHEET = _JOB | {"files", "records", "settings"}
# room: what it may import of ours; itself is understood, and what a face is made with
ALLOWED: dict[str, set[str]] = {
    "languages": set(),
    "problem": {"languages"},
    "errors": {"problem"},
    "lazy_imports": set(),
    "masking": set(),
    "search_path": set(),
    "versions": set(),
    "visible": set(),
    "child_process": {"languages", "search_path"},
    "loopback": set(),
    "catalogue": _WORDS,
    "frames": {"problem", "catalogue"},
    "files": _GROUND,
    "settings": _GROUND,
    "workbook_parts": _WORDS,
    "records": _JOB | {"settings", "workbook_parts"},
    "guide": {"problem", "errors"},
    "practice": {"languages", "problem", "catalogue", "child_process", "files", "loopback"},
    "targets": _GROUND | {"files", "settings", "practice", "masking"},
    "jobs_api": _JOB | {"files", "settings", "masking", "search_path"},
    "journal": _GROUND | {"files", "records", "settings"},
    "directory": _JOB | {"files", "settings", "jobs_api", "targets", "workbook_parts"},
    "mapping": _SHEET | {"directory", "workbook_parts"},
    "template": _JOB | {"files", "records", "directory", "jobs_api", "workbook_parts"},
    "steps.read": _SHEET | {"workbook_parts", "child_process"},
    "steps.map": _JOB | {"records", "settings", "frames", "mapping", "workbook_parts"},
    "steps.validate": {"problem", "catalogue", "records", "frames"},
    "steps.resolve": _WORDS | {"catalogue", "records", "frames", "directory"},
    "steps.submit": _JOB | {"records", "settings", "frames", "jobs_api", "journal"},
    "steps.report": _JOB | {"files", "records", "journal", "workbook_parts", "template", "versions", "child_process"},
    "runs": _SHEET
    | {"child_process", "directory", "jobs_api", "journal", "mapping", "targets", "template", "workbook_parts"}
    | {"steps.read", "steps.map", "steps.validate", "steps.resolve", "steps.submit", "steps.report"},
    "decisions": _WORDS | {"catalogue", "records", "settings", "directory", "mapping", "steps.map", "workbook_parts"},
    "workbench": _GROUND
    | {"files", "records", "settings", "mapping", "decisions", "runs", "targets", "journal", "masking", "steps.report"}
    | {"workbook_parts"},
    "bundle": _SHEET | {"journal", "runs", "targets", "masking", "versions"},
    "doctor": _JOB | {"files", "settings", "journal", "jobs_api", "search_path", "targets", "versions"},
    "page": _SHEET
    | {"decisions", "directory", "guide", "journal", "loopback", "mapping", "masking", "runs", "steps.report"}
    | {"targets", "template", "versions", "visible", "workbench", "workbook_parts"},
}
FREE = {"cli", "__main__"}  # these may know everything


@cache
def layer_of(room: str) -> int:
    """How many rooms stand below it at most, one on another."""
    return 1 + max((layer_of(below) for below in ALLOWED[room]), default=-1)


def list_layers() -> list[list[str]]:
    """The rooms by the layer that they are in, the lowest first; each imports from layers below its own alone."""
    highest = max(map(layer_of, ALLOWED))
    return [sorted(room for room in ALLOWED if layer_of(room) == layer) for layer in range(highest + 1)]
