"""The addresses of the practice API, and what happens at each."""

from collections.abc import Callable, Coroutine

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from importer.catalogue import GUID
from importer.practice.body import read_json_object
from importer.practice.description import BODY, OPTIONS, PAGE_HEADERS, PREFER, add_models, page_of
from importer.practice.entity_sets import ENTITY_SETS, EntitySet
from importer.practice.http_errors import HttpError, make_odata_body, make_odata_error
from importer.practice.jobs import create_job, update_job
from importer.practice.middleware import Compression, Login
from importer.practice.query import list_page, read_entry, read_options
from importer.practice.store import Store

Wrap = Callable[[ASGIApp], ASGIApp]


class _Plain(APIRoute):
    """A route whose function reads the request and makes the answer itself: FastAPI's own way takes as long again."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[object, object, Response]]:
        """Give the function that answers."""
        answer = self.endpoint

        async def handle(request: Request) -> Response:
            response: Response = await answer(request, **request.path_params)
            return response

        return handle


def make_practice_app(store: Store, *, wrap: Wrap | None = None) -> ASGIApp:
    """The whole API over `store`, as ASGI. `wrap` goes around everything, to see or change any exchange."""
    app = FastAPI(title="Work orders (practice)", docs_url=None, redoc_url=None)
    app.router.route_class = _Plain
    _add_jobs(app, store)
    _add_lists(app, store)
    app.add_exception_handler(HttpError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_no_address)
    setattr(app, "openapi", lambda: _describe(app))  # noqa: B010 - FastAPI's own way; mypy forbids the plain form
    _add_page(app)
    whole = Login(Compression(app), store.password)
    return wrap(whole) if wrap else whole


def _add_jobs(app: FastAPI, store: Store) -> None:
    body = {**BODY, "parameters": [PREFER]}

    @app.post("/api/Jobs", status_code=201, openapi_extra=body, summary="Creates a new work order")
    async def create(request: Request) -> Response:
        job_id, text = create_job(store, await read_json_object(request))
        return _make_json(f'{{"id":"{job_id}"}}' if _is_minimal_wanted(request) else text, 201)

    @app.put("/api/Jobs({job_id})", openapi_extra=body, summary="Changes a work order")
    async def update(request: Request, job_id: str) -> Response:
        spelled = _to_key(job_id)
        text = update_job(store, spelled, await read_json_object(request))
        return _make_json(f'{{"id":"{spelled}"}}' if _is_minimal_wanted(request) else text)


def _add_lists(app: FastAPI, store: Store) -> None:
    @app.get("/api/{listing}({entry_id})", summary="One entry of a list")
    async def entry(request: Request, listing: str, entry_id: str) -> Response:
        entity_set = _list_named(listing)
        return _make_json(read_entry(store, entity_set, _to_key(entry_id), options=read_options(request.query_params)))

    @app.get("/api/{listing}", openapi_extra=OPTIONS, summary=f"A list: {', '.join(ENTITY_SETS)}")
    async def entries(request: Request, listing: str) -> Response:
        options = read_options(request.query_params)
        return _make_json(list_page(store, _list_named(listing), options, base=f"{request.base_url}api"))


def _add_page(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    async def page(_request: Request) -> Response:
        return Response(page_of(app.openapi()), headers=PAGE_HEADERS, media_type="text/html; charset=utf-8")


def _list_named(name: str) -> EntitySet:
    entity_set = ENTITY_SETS.get(name)
    if entity_set is None:
        raise make_odata_error(404, f"There is no list '{name}'. There are: {', '.join(ENTITY_SETS)}.")
    return entity_set


def _to_key(text: str) -> str:
    spelled = GUID.to_canonical(text)
    if not spelled:
        raise make_odata_error(400, f"The key in the address must be a GUID without quotes, not {text}.")
    return spelled


def _is_minimal_wanted(request: Request) -> bool:
    return "return=minimal" in request.headers.get("prefer", "").replace(" ", "").lower()


def _make_json(text: str, status: int = 200) -> Response:
    return Response(text.encode(), status, media_type="application/json")


async def _answer_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HttpError)  # noqa: S101 - registered for it
    return JSONResponse(error.body, error.status)


async def _answer_no_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    body = make_odata_body(error.status_code, f"{error.detail}: {request.method} {request.url.path}")
    return JSONResponse(body, error.status_code, headers=error.headers)


def _describe(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        plain = get_openapi(title=app.title, version=app.version, routes=app.routes)
        app.openapi_schema = add_models(plain)
    return app.openapi_schema
