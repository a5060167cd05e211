"""The rules of a mapping file for rows and for fields that are made, and the plain tree that each is in a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from importer.catalogue import OR, join_words
from importer.languages import N_, _, put_together, quote_name, quote_names
from importer.mapping.durations import Unit

Tree = dict[str, Any]
Make = Literal["", "date", "time", "date and time", "number", "first line", "group line"]
EMPTY, NAME = "empty", "name"
GROUP: Literal["group line"] = "group line"
_TAKEN = (
    N_("date"),
    N_("time"),
    N_("date and time"),
    N_("number"),
    N_("first line"),
)  # of Make, with columns, as people read them


@dataclass(frozen=True)
class CellTest:
    """What a cell has to be: one of `patterns`, in which * stands for any text and '' for an empty cell; or a day
    `before` or `after` another (ISO). With `negated`, what it must not be.
    """

    patterns: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    negated: bool = False

    @property
    def tree(self) -> object:
        """As it stands in a file."""
        days = {name: day for name, day in (("before", self.before), ("after", self.after)) if day}
        plain = days or (self.patterns[0] if len(self.patterns) == 1 else list(self.patterns))
        return {"not": plain} if self.negated else plain

    def __str__(self) -> str:
        names = [quote_name(text) if text else _("empty") for text in self.patterns]
        before, after = (self.before and _("before {day}")), (self.after and _("after {day}"))
        days = [form.format(day=day) for form, day in ((before, self.before), (after, self.after)) if day]
        phrase = _("is not {found}") if self.negated else _("is {found}")
        return phrase.format(found=join_words(names, OR) if names else join_words(days))


@dataclass(frozen=True)
class RowCondition:
    """Tests of columns, by their heading, that all have to hold."""

    tests: Mapping[str, CellTest] = field(default_factory=dict)

    @property
    def tree(self) -> Tree:
        """As it stands in a file."""
        return {heading: test.tree for heading, test in self.tests.items()}

    def __str__(self) -> str:
        return join_words(
            [put_together(quote_name(heading), str(test), by="{} {}".format) for heading, test in self.tests.items()]
        )


@dataclass(frozen=True)
class RowRules:
    """Which rows become jobs: those that no condition of `leave_out` meets, and one of `keep` does if it has any.

    Empty cells of the columns `fill_down` have the value above. Rows that are the same in the columns `one_job_per`
    are one job, that of the first; of the columns `join` it has the texts of all.
    """

    leave_out: tuple[RowCondition, ...] = ()
    keep: tuple[RowCondition, ...] = ()
    fill_down: tuple[str, ...] = ()
    one_job_per: tuple[str, ...] = ()
    join: tuple[str, ...] = ()

    @property
    def tree(self) -> Tree:
        """As it stands in a file."""
        found: Tree = {
            "fill_down": list(self.fill_down),
            "leave_out": [condition.tree for condition in self.leave_out],
            "keep": [condition.tree for condition in self.keep],
            "one_job_per": list(self.one_job_per),
            "join": list(self.join),
        }
        return {name: rule for name, rule in found.items() if rule}

    @property
    def headings(self) -> Iterator[tuple[str, str]]:
        """Each heading that a rule names, with that rule."""
        for rule, conditions in (("leave_out", self.leave_out), ("keep", self.keep)):
            yield from ((rule, heading) for condition in conditions for heading in condition.tests)
        for rule, headings in (("fill_down", self.fill_down), ("one_job_per", self.one_job_per), ("join", self.join)):
            yield from ((rule, heading) for heading in headings)


@dataclass(frozen=True)
class Source:
    """What a field is made of in the rows that `where` meets (None: all): of the columns `columns`, with `between`
    between those that are not empty, or the fixed `value`.

    Of that text the first that it can `take` (a group line needs no columns: it is the row above, which says something
    of the rows below it; `line` is the name that such lines begin with), the first `match` of a pattern (RE2), or the
    named `part` of an object in braces; a length of time is in `unit` where it does not say so. Rows are left out
    instead with `leave_out`.
    A code that the target does not have is looked for `by_name`, and left empty where it `may_be_missing`; a source
    that says nothing else leaves the field as its column fills it.
    """

    columns: tuple[str, ...] = ()
    between: str = " "
    take: Make = ""
    line: str = ""
    match: str = ""
    part: str = ""
    unit: Unit = ""
    value: str | None = None
    where: RowCondition | None = None
    leave_out: bool = False
    may_be_missing: bool = False
    by_name: bool = False

    @property
    def makes(self) -> bool:
        """Whether the field is made by it."""
        return bool(self.columns) or self.value is not None or self.leave_out or self.of_group

    @property
    def of_group(self) -> bool:
        """Whether the field is made of the line above the group of a row."""
        return self.take == GROUP

    @property
    def tree(self) -> Tree:
        """As it stands in a file."""
        found: Tree = {
            "from": self.columns[0] if len(self.columns) == 1 else list(self.columns),
            "between": self.between if self.between != " " else None,
            "take": self.take,
            "line": self.line,
            "match": self.match,
            "part": self.part,
            "unit": self.unit,
            "where": self.where.tree if self.where else None,
            "leave_out": self.leave_out,
            "by": NAME if self.by_name else "",
            "not_found": EMPTY if self.may_be_missing else "",
        }
        filled = {name: decided for name, decided in found.items() if decided or (name == "between" and decided == "")}
        return filled if self.value is None else {"value": self.value, **filled}

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns that it needs: first those that it is made of."""
        return (*self.columns, *(self.where.tests if self.where else ()))

    def __str__(self) -> str:
        columns = quote_names(self.columns, " + ")
        if self.of_group:
            named, any_line = _('the line "{name}" above the group'), _("the line above the group")
            columns = named.format(name=self.line) if self.line else any_line
        elif self.take:
            columns = _("the {what} in {columns}").format(what=_(self.take), columns=columns)
        elif self.match:
            columns = _("{what} in {columns}").format(what=f"/{self.match}/", columns=columns)
        elif self.part:
            columns = _('the part "{what}" of {columns}').format(what=self.part, columns=columns)
        made = "leave_out" if self.leave_out else quote_name(self.value) if self.value is not None else columns
        return _("{made} where {condition}").format(made=made, condition=str(self.where)) if self.where else made


def pattern_of(patterns: Sequence[str]) -> str:
    r"""The patterns as one regular expression of RE2: * is any text (alone: any that is not empty), \* a star."""
    return rf"(?is)\A\s*(?:{'|'.join(map(_regex_of, patterns))})\s*\z"


def _regex_of(pattern: str) -> str:
    bare = pattern.strip()
    if bare == "*":
        return r".*\S.*"
    parts = re.split(r"(\\\*|\*)", bare)
    return "".join({"*": ".*", r"\*": r"\*"}.get(part) or _escape_literal(part) for part in parts)


def _escape_literal(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter > "\x7f" else f"\\x{{{ord(letter):x}}}" for letter in text)
