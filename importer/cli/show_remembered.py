"""`importer map --remembered`: what was decided for each customer, folder and target, and forgetting it."""

from rich.markup import escape

from importer.catalogue import spell_count
from importer.cli.console import Console, write_json
from importer.cli.fitting_table import TableColumn, print_table
from importer.errors import SettingsError
from importer.files import find_state_folder
from importer.languages import N_, _
from importer.mapping import (
    Remembered,
    forget_customer,
    list_decisions,
    list_remembered,
    read_mapping,
    to_mapping_lines,
)
from importer.problem import NOTHING_REMEMBERED, suggest_word

_KINDS = {"customer": N_("customer"), "folder": N_("folder"), "target": N_("target")}


def show_remembered(customer: str | None, *, as_json: bool) -> None:
    """List for whom decisions are kept, or show those of one.

    Raises SettingsError where nothing is kept of this one, or its file was edited and is wrong.
    """
    found = list(list_remembered(find_state_folder()))
    if customer:
        remembered = _of(customer, found)
        found = [Remembered(remembered.customer, read_mapping(remembered.path), remembered.origins, remembered.path)]
    if as_json:
        write_json({"remembered": [_to_object(remembered) for remembered in found]})
        return
    console = Console()
    if not found:
        console.say(_("No decisions are saved. 'importer map FILE --ask' asks, and saves the answers."))
        return
    if customer:
        _show_one(console, found[0])
    else:
        _show_all(console, found)


def forget_remembered(customer: str, *, as_json: bool) -> None:
    """Erase all that is kept under a name, whatever is called so. Raises SettingsError where nothing is."""
    found = list(list_remembered(find_state_folder()))
    remembered = _of(customer, found)
    for one in found:
        if _is_called(one, customer):
            forget_customer(one)
    if as_json:
        write_json({"forgotten": remembered.customer.label})
    else:
        Console().say(_("Forgotten: {name}.").format(name=remembered.customer.label))


def _show_all(console: Console, customers: list[Remembered]) -> None:
    columns = (
        TableColumn(_("For")),
        TableColumn(_("Name")),
        TableColumn(_("Decisions")),
        TableColumn(_("Last sheet"), needed=False),
    )
    rows = []
    for remembered in customers:
        kind, count = _(_KINDS.get(remembered.customer.kind, "customer")), len(list_decisions(remembered.mapping))
        rows.append([*map(escape, (kind, remembered.customer.label, str(count), remembered.last))])
    print_table(console, columns, rows)
    console.say(
        _(
            "'importer map --remembered --customer NAME' shows the decisions for NAME; "
            "'importer map --forget NAME' erases them."
        )
    )


def _show_one(console: Console, remembered: Remembered) -> None:
    total = spell_count(len(list_decisions(remembered.mapping)), "decision")
    console.say(f"{remembered.customer.label}: {total}")
    for line in to_mapping_lines(remembered.mapping):
        console.say(line)
    for origin in sorted(set(remembered.origins.values())):
        count = sum(one == origin for one in remembered.origins.values())
        console.say(_("From {origin}: {found}").format(origin=origin, found=spell_count(count, "decision")))
    console.say(_("To change them, edit {path}.").format(path=remembered.path))


def _of(customer: str, customers: list[Remembered]) -> Remembered:
    """Of several that are called so, the customer: a folder is called as whoever made it pleased."""
    for remembered in sorted(customers, key=lambda one: one.customer.kind != "customer"):
        if _is_called(remembered, customer):
            return remembered
    near = suggest_word(customer, [remembered.customer.label for remembered in customers])
    raise SettingsError(NOTHING_REMEMBERED, name=customer, near=near)


def _is_called(remembered: Remembered, name: str) -> bool:
    return name.casefold() in {remembered.customer.label.casefold(), remembered.customer.name.casefold()}


def _to_object(remembered: Remembered) -> dict[str, object]:
    return {
        "kind": remembered.customer.kind,
        "name": remembered.customer.name,
        "path": str(remembered.path),
        "decisions": {one: remembered.origins.get(one, "") for one in list_decisions(remembered.mapping)},
        "lines": list(to_mapping_lines(remembered.mapping)),
    }
