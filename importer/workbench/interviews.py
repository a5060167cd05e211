"""Which decisions are open of a sheet at hand: the engine of `importer map --ask`, for any face."""

from importer.decisions import Interview, SheetAnalysis, read_typed_answer
from importer.files import find_state_folder
from importer.mapping import ColumnMapping, Customer, TargetLists, customers_of, recall, recall_customer
from importer.records import apply_edits
from importer.runs import ConnectedTarget, LoadedSheet
from importer.workbench.draft import Draft
from importer.workbench.saved_answer import SavedAnswer


def find_customers(draft: Draft, target: str) -> tuple[Customer, ...]:
    """For whom decisions on this sheet are kept: who is named; the folder of a copy of ours is nobody's."""
    found = customers_of(draft.customer or None, draft.path, target)
    return tuple(one for one in found if not draft.is_copy or one.kind != "folder")


def interview_of(draft: Draft, loaded: LoadedSheet, target: ConnectedTarget | None) -> Interview:
    """Where the asking stands after all that was said. Raises SettingsError, ApiError."""
    mapping, sheet = draft.mapping or ColumnMapping(), apply_edits(loaded.sheet, draft.edits)
    directory = target.directory if target else None
    customers = find_customers(draft, target.target.name if target else "")
    return Interview(
        SheetAnalysis(
            sheet,
            mapping,
            mapping.merge_options(loaded.request.options),
            None if draft.customer else recall(draft.path, sheet.headings, find_state_folder()),
            directory,
            TargetLists(directory) if directory else None,
            recall_customer(customers, find_state_folder()) if customers else None,
        )
    )


def apply_answer(interview: Interview, key: str, choice: str, typed: str) -> tuple[Interview, SavedAnswer | None] | str:
    """After an answer to the open decision `key`: its number, 'skip', or typed words; a sentence where it is none."""
    decision = next((one for one in interview.open if one.key == key), None)
    if decision is None:
        return ""
    if choice == "skip":
        return interview.skip(decision), None
    by_number = {str(number): answer for number, answer in enumerate(decision.answers)}
    if choice in by_number:
        answer = by_number[choice]
    else:
        found = read_typed_answer(interview.analysis, decision, typed)
        if isinstance(found, str):
            return found
        answer = found
    after = interview.answer(decision, answer)
    return after, None if answer.apart else SavedAnswer(decision.question, answer.text, answer.mapping)
