"""S1: the key stores of other systems are looked for by no compiler, and none is loaded from the folder of a sheet."""

import ctypes.util
import os
import sys
from pathlib import Path

import pytest

from importer.targets import key_store
from tests.builders import good
from tests.command import importer_afresh
from tests.workbooks import workbook

EVERY_STORE = "keyring.backends.chainer.ChainerBackend"  # looks for those of every system
PROGRAMS = ("gcc", "cc", "ld", "objdump")


@pytest.mark.skipif(sys.platform != "linux", reason="where Python has a compiler look for a library")
@pytest.mark.thorough
def test_no_program_that_reads_the_folder_looks_for_a_key_store(tmp_path: Path) -> None:
    """A linker opens `libgcc_s.so.1` in the current folder, which may name a library there that is then loaded."""
    folder, programs = tmp_path / "from a customer", tmp_path / "bin"
    for place in (folder, programs):
        place.mkdir()
    workbook(folder, good())
    for name in PROGRAMS:
        (programs / name).write_text(f"#!/bin/sh\necho {name} >>'{tmp_path}/run'\nexit 1\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    settings = {"PATH": f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin", "PYTHON_KEYRING_BACKEND": EVERY_STORE}
    said = importer_afresh("doctor", state=tmp_path / "state", cwd=str(folder), **settings)
    assert said.status == 0, said.out + said.err
    assert "key store" in said.out
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("name", ["Security", "CoreServices", "Foundation"])
def test_a_mac_looks_in_its_own_folder_alone(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python itself looks in the current folder first there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"lib{name}.dylib").touch()
    monkeypatch.setattr(sys, "platform", "darwin")
    before = ctypes.util.find_library
    with key_store.ensure_system_libraries():
        assert ctypes.util.find_library(name) == f"/System/Library/Frameworks/{name}.framework/{name}"
        assert ctypes.util.find_library(f"../{name}") is None
    assert ctypes.util.find_library is before
