"""S15: the folders that importer makes are the user's alone, each of them, whatever the umask."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importer.directory.cache import ListCache, make_complete_list
from importer.files import find_state_folder
from importer.settings import PRACTICE, Target
from importer.targets.own_file import save_target
from importer.targets.settings_file import read_settings
from importer.targets.trusted_files import trust


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_each_folder_on_the_way_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IMPORTER_STATE", "IMPORTER_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / name / "above" / "file"))
    project = tmp_path / "importer.toml"
    project.write_text('target = "practice"\n', encoding="utf-8")
    mask = os.umask(0)
    try:
        save_target("acme", {"url": "https://acme.example"})
        find_state_folder()
        trust(read_settings(project, own=False))
        kept = ListCache(tmp_path / "cache" / "importer", Target(PRACTICE, "http://127.0.0.1", "", ""))
        assert kept.write("Project", make_complete_list([], datetime.now(UTC)))
    finally:
        os.umask(mask)
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    made = {path.relative_to(tmp_path): stat.S_IMODE(path.stat().st_mode) for path in folders}
    assert {path.as_posix() for path in made} >= {"cache", "cache/importer/lists", "IMPORTER_STATE/above/file/trusted"}
    assert set(made.values()) == {0o700}, made
