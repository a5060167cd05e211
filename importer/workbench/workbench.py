"""All sheets that somebody works on in this process."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from importer.errors import JournalError, SettingsError
from importer.files import find_state_folder
from importer.journal import JournalRun
from importer.mapping import ColumnMapping, remember, remember_customer
from importer.records import ImportResult
from importer.runs import RunRequest, ensure_file
from importer.settings import PRACTICE
from importer.targets import find_target
from importer.workbench.draft import Draft, make_draft_of_run
from importer.workbench.draft_store import DraftStore
from importer.workbench.interviews import find_customers
from importer.workbench.open_sheet import OpenDraft
from importer.workbench.saved_answer import SavedAnswer
from importer.workbench.sending import Confirmation, Sending, find_present_target, seen_target_of

MOST_OPEN = 3  # sheets in memory; others are read again when somebody comes back to them
STOP_SECONDS = 120.0


class Workbench:
    """The drafts of this user. Every call may raise JournalError or OSError where their folder cannot be used."""

    def __init__(self) -> None:
        self._opened: dict[str, OpenDraft] = {}
        self._one_at_a_time = threading.RLock()

    @property
    def store(self) -> DraftStore:
        """Where they are kept."""
        return DraftStore(find_state_folder() / "work")

    def begin(self, path: Path, copied: Draft | None = None, *, target: str | None = None) -> Draft:
        """Put a sheet on the bench, or a copy of one that is named in `copied`. Without a `target` it is for the one
        that a command would take, or for the practice server.
        """
        known = copied or self._find_known(path.absolute()) or Draft(path, path.name, "")
        draft = replace(known, path=path.absolute(), target=find_usual_target(path) if target is None else target)
        self.store.keep(draft)
        return draft

    def begin_after(self, run: JournalRun) -> Draft:
        """The draft of a run, or of its file; where nobody has worked on it here, one that goes on where the run ended.

        Raises SheetError where the file is not there any more.
        """
        found = self.find_draft(run)
        draft = found or make_draft_of_run(run)
        ensure_file(draft.path)
        if found is None:
            self.store.keep(draft)
        return draft

    def find_draft(self, run: JournalRun) -> Draft | None:
        """The draft of a run, or of its file; None where nobody has worked on it here."""
        drafts = self.store.list_drafts()
        found = next((draft for draft in drafts if draft.run == run.run), None)
        return found or next((draft for draft in drafts if draft.path == Path(run.file)), None)

    def _find_known(self, path: Path) -> Draft | None:
        return next((draft for draft in self.store.list_drafts() if draft.path == path and not draft.is_copy), None)

    def open(self, draft_id: str) -> OpenDraft:
        """A draft, which is read if it is not at hand. Raises NoSuchDraft."""
        with self._one_at_a_time:
            found = self._opened.pop(draft_id, None)
            if found is None:
                found = OpenDraft(self.store.get(draft_id))
                found.read()
            self._opened[draft_id] = found
            for other in list(self._opened.values())[:-MOST_OPEN]:
                if not other.is_busy:
                    del self._opened[other.draft.id]
                    other.close()
            return found

    def show(self, draft_id: str) -> OpenDraft:
        """A draft whose screen is shown: it is read again where its target has changed since. Raises NoSuchDraft."""
        opened = self.open(draft_id)
        with self._one_at_a_time:
            target = opened.target
            if target is None or opened.is_busy:
                return opened
            if find_present_target(opened.draft.request) != seen_target_of(target.target):
                opened.read()
            return opened

    def change(self, opened: OpenDraft, **changes: str | int | None) -> None:
        """Have a sheet read in another way, or for another target."""
        with self._one_at_a_time:
            opened.draft = opened.draft.change(**changes)
            self.store.keep(opened.draft)
            opened.read()

    def decide(self, opened: OpenDraft, key: str, choice: str, typed: str, *, always: bool = False) -> str:
        """Take an answer, and keep it; '' where it is taken, else a sentence that says why not.

        Where it is for `always`, it is kept for the customer at once, and not only when the sheet is sent.
        """
        with self._one_at_a_time:
            before = opened.draft.answers
            wrong = opened.decide(key, choice, typed)
            self.store.keep(opened.draft)
            if always and opened.draft.answers != before:
                self._remember_for_customers(opened, opened.draft.answers[-1].mapping)
            return wrong

    def keep_left(self, opened: OpenDraft) -> None:
        """Keep what is left to do of a sheet, for the list of them."""
        if opened.interview is None or not opened.is_up_to_date:
            return
        left = {"decisions": len(opened.interview.open)}
        if opened.checked is not None:  # else an answer has come since
            batch = opened.checked.batch
            left |= {"wrong": len(batch.invalid_rows), "sound": len(batch.sound_rows)}
        with self._one_at_a_time:
            if left != opened.draft.left:
                opened.draft = replace(opened.draft, left=left)
                self.store.keep(opened.draft)

    def edit(self, opened: OpenDraft, cell: str, text: str, *, as_offered: bool) -> str:
        """Correct a cell, or fill those alike as was offered, and keep that; '' where it is taken, else a sentence."""
        with self._one_at_a_time:
            wrong = opened.fill_others(cell, text) if as_offered else opened.edit(cell, text)
            self.store.keep(opened.draft)
            return wrong

    def undo(self, opened: OpenDraft) -> SavedAnswer | None:
        """Undo; None where there is none."""
        with self._one_at_a_time:
            last = opened.undo()
            self.store.keep(opened.draft)
            return last

    def make_confirmation(self, opened: OpenDraft, checked: ImportResult) -> Confirmation:
        """What somebody confirms who has seen this check."""
        assert opened.loaded is not None  # noqa: S101 - it is checked
        assert opened.target is not None  # noqa: S101 - it is checked
        seen = seen_target_of(opened.target.target)
        return Confirmation(_request_of(opened), opened.loaded.file_hash, seen, len(checked.batch.sound_rows))

    def send(self, opened: OpenDraft, confirmation: Confirmation) -> None:
        """Send what was confirmed, in the background."""
        with self._one_at_a_time:
            if opened.sending is not None and opened.sending.is_under_way:
                return
            self._remember(opened)
            opened.sending = Sending(_request_of(opened), confirmation, opened.ask_password)
            opened.sending.begin(lambda sending: self._finish_sending(opened, sending))

    def _remember(self, opened: OpenDraft) -> None:
        """Keep what was decided for the next sheet, as `importer map --ask` does."""
        mapping, loaded, target = opened.draft.decided, opened.loaded, opened.target
        if mapping == ColumnMapping() or loaded is None or target is None:
            return
        if not opened.draft.customer:
            remember(opened.draft.path, loaded.sheet.headings, mapping, find_state_folder())
        self._remember_for_customers(opened, mapping)

    def _remember_for_customers(self, opened: OpenDraft, mapping: ColumnMapping) -> None:
        target = opened.target.target.name if opened.target else ""
        customers = find_customers(opened.draft, target)
        remember_customer(customers, mapping, opened.draft.name, find_state_folder(), date.today())  # noqa: DTZ011 - the user's day

    def _finish_sending(self, opened: OpenDraft, sending: Sending) -> None:
        if sending.run is not None:
            with self._one_at_a_time:
                opened.draft = opened.draft.change(run=sending.run)
                with suppress(OSError, JournalError):  # the journal has the run
                    self.store.keep(opened.draft)

    @property
    def is_busy(self) -> bool:
        """True while a sheet is read or sent."""
        return any(opened.is_busy for opened in list(self._opened.values()))

    @property
    def is_sending(self) -> bool:
        """True while a run is under way."""
        return any(one.sending is not None and one.sending.is_under_way for one in list(self._opened.values()))

    def close(self) -> None:
        """Stop runs after the rows under way, and give everything back."""
        with self._one_at_a_time:
            opened, self._opened = list(self._opened.values()), {}
        for one in opened:
            if one.sending is not None:
                one.sending.stop()
        for one in opened:
            if one.sending is not None:
                one.sending.join(STOP_SECONDS)
            one.close()


def _request_of(opened: OpenDraft) -> RunRequest:
    """What a run is asked to send after all that was said, from the worksheet that was shown."""
    request = replace(opened.draft.request, mapping=opened.draft.mapping, edits=opened.draft.edits)
    if request.options.sheet or opened.loaded is None or not opened.loaded.sheet.name:
        return request
    return request.of_sheet(opened.loaded.sheet.name)


def find_usual_target(path: Path) -> str:
    """'' where a command would find a target for this sheet by itself; else the practice server."""
    try:
        find_target(None, sheet=path)
    except SettingsError:
        return PRACTICE
    return ""
