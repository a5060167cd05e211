"""How the target hands out a list: page by page, each leading to the next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, urljoin, urlsplit

CODES_A_FILTER = 20
_LINKS = ("@odata.nextLink", "@odata.nextlink", "odata.nextLink")
LONGEST_FILTER = 1500  # as it stands in an address: IIS refuses a query of more than 2,048 characters

Entry = Mapping[str, object]


def address_of(base: str, *, where: str = "", select: Sequence[str] = (), skip: int = 0, top: int = 0) -> str:
    """The address of a page of the list at `base`."""
    options = {
        "$filter": where,
        "$select": ",".join(select),
        "$top": str(top or ""),
        "$skip": str(skip or ""),
        "$count": "true",
    }
    return base + "?" + "&".join(f"{name}={quote(text, safe=',')}" for name, text in options.items() if text)


def write_filter(key: str, codes: Iterable[str]) -> str:
    """The `$filter` for the entries whose `key` is one of `codes`. Ids stand bare, quotes in codes are doubled."""
    return " or ".join(_is(key, code) for code in codes)


def write_filters(key: str, codes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Filters that together ask for all of `codes`, each with those that it asks for: about twenty, and no more than
    an address can hold.
    """
    some: list[str] = []
    length, around = 0, len(quote(f" or {_is(key, '')}"))
    for code in codes:
        more = around + len(quote(code)) + len("%27") * code.count("'")
        if some and (len(some) == CODES_A_FILTER or length + more > LONGEST_FILTER):
            yield write_filter(key, some), tuple(some)
            some, length = [], 0
        some.append(code)
        length += more
    if some:
        yield write_filter(key, some), tuple(some)


def write_code_filters(key: str, codes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same for codes of a list, but for those that no address holds: no entry has one, and to ask fails."""
    return write_filters(key, (code for code in codes if len(quote(_is(key, code))) <= LONGEST_FILTER))


def _is(key: str, code: str) -> str:
    return f"id eq {code}" if key == "id" else "{} eq '{}'".format(key, code.replace("'", "''"))


def find_next_page(page: Entry, address: str) -> str | None:
    """The address of the page after this one; None where there is none on the same server that can be understood."""
    link = link_of(page)
    if not isinstance(link, str):
        return None
    try:
        following = urljoin(address, link)
        return following if _origin_of(following) == _origin_of(address) else None
    except ValueError:
        return None


def link_of(page: Entry) -> object:
    """The link to the next page as the target gives it; None where it gives none."""
    return next((link for name in _LINKS if (link := page.get(name)) not in (None, "")), None)


def is_whole(page: Entry) -> bool:
    """True where a first page is the whole list: it has no link to another, and no count of more entries."""
    total = total_of(page)
    return link_of(page) is None and (total is None or total <= sum(1 for _ in entries_of(page)))


def _origin_of(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.casefold()


def is_page(page: object) -> bool:
    """True for a JSON object that has a list of entries."""
    return isinstance(page, dict) and isinstance(page.get("value"), list)


def entries_of(page: Entry) -> Iterator[Entry]:
    """The entries on a page."""
    value = page.get("value")
    assert isinstance(value, list)  # noqa: S101 - it has been looked at
    return (entry for entry in value if isinstance(entry, dict))


def total_of(page: Entry) -> int | None:
    """How many entries the whole list has, where the page says it."""
    count = page.get("@odata.count")
    return count if type(count) is int and count >= 0 else None
