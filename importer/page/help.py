"""The guide and the kinds of problem as screens, and what of them has the words that somebody looks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import count

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.exceptions import HTTPException

from importer.catalogue import fold_spelling
from importer.guide import FOLDER, NAMES, GuidePage, read_page, read_pages
from importer.languages import _
from importer.page.render import render_screen
from importer.problem import CODES, Explanation, explain_code, list_explanations

HELP = "/help"
PICTURES = {path.name: path for path in sorted(FOLDER.glob("*.png"))}
MOST_FOUND = 12
_LONGEST = 200  # letters of what is looked for
_PAGE_LINK = re.compile(r"([\w-]+)\.md(#[\w-]+)?")
_NOT_IN_AN_ID = re.compile(r"[^\w -]")
_HEADING = re.compile("^#{1,4} +(.+)$", re.MULTILINE)
_TABLE = re.compile("<table>.*?</table>", re.DOTALL)
_EXCERPT = 160  # letters


@dataclass(frozen=True)
class HelpPart:
    """A part of the guide, or a kind of problem, that has all the words: where it is, and what stands there."""

    address: str
    title: str
    excerpt: str


def html_of(page: GuidePage) -> Markup:
    """A page of the guide as HTML: its links lead to screens, its headings can be linked to, HTML in it is text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(page.shown_text)
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(tokens[position + 1].content))
        for inner in token.children or ():
            if inner.type == "image":
                inner.attrSet("src", f"{HELP}/picture/{inner.attrs['src']}")
        if token.children:
            token.children = list(_link(token.children))
    return _make_focusable(str(markdown.renderer.render(tokens, markdown.options, {})))


def _make_focusable(html: str) -> Markup:
    """The same, with everything that may be wider than the screen in a frame that keys can scroll."""
    numbers = count(1)

    def framed(match: re.Match[str]) -> str:
        label = escape(_("Table {number}").format(number=next(numbers)))
        return f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">{match[0]}</div>'

    html = _TABLE.sub(framed, html).replace("<pre>", '<pre tabindex="0">')
    return Markup(html)  # noqa: S704 - our own pages, without HTML of their own


def title_of(page: GuidePage) -> str:
    """Its first heading."""
    heading = _HEADING.search(page.text)
    return heading[1] if heading else page.name


def anchor_of(heading: str) -> str:
    """The name under which a heading is linked to, as GitHub makes it."""
    return _NOT_IN_AN_ID.sub("", heading.lower()).replace(" ", "-")


def _link(tokens: Sequence[Token]) -> Iterator[Token]:
    """The same, with links to pages as links to screens; what leads to a file of the project is its words alone."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            address = _address_of(str(token.attrs["href"]))
            leads = bool(address)
            token.attrSet("href", address)
        if leads or not token.type.startswith("link_"):
            yield token


def _address_of(link: str) -> str:
    found = _PAGE_LINK.fullmatch(link)
    if found and found[1] in NAMES:
        return f"{HELP}/{found[1]}{found[2] or ''}"
    return link if link.startswith(("https://", "#")) else ""


def search_help(words: str) -> tuple[HelpPart, ...]:
    """What has all these words, a number or a title that has them first; at most so many."""
    wanted = fold_spelling(words).split()
    if not wanted:
        return ()
    found = [
        (_rank(one, text, wanted), one) for one, text in _list_searchable() if all(word in text for word in wanted)
    ]
    return tuple(one for _rank, one in sorted(found, key=lambda ranked: ranked[0])[:MOST_FOUND])


def _rank(one: HelpPart, text: str, wanted: list[str]) -> tuple[bool, int]:
    title = fold_spelling(one.title)
    return not all(word in title for word in wanted), -sum(text.count(word) for word in wanted)


def _list_searchable() -> Iterator[tuple[HelpPart, str]]:
    for explained in list_explanations():
        yield _of_problem(explained), fold_spelling(" ".join(map(str, vars(explained).values())))
    yield from _read_guide_parts()


def _of_problem(explained: Explanation) -> HelpPart:
    title = _("Problem {number}").format(number=explained.number)
    return HelpPart(f"{HELP}/problem/{explained.number}", f"{title}: {explained.title}", explained.example)


@cache
def _read_guide_parts() -> tuple[tuple[HelpPart, str], ...]:
    """The guide, a part for each heading; it is the same as long as the program runs."""
    return tuple(part for page in read_pages() if page.name != "problems" for part in _parts_of(page))


def _parts_of(page: GuidePage) -> Iterator[tuple[HelpPart, str]]:
    text = page.shown_text
    headings = list(_HEADING.finditer(text))
    title = headings[0][1]
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=True):
        body = " ".join(text[heading.end() : end].split())
        name = title if heading[1] == title else f"{title}: {heading[1]}"
        address = f"{HELP}/{page.name}#{anchor_of(heading[1])}"
        yield HelpPart(address, name, _to_plain(body)), fold_spelling(f"{name} {body}")


def _to_plain(markdown: str) -> str:
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)|[`*|]|-{3,}", r"\1", markdown)
    return plain if len(plain) <= _EXCERPT else f"{plain[:_EXCERPT].rsplit(' ', 1)[0]} ..."


def add_help(app: FastAPI) -> None:
    """Answer the addresses below /help."""

    @app.get(HELP)
    def show_help(search: str = "") -> Response:
        words = search[:_LONGEST].strip()
        known = {"pages": [(page, title_of(page)) for page in read_pages()], "problems": list_explanations()}
        return render_screen("help.html", {"here": HELP, "search": words, "found": search_help(words), **known})

    @app.get(HELP + "/problem/{number}")
    def show_problem(number: int) -> Response:
        if number not in CODES:
            raise HTTPException(404)
        return render_screen("problem.html", {"here": HELP, "explained": explain_code(CODES[number])})

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
        return render_screen("guide.html", {"here": HELP, "page": page, "text": html_of(page)})
