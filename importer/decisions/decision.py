"""An open decision: what is asked, how many rows wait for it, what may be answered, and how a mapping file says it."""

from dataclasses import dataclass
from typing import Literal

from importer.mapping import ColumnMapping, to_mapping_lines

About = Literal["field", "column", "value", "rows", "reading", "groups"]
TypedKind = Literal["", "field", "source", "value"]


@dataclass(frozen=True)
class Answer:
    """One answer: in words, what it adds to the mapping, and what speaks for it.

    An answer that says nothing and takes the decision `apart` has each of its parts asked by itself.
    """

    text: str
    mapping: ColumnMapping = ColumnMapping()
    why: str = ""
    apart: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of a mapping file that say it, each table with its head."""
        return to_mapping_lines(self.mapping)


@dataclass(frozen=True)
class Decision:
    """Something that only a person can say.

    `key` is the same in every list; `rows` are the rows that cannot be sent before, 0 where only more would be sent.
    The likeliest of `answers` stands first; `why` says in a few words why it is asked. What may be `typed` besides: a
    field for the column `heading`, a value that `field` takes, or the source of `field`: a heading, a column or a
    value. A value is that of all rows with `value`, of those with none of their own where it is '*'.
    """

    key: str
    about: About
    question: str
    rows: int
    answers: tuple[Answer, ...] = ()
    why: str = ""
    typed: TypedKind = ""
    field: str = ""
    heading: str = ""
    value: str = ""
