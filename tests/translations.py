"""The catalogues of sentences, kept up to date.

    python -m tests.translations          collects the sentences of the program, and renews and compiles the catalogues

A new sentence stands in `importer/languages/<language>/LC_MESSAGES/importer.po` with an empty `msgstr` then; one that
the program no longer has is gone. tests/languages/test_catalogues.py says what is missing.
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from importer.catalogue import JOBS
from importer.languages import DOMAIN, ENGLISH, FOLDER, LanguageCode
from importer.problem import CODES
from importer.records import Status
from tests.source import parse_file, walk

PACKAGE = FOLDER.parent
OTHERS: tuple[LanguageCode, ...] = tuple(code for code in get_args(LanguageCode) if code != ENGLISH)
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # the same sentences make the same file
_PLURALS = {code: f"nplurals=2; plural=(n {'> 1' if code == 'fr' else '!= 1'});" for code in OTHERS}


class Sentence(NamedTuple):
    """A sentence of the program, or its forms for one and for many, and where it is written."""

    text: str | tuple[str, str]
    place: str


def sentences() -> Iterator[Sentence]:
    """Each sentence that is translated."""
    for number, code in sorted(CODES.items()):
        yield from (Sentence(text, f"problem-{number}") for text in (code.title, code.sentence, code.advice))
    yield from (Sentence(status.meaning, f"status-{status.name.lower()}") for status in Status)
    nouns = {field.lookup.noun for field in JOBS if field.lookup} | {field.one_of for field in JOBS if field.one_of}
    yield from (Sentence(noun, "what-fields-name") for noun in sorted(nouns | {"reference", "id"}))
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE.parent).as_posix()
        yield from (Sentence(text, place) for text in marked(parse_file(path)))

    for path in sorted((PACKAGE / "page" / "templates").iterdir()):
        place = path.relative_to(PACKAGE.parent).as_posix()
        yield from (Sentence(text, place) for text in marked_in_template(path.read_text(encoding="utf-8")))


def marked_in_template(template: str) -> Iterator[str | tuple[str, str]]:
    """The same of a template."""
    for call in Environment(autoescape=True).parse(template).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        texts = [str(one.value) for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        if name == "_":
            yield from texts
        elif name == "ngettext":
            yield texts[0], texts[1]
        elif name == "spell_count" and texts:
            yield f"{{count}} {texts[0]}", f"{{count}} {texts[0]}s"


def marked(module: ast.Module) -> Iterator[str | tuple[str, str]]:
    """What stands in `_()`, `N_()` and `ngettext()`, also within an f-string, where Babel's own search does not look;
    and what `spell_count(number, "row")` writes: '{count} row' and '{count} rows'.
    """
    for node in walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        texts = [str(one.value) for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if node.func.id in {"_", "N_"}:
            yield from texts
        elif node.func.id == "ngettext" and texts:
            yield texts[0], texts[1]
        elif node.func.id == "spell_count" and texts:
            yield f"{{count}} {texts[0]}", f"{{count}} {texts[0]}s"


@cache
def collected() -> Catalog:
    """All sentences, none translated."""
    catalog = Catalog()
    for text, place in sentences():
        if text not in {"", "{fix}", "{reason}"}:
            catalog.add(text, locations=[(place, 0)])
    for message in catalog:
        message.flags.clear()  # a sentence is filled in by str.format, whatever Babel takes it for
    return catalog


def po_of(code: LanguageCode) -> Path:
    """Where the catalogue of a language is."""
    return FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def renewed(code: LanguageCode) -> Catalog:
    """The catalogue of a language with the sentences that the program has now."""
    old = read_catalogue(code)
    new = collected()
    fresh = Catalog(locale=code, header_comment=old.header_comment, fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", _PLURALS[code])]  # Babel has a third form for a million in French
    for message in new:
        if message.id:
            known = old.get(message.id)
            fresh.add(message.id, known.string if known and known.string else None, locations=message.locations)
    for message in fresh:
        message.flags.clear()
    return fresh


@cache
def read_catalogue(code: LanguageCode) -> Catalog:
    """The catalogue of a language as it is."""
    with po_of(code).open("rb") as file:
        return read_po(file, locale=code)


def text_of(catalog: Catalog) -> bytes:
    """A catalogue as its file holds it, without its head of dates and names, which would change each time."""
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, include_lineno=False)
    facts = (f"Language: {catalog.locale}", "Content-Type: text/plain; charset=utf-8")
    head = "".join(f'"{fact}\\n"\n' for fact in (*facts, f"Plural-Forms: {catalog.plural_forms}"))
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + out.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as the program loads it."""
    out = BytesIO()
    catalog.creation_date = catalog.revision_date = _NEVER
    write_mo(out, catalog)
    return out.getvalue()


def renew() -> None:
    """Bring each catalogue up to date, and compile it."""
    for code in OTHERS:
        po = po_of(code)
        po.write_bytes(text_of(renewed(code)))
        read_catalogue.cache_clear()
        po.with_suffix(".mo").write_bytes(compiled(read_catalogue(code)))


if __name__ == "__main__":
    renew()
