"""A job that differs from a row: may a target have made it of the row, and is it not rather that of another?

Targets write values in their own way: in capitals, cut, without accents, as HTML, with a word of theirs before or
behind, or not at all.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property, partial
from html import escape
from itertools import islice

from importer.catalogue import PARENT_REFERENCE, REFERENCE, get_field, keep_ascii
from importer.records import PlannedJob
from importer.steps.submit.differences import (
    SHORTEST_CUT,
    Difference,
    Job,
    drop_letters,
    find_differences,
    fold_code,
    fold_text,
    is_spelt_alike,
    may_be_made_of,
    reference_of,
)

NAME = "name"
_REFERENCES = (REFERENCE, PARENT_REFERENCE)
MOST_COMPARED = 50  # of the rows with one name
_LONGEST_NAME = 2000  # letters that are looked at of one that a target shows

Spelling = Callable[[str], str]
Rank = tuple[int, int]  # of the differences those that no spelling explains, and all; the smaller, the more alike


def _keep(text: str) -> str:
    return text


def _drop_spaces(text: str) -> str:
    return " ".join(text.split())


_CASES: tuple[Spelling, ...] = (str.upper, str.lower)
_SPELLINGS: tuple[Spelling, ...] = (
    _drop_spaces,
    *_CASES,
    keep_ascii,
    drop_letters,
    escape,
    partial(escape, quote=False),
)
_TRIMMED = 2  # letters that a name may be shorter than where it is cut, since there is a space


class JobOwner(Enum):
    """Whose job is it that an answer to a row has named?"""

    OURS = auto()
    ANOTHERS = auto()  # another row says just this
    UNSURE = auto()


@dataclass
class SeenTexts:
    """What a target is seen to make, in this run, of the texts that it is given."""

    references: bool | None = None  # whether all are kept; None where none was seen
    longest_reference: int = 0  # letters of the longest reference that was kept: longer ones may be cut
    changes_names: bool = False  # to what is not looked for
    changed: set[str] = field(default_factory=set)  # fields to which no spelling leads from what was sent
    spellings: tuple[Spelling, ...] = ()  # of names
    longest_name: int = 0  # letters that are left of a name that was cut; 0 where none was

    def learn_from_earlier(self, ours: Job, theirs: Job) -> None:
        """Take note of a job that an earlier run has made: but for what was cut, it may have been changed since."""
        reference, there = reference_of(ours), reference_of(theirs)
        if there and reference.startswith(there) and self.references is not False:
            self.compare_references(reference, theirs)

    def compare_references(self, reference: str, theirs: Job) -> None:
        """Take note of what the target has made of this one."""
        if reference:
            is_same = reference_of(theirs) == reference
            self.references = self.references is not False and is_same
            self.longest_reference = max(self.longest_reference, len(reference) * is_same)

    def does_keep(self, reference: str) -> bool:
        """True where the target is seen to keep references like this one."""
        return bool(reference and self.references) and len(reference) <= self.longest_reference

    def learn_from(self, ours: Job, theirs: Job) -> None:
        """Take note of a job that the target has made of ours."""
        different = find_differences(ours, theirs)
        self.compare_references(reference_of(ours), theirs)
        name = str(ours.get(NAME, ""))
        self.learn_name(name, str(theirs.get(NAME) or ""))
        asked = {fold_code(NAME, text) for text in (name, *list_altered_names(name))}
        self.changes_names |= fold_code(NAME, str(theirs.get(NAME) or "")) not in asked
        self.changed |= {each.field for each in different if not can_be_altered(each)}

    def learn_name(self, ours: str, theirs: str) -> None:
        """Take note of how a name is written there."""
        for spell in (_keep, *_SPELLINGS):
            text = spell(ours)
            if text == theirs or (len(theirs) >= SHORTEST_CUT and text.startswith(theirs)):
                if spell is not _keep and spell not in self.spellings:
                    self.spellings = (*self.spellings, spell)
                if text != theirs:
                    self.longest_name = max(self.longest_name, len(theirs))
                return

    def list_names(self, name: str) -> list[str]:
        """The name, and what the target may make of it, as far as that is seen, or is made of a few names only."""
        rare = (spell(name) for spell in _SPELLINGS if spell not in _CASES or len(name) <= SHORTEST_CUT)
        texts = [name, *rare, *(spell(name) for spell in self.spellings)]
        lengths = range(self.longest_name, self.longest_name + 1 + _TRIMMED) if self.longest_name else ()
        cut = [text[:length] for text in texts for length in lengths if length < len(text)]
        return [text for text in dict.fromkeys((*texts, *cut, *map(str.rstrip, cut))) if text]


class NamedRows:
    """The rows of a run, to be found by a name that a target may have made of theirs."""

    def __init__(self, jobs: Iterable[PlannedJob] = ()) -> None:
        self._jobs = tuple(jobs)

    def list_alike(self, name: str) -> Iterator[PlannedJob]:
        """The rows whose name is this one, a longer one, or a part of it."""
        wanted = fold_text(name[:_LONGEST_NAME])
        words = wanted.split(" ")
        parts = {" ".join(words[:end]) for end in range(1, len(words))} | {
            " ".join(words[start:]) for start in range(len(words))
        }
        for part in parts:
            yield from self._by_name.get(part, ())
        for longer in islice(self._names, bisect_left(self._names, wanted), None):
            if not longer.startswith(wanted):
                break
            if longer != wanted:
                yield from self._by_name[longer]

    @cached_property
    def _by_name(self) -> dict[str, list[PlannedJob]]:
        found: dict[str, list[PlannedJob]] = {}
        for job in self._jobs:
            found.setdefault(fold_text(str(job.payload.get(NAME, ""))), []).append(job)
        return found

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self._by_name)


def judge_job(job: PlannedJob, theirs: Job, rows: NamedRows) -> JobOwner:
    """Whose job is it that the target shows under the id that it named when this row was sent?

    It is ours where it has our reference, or our name, project and reference as a target may spell them, unless
    another row of the run is more like it.
    """
    reference, different = reference_of(job.payload), find_differences(job.payload, theirs)
    if not different or (reference and reference_of(theirs) == reference):
        return JobOwner.OURS
    alike = rows.list_alike(str(theirs.get(NAME) or ""))
    others = [
        _rank_of(find_differences(other.payload, theirs))
        for other in islice(alike, MOST_COMPARED)
        if other.row != job.row
    ]
    if any(_is_key(each) and not can_be_altered(each) for each in different):
        return JobOwner.ANOTHERS if (0, 0) in others else JobOwner.UNSURE
    return JobOwner.UNSURE if others and min(others) < _rank_of(different) else JobOwner.OURS


def can_be_made_of(ours: Job, theirs: Job, texts: SeenTexts) -> bool:
    """True where a target that does with texts what it is seen to do may have made theirs of ours."""
    return all(each.field in texts.changed or can_be_altered(each) for each in find_differences(ours, theirs))


def can_be_altered(difference: Difference) -> bool:
    """True where a target may have made their value of ours."""
    if may_be_made_of(difference):
        return True
    if not difference.theirs:
        return difference.field == REFERENCE or not _is_key(difference)
    return is_spelt_alike(difference.ours, difference.theirs, partial(_can_be_spelt, difference.field))


def list_altered_names(name: str) -> list[str]:
    """What a target may have made of a name, so that it can be asked for: other letters, other white space, its
    beginning.
    """
    spelt = [spell(name) for spell in _SPELLINGS]
    cut = (text[:length] for text in {name: 0, _drop_spaces(name): 0} for length in range(SHORTEST_CUT, len(text)))
    return [text for text in dict.fromkeys((*spelt, *cut)) if text and text != name]


def _is_key(difference: Difference) -> bool:
    return difference.field in (NAME, REFERENCE) or difference.field.startswith("project")


def _rank_of(different: tuple[Difference, ...]) -> Rank:
    return sum(not can_be_altered(each) for each in different), len(different)


def _can_be_spelt(name: str, ours: str, theirs: str) -> bool:
    if ours == theirs:
        return True
    if name not in _REFERENCES and not get_field(name).kind.is_free_text:
        return False
    is_cut = ours.startswith(theirs) and len(theirs) >= (1 if name in _REFERENCES else SHORTEST_CUT)
    return is_cut or f" {ours} " in f" {theirs} "
