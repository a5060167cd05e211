"""What was decided for a customer: of headings, values, rows and fields, with the sheet that each comes from.

It lies in the user's own state folder: nothing beside a sheet is trusted. It is a mapping file, which may be edited;
the file beside it says where each decision comes from.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from importer.errors import SettingsError
from importer.files import write_whole_file
from importer.mapping.column_mapping import OPTIONS, ColumnMapping
from importer.mapping.merge import merge_mappings
from importer.mapping.read import read_mapping
from importer.mapping.write import keep_mapping

FOLDER = "customers"
_ENCODING = "utf-8"


@dataclass(frozen=True)
class Customer:
    """For whom decisions are kept: a name that was given, the folder of a sheet, or a target."""

    kind: str
    name: str

    @property
    def label(self) -> str:
        """How a person knows it."""
        return Path(self.name).name or self.name if self.kind == "folder" else self.name


@dataclass(frozen=True)
class Remembered:
    """What was decided for a customer; `origins` say of each decision from which sheet it is, and from which day."""

    customer: Customer
    mapping: ColumnMapping
    origins: Mapping[str, str]
    path: Path

    @property
    def last(self) -> str:
        """The sheet of the latest decision, with its day."""
        return max(self.origins.values(), key=lambda origin: origin.rpartition(", ")[2], default="")


def customers_of(named: str | None, path: Path, target: str | None) -> tuple[Customer, ...]:
    """For whom what is decided of a sheet is kept: who is named, else the folder of the sheet and the target."""
    if named:
        return (Customer("customer", named.strip()),)
    found = [Customer("folder", str(path.absolute().parent))]
    return (*found, Customer("target", target)) if target else tuple(found)


def recall_customer(customers: Sequence[Customer], folder: Path) -> Remembered | None:
    """What was decided for the first of these for whom something was. Raises SettingsError where the file was edited
    and is wrong now.
    """
    return next((found for one in customers if (found := _read(one, folder)) is not None), None)


def remember_customer(
    customers: Sequence[Customer], mapping: ColumnMapping, sheet: str, folder: Path, today: date
) -> bool:
    """Keep what was decided, added to what is known of each of them. False where that is not possible."""
    try:
        for customer in customers:
            _keep(customer, mapping, f"{sheet}, {today.isoformat()}", folder)
    except (OSError, SettingsError):
        return False  # a convenience lost, no reason to stop
    return True


def list_remembered(folder: Path) -> Iterator[Remembered]:
    """What is kept of every customer, by name; a file that was edited and is wrong now comes without its decisions."""
    found = []
    for path in (folder / FOLDER).glob("*.json"):
        record = _read_record(path)
        customer = Customer(str(record.get("kind", "")), str(record.get("name", "")))
        try:
            remembered = _read(customer, folder)
        except SettingsError:
            remembered = Remembered(customer, ColumnMapping(), {}, path.with_suffix(".toml"))
        if remembered and customer.name:
            found.append(remembered)
    yield from sorted(found, key=lambda remembered: remembered.customer.label.casefold())


def forget_customer(remembered: Remembered) -> None:
    """Erase what was decided for a customer."""
    for ending in (".toml", ".json"):
        remembered.path.with_suffix(ending).unlink(missing_ok=True)


def list_decisions(mapping: ColumnMapping) -> list[str]:
    """What a mapping decides, a word for each decision."""
    return [
        *(f"columns:{heading}" for heading in mapping.columns),
        *(f"values:{name}:{value}" for name, pairs in mapping.values.items() for value in pairs),
        *(f"constants:{name}" for name in mapping.constants),
        *(f"fields:{name}" for name in mapping.fields),
        *(f"rows:{rule}" for rule in mapping.rows.tree),
        *(f"options:{name}" for name in OPTIONS if getattr(mapping.options, name) is not None),
    ]


def _keep(customer: Customer, mapping: ColumnMapping, origin: str, folder: Path) -> None:
    before = _read(customer, folder)
    known = before.mapping if before else ColumnMapping()
    whole = merge_mappings(known, mapping)
    if not list_decisions(mapping) or (before and whole == known):
        return
    new = {one: origin for one in list_decisions(mapping) if before is None or one not in before.origins}
    changed = {
        one: origin for one in list_decisions(mapping) if _find_decided(mapping, one) != _find_decided(known, one)
    }
    path = _path_of(customer, folder)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    keep_mapping(whole, path)
    origins = {**(before.origins if before else {}), **new, **changed}
    record = {"kind": customer.kind, "name": customer.name, "origins": origins}
    text = json.dumps(record, ensure_ascii=True, indent=1).encode(_ENCODING)
    write_whole_file(path.with_suffix(".json"), lambda file: file.write(text), replace=True, private=True)


def _find_decided(mapping: ColumnMapping, decision: str) -> object:
    table, _, rest = decision.partition(":")
    if table == "values":
        name, _, value = rest.partition(":")
        return mapping.values.get(name, {}).get(value)
    if table == "rows":
        return mapping.rows.tree.get(rest)
    return getattr(mapping.options, rest) if table == "options" else getattr(mapping, table).get(rest)


def _read(customer: Customer, folder: Path) -> Remembered | None:
    path = _path_of(customer, folder)
    if not path.is_file():
        return None
    origins = _read_record(path.with_suffix(".json")).get("origins", {})
    known = {str(one): str(origin) for one, origin in origins.items()} if isinstance(origins, dict) else {}
    return Remembered(customer, read_mapping(path), known, path)


def _read_record(path: Path) -> dict[str, object]:
    try:
        record = json.loads(path.read_text(encoding=_ENCODING))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _path_of(customer: Customer, folder: Path) -> Path:
    known_as = customer.name.casefold() if customer.kind == "customer" else customer.name
    key = f"{customer.kind}:{known_as}"
    return folder / FOLDER / f"{sha256(key.encode(_ENCODING, 'surrogatepass')).hexdigest()[:32]}.toml"
