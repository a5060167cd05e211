"""A password is planted, everything is done that a user does, and then it is looked for wherever it could be."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import Said, importer_afresh
from tests.planted import (
    PLANTED,
    PLANTED_DOMAIN,
    PLANTED_USER,
    CommandLines,
    found_in,
    found_in_files,
    spelled,
    takes_the_planted_login,
)
from tests.workbooks import workbook

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the words of processes are in /proc")


@dataclass
class Desk:
    """Somebody's computer: a folder with everything that is on it, and all that was said there."""

    folder: Path
    url: str
    said: list[Said] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def keys(self) -> Path:
        return self.state / "keys.json"

    def type(self, *words: str | Path, typed: str = "", log: str = "all.log", **settings: str) -> Said:
        logged = ("-v", "--log-file", str(self.folder / log)) if log else ()
        said = importer_afresh(*words, *logged, state=self.state, cwd=str(self.folder), typed=typed, **settings)
        self.said.append(said)
        return said

    def login(self, *more: str, password: str = PLANTED) -> Said:
        words = ("login", "acme", "--url", self.url, "--user", PLANTED_USER, "--domain", PLANTED_DOMAIN)
        return self.type(*words, *more, typed=f"{password}\n")

    def ensure_clean(self, seen: set[bytes]) -> None:
        """Nothing but the key store has the password."""
        found = found_in_files(self.folder, PLANTED, but=[self.keys])
        for said in self.said:
            found += found_in(said.out.encode(), PLANTED, "what was printed")
            found += found_in(said.err.encode(), PLANTED, "what was said")
        for words in seen:
            found += found_in(words, PLANTED, f"the words {words!r}")
        assert found == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "desk" / "state").mkdir(parents=True)
    with PracticeServer(tmp_path / "practice.sqlite", wrap=takes_the_planted_login) as server:
        yield Desk(tmp_path / "desk", server.url)


def test_the_search_finds_what_is_there(desk: Desk) -> None:
    desk.login("--password-stdin")
    assert found_in_files(desk.folder, PLANTED) == ["keys.json: JSON"]
    for spelling in spelled(PLANTED).values():
        (desk.folder / "left.txt").write_bytes(b"x" + spelling + b"x")
        assert found_in_files(desk.folder, PLANTED, but=[desk.keys])


@pytest.mark.thorough
def test_a_day_of_work_leaves_the_password_nowhere(desk: Desk) -> None:
    sheet = workbook(desk.folder, good(Reference="A"), good(Reference="B", Due_date="soon"))
    with CommandLines() as lines:
        assert desk.login("--password-stdin").status == 0
        assert desk.type("targets", "show", "acme", log="").status == 0
        assert desk.type("targets", "show", "acme", "--json").status == 0
        assert desk.type("check", sheet, "--target", "acme").status == 4
        assert desk.type("run", sheet, "--target", "acme").status == 4
        assert desk.type("doctor", "--target", "acme").status == 0
    assert (desk.folder / "jobs.results.xlsx").exists()
    assert (desk.state / "journal.sqlite").exists()
    assert "HTTP 201" in (desk.folder / "all.log").read_text()
    assert any(b"doctor" in words and b"importer" in words for words in lines.seen), "the commands were seen at work"
    desk.ensure_clean(lines.seen)


@pytest.mark.thorough
def test_nor_does_a_bad_day(desk: Desk) -> None:
    sheet = workbook(desk.folder, good())
    settings = {"url": desk.url, "user": PLANTED_USER, "password": PLANTED, "domain": PLANTED_DOMAIN}
    with CommandLines() as lines:
        desk.login("--password-stdin")
        nobody = {**settings, "url": "http://127.0.0.1:9/api"}
        assert desk.type("run", sheet, **nobody).status == 3
        assert desk.type("run", sheet, **{**settings, "domain": "other.example"}).status == 3
        assert desk.type("run", sheet, **{**settings, "url": f"http://{PLANTED_USER}:pw@127.0.0.1/api"}).status == 3
        assert desk.login("--password-stdin", "--url", "http://127.0.0.1:9/api").status == 3
        (desk.state / "journal.sqlite").write_bytes(b"damaged" * 5000)
        assert desk.type("run", sheet, **settings).status == 3
        (desk.folder / "importer.toml").write_text('[targets.acme]\npasword = "x"\n')
        assert desk.type("run", sheet, "--target", "acme").status == 3
    desk.ensure_clean(lines.seen)


@pytest.mark.thorough
def test_nor_does_a_password_command(desk: Desk) -> None:
    (desk.folder.parent / "vault").write_text(f"{PLANTED}\n")
    sheet = workbook(desk.folder, good())
    with CommandLines() as lines:
        assert desk.login("--password-command", f"cat {desk.folder.parent / 'vault'}").status == 0
        assert not desk.keys.exists()
        assert desk.type("run", sheet, "--target", "acme").status == 0
    desk.ensure_clean(lines.seen)


@pytest.mark.thorough
def test_nor_does_an_error_in_the_program_itself(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    code = "import importer.jobs_api as api\n\ndef fail(self):\n    raise RuntimeError(str(self.target.login))\n\n"
    (broken / "sitecustomize.py").write_text(f"{code}api.JobsApi.check_connection = fail\n")
    desk.login("--password-stdin")
    path = os.pathsep.join([str(broken), str(Path(__file__).parent.parent)])
    said = desk.type("run", workbook(desk.folder, good()), "--target", "acme", PYTHONPATH=path)
    assert said.status == 1
    assert "RuntimeError" in (desk.state / "last-error.txt").read_text()
    desk.ensure_clean(set())
