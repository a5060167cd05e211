"""The targets in the browser: whether a login works, and a password that goes to the key store and nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from tests.key_store import FileKeyStore
from tests.page.browser import NARROW, WIDE, barriers, needs_browser, opened
from tests.page.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WRONG = "Tr0ub4dor & 3 <b>"
NOBODY = "http://127.0.0.1:9/api"
CSV = "Reference,Name,Project code,Job type code,Status code\nWO-1,Pump,P-1001,MAINT,Open\n"


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The key store of the test's own."""
    before = keyring.get_keyring()
    monkeypatch.setenv("TEST_KEYS", str(tmp_path / "keys.json"))
    keyring.set_keyring(FileKeyStore())  # type: ignore[no-untyped-call]
    yield tmp_path / "keys.json"
    keyring.set_keyring(before)


def add_target(state: Path, url: str, more: str = "", name: str = "acme") -> None:
    """A target of the user's own file, with the login of the practice server."""
    state.mkdir(mode=0o700, exist_ok=True)
    with (state / "config.toml").open("a", encoding="utf-8") as file:
        words = f'url = "{url}"\nuser = "{PracticeServer.user}"\ndomain = "{PracticeServer.domain}"\n{more}'
        file.write(f"[targets.{name}]\n{words}\n")


@needs_browser
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_password_is_tried_kept_and_removed(
    browser: "Browser", page: PageServer, practice: PracticeServer, state: Path, keys: Path, size: tuple[int, int]
) -> None:
    add_target(state, practice.url, "production = true")
    add_target(state, NOBODY, name="offline")
    with opened(browser, page, size) as screen:
        screen.get_by_role("link", name="Targets").press("Enter")
        card = screen.locator("#target-acme")
        assert "production" in card.inner_text()
        assert "not in the key store yet" in card.inner_text()
        assert barriers(screen) == []
        card.get_by_label("Password of").fill(WRONG)
        card.get_by_label("Password of").press("Enter")
        card.locator("b.bad").wait_for()
        assert card.get_by_label("Password of").evaluate("here => here === document.activeElement")
        assert barriers(screen) == []
        assert not keys.exists()
        card.get_by_label("Password of").fill(practice.password)
        card.get_by_role("button", name="Log in to acme").press("Enter")
        card.get_by_text("in the key store", exact=True).wait_for()
        assert practice.password in keys.read_text()
        assert card.get_by_label("Password of").input_value() == ""
        card.get_by_role("button", name="Test the login").press("Enter")
        screen.locator("#message", has_text="acme answers").wait_for()
        assert practice.password not in screen.content()
        card.get_by_role("button", name="Remove the password").press("Enter")
        card.get_by_text("not in the key store yet").wait_for()
        assert practice.password not in keys.read_text()
        offline = screen.locator("#target-offline")
        offline.get_by_label("Password of").fill(WRONG)
        offline.get_by_role("button", name="Log in to offline").press("Enter")
        offline.locator("b.bad").wait_for()
        assert barriers(screen) == []
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.thorough
@needs_browser
def test_a_sheet_whose_target_is_offline_or_refuses_the_login_goes_to_another(
    browser: "Browser", page: PageServer, practice: PracticeServer, state: Path, keys: Path
) -> None:
    add_target(state, practice.url)
    add_target(state, NOBODY, name="offline")
    keys.write_text(json.dumps({f"importer {NOBODY}\n{PracticeServer.user}@{PracticeServer.domain}": WRONG}))
    (state / "jobs.csv").write_text(CSV, encoding="utf-8")
    with opened(browser, page) as screen:
        screen.locator("#pick").set_input_files(state / "jobs.csv")
        screen.wait_for_url("**/file")
        sheet = screen.url
        screen.get_by_label("Target", exact=True).select_option("offline")
        screen.get_by_role("button", name="Use this sheet").press("Enter")
        screen.get_by_role("heading", name="This sheet cannot be used yet").wait_for()
        assert "127.0.0.1:9" in screen.locator(".notice").inner_text()
        assert barriers(screen) == []
        screen.get_by_label("Send it to another target").select_option("acme")
        screen.get_by_role("button", name="Use this target").press("Enter")
        screen.locator(".notice", has_text="There is no password for acme").wait_for()
        screen.get_by_role("link", name="Targets").last.press("Enter")
        screen.locator("#target-acme").get_by_label("Password of").fill(practice.password)
        screen.locator("#target-acme").get_by_label("Password of").press("Enter")
        screen.locator("#message", has_text="Logged in to acme").wait_for()
        screen.goto(sheet)
        screen.get_by_role("button", name="Read it again").press("Enter")
        screen.get_by_role("heading", name="1 row, headings in row 1").wait_for()
        assert "acme" in screen.locator(".target").inner_text()


def test_rule_9_a_password_is_in_no_answer_and_no_file(
    visitor: Visitor, practice: PracticeServer, state: Path, keys: Path, tmp_path: Path
) -> None:
    add_target(state, practice.url)
    for password, status in ((WRONG, "wrong"), (practice.password, "right")):
        answer = visitor.post("/targets/acme/login", {"password": password})
        screen = visitor.get("/targets")
        assert answer.status == 200, status
        assert all(password not in found.body.decode() + str(found.headers) for found in (answer, screen))
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path not in {keys, practice.file}]
    own = [path for path in files if not path.name.startswith("practice.sqlite")]
    assert own
    assert all(word.encode() not in path.read_bytes() for path in own for word in (WRONG, practice.password))


@pytest.mark.parametrize(
    ("address", "status"),
    [("acme/login", 422), ("practice/login", 404), ("nobody/login", 404), ("acme%2F..%2Fx/try", 404), ("x/try", 404)],
)
def test_rule_7_only_targets_of_the_users_own_file_can_be_tried(
    visitor: Visitor, state: Path, keys: Path, address: str, status: int
) -> None:
    add_target(state, NOBODY)
    given = {"url": "http://127.0.0.1:1/api", "name": "evil", "password-command": "touch /tmp/x"}
    assert visitor.post(f"/targets/{address}", given).status == status
    assert not keys.exists()
    assert "evil" not in (state / "config.toml").read_text()


@pytest.mark.usefixtures("keys")
def test_rule_7_a_target_that_a_file_beside_a_sheet_names_is_not_there(
    visitor: Visitor, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_target(state, NOBODY)
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "importer.toml").write_text(
        '[targets.acme]\nurl = "http://127.0.0.1:1/api"\n[targets.evil]\nurl = "http://x/api"\n'
    )
    monkeypatch.chdir(trap)
    said = visitor.get("/targets").text
    assert "evil" not in said
    assert "localhost:9" in said
    assert "localhost:1/" not in said
    assert visitor.post("/targets/evil/try").status == 404


def test_rule_9_a_password_from_elsewhere_is_not_asked_for(visitor: Visitor, state: Path, keys: Path) -> None:
    add_target(state, NOBODY, 'password-command = "pass show acme"')
    assert 'type="password"' not in visitor.get("/targets").text
    assert "pass show" not in visitor.get("/targets").text
    assert visitor.post("/targets/acme/login", {"password": WRONG}).status == 409
    assert not keys.exists()
