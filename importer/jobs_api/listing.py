"""How the target hands out a list: page by page, each leading to the next."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urljoin, urlsplit

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


def next_page(page: Entry, address: str) -> str | None:
    """The address of the page after this one; '' where it points to another host; None at the end."""
    link = page.get("@odata.nextLink") or page.get("@odata.nextlink")
    if not isinstance(link, str):
        return None
    following = urljoin(address, link)
    return following if _origin(following) == _origin(address) else ""


def _origin(address: str) -> tuple[str, str]:
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
    return count if isinstance(count, int) else None
