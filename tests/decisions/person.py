"""A person who answers the open decisions of a sheet, and what comes of it through the front door."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import importer
from importer.catalogue import Listing
from importer.cli.practice import read_lists
from importer.decisions import Answer, Decision, Interview, SheetAnalysis, read_typed_answer
from importer.directory import open_directory
from importer.files import find_state_folder
from importer.mapping import ColumnMapping, TargetLists, customers_of, recall_customer, remember_customer, write_mapping
from importer.practice.server import PracticeServer
from importer.records import Observer
from importer.runs import read_sheet_for
from importer.settings import Options, Target
from importer.targets import make_practice_target

Answers = Mapping[str, int | str]  # by the key of a decision: the number of an answer, or what is typed; '' skips


@dataclass(frozen=True)
class Person:
    """Somebody with a target; `options` are those of every command."""

    target: Target
    options: Options = Options()
    server: PracticeServer | None = None

    def code_of(self, listing: Listing, key: str) -> str:
        """The code of an entry of a list."""
        if self.server is None:
            return ""
        found = next(entry for entry in self.server.store.list_entries(listing) if entry["id"] == key)
        return str(found.get("code") or found.get("reference_back_office"))

    def interview(self, sheet: Path, answers: Answers, customer: str = "acme") -> Interview:
        """Answer what is open, each decision with the first answer unless `answers` say another."""
        mapping = ColumnMapping()
        with open_directory(self.target, sheet=sheet) as (_, directory):
            options = mapping.merge_options(self.options)
            read = read_sheet_for(sheet, options, mapping, Observer())
            kept = recall_customer(customers_of(customer, sheet, None), find_state_folder())
            known = SheetAnalysis(read, mapping, options, None, directory, TargetLists(directory), kept)
            at = Interview(known)
            while (decision := at.next) is not None:
                answer = _answer(known, decision, answers)
                at = at.skip(decision) if answer is None else at.answer(decision, answer)
        remember_customer(
            customers_of(customer, sheet, None), at.mapping, sheet.name, find_state_folder(), date(2026, 11, 1)
        )
        return at

    def imported(self, sheet: Path, mapping: ColumnMapping) -> importer.ImportResult:
        """Import the sheet with the mapping, as a file."""
        path = sheet.with_suffix(".decided.toml")
        write_mapping(mapping, path, replace=True)
        options = importer.Options(mapping=path, timezone=self.options.timezone)
        return importer.import_sheet(sheet, target=self.target, options=options)


def _answer(analysis: SheetAnalysis, decision: Decision, answers: Answers) -> Answer | None:
    chosen = answers.get(decision.key, 1)
    if isinstance(chosen, int):
        assert len(decision.answers) >= chosen, f"{decision.key}: {decision.question}"
        return decision.answers[chosen - 1]
    if not chosen:
        return None
    typed = read_typed_answer(analysis, decision, chosen)
    assert not isinstance(typed, str), f"{decision.key}: {typed}"
    return typed


@contextmanager
def person_with(folder: Path, lists: str, timezone: str = "Europe/Brussels") -> Iterator[Person]:
    """Somebody with a practice server of their own, which has these lists; its usual ones where none are given."""
    (folder / "lists.csv").write_text(f"List,Code,Stands for{lists}", encoding="utf-8")
    with PracticeServer(folder / "practice.sqlite") as server:
        if lists:
            server.store.replace_lists(read_lists(folder / "lists.csv"))
        yield Person(make_practice_target(server.url, server.password), Options(timezone=timezone), server)
