"""The addresses of the practice API, and what happens at each."""

from collections.abc import Callable, Coroutine

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from importer.catalogue.kinds import GUID
from importer.practice.body import json_object
from importer.practice.compression import Compression
from importer.practice.description import BODY, OPTIONS, PREFER, with_models
from importer.practice.entity_sets import ENTITY_SETS, EntitySet
from importer.practice.filter import BadQuery
from importer.practice.jobs import create_job, update_job
from importer.practice.login import Login
from importer.practice.query import one, options_of, page
from importer.practice.refusal import Refusal, odata_refusal
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


def practice_app(store: Store, *, wrap: Wrap | None = None) -> ASGIApp:
    """The whole API over `store`, as ASGI. `wrap` goes around everything, to see or change any exchange."""
    app = FastAPI(title="Work orders (practice)", redoc_url=None)
    app.router.route_class = _Plain
    _add_jobs(app, store)
    _add_lists(app, store)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(BadQuery, _bad_query)
    app.add_exception_handler(HTTPException, _no_address)
    setattr(app, "openapi", lambda: _description(app))  # noqa: B010 - FastAPI's own way; mypy forbids the plain form
    whole = Login(Compression(app))
    return wrap(whole) if wrap else whole


def _add_jobs(app: FastAPI, store: Store) -> None:
    told = {**BODY, "parameters": [PREFER]}

    @app.post("/api/Jobs", status_code=201, openapi_extra=told, summary="Creates a new work order")
    async def create(request: Request) -> Response:
        job_id, text = create_job(store, await json_object(request))
        return _json(f'{{"id":"{job_id}"}}' if _wants_little(request) else text, 201)

    @app.put("/api/Jobs({job_id})", openapi_extra=told, summary="Changes a work order")
    async def update(request: Request, job_id: str) -> Response:
        spelled = _key(job_id)
        text = update_job(store, spelled, await json_object(request))
        return _json(f'{{"id":"{spelled}"}}' if _wants_little(request) else text)


def _add_lists(app: FastAPI, store: Store) -> None:
    @app.get("/api/{listing}({entry_id})", summary="One entry of a list")
    async def entry(request: Request, listing: str, entry_id: str) -> Response:
        kept = _list_named(listing)
        return _json(one(store, kept, _key(entry_id), asked=options_of(request.query_params)))

    @app.get("/api/{listing}", openapi_extra=OPTIONS, summary=f"A list: {', '.join(ENTITY_SETS)}")
    async def entries(request: Request, listing: str) -> Response:
        asked = options_of(request.query_params)
        return _json(page(store, _list_named(listing), asked, base=f"{request.base_url}api"))


def _list_named(name: str) -> EntitySet:
    kept = ENTITY_SETS.get(name)
    if kept is None:
        raise odata_refusal(404, f"There is no list '{name}'. There are: {', '.join(ENTITY_SETS)}.")
    return kept


def _key(text: str) -> str:
    spelled = GUID.canonical(text)
    if not spelled:
        raise odata_refusal(400, f"The key in the address must be a GUID without quotes, not {text}.")
    return spelled


def _wants_little(request: Request) -> bool:
    return "return=minimal" in request.headers.get("prefer", "").replace(" ", "").lower()


def _json(text: str, status: int = 200) -> Response:
    return Response(text.encode(), status, media_type="application/json")


def _answer(refusal: Refusal) -> Response:
    return JSONResponse(refusal.body, refusal.status)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for it
    return _answer(error)


async def _bad_query(_request: Request, error: Exception) -> Response:
    return _answer(odata_refusal(400, str(error)))


async def _no_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    refusal = odata_refusal(error.status_code, f"{error.detail}: {request.method} {request.url.path}")
    return JSONResponse(refusal.body, refusal.status, headers=error.headers)


def _description(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        plain = get_openapi(title=app.title, version=app.version, routes=app.routes)
        app.openapi_schema = with_models(plain)
    return app.openapi_schema
