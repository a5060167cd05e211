"""A mapping file becomes decisions; all its problems are reported at once, each with its line and what was meant."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from importer.catalogue import Field, find_field, fold_spelling, list_known_names
from importer.errors import SettingsError
from importer.files import NotToml, explain_failure, read_file_content, toml_of
from importer.languages import _, put_together
from importer.mapping.column_mapping import OPTIONS, ColumnMapping, add_option
from importer.mapping.language import TABLE
from importer.mapping.read_rules import KeyPath, RuleReader, to_sheet_text
from importer.mapping.read_table import ReadWorksheet, split_off_table
from importer.mapping.rules import Source
from importer.problem import MAPPING_UNREADABLE, MAPPING_WRONG, find_nearest, suggest_word
from importer.settings import Options

TABLES = ("columns", "constants", "fields", "options", "rows", "values")
_MOST_SHOWN, _MOST_PLACED = 20, 50  # problems; the line of each that is placed is looked for in the whole file
_LARGEST = 4 << 20  # bytes: some 50,000 values


def read_mapping(path: Path, read_worksheet: ReadWorksheet | None = None) -> ColumnMapping:
    """Read a mapping file. Raises SettingsError where it cannot be read, or has a key, field or value that is wrong."""
    text = _text_of(path)
    try:
        tree = toml_of(text, parse_float=str)  # 1.10 is a text of the sheet, not 1.1
    except NotToml as found:
        fix = _('Fix that line: a line is a heading or value in quotes, = and a text in quotes, as in "Naam" = "name".')
        raise SettingsError(MAPPING_UNREADABLE, path=path, reason=found, fix=fix) from found
    reader = _MappingReader(text, path.parent, read_worksheet)
    mapping = reader.read_mapping(tree)
    if reader.problems:
        problems = sorted(reader.problems)
        sentence = _("line {line}: {problem}")
        lines = [sentence.format(line=line, problem=problem) for line, problem in problems[:_MOST_SHOWN]]
        if (more := len(problems) - _MOST_SHOWN) > 0:
            lines.append(_("And {count} more.").format(count=more))
        raise SettingsError(MAPPING_WRONG, path=path, problems=put_together(*lines, by=lambda *each: " ".join(each)))
    return mapping


def mapping_of(saved: Mapping[str, Any]) -> ColumnMapping:
    """The decisions saved with a run. Raises SettingsError for an unknown rule: a row it leaves out would be sent."""
    reader = _MappingReader("")
    texts = {name: saved.get(name, {}) for name in ("columns", "values", "constants")}
    rules = reader.read_mapping({name: saved[name] for name in ("rows", "fields") if saved.get(name)})
    if reader.problems:
        fix = _("Run the sheet again with '--map' and your mapping file.")
        reason = reader.problems[0][1].rstrip(".")
        raise SettingsError(MAPPING_UNREADABLE, path=_("of the earlier run"), reason=reason, fix=fix)
    return replace(ColumnMapping(**texts), rows=rules.rows, fields=rules.fields)


def _text_of(path: Path) -> str:
    try:
        text = read_file_content(path, largest=_LARGEST).decode("utf-8", "surrogatepass")
    except OSError as found:
        fix = _("Check the name and the folder. 'importer map FILE --save NAME.toml' writes one.")
        raise SettingsError(MAPPING_UNREADABLE, path=path, reason=explain_failure(found), fix=fix) from found
    except UnicodeDecodeError as found:
        fix = _("If it is a mapping file, save it again as UTF-8. 'importer map FILE --save NAME.toml' writes one.")
        raise SettingsError(MAPPING_UNREADABLE, path=path, reason=_("it is not UTF-8 text"), fix=fix) from found
    return text.removeprefix("\ufeff")


class _MappingReader:
    """The decisions of one file; `problems` are what is wrong, each with its line."""

    def __init__(self, text: str, folder: Path | None = None, read_worksheet: ReadWorksheet | None = None) -> None:
        self._of_tables = folder, read_worksheet
        self._tables: dict[str, dict[str, str]] = {}
        self._text = text.split("\n")
        self._lines = _find_lines_of_keys(text)
        self._rules = RuleReader(self._tell)
        self.problems: list[tuple[int, str]] = []

    def read_mapping(self, tree: dict[str, object]) -> ColumnMapping:
        for key in tree:
            if key not in TABLES:
                self._tell(
                    (key,),
                    _('"{key}" does not belong in a mapping file.').format(key=key)
                    + suggest_word(key, TABLES, fold=fold_spelling),
                )
        columns = self._read_columns(self._read_table(tree, ("columns",)))
        constants = self._read_constants(self._read_table(tree, ("constants",)))
        fields = self._read_fields(self._read_table(tree, ("fields",)), {*columns.values(), *constants})
        values = self._read_values(self._read_table(tree, ("values",)))
        return ColumnMapping(
            columns=columns,
            values={name: self._tables.get(name, {}) | values.get(name, {}) for name in {**self._tables, **values}},
            constants=constants,
            options=self._read_options(self._read_table(tree, ("options",))),
            rows=self._rules.read_row_rules(self._read_table(tree, ("rows",)), ("rows",)),
            fields=fields,
        )

    def _read_fields(self, table: dict[str, object], filled: set[str]) -> dict[str, tuple[Source, ...]]:
        found: dict[str, tuple[Source, ...]] = {}
        for name, setting in table.items():
            path = ("fields", name)
            if (field := self._find_field(name, path)) is None:
                continue
            sources = self._rules.read_sources(field, self._split_off_table(field, setting, path), path)
            if field.name in found or (field.name in filled and any(source.makes for source in sources)):
                self._tell(
                    path,
                    _('"{name}" is filled twice: remove this, or its line in another table.').format(name=field.name),
                )
            for number, source in enumerate(sources, start=1):
                key = (*path, str(number), "value") if isinstance(setting, list) else (*path, "value")
                if source.value is not None:
                    self._read_value(field, source.value, key)
            found[field.name] = sources
        return {name: sources for name, sources in found.items() if sources}

    def _split_off_table(self, field: Field, setting: object, path: KeyPath) -> object:
        """What is said of a field but for its table of values, which is read."""
        rest, pairs, wrong = split_off_table(setting, *self._of_tables)
        key = (*path, TABLE)
        if wrong:
            self._tell(key, wrong)
        valid = {old: text for old, new in pairs.items() if (text := self._read_value(field, new, key)) is not None}
        self._tables |= {field.name: valid} if valid else {}
        return rest

    def _read_table(self, tree: dict[str, object], path: KeyPath) -> dict[str, object]:
        found = tree.get(path[-1], {})
        if isinstance(found, dict):
            return found
        self._tell(path, _('"{name}" must be a table, headed [{path}].').format(name=path[-1], path=".".join(path)))
        return {}

    def _read_columns(self, table: dict[str, object]) -> dict[str, str]:
        found = {}
        for heading, name in table.items():
            path = ("columns", heading)
            if not isinstance(name, str):
                self._tell(path, _('the field of "{heading}" must be text in quotes.').format(heading=heading))
            elif not name.strip():
                found[heading] = ""
            elif field := self._find_field(name, path):
                found[heading] = field.name
        return found

    def _read_values(self, table: dict[str, object]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name in table:
            path = ("values", name)
            legacy = self._read_table(table, path)
            if field := self._find_field(name, path):
                valid = {
                    old: text
                    for old, new in legacy.items()
                    if (text := self._read_value(field, new, (*path, old))) is not None
                }
                found.setdefault(field.name, {}).update(valid)
        return {name: valid for name, valid in found.items() if valid}

    def _read_constants(self, table: dict[str, object]) -> dict[str, str]:
        found = {}
        for name, value in table.items():
            path = ("constants", name)
            field = self._find_field(name, path)
            if field and (text := self._read_value(field, value, path)) is not None:
                if field.name in found:
                    self._tell(path, _('"{name}" is set twice.').format(name=field.name))
                found[field.name] = text
        return found

    def _read_options(self, table: dict[str, object]) -> Options:
        found = Options()
        for name, value in table.items():
            path = ("options", name)
            if name not in OPTIONS:
                self._tell(
                    path,
                    _('"{name}" is not an option.').format(name=name) + suggest_word(name, OPTIONS, fold=fold_spelling),
                )
                continue
            try:
                found = add_option(found, name, value)
            except ValueError as wrong:
                self._tell(path, wrong.args[0])
        return found

    def _find_field(self, name: str, path: KeyPath) -> Field | None:
        field = find_field(name)
        if field is None:
            meant = find_field(find_nearest(name, list_known_names(), fold=fold_spelling))
            near = _(' Did you mean "{found}"?').format(found=meant.name) if meant else ""
            self._tell(path, _('"{name}" is not a field.').format(name=name) + near)
        return field

    def _read_value(self, field: Field, value: object, path: KeyPath) -> str | None:
        text = to_sheet_text(value)
        if text is None:
            dotted = _(' A dotted field goes in quotes: [values."{name}.…"].').format(name=field.name)
            message = _('the value of "{name}" must be text in quotes.').format(name=path[-1])
            self._tell(path, message + (dotted if isinstance(value, dict) else ""))
            return None
        if field.kind.to_canonical(text) is None:
            words = {"text": text, "noun": _(field.kind.noun), "name": field.name, "example": field.example}
            self._tell(path, _('"{text}" is not {noun}, which "{name}" needs: {example}.').format(**words))
            return None
        if field.choices and text.strip() and fold_spelling(text) not in map(fold_spelling, field.choices):
            use = _(" Use one of: {found}.").format(found=", ".join(field.choices))
            message = _('"{text}" is not a valid value for "{name}".').format(text=text, name=field.name)
            self._tell(path, message + (suggest_word(text, field.choices, fold=fold_spelling) or use))
            return None
        return text

    def _tell(self, path: KeyPath, sentence: str) -> None:
        if len(self.problems) >= _MOST_PLACED:
            self.problems.append((len(self._text), sentence))
            return
        end = next((end for end in range(len(path), 0, -1) if path[:end] in self._lines), 0)
        line = self._lines.get(path[:end], 1)
        if end < len(path):  # within a value of its own: an inline table, perhaps over several lines
            following = min((other for other in self._lines.values() if other > line), default=len(self._text) + 1)
            within = range(line, following)
            line = next((number for number in within if path[-1] in self._text[number - 1]), line)
        self.problems.append((line, sentence))


def _find_lines_of_keys(text: str) -> Mapping[KeyPath, int]:
    """The line, counted from 1, of each table and of each key that has a line of its own; tomllib does not say."""
    places: dict[KeyPath, int] = {}
    lists: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        path = _read_key_path(line)
        if path and line.lstrip().startswith("["):
            table = path
            if line.lstrip().startswith("[["):
                lists[path] = lists.get(path, 0) + 1
                places.setdefault(path, number)
                table = path = (*path, str(lists[path]))
            places.setdefault(path, number)
        elif path:
            places.setdefault((*table, *path), number)
    return places


def _read_key_path(line: str) -> KeyPath:
    ending = "]" if line.rstrip().endswith("= [") else ""  # a list over several lines
    try:
        found: object = toml_of(line.rstrip() + ending)
    except NotToml:
        return ()  # part of a value over several lines
    path: list[str] = []
    is_head = line.lstrip().startswith("[")
    while isinstance(found, dict) and len(found) == 1 and (is_head or not path):
        [(key, found)] = found.items()
        found = found[0] if isinstance(found, list) and is_head else found
        path.append(key)
    return tuple(path)
