"""The addresses of the page, and what happens at each."""

import logging
from collections.abc import Callable
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from importer.errors import ImporterError, NoSuchRun
from importer.languages import _
from importer.page.downloads import Downloads
from importer.page.guard import UPLOAD, BodyTooLong
from importer.page.help import add_help
from importer.page.login_link import ENTER, OPEN, LoginLink
from importer.page.render import FOLDER, refuse, refuse_for, render_screen
from importer.page.run_history import summarise_run
from importer.page.run_screens import RunScreens
from importer.page.send_screens import SendScreens
from importer.page.sheet_context import UnpairedSurrogate, show_draft
from importer.page.sheet_screens import SheetScreens
from importer.page.target_screens import TargetScreens, read_own_targets
from importer.page.uploads import Uploads
from importer.records import SHEET_ENDINGS
from importer.runs import list_runs
from importer.settings import PRACTICE
from importer.workbench import NoSuchDraft, Workbench

RECENT = 5
_LOG = logging.getLogger(__name__)
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def make_page_app(login_link: LoginLink, bench: Workbench, leave: Callable[[], None], first: str = "/") -> FastAPI:
    """The page over `bench`. `leave` ends it; `first` is the screen that it begins with."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(ImporterError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_no_address)
    app.add_exception_handler(NoSuchDraft, _answer_no_address)
    app.add_exception_handler(RequestValidationError, _answer_no_address)
    app.add_exception_handler(BodyTooLong, _answer_too_long)
    app.add_exception_handler(UnpairedSurrogate, _refuse_half_a_character)
    app.add_exception_handler(Exception, _answer_failure)
    _add_login_link(app, login_link, first)
    _add_static(app)
    _add_start(app, bench, leave)
    RunScreens(app, bench)
    add_help(app)
    TargetScreens(app)
    Downloads(app, bench)
    SheetScreens(app, bench)
    SendScreens(app, bench)
    return app


def _add_login_link(app: FastAPI, login_link: LoginLink, first: str) -> None:
    @app.post(ENTER)
    async def enter(request: Request) -> Response:
        posted = parse_qs((await request.body()).decode("utf-8", "replace"))
        secret = login_link.open_with(posted.get("token", [""])[0], request.headers["host"])
        if secret is None:
            sentence = _("This link has expired or was already used. To open importer again, type: {command}")
            return PlainTextResponse(sentence.format(command=OPEN), 401)
        answer = render_screen("entered.html", {"address": first})
        answer.set_cookie(login_link.cookie, secret, httponly=True, samesite="strict", path="/")
        return answer


def _add_static(app: FastAPI) -> None:
    files = {path.name: (path.read_bytes(), _TYPES[path.suffix]) for path in (FOLDER / "static").iterdir()}

    @app.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        content, kind = files[name]
        return Response(content, media_type=kind)


def _add_start(app: FastAPI, bench: Workbench, leave: Callable[[], None]) -> None:
    uploads = Uploads(bench)

    @app.get("/")
    def start() -> Response:
        known = list_runs()
        runs = [summarise_run(summary) for summary in known[: -RECENT - 1 : -1]]
        known_runs = {summary.run.run for summary in known}
        targets = [*sorted(read_own_targets().own.targets), PRACTICE]
        drafts = [show_draft(draft) for draft in bench.store.list_drafts()[:RECENT]]
        more = {"known_runs": known_runs, "targets": targets, "endings": ",".join(SHEET_ENDINGS)}
        return render_screen("start.html", {"here": "/", "runs": runs, "drafts": drafts, **more})

    app.post(UPLOAD)(uploads.take)

    @app.get("/alive")
    async def alive() -> Response:
        return Response(status_code=204)

    @app.post("/leave")
    async def closed() -> Response:
        if bench.is_sending:
            message = _("A run is in progress. Stop it first, or let it finish.")
            return refuse(message)
        await run_in_threadpool(leave)
        return JSONResponse({"closed": _("importer is closed. To open it again, type: {command}").format(command=OPEN)})


def _answer_failure(request: Request, error: Exception) -> Response:
    """An error of this program is told in a sentence; the log has where it was."""
    _LOG.debug("%s %s failed", request.method, request.url.path, exc_info=error)
    message, advice = (
        _("importer stopped because of an internal error."),
        _("Try again. 'importer runs' lists what was sent."),
    )
    if request.method != "GET":
        return refuse(message, advice, status=500)
    return render_screen("trouble.html", {"here": "", "message": message, "advice": advice}, status=500)


def _answer_too_long(_request: Request, _error: Exception) -> Response:
    return refuse(_("This is too large for the page."), status=413)


def _refuse_half_a_character(_request: Request, _error: Exception) -> Response:
    message = _("This text contains an invalid character, which cannot be saved. Nothing was changed.")
    return refuse(message, _("Type it again."), status=422)


def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ImporterError)  # noqa: S101 - registered for it
    if request.method != "GET":
        return refuse_for(error)
    words = {"here": "", "message": error.message, "advice": error.advice}
    return render_screen("trouble.html", words, status=404 if isinstance(error, NoSuchRun) else 409)


def _answer_no_address(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    words = {"here": "", "message": _("There is nothing at this address."), "advice": ""}
    return render_screen("trouble.html", words, status=status)
