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
    mapping: ColumnMapping = ColumnMapping()
    edits: tuple[Edit, ...] = ()

    @property
    def is_of_a_run(self) -> bool:
        """True where nobody answered here: an earlier run was made so."""
        return not self.answer

    def to_json(self) -> dict[str, Any]:
        """The answer for json.dumps."""
        mapping = self.mapping
        return {
            "question": self.question,
            "answer": self.answer,
            "columns": dict(mapping.columns),
            "values": {name: dict(pairs) for name, pairs in mapping.values.items()},
            "constants": dict(mapping.constants),
            "rows": mapping.rows.tree,
            "fields": {name: [source.tree for source in sources] for name, sources in mapping.fields.items()},
            "edits": [edit.as_list for edit in self.edits],
            "options": {name: value for name in OPTIONS if (value := getattr(mapping.options, name)) is not None},
        }


def saved_answer_of(saved: Mapping[str, Any]) -> SavedAnswer:
    """The answer of its JSON. Raises KeyError, TypeError, or SettingsError where this version does not know a rule."""
    mapping = replace(mapping_of(saved), options=Options(**saved["options"]))
    return SavedAnswer(saved["question"], saved["answer"], mapping, edits_of(saved["edits"]))


def merge_answers(answers: Iterable[SavedAnswer]) -> ColumnMapping:
    """All that was said, what was said later before what was said earlier."""
    mapping = ColumnMapping()
    for one in answers:
        mapping = merge_mappings(mapping, one.mapping)
    return mapping


def merge_edits(answers: Iterable[SavedAnswer]) -> tuple[Edit, ...]:
    """The cells that are corrected, each once: as it was in the file, and as it was left last."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in (edit for one in answers for edit in one.edits):
        before = found.pop((edit.row, edit.column), edit)
        found[edit.row, edit.column] = replace(edit, was=before.was)
    return tuple(edit for edit in found.values() if edit.was != edit.text)
