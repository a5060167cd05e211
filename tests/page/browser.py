"""A real browser: Debian's chromium, driven by playwright; and axe, which finds what keeps people out."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from importer.page.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDE, NARROW = (1280, 800), (320, 640)
LIMIT = 20_000  # milliseconds
_MISSING = " and ".join(
    filter(
        None,
        (
            "" if CHROMIUM else "chromium (apt-get install chromium)",
            "" if find_spec("playwright") else "playwright (pip install -e '.[browser]')",
        ),
    )
)
needs_browser = pytest.mark.skipif(bool(_MISSING), reason=f"no browser to try the page in: it needs {_MISSING}")


@contextmanager
def running_browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing

    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        arguments = [*as_root, "--disable-gpu"]  # a processor that plays one takes a seventh of all the time
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: "Browser", server: PageServer, size: tuple[int, int] = WIDE, *, may_be_gone: bool = False, **settings: Any
) -> Iterator["Page"]:
    """The page as a user gets it: through the file that opens it. Nothing goes wrong in its console, but that a server
    which `may_be_gone` does not answer.
    """
    wide, high = size
    context = browser.new_context(viewport={"width": wide, "height": high}, reduced_motion="reduce", **settings)
    page = context.new_page()
    page.set_default_timeout(LIMIT)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto(server.login_link.write_file().as_uri())
    page.wait_for_url(f"{server.url}/**")
    page.locator("main").wait_for()
    yield page
    context.close()
    expected = ("status of 4", *(("ERR_CONNECTION",) if may_be_gone else ()))
    assert [line for line in wrong if not any(word in line for word in expected)] == []


def barriers(page: "Page") -> list[str]:
    """What axe finds on the screen as it is, by rule and place; it comes past the policy, as a tester does."""
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['help']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]
