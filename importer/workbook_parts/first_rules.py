"""Conditional formats of a worksheet: the user's are kept, and those of results come before them.

A conditional format wins over the colours of a cell, so a user's hides what results colour. Ours change nothing
themselves: they end the search, and the cell is shown as it is. Excel moves no conditional format when it sorts, so
ours are for whole columns and ask about the row.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from importer.workbook_parts.markup import Element, Markup, escape_text, read_number

_OURS = 'LEN("importer")>0'  # always true; by it the next results know them
_MARK = re.compile(rb'LEN\((?:"|&quot;)importer(?:"|&quot;)\)')


class FirstRule(NamedTuple):
    """Cells in which no format of the user's is asked for ('A1:B7 D4'), where a formula of their first row is true."""

    areas: str
    formula: str = ""


def find_ruled_areas(part: Markup) -> list[str]:
    """The areas of the conditional formats that are the user's, in the extensions of a sheet too."""
    found = []
    for each in part.root.walk():
        if each.name == "conditionalFormatting" and any(not _is_ours(part, rule) for rule in each.find_all("cfRule")):
            of_extension = each.find("sqref")
            areas = part.inside_of(of_extension).decode() if of_extension else each.attributes.get("sqref", "")
            found += areas.split()
    return found


def set_first_rules(part: Markup, rules: Sequence[FirstRule], *, position: int, like: str, format_: int) -> None:
    """Let these come before all others, in place of those of an earlier run.

    New elements go to `position`, with the prefix `like`; `format_` is the number of a format that changes nothing.
    """
    _drop_earlier(part)
    theirs = (each for each in part.root.walk() if each.name == "cfRule" and "priority" in each.attributes)
    ranks = {rule: read_number(rule, "priority") for rule in theirs if not _is_ours(part, rule)}
    if (lowest := min(ranks.values(), default=1)) <= len(rules):
        for rule, rank in ranks.items():
            part.set(rule, priority=str(rank + len(rules) + 1 - lowest))
    part.put(position, "".join(_render(rule, rank, like, format_) for rank, rule in enumerate(rules, 1)))


def _render(rule: FirstRule, rank: int, like: str, format_: int) -> str:
    formula = f"AND({_OURS},{rule.formula})" if rule.formula else _OURS
    return (
        f'<{like}conditionalFormatting sqref="{rule.areas}"><{like}cfRule type="expression" dxfId="{format_}" '
        f'priority="{rank}" stopIfTrue="1"><{like}formula>{escape_text(formula)}</{like}formula></{like}cfRule>'
        f"</{like}conditionalFormatting>"
    )


def _drop_earlier(part: Markup) -> None:
    for each in part.root.find_all("conditionalFormatting"):
        rules = list(each.find_all("cfRule"))
        ours = [rule for rule in rules if _is_ours(part, rule)]
        for element in [each] if rules and len(ours) == len(rules) else ours:
            part.replace(element, "")


def _is_ours(part: Markup, rule: Element) -> bool:
    return _MARK.search(part.inside_of(rule)) is not None
