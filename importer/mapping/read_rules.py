"""Tables of a mapping file become rules for rows and fields; what is wrong is told with the place where it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import Field, fold_spelling
from importer.languages import _
from importer.mapping.language import ROWS, SOURCE, TEST, MappingKey
from importer.mapping.rules import CellTest, RowCondition, RowRules, Source
from importer.problem import suggest_word

KeyPath = tuple[str, ...]
Report = Callable[[KeyPath, str], None]
_LONGEST = 1_000  # letters of a pattern
_ONE_GROUP = 1


class RuleReader:
    """Reads the tables [rows] and [fields]; tells `report` what is wrong, with its place."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def read_row_rules(self, table: Mapping[str, object], path: KeyPath) -> RowRules:
        """What [rows] says."""
        found = self._read_keys(table, ROWS, path)
        if found.get("join") and not found.get("one_job_per"):
            self._report((*path, "join"), _('"join" needs one_job_per = "…", the column that its rows have in common.'))
        return RowRules(**found)

    def read_sources(self, field: Field, setting: object, path: KeyPath) -> tuple[Source, ...]:
        """What [fields.<field>] says: a heading, a table, or a list of tables of which the first that fits is used."""
        tables = setting if isinstance(setting, list) else [setting]
        places = [(*path, str(number)) for number in range(1, len(tables) + 1)] if isinstance(setting, list) else [path]
        found = [self._read_source(field, table, key_path) for table, key_path in zip(tables, places, strict=True)]
        last = _("this applies to all rows, so the ones after it have no effect: add a where, or make it last.")
        for source, key_path in list(zip(found, places, strict=True))[:-1]:
            if source and source.makes and source.where is None:
                self._report(key_path, last)
        return tuple(filter(None, found))

    def _read_source(self, field: Field, setting: object, path: KeyPath) -> Source | None:
        if isinstance(setting, str):
            return Source(columns=(setting,))
        if not isinstance(setting, dict):
            message = _('"{name}" must be a heading in quotes, or a table such as {example}.')
            self._report(path, message.format(name=path[-1], example='{ from = "Heading" }'))
            return None
        found = self._read_keys(setting, SOURCE, path)
        columns = found.pop("from", ())
        found["may_be_missing"] = bool(found.pop("not_found", ""))
        found["by_name"] = bool(found.pop("by", ""))
        source = Source(columns=columns, **found)
        self._judge(field, source, setting, path)
        return source

    def _judge(self, field: Field, source: Source, table: Mapping[str, object], path: KeyPath) -> None:
        ways = [name for name in ("from", "value", "leave_out") if name in table]
        parts = [name for name in ("take", "match", "part") if name in table]
        both = _('"{one}" and "{other}" cannot be used together: keep one of them.')
        of_columns = [name for name in ("between", *parts, "unit") if name in table]
        if len(ways) > 1:
            self._report((*path, ways[1]), both.format(one=ways[0], other=ways[1]))
        elif source.of_group and ways:
            self._report((*path, ways[0]), both.format(one="take", other=ways[0]))
        elif not source.makes and not (source.may_be_missing or source.by_name):
            self._report(path, _('it does not say what the field is made of: add from = "Heading" or value = "…".'))
        elif of_columns and "from" not in table and not source.of_group:
            needs = _('"{name}" needs columns: add from = "Heading".')
            self._report((*path, of_columns[0]), needs.format(name=of_columns[0]))
        if source.line and not source.of_group:
            self._report((*path, "line"), _('"line" needs take = "group line".'))
        if len(parts) > 1:
            self._report((*path, parts[1]), both.format(one=parts[0], other=parts[1]))
        if source.may_be_missing and (field.required or field.one_of or field.lookup is None):
            needed, free = _("every job needs it"), _("it is not looked up in the target")
            reason = needed if field.required or field.one_of else free
            message = _('"{name}" cannot be left empty where it is not found: {reason}.')
            self._report((*path, "not_found"), message.format(name=field.name, reason=reason))
        if source.unit and not field.in_minutes:
            self._report((*path, "unit"), _('"{name}" is not a length of time.').format(name=field.name))
        if source.by_name and not (field.lookup and field.lookup.has_names):
            self._report((*path, "by"), _('"{name}" has no list of names in the target.').format(name=field.name))

    def _read_keys(self, table: Mapping[str, object], keys: Sequence[MappingKey], path: KeyPath) -> dict[str, Any]:
        known = {key.name: key for key in keys}
        found: dict[str, Any] = {}
        for name, setting in table.items():
            key_path = (*path, name)
            if name not in known:
                near = suggest_word(name, known, fold=fold_spelling) or _one_of(known)
                self._report(key_path, _('"{name}" is not known here.').format(name=name) + near)
                continue
            read = getattr(self, f"_read_{known[name].shape}")(setting, key_path)
            if read is not None and known[name].choices and read not in known[name].choices:
                near = suggest_word(str(read), known[name].choices, fold=fold_spelling)
                message = _('"{text}" is not a valid value for "{name}".').format(text=read, name=name)
                self._report(key_path, message + (near or _one_of(known[name].choices)))
            elif read is not None:
                found[name] = read
        return found

    def _read_conditions(self, setting: object, path: KeyPath) -> tuple[RowCondition, ...]:
        tables = setting if isinstance(setting, list) else [setting]
        return tuple(filter(None, (self._read_condition(table, path) for table in tables)))

    def _read_condition(self, setting: object, path: KeyPath) -> RowCondition | None:
        if not isinstance(setting, dict) or not setting:
            message = _('"{name}" needs a condition such as {example}.')
            self._report(path, message.format(name=path[-1], example='{ "Status" = "Closed*" }'))
            return None
        tests = {heading: test for heading, one in setting.items() if (test := self._read_test(one, (*path, heading)))}
        return RowCondition(tests) if len(tests) == len(setting) else None

    def _read_test(self, setting: object, path: KeyPath) -> CellTest | None:
        if isinstance(setting, dict):
            found = self._read_keys(setting, TEST, path)
            if "not" in setting and len(setting) == 1:
                inner: CellTest | None = found.get("not")
                return inner and replace(inner, negated=not inner.negated)
            if "not" in setting or not setting:
                self._report(path, _('"not" cannot be combined with other tests: keep only "not", or remove it.'))
                return None
            return CellTest(before=found.get("before", ""), after=found.get("after", "")) if found else None
        texts = setting if isinstance(setting, list) else [setting]
        patterns = tuple(text for one in texts if (text := self._read_text(one, path)) is not None)
        if not texts:
            message = _('"{name}" needs a text in quotes, or several: ["Closed", "Done*"].')
            self._report(path, message.format(name=path[-1]))
        return CellTest(patterns) if patterns and len(patterns) == len(texts) else None

    def _read_headings(self, setting: object, path: KeyPath) -> tuple[str, ...] | None:
        texts = setting if isinstance(setting, list) else [setting]
        if texts and all(isinstance(text, str) and text.strip() for text in texts):
            return tuple(texts)
        message = _('"{name}" needs a heading in quotes, or several: ["Heading", "Other heading"].')
        self._report(path, message.format(name=path[-1]))
        return None

    def _read_text(self, setting: object, path: KeyPath) -> str | None:
        text = to_sheet_text(setting)
        if text is None:
            self._report(path, _('the value of "{name}" must be text in quotes.').format(name=path[-1]))
        return text

    def _read_pattern(self, setting: object, path: KeyPath) -> str | None:
        text = self._read_text(setting, path)
        if not text:
            return None
        if len(text) > _LONGEST:
            self._report(path, _("the regular expression is longer than {most} characters.").format(most=_LONGEST))
            return None
        try:
            pc.extract_regex(pa.array([""]), name_group(text))
        except (pa.ArrowInvalid, ValueError) as found:
            reason = str(found).removeprefix("Invalid regular expression: ")
            message = _("{reason} is wrong in the regular expression; use RE2 syntax.")
            self._report(path, message.format(reason=reason))
            return None
        return text

    def _read_day(self, setting: object, path: KeyPath) -> str | None:
        try:
            return date.fromisoformat((to_sheet_text(setting) or "")[:10]).isoformat()
        except ValueError:
            self._report(path, _('"{name}" needs a day such as 2026-12-31.').format(name=path[-1]))
            return None

    def _read_true(self, setting: object, path: KeyPath) -> bool | None:
        if setting is True:
            return True
        self._report(path, _('"{name}" can only be true; otherwise remove the line.').format(name=path[-1]))
        return None


def _one_of(words: Iterable[str]) -> str:
    return _(" Use one of: {found}.").format(found=", ".join(words))


def name_group(pattern: str) -> str:
    """The pattern with a name for its only group, or for the whole. Raises ValueError where it has more groups."""
    opened = []
    in_class = False
    letters = iter(enumerate(pattern))
    for position, letter in letters:
        if letter == "\\":
            next(letters, None)
        elif letter == "[" and not in_class:
            in_class = True
        elif letter == "]" and in_class and not pattern[:position].endswith(("[", "[^")):
            in_class = False
        elif letter == "(" and not in_class and not pattern.startswith("(?", position):
            opened.append(position)
        elif letter == "(" and not in_class and pattern.startswith(("(?P<", "(?<"), position):
            raise ValueError(_("a name for a group: write it as a plain group (...)"))
    if len(opened) > _ONE_GROUP:
        raise ValueError(_("more than one group: write the others as (?:...)"))
    if not opened:
        return f"(?P<found>{pattern})"
    return f"{pattern[: opened[0]]}(?P<found>{pattern[opened[0] + 1 :]}"


def to_sheet_text(value: object) -> str | None:
    """A value of TOML as the text that it is in a sheet; None for tables and lists."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else None
