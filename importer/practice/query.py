"""Lists of the practice API: OData options -> a page of at most 20 entries and the link to the next one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from importer.practice.entity_sets import EntitySet
from importer.practice.filter import BadQuery
from importer.practice.filter_sql import find_property, make_selection
from importer.practice.http_errors import make_not_found
from importer.practice.store import Store

PAGE = 20
_KNOWN = ("$filter", "$select", "$top", "$skip", "$orderby", "$count")


@dataclass(frozen=True)
class ListOptions:
    """What a request asks of a list; `top` is None where it asks for all."""

    where: str = ""
    select: tuple[str, ...] = ()
    top: int | None = None
    skip: int = 0
    order: str = ""
    count: bool = False

    def to_query(self) -> str:
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


def read_options(query: Mapping[str, str]) -> ListOptions:
    """The options in the query of an address; names without a dollar are ignored. Raises BadQuery."""
    for name in query:
        if name.startswith("$") and name not in _KNOWN:
            raise BadQuery(f"The query option '{name}' is not supported here. Use one of {', '.join(_KNOWN)}.")
    if query.get("$count", "false") not in {"true", "false"}:
        raise BadQuery("$count must be true or false.")
    return ListOptions(
        where=query.get("$filter", "").strip(),
        select=tuple(name.strip() for name in query.get("$select", "").split(",") if name.strip()),
        top=_read_whole(query, "$top") if "$top" in query else None,
        skip=_read_whole(query, "$skip") if "$skip" in query else 0,
        order=query.get("$orderby", "").strip(),
        count=query.get("$count") == "true",
    )


def list_page(store: Store, entity_set: EntitySet, options: ListOptions, *, base: str) -> str:
    """The JSON of one page. `base` is the address of the API, which the links repeat. Raises BadQuery."""
    for name in options.select:
        find_property(name, entity_set)
    chosen = make_selection(entity_set, where=options.where, order=options.order)
    size = PAGE if options.top is None else min(PAGE, options.top)
    bodies = store.list_bodies(entity_set.name, chosen, skip=options.skip, top=size + 1)
    shown = ",".join(_part_of(body, options.select) for body in bodies[:size])
    columns = f"({','.join(options.select)})" if options.select else ""
    text = f'{{"@odata.context":{json.dumps(f"{base}/$metadata#{entity_set.name}{columns}")}'
    if options.count:
        text += f',"@odata.count":{store.count(entity_set.name, chosen)}'
    text += f',"value":[{shown}]'
    if len(bodies) > size and options.top != size:
        text += f',"@odata.nextLink":{json.dumps(_make_next_link(options, f"{base}/{entity_set.name}"))}'
    return text + "}"


def read_entry(store: Store, entity_set: EntitySet, entry_id: str, *, options: ListOptions) -> str:
    """The JSON of the entry with this id. Raises HttpError (404) where there is none, and BadQuery."""
    for name in options.select:
        find_property(name, entity_set)
    body = store.find_body(entity_set.name, entry_id)
    if body is None:
        raise make_not_found(entity_set.noun, entry_id)
    return _part_of(body, options.select)


def _part_of(body: str, select: tuple[str, ...]) -> str:
    if not select:
        return body
    entry = json.loads(body)
    return json.dumps({name: entry[name] for name in select}, ensure_ascii=False, separators=(",", ":"))


def _make_next_link(options: ListOptions, address: str) -> str:
    rest = None if options.top is None else options.top - PAGE
    return f"{address}?{replace(options, skip=options.skip + PAGE, top=rest).to_query()}"


def _read_whole(query: Mapping[str, str], name: str) -> int:
    text = query[name].strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - far more than there are
        raise BadQuery(f"{name} must be a whole number that is not negative, not '{text}'.")
    return int(text)
