"""What can be said about a field of a job, and how its spellings are compared."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import category, combining

from importer.catalogue.canonical import to_normal_form
from importer.catalogue.kinds import Kind

_GAPS = re.compile(r"[\s_]")

LONGEST_HEADING = 255  # letters of a heading that can mean a field, remarks and other languages and all

Listing = Literal["Jobs", "Project", "JobType", "JobPriority", "JobStatus", "Skill", "User", "Company"]


@dataclass(frozen=True)
class Lookup:
    """Where a field's value is looked up: in the list `listing`, by its property `key` ('id' or the code)."""

    listing: Listing
    key: str
    id_field: str  # the field that takes the id; the field itself where key is 'id'
    noun: str  # what one entry is called: 'project'

    @property
    def by_code(self) -> bool:
        """True where the field takes the code of an entry, not its id."""
        return self.key != "id"

    @property
    def has_names(self) -> bool:
        """True where the field takes a code of an entry that has a name too, which people write in its place."""
        return self.by_code and self.listing != "Jobs"


@dataclass(frozen=True)
class Field:
    """One field of a job, as published, with the user's words for it.

    `name` is the API's, dotted for a part of an embedded entity. `one_of` names the group of which one must be
    given. `max_length` counts UTF-16 units, as .NET and Excel's LEN do. `choices` are the published
    codes, `refused` the published ids that a new job cannot have. `read_only`: it is the server that fills it, so it
    is never sent. `in_minutes`: a length of time. `entity` names what a kind ENTITY holds.
    """

    name: str
    heading: str
    kind: Kind
    description: str
    example: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    one_of: str = ""
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    email: bool = False
    read_only: bool = False
    entity: str = ""
    lookup: Lookup | None = None
    in_minutes: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every heading that means this field: its name, its heading, its further spellings.

        An embedded entity does not fit into one cell, so it has none: its parts are dotted columns.
        """
        if self.kind.is_embedded:
            return ()
        return (self.name, self.heading, *self.aliases)


def strip_accents(text: str) -> str:
    """The text with plain letters for those with accents, and without the signs that nobody sees."""
    if text.isascii():
        return text
    letters = to_normal_form("NFKD", text)
    return "".join(letter for letter in letters if not combining(letter) and category(letter) != "Cf")


@lru_cache(1 << 12)
def fold_spelling(spelling: str) -> str:
    """A heading or code without what people vary: case, accents, spaces, underscores, a trailing asterisk."""
    return _GAPS.sub("", strip_accents(spelling)).rstrip("*").casefold()


def fold_value(text: str) -> str:
    """A value without what people vary when they type one again: as `folded`, and hyphens within it."""
    return re.sub(r"(?<=\w)-+(?=\w)", "", fold_spelling(re.sub(r"(?<!\s)\s*[-\u2010-\u2015]\s*", "-", text)))


def count_units(text: str) -> int:
    """The length of a text in UTF-16 units, which is what .NET and Excel count."""
    return len(text) + sum(letter > "\uffff" for letter in text)
