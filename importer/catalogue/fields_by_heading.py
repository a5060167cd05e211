"""Finding a field: by its name, dotted or not, and by any heading that a user may give it."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from importer.catalogue.entities import ENTITIES, Part
from importer.catalogue.field import LONGEST_HEADING, Field, Lookup, fold_spelling
from importer.catalogue.job_fields import JOBS
from importer.catalogue.languages import headings_of
from importer.catalogue.vocabulary import meanings_of

_FILLED = (  # whether a column must be filled
    r"(?:mandatory|compulsory|required|optional|verplicht|optioneel|pflicht(?:feld)?|erforderlich|obligatoire"
    r"|facultati[fv]e?|requis|obligatorio|opcional|obrigat[oó]rio|obbligatorio|facoltativo)(?: (?:field|veld|feld))?"
)
_HOW = rf"(?:{_FILLED}|max\.? ?[0-9]+[^)\]]*|min(?:utes|uten|\.)?|text|tekst|code|\*)"
_EXAMPLE = r"(?:e\. ?g\.|for example|z\. ?b\.|bv\.|bijv\.|p\. ?ex\.|par ex\.|ex\.|ej\.|es\.) [^)\]]+"
_REMARK = re.compile(rf"[(\[](?:{_HOW}(?:[,;] ?{_HOW})*|{_EXAMPLE})[)\]]", re.IGNORECASE)
_REMARK_BEHIND = re.compile(rf"(?<!\s)\s*[-–—:;,]\s*{_FILLED}\s*\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"\A\s*(?:\(?[0-9]{1,2}\)|[0-9]{1,2}\.(?:[0-9]{1,2}\.?)?|[A-Za-z][.)])\s+")
_LANGUAGE = re.compile(r"\A\s*[A-Za-z]{2}:")  # EN: Name
_DAY, _MONTH, _YEAR = "(?:d{1,2}|j{1,2}|t{1,2}|g{1,2})", "m{1,4}", "(?:[yj]{2}|[yj]{4}|a{2}|a{4})"
_CLOCK = r"(?:hh?|uu?):(?:mm|nn)(?::ss)?(?: ?am/pm)?"
_SIGN = "[-/. ]?"
_DATE = "|".join(_SIGN.join(order) for order in ((_DAY, _MONTH, _YEAR), (_MONTH, _DAY, _YEAR), (_YEAR, _MONTH, _DAY)))
_FORMAT = re.compile(  # how a date or number is written, in brackets, in the letters of several languages
    rf"[(\[] ?(?:(?:{_DATE})(?:[ t]{_CLOCK})?|#[#0.,]*|0[.,]0+) ?[)\]]", re.IGNORECASE
)
_CLOCK_ALONE = re.compile(rf"[(\[] ?{_CLOCK} ?[)\]]", re.IGNORECASE)  # of a date it may be the other half
_MAY_HAVE_PARTS = re.compile(  # most cells of a wide sheet have none of these
    r"[/|\n(\[*:;,·•\u2013\u2014-]|^\s*(?:[0-9][0-9.]*|[A-Za-z])[.)]?\s"
)
_BETWEEN = re.compile(r"[/|\n;,·•()\[\]]|\s[-–—]\s")
_PARTS = re.compile(r"[/|\n()\[\]<>:;,]|\s[-–—]\s")

_BY_NAME: Mapping[str, Field] = {field.name: field for field in JOBS}


def code_field_of(lookup: Lookup) -> Field | None:
    """The field that takes the code of what `lookup` finds; None where there is none, and for jobs."""
    return next((f for f in JOBS if f.lookup and f.lookup.has_names and f.lookup.id_field == lookup.id_field), None)


def get_field(name: str) -> Field:
    """The field of this name, dotted to any depth. Raises KeyError where there is none."""
    found = find_field(name)
    if found is None:
        raise KeyError(name)
    return found


def find_field(heading: str) -> Field | None:
    """The field that `heading` means: a name, heading or further spelling, or a dotted part of an embedded entity.

    The headings of the template are known in all its languages. Case, spaces, underscores, accents and a trailing
    asterisk are forgiven, and so are remarks such as (mandatory), (e.g. MAINT) or (dd/mm/yyyy), a number in front and
    the same heading in several languages. What is longer than a heading, as any cell may be, means none.
    """
    return _find_field(heading) if len(heading) <= LONGEST_HEADING else None


@lru_cache(10_000)  # a server may name ever new ones
def _find_field(heading: str) -> Field | None:
    if "." in heading and (dotted := _find_dotted(heading)):
        return dotted
    return _index_by_spelling().get(fold_spelling(heading)) or _find_by_parts(heading)


def find_sure_field(heading: str) -> Field | None:
    """The same, and what the headings of other systems mean for sure: 'Auftragsnummer', 'WO_NUM', 'Fecha de cierre'."""
    if len(heading) > LONGEST_HEADING:
        return None
    found, bare = find_field(heading), _NUMBERED.sub("", heading)
    if found is None and (meanings := meanings_of(_FORMAT.sub(" ", bare).strip())) and meanings[0].is_sure:
        return get_field(meanings[0].field)
    return found


def is_own_heading(field: Field, heading: str) -> bool:
    """Whether this is the field's name or its heading in a template, in any language."""
    return fold_spelling(heading) in {fold_spelling(own) for own in (field.name, field.heading, *headings_of(field))}


def _find_by_parts(heading: str) -> Field | None:
    """The one field that every part of a heading in several languages means: Name / Naam, Status code (mandatory)."""
    if not _MAY_HAVE_PARTS.search(heading):
        return None
    bare = _FORMAT.sub(" ", _REMARK.sub(" ", _NUMBERED.sub("", _REMARK_BEHIND.sub("", heading))))
    if _CLOCK_ALONE.search(bare):
        found = _index_by_spelling().get(fold_spelling(_CLOCK_ALONE.sub(" ", bare).strip(" *:")))
        return found if found and found.in_minutes else None
    parts = [_LANGUAGE.sub("", part).strip(" *:") for part in _BETWEEN.split(bare)]
    fields = [_index_by_spelling().get(fold_spelling(part)) for part in parts if part]
    return fields[0] if fields and all(field is fields[0] for field in fields) else None


def find_known_part(heading: str) -> str:
    """The first part of a heading in several languages, or before brackets, that means a field alone; '' for none."""
    if len(heading) > LONGEST_HEADING:
        return ""
    parts = [part.strip(" *:") for part in _PARTS.split(_NUMBERED.sub("", heading))]
    return next((part for part in parts if len(parts) > 1 and fold_spelling(part) in _index_by_spelling()), "")


@cache
def _index_by_spelling() -> Mapping[str, Field]:
    return {fold_spelling(spelling): field for field in JOBS for spelling in (*field.spellings, *headings_of(field))}


@cache
def parts_of(entity: str) -> Mapping[str, Part]:
    """The parts of an entity by folded name. A parent job is an entity too: its parts are the fields of a job."""
    if entity == "job":
        return {fold_spelling(f.name): Part(f.name, f.kind, f.entity, f.max_length) for f in JOBS}
    return {fold_spelling(part.name): part for part in ENTITIES[entity].parts}


def _find_dotted(heading: str) -> Field | None:
    first, *rest = (fold_spelling(step) for step in heading.split("."))
    outer = next((f for f in JOBS if f.kind.is_embedded and fold_spelling(f.name) == first), None)
    if outer is None:
        return None
    names, entity, part = [outer.name], outer.entity, None
    for step in rest:
        part = parts_of(entity).get(step) if entity else None
        if part is None:
            return None
        names.append(part.name)
        entity = part.entity
    if part is None or part.kind.is_embedded:
        return None
    noun = "parent job" if outer.entity == "job" else ENTITIES[outer.entity].noun
    return Field(
        ".".join(names),
        ".".join(names),
        part.kind,
        f"The {part.name} of the embedded {noun}; changes that {noun} in the target.",
        max_length=part.max_length,
    )


@cache
def list_known_names() -> tuple[str, ...]:
    """Every name and heading that a sheet can use, in all languages, without the dotted ones."""
    return tuple(spelling for field in JOBS for spelling in (*field.spellings, *headings_of(field)))
