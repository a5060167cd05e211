"""Which settings hold: the words of the command, the environment, importer.toml beside the sheet, the user's file."""

import re
from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.settings import POLICY_VARIABLES
from importer.targets import KNOWN_VARIABLES, target_of
from importer.targets.choice import KnownTargets
from importer.targets.settings_file import read_settings
from importer.targets.trusted_files import trust
from tests.command import ROOT, importer

OWN = """
target = "acme"
[targets.acme]
url = "https://acme.example/api/"
user = "anna"
domain = "acme.example"
production = true
password-command = "pass show acme"
[targets.test]
url = "https://test.example/api"
user = "tess"
"""


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Known":
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    return Known(tmp_path)


class Known:
    """Settings files to write, and what is known then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.own = folder / "own.toml"
        self.own.write_text(OWN)

    def project(self, text: str) -> None:
        (self.folder / "importer.toml").write_text(text)

    def trusted_project(self, text: str) -> None:
        self.project(text)
        trust(read_settings(self.folder / "importer.toml", own=False))

    def targets(self, **variables: str) -> KnownTargets:
        environment = {f"IMPORTER_{name.upper()}": value for name, value in variables.items()}
        return KnownTargets(self.folder, {"IMPORTER_CONFIG": str(self.own), **environment})


def test_the_nearest_says_which_target_is_taken(known: Known) -> None:
    assert known.targets().choose().name == "acme"
    known.project('target = "test"')
    assert known.targets().choose().name == "test"
    from_environment = known.targets(url="https://env.example/api", user="eve").choose()
    assert (from_environment.name, from_environment.from_environment, from_environment.read_text("user")) == (
        "env.example",
        True,
        "eve",
    )
    assert known.targets(url="https://env.example/api", target="acme").choose().name == "acme"
    assert known.targets(url="https://env.example/api", target="acme").choose("test").name == "test"


def test_each_setting_comes_from_the_nearest_that_has_it(known: Known) -> None:
    known.own.write_text(OWN.replace("production", 'ca-bundle = "ours.pem"\nproduction'))
    known.trusted_project('[targets.acme]\nuser = "paul"')
    found = known.targets(domain="env.example").choose()
    told = {key: (setting.value, Path(setting.source).name) for key, setting in found.settings.items()}
    assert told == {
        "url": ("https://acme.example/api", "own.toml"),
        "user": ("paul", "importer.toml"),
        "domain": ("env.example", "IMPORTER_DOMAIN"),
        "ca-bundle": (str(known.folder / "ours.pem"), "own.toml"),
        "production": (True, "own.toml"),
        "password-command": ("pass show acme", "own.toml"),
    }


def test_a_target_named_in_the_command_is_not_mixed_with_that_of_the_environment(known: Known) -> None:
    found = known.targets(url="https://env.example/api", user="eve", domain="env").choose("test")
    assert (found.read_text("url"), found.read_text("user"), found.read_text("domain")) == (
        "https://test.example/api",
        "tess",
        "",
    )


def test_a_file_beside_the_sheet_cannot_take_away_what_keeps_one_safe(known: Known) -> None:
    known.project("[targets.acme]\nproduction = false")
    with pytest.raises(SettingsError, match="production = false, which is only allowed in your own file"):
        known.targets()
    known.trusted_project('[targets.quick]\nurl = "https://ACME.example/api"')
    assert known.targets().choose("quick").production, "another name for the same address"
    assert known.targets(url="https://acme.example/api").choose().production


def test_a_password_command_is_for_its_own_address_only(known: Known) -> None:
    known.project('[targets.acme]\nurl = "https://elsewhere.example/api"')
    with pytest.raises(SettingsError, match="you have not trusted it"):
        known.targets().choose("acme")
    known.trusted_project('[targets.acme]\nurl = "https://elsewhere.example/api"')
    found = known.targets().choose("acme")
    assert found.read_text("url") == "https://elsewhere.example/api"
    assert found.read_text("password-command") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[targets.acme]\nurl = "x"\nusr = "anna"', 'Did you mean "user"?'),
        ('[target.acme]\nurl = "x"', "target must be text in quotes"),
        ('[tragets.acme]\nurl = "x"', 'Did you mean "targets"?'),
        ("zzz = 1", "There is: target, targets, keep-runs."),
        ('[targets.acme]\npassword = "s3cret"', "remove it from the file"),
        ("[targets.acme]\nproduction = 'yes'", "must be true or false"),
        ("[targets.'a b']\nurl = 'x'", "cannot be the name of a target"),
        ("targets = 3", "must be tables"),
        ("[targets]\nacme = 3", "must be a table"),
        ('[targets.acme]\nca-bundle = "C:\\temp\\new.pem"', "write a path in single quotes"),  # P14: \t, \n
        ("[targets.acme", "it is not TOML"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE} = ", "it is not TOML"),
        ('[targets.acme]\nurl = "https://x/api"\npassword-command = "rm -rf /"', "only allowed in your own file"),
    ],
)
def test_a_file_that_is_not_right_says_what_is(known: Known, text: str, told: str) -> None:
    known.project(text)
    with pytest.raises(SettingsError) as refused:
        known.targets()
    assert told in refused.value.message
    assert "importer.toml" in refused.value.message
    assert "s3cret" not in refused.value.message + refused.value.advice


def test_all_faults_are_told_at_once(known: Known) -> None:
    known.own.write_text('targte = "x"\n[targets.acme]\nurll = "x"\nuser = 3')
    with pytest.raises(SettingsError) as refused:
        known.targets()
    for fault in ('"targte" is not a setting', '"urll" in [targets.acme]', "user in [targets.acme] must be text"):
        assert fault in refused.value.message
    assert "\n" not in refused.value.message, "a line feed is shown as an escape"


@pytest.mark.parametrize(
    "address", ["http://work.example/api", "https://u:p@work.example/api", "ftp://x/api", "https://a b"]
)
def test_an_address_that_no_password_may_go_to(known: Known, address: str) -> None:
    known.own.write_text(f'[targets.acme]\nurl = "{address}"')
    with pytest.raises(SettingsError) as refused:
        known.targets().choose("acme")
    assert "own.toml" in refused.value.message


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:1", "127.8.8.8", "[::1]:1"])
def test_this_computer_may_be_reached_over_http(known: Known, host: str) -> None:
    assert known.targets(url=f"http://{host}/api/").choose().read_text("url") == f"http://{host}/api"


def test_show_tells_where_each_setting_comes_from(known: Known) -> None:
    known.own.write_text(OWN.replace("pass show acme", "echo s3cret"))
    place, own = str(known.folder), str(known.own)
    said = importer("targets", "show", "--json", state=known.folder / "state", cwd=place, config=own)
    assert said.object["chosen_by"] == str(known.own)
    assert said.object["settings"]["url"] == {"value": "https://acme.example/api", "from": str(known.own)}
    assert said.object["settings"]["password"]["value"] == "***"
    table = importer("targets", "show", state=known.folder / "state", cwd=place, config=own)
    assert "s3cret" not in said.out + table.out
    assert "https://acme.example/api" in table.out


def test_every_variable_that_is_read_is_declared() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "importer").rglob("*.py"))
    get = {name for text in sources for name in re.findall(r"IMPORTER_[A-Z]+(?:_[A-Z]+)*", text)}
    assert get == set(KNOWN_VARIABLES) - set(POLICY_VARIABLES)


def test_importer_toml_lies_beside_the_sheet(known: Known, tmp_path: Path) -> None:
    folder = tmp_path / "march"
    folder.mkdir()
    (folder / "importer.toml").write_text('target = "acmee"')
    (folder / "jobs.csv").write_text("Name\nx\n")
    said = importer("run", folder / "jobs.csv", state=tmp_path / "state", config=str(known.own))
    assert said.status == 3
    assert f'There is no target "acmee" (named in {folder / "importer.toml"}).' in said.err
    assert 'Did you mean "acme"?' in said.err


def test_a_target_is_known_by_the_name_that_a_team_sets(known: Known) -> None:
    known.own.write_text(OWN.replace('user = "anna"', 'user = "anna"\nidentity = "Acme-Planning"'))
    choice = known.targets().choose("acme")
    target = target_of(choice, "secret")
    assert target.identity == "acme-planning"
    assert target.is_known_as("https://acme.example/api acme.example"), "as it was called before it had a name"
    known.own.write_text(OWN.replace('user = "anna"', 'user = "anna"\nidentity = "https://acme.example"'))
    with pytest.raises(SettingsError, match=r"identity in \[targets\.acme\] cannot be used"):
        known.targets()
