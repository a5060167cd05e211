"""All sheets that somebody works on, each in a folder of its own that only the user can read."""

import re
from pathlib import Path

from importer.errors import SettingsError
from importer.settings import read_file_content, write_whole_file
from importer.workbench.work import Work, work_of

FILE = "work.json"
_ID = re.compile("[0-9a-f]{32}")
_LARGEST = 8 << 20  # bytes of what is kept of one


class NoSuchWork(LookupError):
    """There is no work with this id, or what is kept of it cannot be read."""


class WorkStore:
    """The works below `folder`. What a call promises is on the disk when it has returned. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder_of(self, work_id: str) -> Path:
        """The folder of one work, which is made if need be. Raises NoSuchWork where that is not an id."""
        if not _ID.fullmatch(work_id):
            raise NoSuchWork(work_id)
        for folder in (self._folder, self._folder / work_id):
            folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder / work_id

    def keep(self, work: Work) -> None:
        """Put a work on the disk, in place of what was kept of it."""
        content = work.to_json().encode("utf-8", "surrogatepass")
        place = self.folder_of(work.id) / FILE
        write_whole_file(place, lambda file: file.write(content), replace=True, private=True)

    def get(self, work_id: str) -> Work:
        """The work with this id. Raises NoSuchWork."""
        if not _ID.fullmatch(work_id):
            raise NoSuchWork(work_id)
        try:
            content = read_file_content(self._folder / work_id / FILE, largest=_LARGEST)
            work = work_of(content.decode("utf-8", "surrogatepass"))
        except (OSError, ValueError, KeyError, TypeError, SettingsError) as error:
            raise NoSuchWork(work_id) from error
        if work.id != work_id:
            raise NoSuchWork(work_id)
        return work

    def list_works(self) -> tuple[Work, ...]:
        """All works, the one that was changed last first."""
        found = []
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            try:
                found.append(self.get(folder.name))
            except NoSuchWork:
                continue
        return tuple(sorted(found, key=lambda work: work.changed, reverse=True))
