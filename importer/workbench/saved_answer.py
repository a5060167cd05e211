"""What a person has said of a sheet: an answer to a decision, which can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from importer.mapping import OPTIONS, ColumnMapping, mapping_of, merge_mappings
from importer.records import Edit, edits_of
from importer.settings import Options


@dataclass(frozen=True)
class SavedAnswer:
    """An answer in words, and what it adds to the mapping; or cells that are corrected."""

    question: str
    answer: str
    says: ColumnMapping = ColumnMapping()
    edits: tuple[Edit, ...] = ()

    @property
    def is_of_a_run(self) -> bool:
        """True where nobody answered here: an earlier run was made so."""
        return not self.answer

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
            "edits": [edit.as_list for edit in self.edits],
            "options": {name: value for name in OPTIONS if (value := getattr(says.options, name)) is not None},
        }


def saved_answer_of(told: Mapping[str, Any]) -> SavedAnswer:
    """The answer of its JSON. Raises KeyError, TypeError, or SettingsError where this version does not know a rule."""
    says = replace(mapping_of(told), options=Options(**told["options"]))
    return SavedAnswer(told["question"], told["answer"], says, edits_of(told["edits"]))


def merge_answers(said: Iterable[SavedAnswer]) -> ColumnMapping:
    """All that was said, what was said later before what was said earlier."""
    mapping = ColumnMapping()
    for one in said:
        mapping = merge_mappings(mapping, one.says)
    return mapping


def merge_edits(said: Iterable[SavedAnswer]) -> tuple[Edit, ...]:
    """The cells that are corrected, each once: as it was in the file, and as it was left last."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in (edit for one in said for edit in one.edits):
        before = found.pop((edit.row, edit.column), edit)
        found[edit.row, edit.column] = replace(edit, was=before.was)
    return tuple(edit for edit in found.values() if edit.was != edit.text)
