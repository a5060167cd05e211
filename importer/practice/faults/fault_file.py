"""A fault file becomes a plan; everything that is wrong with it is reported at once, with what was probably meant."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from importer.files import NotToml, explain_failure, read_file_content, toml_of
from importer.languages import N_, _, put_together
from importer.practice.faults.fault import CHOICES, DEFAULTS, OTHER_ID, SLOWLY, Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.faults.reply import DATES
from importer.problem import find_nearest

TOP = ("seed", "fault")
_OF_AN_ANSWER = ("body", "text", "retry_after", "location")  # say nothing without a status
_LONGEST = 86_400  # seconds
_STATUSES = range(200, 600)
_LARGEST = 256 * 1024  # bytes of the file


class FaultsUnusable(Exception):
    """A fault file that cannot be read, or has a key or value that is wrong; the text says all of it."""


def read_faults(path: Path) -> FaultPlan:
    """Read a fault file. Raises FaultsUnusable."""
    try:
        tree = toml_of(read_file_content(path, largest=_LARGEST).decode("utf-8-sig"))
    except OSError as error:
        raise FaultsUnusable(explain_failure(error)) from error
    except UnicodeDecodeError as error:
        raise FaultsUnusable(_("it is not UTF-8 text; save it again as UTF-8")) from error
    except NotToml as error:
        raise FaultsUnusable(_("it is not TOML: {error}").format(error=error.args[0])) from error
    wrong = list(_find_wrong(tree))
    if wrong:
        raise FaultsUnusable(put_together(*wrong, by=lambda *each: "; ".join(each)))
    return FaultPlan([_make_fault(table) for table in tree.get("fault", [])], seed=tree.get("seed", 0))


def _find_wrong(tree: Mapping[str, Any]) -> Iterator[str]:
    for key in tree:
        if key not in TOP:
            yield _('"{key}" does not belong in a fault file{hint}').format(key=key, hint=_hint_at(key, TOP))
    if not _is_whole(tree.get("seed", 0)):
        yield _("the seed must be a whole number")
    tables = tree.get("fault", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        yield _("each fault must be a table, headed [[fault]]")
        return
    for number, table in enumerate(tables, start=1):
        of_fault = _("fault {number}: {sentence}")
        yield from (of_fault.format(number=number, sentence=sentence) for sentence in _find_wrong_keys(table))


def _find_wrong_keys(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key not in DEFAULTS:
            yield _('"{key}" is not a key{hint}').format(key=key, hint=_hint_at(key, DEFAULTS))
        elif sentence := _explain_wrong_value(key, value):
            yield _('"{key}" is {value}: {sentence}').format(key=key, value=repr(value), sentence=sentence)
    yield from _find_conflicting_keys(table)


def _find_conflicting_keys(table: Mapping[str, Any]) -> Iterator[str]:
    """Keys that do not go together."""
    if not table.get("status"):
        needs = _('"{key}" needs a "status": the API\'s own answer stays as it is')
        yield from (needs.format(key=key) for key in _OF_AN_ANSWER if key in table)
    elif table.get("ids") == OTHER_ID:
        yield _('ids = "other" is about the API\'s own answer, which "status" replaces')
    if "body" in table and "text" in table:
        yield _('"body" and "text" both set the body: keep one of them')
    if "gap" in table and table.get("sent") != SLOWLY:
        yield _('"gap" needs sent = "{slowly}"').format(slowly=SLOWLY)


def _explain_wrong_value(key: str, value: object) -> str:
    if known := CHOICES[key]:
        one_of = _("it must be one of {known}{hint}")
        return "" if value in known else one_of.format(known=", ".join(known), hint=_hint_at(str(value), known))
    if key == "retry_after":
        return _explain_wrong_pause(value)
    if key == "status":
        return "" if _is_whole(value) and value in _STATUSES else _("it must be a whole number from 200 to 599")
    allows, sentence = _FORMS[type(DEFAULTS[key])]
    highest = 1 if key == "chance" else _LONGEST
    return "" if allows(value, highest) else _(sentence).format(highest=highest)


def _are_places(value: object, highest: int) -> bool:
    places = value if isinstance(value, list) else [value]
    return bool(places) and all(_is_count(number, highest) and number for number in places)


def _is_count(value: object, _highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_measure(value: object, highest: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= highest


_FORMS: Mapping[type, tuple[Callable[[object, int], bool], str]] = {
    str: (lambda value, _highest: isinstance(value, str), N_("it must be text in quotes")),
    tuple: (_are_places, N_("it must be a number from 1, or a list of them")),
    int: (_is_count, N_("it must be a whole number, 0 or more")),
    float: (_is_measure, N_("it must be a number from 0 to {highest}")),
    type(None): (lambda value, _highest: isinstance(value, bool), N_("it must be true or false")),
}


def _explain_wrong_pause(value: object) -> str:
    if _is_whole(value):
        return ""
    if not isinstance(value, str):
        return _("it must be a whole number or text in quotes")
    word, _space, seconds = value.partition(" ")
    if word in DATES and not seconds.removeprefix("-").removeprefix("+").isdecimal():
        return _('"{word}" must be followed by a number of seconds, as in "{word} 30"').format(word=word)
    return ""


def _make_fault(table: Mapping[str, Any]) -> Fault:
    values = dict(table)
    if "at" in values:
        values["at"] = tuple(values["at"] if isinstance(values["at"], list) else [values["at"]])
    if "retry_after" in values:
        values["retry_after"] = str(values["retry_after"])
    return Fault(**values)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _hint_at(word: str, known: Iterable[str]) -> str:
    found = find_nearest(word, known)
    return _(' (did you mean "{found}"?)').format(found=found) if found else ""
