"""S1: a search path with a part that is empty or relative names the folder of the sheet: no library is loaded there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from importer.child_process import make_child_environment
from tests.command import environment, importer, importer_afresh

SCRIPT = "import sys; from importer.cli import command; sys.argv = ['importer', *sys.argv[1:]]; command()"


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("begin", [["-c", SCRIPT], ["-m", "importer"]], ids=["importer", "python -m importer"])
@pytest.mark.parametrize("parts", [("", "/opt/none"), (".", "/opt/none"), ("/opt/none", "beside/..")])
def test_no_library_beside_a_sheet_is_loaded(tmp_path: Path, begin: list[str], parts: tuple[str, ...]) -> None:
    (tmp_path / "beside").mkdir()
    for name in ("typer", "logging", "pandas", "platformdirs"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__)", encoding="utf-8")
    given = environment(tmp_path / "state") | {"PYTHONPATH": os.pathsep.join(parts)}
    words = [
        sys.executable,
        *(["-P"] if begin[0] == "-c" else []),
        *begin,
        "doctor",
    ]  # as a script has no current folder
    ended = subprocess.run(words, cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
    assert not (tmp_path / "mark").exists(), ended.stderr
    assert f'PYTHONPATH contains a relative path ("{parts[0] if parts[0] != "/opt/none" else parts[1]}")' in (
        " ".join(ended.stdout.split())
    )


RELATIVE = {
    "LD_LIBRARY_PATH": (
        ":/opt/none",
        "/opt/none:",
        "/opt/none::/opt/more",
        ".:/opt/none",
        "/opt/none:beside",
        "/opt/none;.",
    ),
    "DYLD_LIBRARY_PATH": (":/opt/none", "beside:/opt/none"),
}
EACH = [(name, path) for name, paths in RELATIVE.items() for path in paths]
LIKE_LINUX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other search paths")


@LIKE_LINUX
@pytest.mark.parametrize(("name", "path"), EACH)
def test_no_child_looks_for_its_libraries_beside_a_sheet(name: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader takes an empty part, as of LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/opt/none, for the current folder."""
    monkeypatch.setenv(name, path)
    given = make_child_environment()[name].split(":")
    assert "/opt/none" in given
    assert all(part.startswith("/opt/") and ";" not in part for part in given)
    monkeypatch.setenv(name, ".")
    assert name not in make_child_environment()


@pytest.mark.thorough(but=3)
@LIKE_LINUX
@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("LD_LIBRARY_PATH", ":/opt/none", ""),
        ("LD_PRELOAD", "libnone.so beside/none.so", "beside/none.so"),
        ("DYLD_INSERT_LIBRARIES", "beside/none.so", "beside/none.so"),
        ("OPENSSL_CONF", "openssl.cnf", "openssl.cnf"),
        ("SSL_CERT_FILE", "company.pem", "company.pem"),
        ("CURL_CA_BUNDLE", "company.pem", "company.pem"),
    ],
)
def test_doctor_names_what_is_looked_for_beside_a_sheet(tmp_path: Path, name: str, value: str, part: str) -> None:
    begin = importer_afresh if name == "OPENSSL_CONF" else importer  # it is taken away when the command is loaded
    said = begin("doctor", state=tmp_path / "state", **{name: value})
    assert f'{name} contains a relative path ("{part}")' in " ".join(said.out.split())
    assert f"Use absolute paths in {name}" in " ".join(said.out.split())


def test_libraries_that_are_named_alone_are_in_order(tmp_path: Path) -> None:
    said = importer("doctor", state=tmp_path / "state", LD_PRELOAD="libnone.so", DYLD_LIBRARY_PATH="/opt/none")
    assert "a relative path" not in said.out


def test_openssl_takes_no_settings_from_beside_a_sheet(tmp_path: Path) -> None:
    """They can name a library to load."""
    look = "import importer.cli, os; print(os.environ.get('OPENSSL_CONF'), os.environ.get('OPENSSL_MODULES'))"
    for conf, modules in (("openssl.cnf", "."), ("/opt/none/openssl.cnf", "/opt/none")):
        given = environment(tmp_path / "state") | {"OPENSSL_CONF": conf, "OPENSSL_MODULES": modules}
        ended = subprocess.run(
            [sys.executable, "-c", look], cwd=tmp_path, env=given, capture_output=True, text=True, check=True
        )
        assert ended.stdout.split() == (["None", "None"] if conf == "openssl.cnf" else [conf, modules])
