"""Decisions become a mapping file: small, sorted, with comments, made to be edited and kept in version control."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from importer.catalogue import get_field, spell_count
from importer.errors import SettingsError
from importer.files import explain_failure, is_there, write_whole_file
from importer.languages import _
from importer.mapping.choices import HOW_SURE, Choice
from importer.mapping.column_mapping import OPTIONS, ColumnMapping
from importer.mapping.rules import Source
from importer.mapping.wrong_values import InvalidValue
from importer.problem import MAPPING_UNWRITABLE, quote_toml, quote_word, spell_key, spell_line, spell_values_table

_HEAD = """\
# How a sheet is understood: importer check FILE --map THIS_FILE
# A line that begins with # does nothing yet; remove the # to use it. All fields: importer fields
"""


@dataclass(frozen=True)
class OpenParts:
    """What is not decided yet: a file has comments of it, samples, and lines to confirm or fill in.

    `lines` are the head of a table, a question, a line below the head that answers it, and that in words; `missing`
    are fields.
    """

    choices: Sequence[Choice] = ()
    invalid: Sequence[InvalidValue] = ()
    missing: Sequence[str] = ()
    lines: Sequence[tuple[str, str, str, str]] = ()

    def list_below(self, head: str) -> list[str]:
        """The lines below this head as comments, each once, below their question."""
        seen: set[str] = set()
        comments: list[str] = []
        for position, question, line, answer in self.lines:
            if position == head and line not in seen:
                comments += [f"# {question}"] if question not in seen else []
                comments.append(f"# {line}  # {answer}")
                seen |= {line, question}
        return comments


def write_mapping(
    mapping: ColumnMapping, path: Path, open_parts: OpenParts = OpenParts(), *, replace: bool = False
) -> None:
    """Write a mapping so that `read_mapping` gives an equal one.

    A file that is there already is kept unless `replace`. Raises SettingsError where it cannot be written.
    """
    content = to_mapping_text(mapping, open_parts).encode("utf-8", "surrogatepass")
    try:
        write_whole_file(path, lambda file: file.write(content), replace=replace)
    except FileExistsError as found:
        raise _make_taken_error(path) from found
    except OSError as found:
        fix = _("Choose another file with --save.")
        raise SettingsError(MAPPING_UNWRITABLE, path=path, reason=explain_failure(found), fix=fix) from found


def keep_mapping(mapping: ColumnMapping, path: Path) -> None:
    """Write a mapping for a later sheet, the user's alone, in place of one that was kept. Raises OSError."""
    content = to_mapping_text(mapping).encode("utf-8", "surrogatepass")
    write_whole_file(path, lambda file: file.write(content), replace=True, private=True)


def ensure_unwritten(path: Path | None, mapping: Path | None) -> None:
    """Raise SettingsError where `path` is there already and is not the mapping file in use."""
    if path is not None and path != mapping and is_there(path):
        raise _make_taken_error(path)


def _make_taken_error(path: Path) -> SettingsError:
    fix = _("To add to it, also give it with --map {path}; otherwise choose another name with --save.").format(
        path=quote_word(path)
    )
    return SettingsError(MAPPING_UNWRITABLE, path=path, reason=_("it already exists"), fix=fix)


def to_mapping_text(mapping: ColumnMapping, open_parts: OpenParts = OpenParts()) -> str:
    """The text of a mapping file; sections without a line are left out."""
    columns = _write_columns(mapping, open_parts.choices)
    constants = [*_write_pairs(mapping.constants), *map(_write_missing, open_parts.missing)]
    rows = [_write_setting(*rule) for rule in mapping.rows.tree.items()]
    fields = [_write_made(*one) for one in sorted(mapping.fields.items())]
    found = [
        ("[columns]", "heading = field; an empty field leaves the column out", columns),
        ("[constants]", "field = its value in every row", constants),
        ("[options]", "how the file is read", _write_options(mapping)),
        ("[rows]", "which rows become jobs", rows),
        ("[fields]", "field = what it is made of", fields),
    ]
    sections = [(head, about, [*lines, *open_parts.list_below(head)]) for head, about, lines in found]
    sections += _write_values(mapping, open_parts.invalid)
    texts = [_HEAD, *("\n".join([f"{head}  # {about}", *lines, ""]) for head, about, lines in sections if lines)]
    return "\n".join(texts)


def to_mapping_lines(mapping: ColumnMapping) -> tuple[str, ...]:
    """The lines of a mapping file, without its comments: heads of tables, and what stands below them."""
    lines = (
        line.partition("  # ")[0] if line.startswith("[") else line for line in to_mapping_text(mapping).split("\n")
    )
    return tuple(line for line in lines if line and not line.startswith("#"))


def _write_missing(name: str) -> str:
    return f'# {name} = ""  # every job needs it: give it a heading under [columns], or one value here'


def _write_columns(mapping: ColumnMapping, choices: Sequence[Choice]) -> list[str]:
    by_heading = {choice.heading: choice for choice in choices}
    lines = [
        (heading, spell_line(heading, name) + _describe_choice(by_heading.get(heading)))
        for heading, name in mapping.columns.items()
    ]
    lines += [
        (heading, f"# {spell_line(heading, choice.field or '')}{_describe_choice(choice)}")
        for heading, choice in by_heading.items()
        if heading.strip() and heading not in mapping.columns
    ]
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0].casefold(), pair[0]))]


def _describe_choice(choice: Choice | None) -> str:
    if choice is None:
        return ""
    how = HOW_SURE[choice.how]
    how = f"{how}, {choice.reason}" if choice.reason else how
    samples = ", ".join(map(quote_toml, choice.samples))
    return f"  # {how}; such as {samples}" if samples else f"  # {how}"


def _write_options(mapping: ColumnMapping) -> list[str]:
    found = ((name, getattr(mapping.options, name)) for name in OPTIONS)
    return [
        f"{name} = {value if isinstance(value, int) else quote_toml(value)}"
        for name, value in found
        if value is not None
    ]


def _write_values(mapping: ColumnMapping, invalid: Sequence[InvalidValue]) -> Iterator[tuple[str, str, list[str]]]:
    for name in sorted({*mapping.values, *(value.field for value in invalid)}):
        lines = _write_pairs(mapping.values.get(name, {}))
        lines += [_to_fill_in(value) for value in invalid if value.field == name]
        choices = get_field(name).choices
        about = (
            f"in the sheet = what is sent; one of {', '.join(choices)}" if choices else "in the sheet = what is sent"
        )
        yield spell_values_table(name), about, lines


def _to_fill_in(value: InvalidValue) -> str:
    nearest = value.nearest[0] if value.nearest else ""
    return f"# {spell_line(value.value, nearest)}  # {spell_count(value.count, 'row')}"


def _write_made(name: str, sources: Sequence[Source]) -> str:
    trees = [source.tree for source in sources]
    return _write_setting(name, trees[0] if len(trees) == 1 else trees)


def _write_setting(name: str, value: object) -> str:
    return f"{spell_key(name)} = {_toml_of(value)}"


def _toml_of(value: object) -> str:
    """A value on one line, as TOML wants it of inline tables."""
    if isinstance(value, dict):
        return f"{{ {', '.join(_write_setting(name, one) for name, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_of, value))}]"
    return "true" if value is True else quote_toml(str(value))


def _write_pairs(pairs: Mapping[str, str]) -> list[str]:
    return [f"{spell_key(key)} = {quote_toml(value)}" for key, value in sorted(pairs.items())]
