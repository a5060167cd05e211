"""The screens of the guide and of the kinds of problem."""

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from importer.guide import NAMES, read_page, read_pages
from importer.page.answers import screen
from importer.page.help import HELP, PICTURES, html_of, search_help, title_of
from importer.problem import CODES, all_explanations, explain_code

_LONGEST = 200  # letters of what is looked for


def add_help(app: FastAPI) -> None:
    """Answer the addresses below /help."""

    @app.get(HELP)
    def show_help(search: str = "") -> Response:
        words = search[:_LONGEST].strip()
        known = {"pages": [(page, title_of(page)) for page in read_pages()], "problems": all_explanations()}
        return screen("help.html", {"here": HELP, "search": words, "found": search_help(words), **known})

    @app.get(HELP + "/problem/{number}")
    def show_problem(number: int) -> Response:
        if number not in CODES:
            raise HTTPException(404)
        return screen("problem.html", {"here": HELP, "explained": explain_code(CODES[number])})

    @app.get(HELP + "/picture/{name}")
    def show_picture(name: str) -> Response:
        if name not in PICTURES:
            raise HTTPException(404)
        return FileResponse(PICTURES[name], media_type="image/png")

    @app.get(HELP + "/{name}")
    def show_page(name: str) -> Response:
        if name not in NAMES:
            raise HTTPException(404)
        page = read_page(name)
        return screen("guide.html", {"here": HELP, "page": page, "text": html_of(page)})
