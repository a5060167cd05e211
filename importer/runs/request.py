"""What is asked of a run, and how the journal saves it, so that the run can be resumed."""

from collections import abc
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from importer.mapping import ColumnMapping
from importer.records import ZONE_UNKNOWN, Edit, edits_of
from importer.settings import NOT_STORED, Options, SendPolicy, Target, find_fault
from importer.steps.map import find_own_zone_name

_MAP = "--map"


@dataclass(frozen=True)
class RunRequest:
    """A sheet to import: from where, to where, how it is read and sent, where the results go.

    `mapping` is what was decided of its headings and values; None where that is still to be read. `edits` are cells
    that were corrected without touching the file, `arguments` the options as they were typed. A `retry` is of a
    results workbook, and of nothing else. Where all worksheets are read, this is `one_of_all`, under the name that it
    has in the names of files. `decided_by_values` are the headings that their values, and no person, left out: a later
    run looks at these values anew. The `zone_unknown` of results is that of a run which this computer does not have.
    """

    path: Path
    target: Target | str | None = None
    results: Path | None = None
    options: Options = Options()
    policy: SendPolicy = SendPolicy()
    mapping: ColumnMapping | None = None
    edits: tuple[Edit, ...] = ()
    arguments: tuple[str, ...] = ()
    retry: bool = False
    one_of_all: str = ""
    decided_by_values: frozenset[str] = frozenset()
    zone_unknown: bool = False

    def of_sheet(self, name: str) -> "RunRequest":
        """The same of another worksheet."""
        return replace(
            self, options=replace(self.options, sheet=name), arguments=(*self.arguments, *Options(sheet=name).arguments)
        )

    def to_json(self) -> dict[str, object]:
        """The request for json.dumps. Of a target only its name is in it, so that it has no secret."""
        mapping = self.mapping or ColumnMapping()
        options = vars(mapping.merge_options(self.options))
        reading = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
        del reading[NOT_STORED]
        if not self.zone_unknown:
            reading["timezone"] = reading["timezone"] or find_own_zone_name() or None  # of this computer, for any other
        return {
            "target": self.target.name if isinstance(self.target, Target) else self.target,
            "results": str(self.results.absolute()) if self.results else None,
            "said": _make_absolute(self.arguments),
            "reading": reading,
            "sending": asdict(self.policy),
            ZONE_UNKNOWN: self.zone_unknown,
            "edits": [edit.as_list for edit in self.edits],
            "mapping": {
                "columns": {
                    name: field for name, field in mapping.columns.items() if name not in self.decided_by_values
                },
                "values": {name: dict(pairs) for name, pairs in mapping.values.items()},
                "constants": dict(mapping.constants),
                "rows": mapping.rows.tree,
                "fields": {name: [source.tree for source in sources] for name, sources in mapping.fields.items()},
            },
        }


def make_request(
    path: str | Path,
    target: Target | str | None,
    results: str | Path | None,
    options: Options,
    policy: SendPolicy = SendPolicy(),
) -> RunRequest:
    """What somebody asks for."""
    arguments = (*(("--target", target) if isinstance(target, str) else ()), *options.arguments)
    return RunRequest(Path(path), target, Path(results) if results else None, options, policy, arguments=arguments)


def restore_request(path: Path, saved: abc.Mapping[str, Any]) -> RunRequest:
    """What was asked of an earlier run; what this version does not know or allow is left out."""
    from importer.mapping import mapping_of  # noqa: PLC0415 - of earlier runs alone

    options = replace(Options(**_keep_known(Options, saved.get("reading"))), mapping=None)
    return RunRequest(
        path,
        target=saved.get("target"),
        results=Path(saved["results"]) if saved.get("results") else None,
        options=options,
        policy=SendPolicy(**_keep_known(SendPolicy, saved.get("sending"))),
        mapping=replace(mapping_of(saved.get("mapping") or {}), options=options),
        arguments=tuple(saved.get("said") or ()),
        edits=edits_of(saved.get("edits") or ()),
    )


def _make_absolute(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The words as they hold wherever they are typed: the mapping file by its whole path."""
    before = ("", *arguments)
    return tuple(str(Path(word).absolute()) if b == _MAP else word for b, word in zip(before, arguments, strict=False))


def _keep_known(record: type, saved: abc.Mapping[str, Any] | None) -> dict[str, Any]:
    names = {one.name for one in fields(record)}
    known = {
        name: value for name, value in (saved or {}).items() if name in names and not find_fault(record, name, value)
    }
    return {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
