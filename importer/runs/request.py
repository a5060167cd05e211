"""What was asked of a run, in words that can be kept and asked again."""

from collections import abc
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from importer.mapping import ColumnMapping
from importer.records import Options
from importer.settings import SendPolicy, Target


@dataclass(frozen=True)
class RunRequest:
    """A sheet to import: from where, to where, how it is read, how patiently it is sent, where the results go.

    `mapping` is what was decided of its headings and values; None where that is still to be read. `arguments` are the
    options as they were typed. A `retry` is of a results workbook, and of nothing else. Nothing secret is in what is
    kept of it: of a target only its name.
    """

    path: Path
    target: Target | str | None = None
    results: Path | None = None
    options: Options = Options()
    policy: SendPolicy = field(default_factory=SendPolicy)
    mapping: ColumnMapping | None = None
    arguments: tuple[str, ...] = ()
    retry: bool = False

    def kept(self) -> dict[str, object]:
        """The request for json.dumps."""
        mapping = self.mapping or ColumnMapping()
        options = vars(mapping.options_for(self.options))
        reading = {name: str(value) if isinstance(value, Path) else value for name, value in options.items()}
        return {
            "target": self.target.name if isinstance(self.target, Target) else self.target,
            "results": str(self.results.absolute()) if self.results else None,
            "said": self.arguments,
            "reading": reading,
            "sending": asdict(self.policy),
            "mapping": {
                "columns": dict(mapping.columns),
                "values": {name: dict(pairs) for name, pairs in mapping.values.items()},
                "constants": dict(mapping.constants),
            },
        }


def request_of(path: Path, kept: abc.Mapping[str, Any]) -> RunRequest:
    """The request that was kept; what this version does not know of it is left out."""
    mapping = kept.get("mapping") or {}
    reading = _known(Options, kept.get("reading") or {})
    options = replace(Options(**reading), mapping=None)
    return RunRequest(
        path,
        target=kept.get("target"),
        results=Path(kept["results"]) if kept.get("results") else None,
        options=options,
        policy=SendPolicy(**_known(SendPolicy, kept.get("sending") or {})),
        mapping=ColumnMapping(**mapping, options=options),
        arguments=tuple(kept.get("said") or ()),
    )


def _known(kind: type, words: abc.Mapping[str, Any]) -> dict[str, Any]:
    names = {entry.name for entry in fields(kind)}
    return {name: value for name, value in words.items() if name in names}
