"""All sheets that somebody works on, each in a folder of its own that only the user can read."""

import re
from pathlib import Path

from importer.errors import SettingsError
from importer.files import read_file_content, write_whole_file
from importer.workbench.draft import Draft, draft_of

FILE = "work.json"
_ID = re.compile("[0-9a-f]{32}")
_LARGEST = 8 << 20  # bytes of what is kept of one


class NoSuchDraft(LookupError):
    """There is no draft with this id, or what is kept of it cannot be read."""


class DraftStore:
    """The drafts below `folder`. What a call promises is on the disk when it has returned. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder_of(self, draft_id: str) -> Path:
        """The folder of one draft, which is made if need be. Raises NoSuchDraft where that is not an id."""
        if not _ID.fullmatch(draft_id):
            raise NoSuchDraft(draft_id)
        for folder in (self._folder, self._folder / draft_id):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder / draft_id

    def keep(self, draft: Draft) -> None:
        """Put a draft on the disk, in place of what was kept of it."""
        content = draft.to_json().encode("utf-8", "surrogatepass")
        path = self.folder_of(draft.id) / FILE
        write_whole_file(path, lambda file: file.write(content), replace=True, private=True)

    def get(self, draft_id: str) -> Draft:
        """The draft with this id. Raises NoSuchDraft."""
        if not _ID.fullmatch(draft_id):
            raise NoSuchDraft(draft_id)
        try:
            content = read_file_content(self._folder / draft_id / FILE, largest=_LARGEST)
            draft = draft_of(content.decode("utf-8", "surrogatepass"))
        except (OSError, ValueError, KeyError, TypeError, SettingsError) as error:
            raise NoSuchDraft(draft_id) from error
        if draft.id != draft_id:
            raise NoSuchDraft(draft_id)
        return draft

    def list_drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one that was changed last first."""
        found = []
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            try:
                found.append(self.get(folder.name))
            except NoSuchDraft:
                continue
        return tuple(sorted(found, key=lambda draft: draft.changed, reverse=True))
