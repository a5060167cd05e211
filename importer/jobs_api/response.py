"""What the target answers, what it means that no answer came, and what makes a whole target unusable."""

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain

from importer.errors import ApiDenied, ApiMisplaced, ApiUnreachable
from importer.languages import _
from importer.masking import mask_known_secrets
from importer.problem import LIST_ENDLESS, LOGIN_REFUSED, TURNED_AWAY, UNREACHABLE, WRONG_ADDRESS, spell_command
from importer.settings import PRACTICE, Target, name_of

API = "/api"  # how the address of an API ends
MOST_TEXT = 2000
DEEPEST = 100  # objects and lists within one another
TEMPORARY = frozenset({408, 429, 502, 503, 504})  # 'not now', often from a gateway: the same request may be sent again
FINE, REDIRECTING, REFUSING = range(200, 300), range(300, 400), range(400, 500)
TURNING_AWAY = frozenset({400, 402, 407, *range(500, 600)})  # none of them says that the address is wrong
SEE_OTHER, UNAUTHORISED, FORBIDDEN, NOT_FOUND, CONFLICT = 303, 401, 403, 404, 409
INVALID_JOB = frozenset({400, 422})  # what the API, and others like it, answer to a job that breaks their rules
_REFUSED = 400  # and above

_CHARSET = re.compile(r"charset=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CODE_PAGE = re.compile(  # what Python can decode besides is no text of the web, and may take a second for a kilobyte
    r"(?:us-)?ascii|latin-?[0-9]{1,2}|iso[-_]?8859[-_][0-9]{1,2}|(?:windows-|cp|ibm)[0-9]{3,4}|koi8-[rtu]|mac(?:intosh|[-_]?roman)"
    r"|shift[-_]jis|s?jis|iso-2022-(?:jp|kr)|euc[-_](?:jp|kr|tw)|big5|gb2312|gbk|gb18030|tis-620",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came: nothing is judged yet.

    `body` is the parsed JSON, None where it is not JSON (or was cut short); `text` the first characters of what
    came. `retry_after` is the pause in seconds that the target asks for, None where it asks for none that can be
    understood. `location` is where a redirect points; it is never followed. `date` is the target's own clock.
    """

    status: int
    body: object = None
    text: str = ""
    retry_after: float | None = None
    location: str = ""
    date: str = ""
    size: int = field(default=0, compare=False)  # bytes of the body, unfolded

    @property
    def fine(self) -> bool:
        """True for a 2xx."""
        return self.status in FINE

    @property
    def redirects(self) -> bool:
        """True for a 3xx."""
        return self.status in REDIRECTING

    @property
    def entity(self) -> Mapping[str, object] | None:
        """The body where it is a JSON object."""
        return self.body if isinstance(self.body, dict) else None


class NoResponse(Exception):
    """No answer, or none that can be used. `sent` is False only where certainly nothing of the request went out.

    `late` where its time was used up; `hopeless` where no request to this target could fare better: its name is not
    known, or the connection not safe.
    """

    def __init__(self, reason: str, *, sent: bool, late: bool = False, hopeless: bool = False) -> None:
        self.reason = reason
        self.sent = sent
        self.late = late
        self.hopeless = hopeless
        super().__init__(reason)


def response_of(status: int, headers: Mapping[str, str], content: bytes, *, whole: bool = True) -> Response:
    """Make a Response of what came over the wire; where it is not `whole` its body is not looked into."""
    text = _text_of(content, headers.get("Content-Type", ""))
    if text is None and status >= _REFUSED:
        text = _read_as_windows(content)
    return Response(
        status,
        (parse_json(content) if text is None else parse_json(text.encode("utf-8", "replace"))) if whole else None,
        (content[: 4 * MOST_TEXT].decode("utf-8", "replace") if text is None else text)[:MOST_TEXT],
        read_retry_after(headers.get("Retry-After", ""), headers.get("Date", "")),
        headers.get("Location", ""),
        headers.get("Date", ""),
        len(content),
    )


def mask_secrets_in(response: Response) -> Response:
    """The answer without any known secret: a server in a debugging mode, or a proxy, may repeat the login of a request.

    What a success says of jobs and lists stays as it is: it is compared, and a password may be a word of any name.
    """
    text, location = mask_known_secrets(response.text), mask_known_secrets(response.location)
    body = response.body if response.fine else _mask_body(response.body)
    if body != response.body:  # JSON can spell the text in more ways than are known
        text = json.dumps(body, ensure_ascii=False)[: len(response.text)]
    if (body, text, location) == (response.body, response.text, response.location):
        return response
    return replace(response, body=body, text=text, location=location)


def _mask_body(body: object) -> object:
    if isinstance(body, str):
        return mask_known_secrets(body)
    if isinstance(body, list):
        return [_mask_body(part) for part in body]
    if isinstance(body, dict):
        return {mask_known_secrets(name): _mask_body(part) for name, part in body.items()}
    return body


def _text_of(content: bytes, content_type: str) -> str | None:
    """The body by the encoding that the answer names; None where that is UTF-8, or no encoding that is known."""
    named = _CHARSET.search(content_type)
    try:
        if named is None or not _CODE_PAGE.fullmatch(named[1]) or codecs.lookup(named[1]).name.startswith("utf"):
            return None
        return content.decode(named[1], "replace")
    except (LookupError, ValueError):
        return None


def _read_as_windows(content: bytes) -> str | None:
    """The body of a refusal that is not in the encoding it should be; None for one that is."""
    if b"\0" in content:  # UTF-16, as JSON tells itself
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
    return None


def parse_json(content: bytes) -> object:
    """Parse JSON; None where it is none. A body that is nested too deep to be looked into is none either."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body if content.count(b"{") + content.count(b"[") <= DEEPEST or _is_shallow(body) else None


def _is_shallow(body: object) -> bool:
    level = [body]
    for _turn in range(DEEPEST):
        within = chain.from_iterable(_list_parts(value) for value in level)
        level = [part for part in within if isinstance(part, (dict, list))]
        if not level:
            return True
    return False


def _list_parts(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def read_retry_after(header: str, date: str = "") -> float | None:
    """Read a Retry-After, in seconds or as a date, as seconds from now; None where it says nothing usable.

    A date is counted from the target's own `date`, where it says that, for its clock may differ from ours.
    """
    text = header.strip()
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        return float(text)
    until = read_moment(text)
    return None if until is None else max(0.0, (until - (read_moment(date) or datetime.now(UTC))).total_seconds())


def read_moment(text: str) -> datetime | None:
    """The moment that a header says, with its zone; None where it says none that can be understood."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):  # it makes numbers of whatever stands there
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _spell_show(target: Target) -> str:
    """The command that shows the settings of the target; one of the environment has no name that can be shown."""
    named = () if target.name in {PRACTICE, name_of(target.url)} else (target.name,)
    return spell_command("targets", "show", *named)


def make_unreachable_error(target: Target, reason: str) -> ApiUnreachable:
    """Nobody answers."""
    return ApiUnreachable(UNREACHABLE, url=target.url, reason=reason)


def make_denied_error(target: Target, response: Response) -> ApiDenied:
    """The login is not accepted."""
    of_environment = target.name == name_of(target.url)
    again = _("set IMPORTER_PASSWORD to the right password") if of_environment else _("type {command} to log in again")
    again = again.format(command=spell_command("login", target.name))
    shown = {"show": _spell_show(target), "again": again}
    return ApiDenied(LOGIN_REFUSED, url=target.url, user=target.user, status=response.status, **shown)


def make_turned_away_error(target: Target, response: Response, sentence: str) -> ApiUnreachable:
    """The target, or what stands before it, takes no requests at present, and says why."""
    return ApiUnreachable(TURNED_AWAY, url=target.url, status=response.status, sentence=sentence)


def make_redirected_error(target: Target, response: Response) -> ApiMisplaced:
    """The target points elsewhere, where nobody said that the jobs should go."""
    return ApiMisplaced(
        WRONG_ADDRESS,
        url=target.url,
        show=_spell_show(target),
        reason=_("it redirects to {location}").format(
            location=response.location or _("an address that it does not name")
        ),
    )


def add_api_path(target: Target) -> str:
    """The address with /api behind it."""
    return f"{target.url.rstrip('/')}{API}"


def make_api_below_error(target: Target) -> ApiMisplaced:
    """The API is not at the address of the target, but at that with /api."""
    reason = _("the API is at {address}").format(address=add_api_path(target))
    error = ApiMisplaced(WRONG_ADDRESS, url=target.url, reason=reason, show=_spell_show(target))
    error.found = add_api_path(target)
    return error


def make_endless_error(target: Target, listing: str, reason: str) -> ApiMisplaced:
    """A list of the target has no end."""
    return ApiMisplaced(LIST_ENDLESS, url=target.url, listing=listing, reason=reason, show=_spell_show(target))


def make_not_the_api_error(target: Target, response: Response) -> ApiMisplaced:
    """Something answers that is not the work-order API."""
    found = _("a web page") if response.text.lstrip().startswith("<") else _("something else")
    reason = (
        _("it sends {found}, not a list").format(found=found)
        if response.fine
        else _("the target answers a job lookup with HTTP {status}").format(status=response.status)
    )
    return ApiMisplaced(WRONG_ADDRESS, url=target.url, reason=reason, show=_spell_show(target))
