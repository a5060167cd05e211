"""What can go wrong with a request: the keys of a fault, each declared once with what it means.

A fault has four parts that go together as one likes: which requests it meets, whether the API does what is asked,
which answer goes out, and how far that answer gets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from importer.practice.faults.bodies import SHAPES

OWN_IDS, OTHER_ID, STORED_IDS = "own", "other", "stored"
FIRST_PAGE = "first page"
PREVIOUS = "previous"
WHOLE, SLOWLY, HALF_HEAD, HALF_BODY = "whole", "slowly", "half head", "half body"
CUT, ENDLESS, BOMB, NOTHING = "cut", "endless", "bomb", "nothing"
KEEP, CLOSE, RESET = "keep", "close", "reset"
_LESS = (SLOWLY, HALF_HEAD, HALF_BODY)


def _declare_key(default: object, meaning: str, *choices: str) -> Any:  # noqa: ANN401 - as dataclasses.field
    return field(default=default, metadata={"meaning": meaning, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, and with which requests. Its fields are the keys of a fault file."""

    on: str = _declare_key(
        "*", "Which requests: method and address below /api, as in `POST /Jobs`; `*` stands for anything."
    )
    holding: str = _declare_key("", "Only requests with this text in their address or body.")
    at: tuple[int, ...] = _declare_key((), "Which of these requests, by number: `3`, or `[1, 4]`.")
    every: int = _declare_key(0, "Every n-th of these requests: `10` is every tenth.")
    chance: float = _declare_key(
        1.0, "How likely it is, from 0 to 1; the `seed` at the top of the file makes it repeatable."
    )
    times: int = _declare_key(0, "How often at most; 0 means without limit.")
    wait_before: float = _declare_key(0.0, "Seconds before the API does what is asked.")
    carried_out: bool | None = _declare_key(
        None, "Whether the API does what is asked. By default it does if its own answer is sent, in whatever way."
    )
    ids: str = _declare_key(
        "",
        "`own`: the API takes no id from the client. `stored`: the same, but its answer names the client's. "
        "`other`: its answer names another id.",
        *(OWN_IDS, OTHER_ID, STORED_IDS),
    )
    normalises: str = _declare_key(
        "",
        "What the API changes in a job: `trim`, `truncate`, `capitals`, `html`, `no accents` its texts, `minutes` its "
        "dates, `status` its status, `cut reference`, `longer reference` and `no reference` its reference, "
        "`longer description` its description.",
        *("trim", "truncate", "minutes", "status", "capitals", "cut reference", "longer reference", "no reference"),
        *("longer description", "html", "no accents"),
    )
    lag: float = _declare_key(0.0, "Seconds for which a GET does not show a job that was just created.")
    filters: str = _declare_key(
        "", "`first page`: a list ignores its filter and shows its first page only.", FIRST_PAGE
    )
    answer: str = _declare_key("", "`previous`: the answer to the request before it with the same method.", PREVIOUS)
    status: int = _declare_key(0, "The HTTP status of an answer that replaces the API's own.")
    body: str = _declare_key(
        "", "The body of that answer; `model state` and `odata` are the API's forms of a refusal.", *SHAPES
    )
    text: str = _declare_key("", "The body of that answer, word for word.")
    retry_after: str = _declare_key(
        "", "Its Retry-After, word for word; or `date 30`, `rfc850 30`, `asctime 30`: 30 seconds from now, as a date."
    )
    location: str = _declare_key("", "Where it redirects to.")
    wait_after: float = _declare_key(0.0, "Seconds before the answer goes out.")
    sent: str = _declare_key(
        WHOLE,
        "How far the answer gets. `cut` is half of the JSON as if it were all; `bomb` is a gigabyte when unpacked.",
        *(WHOLE, SLOWLY, HALF_HEAD, HALF_BODY, CUT, ENDLESS, BOMB, NOTHING),
    )
    gap: float = _declare_key(1.0, "Seconds between two bytes of an answer that is sent slowly.")
    then: str = _declare_key(
        "",
        "What happens to the connection then. By default it is closed after less than a whole answer, else kept; "
        "`nothing` with `keep` is silence until the client closes the connection.",
        *(KEEP, CLOSE, RESET),
    )

    @property
    def does_it(self) -> bool:
        """Whether the API does what is asked."""
        if self.carried_out is not None:
            return self.carried_out
        return not self.status and not self.answer and self.sent != NOTHING

    @property
    def is_lasting(self) -> bool:
        """Whether it is a trait of the target: nothing fails, and it has no end."""
        changes = self.ids in (OWN_IDS, STORED_IDS) or self.normalises or self.lag or self.filters
        one_of_two = self.chance < 1 and not self.lag  # servers that answer, of which one may lag behind the other
        limited = self.at or self.every or self.times or one_of_two or self.status or self.answer
        return bool(changes) and not limited and self.sent == WHOLE and not self.then

    @property
    def ending(self) -> str:
        """What becomes of the connection."""
        return self.then or (CLOSE if self.sent in _LESS else KEEP)

    @property
    def kind(self) -> str:
        """The fault in a few words, for a count by kind."""
        waits = ("late",) * bool(self.wait_before) + ("slow",) * bool(self.wait_after)
        answer = (f"{self.status} {self.body or 'message'}",) * bool(self.status)
        done = ("carried out",) * (self.does_it and (bool(self.status) or self.sent == NOTHING))
        ids = (f"{self.ids} ids",) * bool(self.ids)
        changed = (self.normalises, "lag" * bool(self.lag), self.filters, f"{self.answer} answer" * bool(self.answer))
        ids = (*ids, *filter(None, changed))
        asks = ("retry after",) * bool(self.retry_after)
        sent = (self.sent,) * (self.sent != WHOLE)
        then = (self.then,) * bool(self.then)
        return ", ".join((*waits, *done, *ids, *answer, *asks, *sent, *then)) or "nothing unusual"


CHOICES: Mapping[str, tuple[str, ...]] = {key.name: key.metadata["choices"] for key in fields(Fault)}
DEFAULTS: Mapping[str, object] = {key.name: key.default for key in fields(Fault)}
