"""The sentences of a refusal, and the fields they are about, whatever the body that carries them.

Seen from ASP.NET servers and their gateways: `{"Message", "ModelState"}`, problem details with `errors`, the errors
of OData, a bare JSON string, plain text, and web pages. Other servers list an object for each error (RFC 9457, Spring,
FastAPI, FastEndpoints, ABP) or put the sentences under the fields themselves (Django). Any other body is told as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain, islice

from importer.catalogue import JOBS, find_field
from importer.jobs_api.response import MOST_TEXT, Response
from importer.languages import _

LONGEST_MESSAGE = 500
MOST_REFUSALS = 100

_NAMES = re.compile(r"\b(" + "|".join(sorted((f.name for f in JOBS if "_" in f.name), key=len, reverse=True)) + r")\b")
_BY_FIELD = ("modelstate", "errors", "details")  # in small letters, as all names are compared
_LISTS = (*_BY_FIELD, "detail", "violations", "validationerrors", "invalid-params", "issues", "fieldviolations")
_PLACES = (
    *("field", "propertyname", "property", "pointer", "path", "loc", "members", "target", "propertypath", "param"),
    *("instancepath", "name"),
)
_REASONS = ("defaultmessage", "msg", "reason", "errormessage", "description")
_SPEAKING = (*("exceptionmessage", "messagedetail", "message", "detail", "error_description", "description", "title"),)
_DEEPEST = 4  # fields within objects within errors
_LONGEST_KEY, _MOST_STEPS = 200, 8  # letters and parts of a key that names a field
_ENOUGH = _LONGEST_KEY + 1  # letters that tell that a key is longer
_MOST_SENTENCES = 10 * MOST_REFUSALS  # that are looked at, since many may be the same


@dataclass(frozen=True, slots=True)
class RefusalDetail:
    """One sentence of a refusal; `field` is the field of a job that it is about, by the API's name, if it says so."""

    field: str | None
    message: str


def read_refusals(response: Response) -> tuple[RefusalDetail, ...]:
    """The sentences of a refusal: at least one sentence, none twice, none longer than 500 characters."""
    found = [
        RefusalDetail(_find_field_of_key(key) or _find_named(text), clip_text(text))
        for key, text in islice(_find_sentences(response), _MOST_SENTENCES)
    ]
    distinct = list(dict.fromkeys(refusal for refusal in found if refusal.message))[:MOST_REFUSALS]
    if not distinct and not _is_empty(response.body) and (text := clip_text(response.text)):
        return (RefusalDetail(None, text),)
    return tuple(distinct) or (RefusalDetail(None, _("no reason was given")),)


def _is_empty(body: object) -> bool:
    """True for JSON in which nothing is said: an empty list, an object of nulls."""
    if not isinstance(body, (dict, list)):
        return False
    parts = body.values() if isinstance(body, dict) else body
    return all(part in (None, "", [], {}) for part in parts)


def clip_text(text: str) -> str:
    """A text on one line, without control characters, not longer than a message may be."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_MESSAGE else plain[: LONGEST_MESSAGE - 1] + "…"


def _find_sentences(response: Response) -> Iterator[tuple[str, str]]:
    """Each sentence with the key that it stands under, '' where there is none."""
    body = response.body
    if isinstance(body, dict):
        folded = _fold_keys(body)
        found = _take_most(chain(_find_by_field(folded), _find_listed(folded))) or [*_find_in_error(folded)]
        yield from found or _take_most(_find_message(folded)) or [*_find_title(folded)] or _find_by_name(body)
    elif isinstance(body, (str, list)):
        yield from _find_each(body)
    elif "<" in response.text and (page := _read_page(response.text)):
        yield "", page
    else:
        yield "", response.text


def _take_most(sentences: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(islice(sentences, _MOST_SENTENCES))


def _fold_keys(body: Mapping[str, object]) -> Mapping[str, object]:
    return {key.casefold(): value for key, value in body.items()}


def _find_by_field(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in _BY_FIELD:
        state = body.get(name)
        if isinstance(state, dict):
            for key, sentences in state.items():
                yield from _find_below(key[:_ENOUGH], sentences, _DEEPEST)


def _find_below(key: str, below: object, deepest: int) -> Iterator[tuple[str, str]]:
    """The sentences under the key of a field, which may be an object of more fields, or say more than a sentence."""
    if isinstance(below, str):
        yield key, below
    elif isinstance(below, list):
        for each in below:
            if isinstance(each, (str, dict)):
                yield from _find_below(key, each, deepest - 1)
    elif isinstance(below, dict) and deepest > 0:
        has_fields = any(isinstance(value, list) for value in below.values())
        if reason := "" if has_fields else _find_reason(_fold_keys(below)):
            yield key, reason
            return
        for name, sentences in below.items():
            yield from _find_below(f"{key}.{name[:_ENOUGH]}"[:_ENOUGH], sentences, deepest - 1)


def _find_listed(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """One error after the other, in a list."""
    error = body.get("error")
    for part in (body, _fold_keys(error) if isinstance(error, dict) else {}):
        for errors in map(part.get, _LISTS):
            if isinstance(errors, list):
                yield from _find_each(errors)


def _find_each(errors: object) -> Iterator[tuple[str, str]]:
    for error in errors if isinstance(errors, list) else [errors]:
        if isinstance(error, str):
            yield "", error
        elif isinstance(error, dict):
            folded = _fold_keys(error)
            if reason := _find_reason(folded):
                yield _location_of(folded), reason
            else:
                yield from _take_most(_find_within(folded)) or _find_by_name(error)


def _find_within(error: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What an error says that lists errors of its own."""
    for errors in map(error.get, _LISTS):
        for each in errors if isinstance(errors, list) else ():
            if isinstance(each, dict) and (reason := _find_reason(folded := _fold_keys(each))):
                yield _location_of(folded), reason


def _find_reason(error: Mapping[str, object]) -> str:
    reason = next((text for name in _REASONS if isinstance(text := error.get(name), str) and text.strip()), "")
    return reason or _find_sentence(error)


def _location_of(error: Mapping[str, object]) -> str:
    """The key that an error of a list is about: a text, or a path of texts."""
    source = error.get("source")
    places = [error.get(name) for name in _PLACES] + [source.get("pointer") if isinstance(source, dict) else None]
    for location in places:
        steps = location if isinstance(location, list) else [location]
        key = ".".join(str(step) for step in steps[:_LONGEST_KEY] if isinstance(step, (str, int)))
        if _find_field_of_key(key):
            return key
    return ""


def _find_by_name(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A list of sentences under each field, and nothing around."""
    for key, sentences in body.items():
        if isinstance(sentences, list):
            yield from ((key, text) for text in sentences if isinstance(text, str))


def _find_in_error(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What an error of OData says, or another server's object of that name."""
    error = body.get("error") or body.get("odata.error")
    if not isinstance(error, dict):
        return
    folded = _fold_keys(error)
    inner = folded.get("innererror") or folded.get("data")
    deepest, detail = _find_sentence(folded), folded.get("detail")
    if isinstance(detail, str) and detail.strip() and detail != deepest:
        deepest = f"{deepest}: {detail}"
    while isinstance(inner, dict):  # the innermost says most: 'An error has occurred.' stands outside
        within = _fold_keys(inner)
        deepest = _find_sentence(within) or deepest
        inner = within.get("innererror") or within.get("internalexception")
    yield str(folded.get("target") or ""), deepest


def _find_message(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    message = body.get("message")
    if isinstance(message, list):
        yield from _find_each(message)
    elif sentence := _find_sentence(body):
        yield "", sentence


def _find_title(body: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What says least: 'Bad Request'."""
    if isinstance(error := body.get("error"), str):
        yield "", error


def _find_sentence(body: Mapping[str, object]) -> str:
    for name in _SPEAKING:
        text = body.get(name)
        if isinstance(text, dict):  # OData 3: {"lang": "en", "value": "…"}
            text = text.get("value")
        if isinstance(text, str) and text.strip():
            return text
    return ""


def _find_field_of_key(key: str) -> str | None:
    """The field that a key such as `jobs.name`, `job.project.code` or `$.due_date` means."""
    if len(key) > _LONGEST_KEY:
        return None
    steps = [re.sub(r"\[\d*\]$", "", step) for step in re.split(r"[./]", key)][-_MOST_STEPS:]
    meant = (find_field(".".join(steps[at:])) for at in range(len(steps)))
    return next((field.name for field in meant if field), None)


def _find_named(text: str) -> str | None:
    """The one field whose name the sentence holds; None where it holds none or several."""
    names = set(_NAMES.findall(text[:MOST_TEXT]))
    return names.pop() if len(names) == 1 else None


class _HtmlText(HTMLParser):
    """The words of a web page: its title and headings, else all that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: list[str] = []
        self.shown: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag in {"title", "h1", "h2", "script", "style"}:
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words or self._within in {"script", "style"}:
            return
        (self.marked if self._within else self.shown).append(words)


def _read_page(text: str) -> str:
    page = _HtmlText()
    with suppress(AssertionError):  # the parser's own, for a declaration that is none: what came before it counts
        page.feed(text)
    return " - ".join(dict.fromkeys(page.marked)) or " ".join(page.shown)
