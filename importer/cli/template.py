"""`importer template`: a workbook to fill in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from importer.catalogue import LANGUAGES, LanguageCode, spell_count
from importer.cli.console import Console, write_json
from importer.directory import CODE_LOOKUPS
from importer.languages import _
from importer.problem import spell_command
from importer.template import (
    JOBS_SHEET,
    Design,
    OfferedLists,
    Stamp,
    choose_fields,
    design_template,
    find_offered_lists,
)
from importer.template.write import ensure_free, write_template
from importer.versions import VERSION


@dataclass(frozen=True)
class TemplateRequest:
    """What the template should be like: its fields, its language, the target whose lists it offers."""

    columns: str
    language: LanguageCode
    target: str | None


def make_template(path: Path, request: TemplateRequest, *, force: bool, as_json: bool) -> None:
    """Write a template and say what it has.

    Raises UsageError where a column is not known, SettingsError where the file cannot be written, ApiError where the
    target cannot be used.
    """
    fields = choose_fields(request.columns)
    ensure_free(path, replace=force)
    name, offered = find_offered_lists(fields, request.target)
    stamp = Stamp(VERSION, request.language, name, datetime.now(UTC), offered.states)
    design = design_template(fields, LANGUAGES[request.language], offered.lists, stamp)
    write_template(design, path, replace=force)
    if as_json:
        write_json(_to_object(path, design))
    else:
        _show(path, design, offered, request.target)


def _to_object(path: Path, design: Design) -> dict[str, object]:
    return {
        "file": str(path),
        "columns": [{"field": c.field.name, "heading": c.heading} for c in design.columns],
        "language": design.language.code,
        "target": design.stamp.target or None,
        "lists": {c.codes.listing: len(c.codes.codes) for c in design.lists.values() if c.codes},
    }


def _show(path: Path, design: Design, offered: OfferedLists, target: str | None) -> None:
    console = Console(soft_wrap=True)
    nouns = {lookup.listing: _(lookup.noun) for lookup in CODE_LOOKUPS.values()}
    lists = [f"{nouns[c.codes.listing]} ({len(c.codes.codes)})" for c in design.lists.values() if c.codes]
    columns = spell_count(len(design.columns), "column")
    offers = _("{path}: {columns}, lists to choose from: {lists}")
    console.say(offers.format(path=path, columns=columns, lists=", ".join(lists)))
    refused = _("{target} does not let you read its {noun} list: type those codes.")
    for noun in offered.refused:
        console.say(refused.format(target=design.stamp.target, noun=_(CODE_LOOKUPS[noun].noun)))
    for noun, reason in offered.incomplete.items():
        incomplete = _("The {noun} list is incomplete: {reason}.")
        console.say(incomplete.format(noun=_(CODE_LOOKUPS[noun].noun), reason=reason))
    if target is None:
        console.say(_("To choose codes from lists, name the target, for example with --target practice."))
    check = spell_command("check", path, *(("--target", target) if target else ()))
    filled_in = _("Next: fill in the sheet {sheet}, save it, then {command}.")
    console.say(filled_in.format(sheet=JOBS_SHEET, command=check))
