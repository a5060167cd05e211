"""Lists of the practice API: OData options -> a page of at most 20 entries and the link to the next one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from importer.practice.entity_sets import EntitySet
from importer.practice.filter import BadQuery
from importer.practice.filter_sql import property_named, selection
from importer.practice.refusal import no_such
from importer.practice.store import Store

PAGE = 20
_KNOWN = ("$filter", "$select", "$top", "$skip", "$orderby", "$count")


@dataclass(frozen=True)
class Options:
    """What a request asks of a list; `top` is None where it asks for all."""

    where: str = ""
    select: tuple[str, ...] = ()
    top: int | None = None
    skip: int = 0
    order: str = ""
    count: bool = False

    def as_query(self) -> str:
        """The options as they stand in an address."""
        texts = {
            "$filter": self.where,
            "$select": ",".join(self.select),
            "$orderby": self.order,
            "$count": "true" if self.count else "",
            "$top": "" if self.top is None else str(self.top),
            "$skip": str(self.skip) if self.skip else "",
        }
        return urlencode({name: text for name, text in texts.items() if text}, safe="$,'()", quote_via=quote)


def options_of(query: Mapping[str, str]) -> Options:
    """The options in the query of an address; names without a dollar are ignored. Raises BadQuery."""
    for name in query:
        if name.startswith("$") and name not in _KNOWN:
            raise BadQuery(f"The query option '{name}' is not supported here. Use one of {', '.join(_KNOWN)}.")
    if query.get("$count", "false") not in {"true", "false"}:
        raise BadQuery("$count must be true or false.")
    return Options(
        where=query.get("$filter", "").strip(),
        select=tuple(name.strip() for name in query.get("$select", "").split(",") if name.strip()),
        top=_whole(query, "$top") if "$top" in query else None,
        skip=_whole(query, "$skip") if "$skip" in query else 0,
        order=query.get("$orderby", "").strip(),
        count=query.get("$count") == "true",
    )


def page(store: Store, kept: EntitySet, asked: Options, *, base: str) -> str:
    """The JSON of one page. `base` is the address of the API, which the links repeat. Raises BadQuery."""
    for name in asked.select:
        property_named(name, kept)
    chosen = selection(kept, where=asked.where, order=asked.order)
    size = PAGE if asked.top is None else min(PAGE, asked.top)
    bodies = store.bodies(kept.name, chosen, skip=asked.skip, top=size + 1)
    shown = ",".join(_part_of(body, asked.select) for body in bodies[:size])
    columns = f"({','.join(asked.select)})" if asked.select else ""
    text = f'{{"@odata.context":{json.dumps(f"{base}/$metadata#{kept.name}{columns}")}'
    if asked.count:
        text += f',"@odata.count":{store.count(kept.name, chosen)}'
    text += f',"value":[{shown}]'
    if len(bodies) > size and asked.top != size:
        text += f',"@odata.nextLink":{json.dumps(_next_link(asked, f"{base}/{kept.name}"))}'
    return text + "}"


def one(store: Store, kept: EntitySet, entry_id: str, *, asked: Options) -> str:
    """The JSON of the entry with this id. Raises Refusal (404) where there is none, and BadQuery."""
    for name in asked.select:
        property_named(name, kept)
    body = store.body(kept.name, entry_id)
    if body is None:
        raise no_such(kept.noun, entry_id)
    return _part_of(body, asked.select)


def _part_of(body: str, select: tuple[str, ...]) -> str:
    if not select:
        return body
    entry = json.loads(body)
    return json.dumps({name: entry[name] for name in select}, ensure_ascii=False, separators=(",", ":"))


def _next_link(asked: Options, address: str) -> str:
    rest = None if asked.top is None else asked.top - PAGE
    return f"{address}?{replace(asked, skip=asked.skip + PAGE, top=rest).as_query()}"


def _whole(query: Mapping[str, str], name: str) -> int:
    text = query[name].strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - far more than there are
        raise BadQuery(f"{name} must be a whole number that is not negative, not '{text}'.")
    return int(text)
