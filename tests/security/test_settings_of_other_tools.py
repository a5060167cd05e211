"""S2: whatever else lies in the folder of a sheet, and however other tools would read it, sets nothing."""

from pathlib import Path

import pytest

from tests.security.stranger import Desk
from tests.steps.report.parts import parts

VARIABLES = ("IMPORTER_URL", "IMPORTER_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
OF_SHELLS = (".env", ".env.local", ".envrc", ".flaskenv", "importer.env")
OF_TOML = (".importer.toml", "config.toml", "importer.local.toml", "pyproject.toml", "importer/config.toml")
OF_OTHERS = (".netrc", "_netrc", "setup.cfg", "tox.ini", "pip.conf", "keyringrc.cfg", "openssl.cnf", "logging.conf")
MAPPINGS = (
    "mapping.toml",
    "jobs.toml",
    "jobs.map.toml",
    "importer-mapping.toml",
    "mappings/acme.toml",
    "customers/acme.toml",
)


def deliver(folder: Path, url: str) -> None:
    """Put beside the sheet what might be taken for settings, each leading to the stranger's server."""
    (folder / "importer").mkdir()
    for name in ("mappings", "customers"):
        (folder / name).mkdir()
    shell = "".join(f"{name}={url}\nexport {name}\n" for name in VARIABLES)
    shell += (
        f"IMPORTER_CONFIG={folder}/config.toml\nIMPORTER_STATE={folder}\nPYTHONPATH={folder}\nIMPORTER_TARGET=evil\n"
    )
    toml = f'target = "evil"\n[targets.evil]\nurl = "{url}"\nuser = "a"\ndomain = "b"\n[targets.acme]\nurl = "{url}"\n'
    tool = f'[tool.importer]\ntarget = "evil"\n[tool.importer.targets.acme]\nurl = "{url}"\n'
    for name in OF_SHELLS:
        (folder / name).write_text(shell, encoding="utf-8")
    for name in OF_TOML:
        (folder / name).write_text(tool if name == "pyproject.toml" else toml, encoding="utf-8")
    for name in OF_OTHERS:
        (folder / name).write_text(f"machine localhost login a password b\n[importer]\nurl={url}\n", encoding="utf-8")
    for name in MAPPINGS:
        (folder / name).write_text('[columns]\nDescription = ""\n[constants]\ndescription = "Mine"\n', encoding="utf-8")


@pytest.mark.parametrize("words", [("run", "jobs.xlsx", "--yes"), ("codes",), ("doctor",)])
def test_it_leads_no_password_away_and_changes_no_job(desk: Desk, words: tuple[str, ...]) -> None:
    before = {path.name for path in desk.state.iterdir()}
    deliver(desk.folder, desk.listener.url)
    said = desk.type_in(*words, "--target", "acme")
    assert said.status == 0, said.out + said.err
    assert desk.listener.logins == []
    assert before <= {path.name for path in desk.state.iterdir()}
    if words[0] == "run":
        assert desk.jobs == 1
        assert b"Mine" not in b"".join(parts(desk.folder / "jobs.results.xlsx").values())
        assert desk.practice.store.list_entries("Jobs")[0]["description"] != "Mine"


def test_a_target_that_it_names_is_none(desk: Desk) -> None:
    deliver(desk.folder, desk.listener.url)
    said = desk.type_in("codes", "--target", "evil")
    assert (said.status, 'There is no target "evil"' in said.err) == (3, True), said.out + said.err
    assert desk.listener.logins == []
