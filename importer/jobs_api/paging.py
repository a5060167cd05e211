"""A list as it comes in, page by page: which address is the next, and where it has to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from importer.jobs_api.listing import Entry, address_of, entries_of, find_next_page, link_of, total_of
from importer.languages import _, group_thousands

MOST_BARREN = 20  # pages in a row that bring nothing new
MEGABYTE = 2**20
_USUAL_ENTRY = 8192  # bytes, far more than most take
LEADS_NOWHERE = frozenset({400, 404, 405, 410})


@dataclass(frozen=True)
class ListLimits:
    """The most that one list may take. A target with 50,000 projects, 20 of them on a page of 40 kB that takes a tenth
    of a second, is well within all of them; what goes beyond is not a list, but fills the memory of this computer.
    """

    pages: int = 10_000
    entries: int = 200_000
    size: int = 128 * MEGABYTE  # bytes, unfolded; some four times as much in memory
    seconds: float = 900.0


LIMITS = ListLimits()


class ListEndless(Exception):
    """The list goes beyond a limit; the text says which."""


class Paging:
    """The entries of a list, each once, and the `address` of the page to ask for next (None: no more).

    A link of the target is followed where it leads to a page of the same server that was not asked for yet. Where it
    does not, or there is none though the target counts more entries, the next page is asked for by `$skip`. `problem`
    says why entries are missing at the end; '' where none is known to be.
    """

    def __init__(self, base: str, *, where: str = "", select: Sequence[str] = (), limits: ListLimits = LIMITS) -> None:
        self.entries: dict[str, Entry] = {}
        self.total: int | None = None
        self.problem = ""
        self.address: str | None = address_of(base, where=where, select=select)
        self.pages = 0
        self._base, self._where, self._select, self._limits = base, where, select, limits
        self._asked: set[str] = set()
        self.size = 0
        self._received = self._barren = 0
        self._until = monotonic() + limits.seconds
        self._by_link = False
        self._refusal = ""

    def take(self, page: Entry, size: int) -> None:
        """Take the page at `address`, of so many bytes, and set the next. Raises ListEndless."""
        known, before = len(self.entries), self._received
        for entry in entries_of(page):  # a list that grows or shrinks meanwhile shows some entries twice
            self.entries.setdefault(str(entry.get("id", known + self._received)), entry)
            self._received += 1
        self.pages += 1
        self.size += size
        self._barren = 0 if len(self.entries) > known else self._barren + 1
        if (total := total_of(page)) is not None:
            self.total = total
        self._asked.add(self.address or "")
        self.address = self._find_next(page, is_empty=self._received == before)
        if self.address is not None:
            self._ensure_within_limits()

    def refuse(self, status: int) -> bool:
        """The page at `address` is refused: False where that is the whole list, else the rest is missing.

        A link that leads nowhere is another thing: the rest is asked for by `$skip`.
        """
        if not self.pages:
            return False
        leads_nowhere = self._by_link and status in LEADS_NOWHERE
        self._asked.add(self.address or "")
        self._refusal = _("the target refuses the next page, HTTP {status}").format(status=status)
        self.address = self._skip() if leads_nowhere else None
        if self.address is None:
            self.problem = self._refusal
        return True

    def _find_next(self, page: Entry, *, is_empty: bool) -> str | None:
        following = find_next_page(page, self.address or self._base)
        if following and following not in self._asked and self._barren < MOST_BARREN:
            self._by_link = True
            return following
        lacks_some = self.total is None or len(self.entries) < self.total  # pages that disagree show some twice
        if not self._barren:
            has_more = link_of(page) is not None if self.total is None else lacks_some
            return self._skip() if has_more else None
        if is_empty and not self._refusal and (self._where or self.total is None):
            return None  # a count may be that of the whole list, whatever was asked for
        if self._by_link and self._barren < MOST_BARREN and lacks_some:
            return self._skip()
        if self.total is None or len(self.entries) < self.total:
            self.problem = self._describe_shortage()
        return None

    def _skip(self) -> str | None:
        self._by_link = False
        address = address_of(self._base, where=self._where, select=self._select, skip=len(self.entries))
        if address not in self._asked:
            return address
        self.problem = self._describe_shortage()
        return None

    def _describe_shortage(self) -> str:
        if self._refusal:
            return self._refusal
        if self.total is None:
            return _("its pages never end")
        return _("the target shows {entries} of {total} entries").format(
            entries=group_thousands(len(self.entries)), total=group_thousands(self.total)
        )

    def _ensure_within_limits(self) -> None:
        limits = self._limits
        if self.pages >= limits.pages:
            raise ListEndless(_("it does not end after {pages} pages").format(pages=group_thousands(limits.pages)))
        _ensure_not_more(limits, len(self.entries), self.size)
        if monotonic() >= self._until:
            raise ListEndless(_("it does not end within {seconds:g} seconds").format(seconds=limits.seconds))


class Surplus:
    """What came of one list, in all that was asked of it for single codes, without being asked for."""

    def __init__(self, limits: ListLimits) -> None:
        self._limits = limits
        self._entries = self._size = 0

    def add(self, paging: Paging, codes: int) -> None:
        """Add what came where so many codes were asked for. Raises ListEndless."""
        self._entries += max(0, len(paging.entries) - codes)
        self._size += max(0, paging.size - codes * _USUAL_ENTRY)
        _ensure_not_more(self._limits, self._entries, self._size)


def _ensure_not_more(limits: ListLimits, entries: int, size: int) -> None:
    if entries >= limits.entries:
        most = group_thousands(limits.entries)
        raise ListEndless(_("it does not end after {entries} entries").format(entries=most))
    if size >= limits.size:
        megabytes = group_thousands(round(limits.size / MEGABYTE))
        raise ListEndless(_("it does not end after {size} MB").format(size=megabytes))
