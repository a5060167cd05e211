"""The screen of the targets: which there are, whether the login works, and a password for the key store.

Targets come from the user's own file, by name: neither an address nor a command ever comes from the browser. A
password goes from the browser to the target and the key store, and from there to no screen.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from importer.directory import check_login
from importer.errors import ImporterError, SettingsError
from importer.files import find_state_folder
from importer.languages import _
from importer.masking import keep_secret
from importer.page.render import refuse, render_screen, swap_screen
from importer.page.run_history import to_local
from importer.page.sheet_context import read_given
from importer.settings import PRACTICE, to_canonical_url
from importer.targets import (
    ChosenTarget,
    KnownTargets,
    delete_password,
    name_key_store,
    name_login,
    name_password_source,
    read_password,
    store_password,
    target_of,
)

EXAMPLE_URL = "https://developers.wello.solutions/api"
_KEY_STORE = "key store"


@dataclass(frozen=True)
class LoginAttempt:
    """What came of trying a login."""

    works: bool
    when: str
    message: str = ""
    advice: str = ""


@dataclass(frozen=True)
class ShownTarget:
    """A target as it is listed. `password` says where its password is; only that of the key store `can_change`."""

    name: str
    address: str = ""
    login: str = ""
    production: bool = False
    is_default: bool = False
    password: str = ""
    has_password: bool = False
    can_change: bool = False
    last_attempt: LoginAttempt | None = None
    problem: str = ""


class TargetScreens:
    """The addresses below /targets. What came of trying a login is known as long as the page is open."""

    def __init__(self, app: FastAPI) -> None:
        self._login_attempts: dict[str, LoginAttempt] = {}
        app.get("/targets")(self.show_targets)
        app.post("/targets/{name}/login")(self.log_in)
        app.post("/targets/{name}/try")(self.try_login)
        app.post("/targets/{name}/forget")(self.forget_password)

    def show_targets(self) -> Response:
        """All targets of the user's own file, and the practice server."""
        known = read_own_targets()
        shown = [self._describe_target(known, name) for name in sorted(known.own.targets)]
        words = {"here": "/targets", "targets": shown, "store": name_key_store(), "example_url": EXAMPLE_URL}
        return render_screen("targets.html", words)

    async def log_in(self, name: str, request: Request) -> Response:
        """Try a password, and keep it in the key store where the target takes it."""
        password = (await read_given(request)).get("password", "")
        choice = await run_in_threadpool(_find_target, name)
        if not password:
            return refuse(_("Type the password."), status=422)
        if name_password_source(choice, os.environ) != _KEY_STORE:
            return refuse(_("The password of this target does not come from the key store."))
        return await run_in_threadpool(self._log_in, choice, password)

    def _log_in(self, choice: ChosenTarget, password: str) -> Response:
        user, domain = choice.read_text("user"), choice.read_text("domain")
        keep_secret(password, login=(user, domain))
        wrong = self._try(choice, password)
        if wrong is not None:
            return swap_screen(wrong.message)
        store_password(choice.read_text("url"), name_login(user, domain), password)
        return swap_screen(_("Logged in to {name}. The password is in the key store.").format(name=choice.name))

    async def try_login(self, name: str) -> Response:
        """See whether the target answers, and takes the login that is kept."""
        choice = await run_in_threadpool(_find_target, name)
        wrong = await run_in_threadpool(self._try, choice, None)
        works = _("{name} answers, and the login works.").format(name=choice.name)
        return swap_screen(works if wrong is None else wrong.message)

    def _try(self, choice: ChosenTarget, password: str | None) -> ImporterError | None:
        when = to_local(datetime.now(UTC))
        try:
            check_login(target_of(choice, password))
        except ImporterError as error:
            self._login_attempts[choice.name] = LoginAttempt(
                works=False, when=when, message=error.message, advice=error.advice
            )
            return error
        self._login_attempts[choice.name] = LoginAttempt(works=True, when=when)
        return None

    async def forget_password(self, name: str) -> Response:
        """Take the password out of the key store."""
        choice = await run_in_threadpool(_find_target, name)
        login = name_login(choice.read_text("user"), choice.read_text("domain"))
        self._login_attempts.pop(name, None)
        if not await run_in_threadpool(delete_password, choice.read_text("url"), login):
            return refuse(_("There is nothing to remove."))
        return swap_screen(_("The password of {name} is removed from the key store.").format(name=name))

    def _describe_target(self, targets: KnownTargets, name: str) -> ShownTarget:
        try:
            choice = targets.get(name, "--target")
        except SettingsError as error:
            return ShownTarget(name, problem=f"{error.message} {error.advice}")
        source = name_password_source(choice, os.environ)
        password, has_password = _describe_password(choice, source)
        return ShownTarget(
            name=name,
            address=to_canonical_url(choice.read_text("url")),
            login=name_login(choice.read_text("user"), choice.read_text("domain")),
            production=choice.production,
            is_default=targets.own.chosen == name,
            password=password,
            has_password=has_password,
            can_change=source == _KEY_STORE and bool(choice.read_text("user")),
            last_attempt=self._login_attempts.get(name),
        )


def read_own_targets() -> KnownTargets:
    """The targets as the user's own file has them: in that folder no importer.toml can lie that is somebody else's."""
    return KnownTargets(find_state_folder())


def _find_target(name: str) -> ChosenTarget:
    known = read_own_targets()
    if name == PRACTICE or name not in known.own.targets:
        raise HTTPException(404)
    return known.get(name, "--target")


def _describe_password(choice: ChosenTarget, source: str) -> tuple[str, bool]:
    if source == "password-command":
        return _("what the command in the settings prints"), True
    if source != _KEY_STORE:
        return _("in the environment ({variable})").format(variable=source), True
    try:
        there = read_password(choice.read_text("url"), name_login(choice.read_text("user"), choice.read_text("domain")))
    except SettingsError as error:
        return error.message, False
    return (_("in the key store") if there else _("not in the key store yet")), bool(there)
