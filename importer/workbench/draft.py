"""A sheet that somebody works on, as it is kept."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from importer.files import HALF_PAIR
from importer.journal import JournalRun
from importer.languages import _
from importer.mapping import OPTIONS, ColumnMapping
from importer.records import Edit
from importer.runs import RunRequest, make_request, restore_request
from importer.settings import Options
from importer.workbench.saved_answer import SavedAnswer, merge_answers, merge_edits, saved_answer_of

VERSION = 1
_OF_NO_ROW = ("mapping", "memory_mb", "deadline_seconds")  # options without which the rows are the same
_ANSWERS = "said"  # the key in the files of drafts since the first version


@dataclass(frozen=True)
class Draft:
    """A sheet, the target it is for, how it is read, the `answers` to its decisions, and the last `run` of it.

    Without a `target` it is for the one that the environment or the settings choose. `name` is what the user calls the
    file; `path` is that file, or a copy of ours where `is_copy`. Answers are kept for the `customer` who is named. What
    was `left` to do when somebody looked last: open decisions, rows that are wrong, rows to send.
    """

    path: Path
    name: str
    target: str
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    is_copy: bool = False
    sheet: str | None = None
    heading_row: int | None = None
    run: int | None = None
    answers: tuple[SavedAnswer, ...] = ()
    customer: str = ""
    left: Mapping[str, int] = field(default_factory=dict)
    changed: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def request(self) -> RunRequest:
        """What a command would be asked for this sheet."""
        return make_request(
            self.path, self.target or None, None, Options(sheet=self.sheet, heading_row=self.heading_row)
        )

    @property
    def mapping(self) -> ColumnMapping | None:
        """What was decided of its headings and values; None where nothing was."""
        return merge_answers(self.answers) if any(one.mapping != ColumnMapping() for one in self.answers) else None

    @property
    def decided(self) -> ColumnMapping:
        """What a person has decided here, whatever an earlier run went by: the results of others may say anything."""
        return merge_answers(one for one in self.answers if not one.is_of_a_run)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The cells that were corrected here."""
        return merge_edits(self.answers)

    def change(self, **changes: Any) -> "Draft":  # noqa: ANN401 - the values of its own fields
        """The draft after something was changed now."""
        return replace(self, changed=datetime.now(UTC), **changes)

    def to_json(self) -> str:
        """The draft as its file has it."""
        own = {"path": str(self.path), "changed": self.changed.isoformat(), "version": VERSION}
        saved = {**vars(self), **own, _ANSWERS: [one.to_json() for one in self.answers]}
        del saved["answers"]
        return json.dumps(saved, ensure_ascii=False, indent=1)


def make_draft_of_run(run: JournalRun) -> Draft:
    """A sheet to go on with where a run has ended: read as that run read it, with what was decided then."""
    request = restore_request(Path(run.file), run.options)
    decided = replace(request.mapping or ColumnMapping(), options=request.options)
    answer = SavedAnswer(_("As decided in run {run}.").format(run=run.run), "", decided, request.edits)
    target = request.target if isinstance(request.target, str) else run.target
    path, options = request.path, request.options
    draft = Draft(path, path.name, target, run=run.run, answers=(answer,))
    return replace(draft, sheet=options.sheet or run.sheet or None, heading_row=options.heading_row)


def find_options_not_stored(run: JournalRun) -> tuple[str, ...]:
    """The options of a run that a draft does not have, as they were typed; with them its rows would be others."""
    options = restore_request(Path(run.file), run.options).options
    usual = Options()
    as_usual: dict[str, Any] = {name: getattr(usual, name) for name in (*OPTIONS, *_OF_NO_ROW)}
    return replace(options, **as_usual).arguments


def draft_of(text: str) -> Draft:
    """The draft of its file. Raises ValueError, KeyError, TypeError, SettingsError where it is not what was written."""
    saved = json.loads(HALF_PAIR.sub("\ufffd", text))  # an answer with half a character was once taken, and never read
    if saved.pop("version") != VERSION:
        raise ValueError("another version of importer wrote it")
    as_named = json.loads(text)  # a file may have a name that is no Unicode
    own = {"path": Path(as_named["path"]), "name": as_named["name"]}
    changed, answers = datetime.fromisoformat(saved["changed"]), tuple(map(saved_answer_of, saved.pop(_ANSWERS)))
    return Draft(**{**saved, **own, "changed": changed, "answers": answers})
