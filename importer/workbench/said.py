"""What a person has said of a sheet: an answer to a decision, which can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from importer.mapping import OPTIONS, ColumnMapping, mapping_of, merged
from importer.settings import Options


@dataclass(frozen=True)
class Said:
    """An answer in words, and what it adds to the mapping."""

    question: str
    answer: str
    says: ColumnMapping

    def to_json(self) -> dict[str, Any]:
        """The answer for json.dumps."""
        says = self.says
        return {
            "question": self.question,
            "answer": self.answer,
            "columns": dict(says.columns),
            "values": {name: dict(pairs) for name, pairs in says.values.items()},
            "constants": dict(says.constants),
            "rows": says.rows.tree,
            "fields": {name: [source.tree for source in sources] for name, sources in says.fields.items()},
            "options": {name: value for name in OPTIONS if (value := getattr(says.options, name)) is not None},
        }


def said_of(told: Mapping[str, Any]) -> Said:
    """The answer of its JSON. Raises KeyError, TypeError, or SettingsError where this version does not know a rule."""
    return Said(told["question"], told["answer"], replace(mapping_of(told), options=Options(**told["options"])))


def mapping_said(said: Iterable[Said]) -> ColumnMapping:
    """All that was said, what was said later before what was said earlier."""
    mapping = ColumnMapping()
    for one in said:
        mapping = merged(mapping, one.says)
    return mapping
