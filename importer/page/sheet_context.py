"""What the screens of one sheet have in common."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request, Response

from importer.catalogue import spell_count
from importer.errors import ApiError, SettingsError
from importer.files import HALF_PAIR, find_state_folder
from importer.languages import _, group_thousands, ngettext
from importer.mapping import list_remembered
from importer.page.decisions import MAPPING_FILE, step_of
from importer.page.render import render_screen
from importer.page.run_history import to_local
from importer.problem import spell_command
from importer.records import ImportResult
from importer.settings import PRACTICE, Target
from importer.targets import KnownTargets
from importer.workbench import Draft, OpenDraft, find_customers


@dataclass(frozen=True)
class ShownDraft:
    """A sheet that somebody works on, as it is listed."""

    address: str
    name: str
    changed: str
    run: int | None
    target: str
    left: tuple[str, ...]


def show_draft(draft: Draft) -> ShownDraft:
    """A sheet as it is listed."""
    return ShownDraft(
        f"/work/{draft.id}/file",
        draft.name,
        to_local(draft.changed),
        draft.run,
        draft.target,
        tuple(_describe_left(draft.left)),
    )


def _describe_left(left: Mapping[str, int]) -> Iterator[str]:
    if decisions := left.get("decisions"):
        form = ngettext("{count} decision is open", "{count} decisions are open", decisions)
        yield form.format(count=group_thousands(decisions))
    if wrong := left.get("wrong"):
        yield _("{rows} to correct").format(rows=spell_count(wrong, "row"))
    if sound := left.get("sound"):
        yield _("{rows} can be sent").format(rows=spell_count(sound, "row"))


def words_of(opened: OpenDraft, step: str) -> dict[str, Any]:
    """What every screen of a sheet shows."""
    checked = opened.checked
    target = opened.target.target if opened.target else None
    return {
        "here": "",
        "step": step,
        "draft": opened.draft,
        "address": f"/work/{opened.draft.id}",
        "target_name": target.name if target else opened.draft.target,
        "target_address": _address_of(target),
        "production": bool(target and target.production),
        "left": {**_count_open(opened), **(_count_left(checked) if checked else {})},
        "has_mapping": opened.draft.mapping is not None,
        "command": _spell_command_line(opened),
    }


def _address_of(target: Target | None) -> str:
    return "" if target is None else target.address or _("on this computer")


def _count_open(opened: OpenDraft) -> Mapping[str, int]:
    """How many decisions are open, by screen."""
    if opened.stage != "ready" or opened.interview is None:
        return {}
    return Counter(map(step_of, opened.interview.open))


def _count_left(checked: ImportResult) -> Mapping[str, int]:
    return {"check": len(checked.batch.invalid_rows), "send": len(checked.batch.sound_rows)}


def _spell_command_line(opened: OpenDraft) -> str:
    request, draft = opened.draft.request, opened.draft
    more = ("--map", MAPPING_FILE) if draft.answers else ()
    command = spell_command("run", Path(draft.name) if draft.is_copy else draft.path, *request.arguments, *more)
    return command[1:-1] if command.startswith("'") else command


def show_not_ready(opened: OpenDraft, step: str) -> Response:
    """The screen while a sheet is read, or where it cannot be."""
    words = words_of(opened, step)
    if not opened.is_up_to_date:
        return render_screen("reading.html", words)
    message, advice = describe_failure()
    if opened.error is not None:
        message, advice = opened.error.message, opened.error.advice
    about_target = isinstance(opened.error, ApiError | SettingsError)
    targets = list_targets(opened.draft) if about_target else ()
    failure = {"message": message, "advice": advice, "about_target": about_target, "targets": targets}
    can_undo = opened.loaded is not None and bool(opened.draft.answers)
    return render_screen("unread.html", {**words, **failure, "can_undo": can_undo})


def describe_failure() -> tuple[str, str]:
    """What is said where an error of this program kept a sheet from being checked or sent, and what to do."""
    return _("importer stopped because of an internal error."), _(
        "Nothing was sent. Try again, here or with a command."
    )


def list_targets(draft: Draft) -> tuple[str, ...]:
    """The targets that a sheet can be for, by name; of settings files that are wrong there are none."""
    try:
        return (*KnownTargets(draft.path.parent).names, PRACTICE)
    except SettingsError:
        return (PRACTICE,)


def describe_customer(opened: OpenDraft) -> str:
    """For whom an answer on this sheet can be kept, in a word or two."""
    target = opened.target.target.name if opened.target else ""
    for one in find_customers(opened.draft, target):
        return _('the folder "{name}"').format(name=one.label) if one.kind == "folder" else one.label
    return ""


def list_customers() -> tuple[str, ...]:
    """The customers by whose name answers are kept."""
    customers = (one.customer for one in list_remembered(find_state_folder()))
    return tuple(one.name for one in customers if one.kind == "customer")


class UnpairedSurrogate(ValueError):
    """A text of the browser has half of a surrogate pair: no file and no server takes it."""


async def read_given(request: Request) -> dict[str, str]:
    """What a form of the page has sent. Raises UnpairedSurrogate."""
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    texts = {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else {}
    if any(HALF_PAIR.search(text) for pair in texts.items() for text in pair):
        raise UnpairedSurrogate
    return texts
