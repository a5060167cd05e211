"""The operations of OpenRefine that make the same jobs of the ten exports, in its own JSON as 'Extract' writes it.

They are as few as they can be: all the edits of a column's values are one operation, and so is leaving rows out with
any facet. A column or value that the sheet has not is found by the test.
"""

from typing import Any

Operation = dict[str, Any]
_ROWS: dict[str, Any] = {"facets": [], "mode": "row-based"}


def rename_columns(names: dict[str, str]) -> list[Operation]:
    """Give each column the name of its field, an operation for each."""
    return [{"op": "core/column-rename", "oldColumnName": old, "newColumnName": new} for old, new in names.items()]


def edit_values(column: str, edits: dict[str, str]) -> Operation:
    """Replace values of a column; "" is a blank cell."""
    told = [
        {"from": [old] if old else [], "fromBlank": not old, "fromError": False, "to": new}
        for old, new in edits.items()
    ]
    return {"op": "core/mass-edit", "engineConfig": _ROWS, "columnName": column, "expression": "value", "edits": told}


def remove_rows(column: str, values: list[str]) -> Operation:
    """Leave out the rows with these values, chosen in a facet."""
    chosen = [{"v": {"v": value, "l": value}} for value in values]
    facet = {"type": "list", "name": column, "columnName": column, "expression": "value", "selection": chosen}
    return {"op": "core/row-removal", "engineConfig": {"facets": [facet], "mode": "row-based"}}


def change_cells(op: str, column: str, **more: object) -> Operation:
    """Any other operation on the cells of a column."""
    return {"op": f"core/{op}", "engineConfig": _ROWS, "columnName": column, **more}


OPERATIONS: dict[str, list[Operation]] = {
    "english tickets, the closed ones left out": [
        remove_rows("State", ["Closed", "Resolved", "Closed Complete"]),
        edit_values("State", {"New": "Open", "In Progress": "Open", "On Hold": "Waiting"}),
        edit_values("Configuration item", {"Press one": "P1", "\u00d6lofen": "P2"}),
        edit_values("Category", {"Maintenance": "MAINT", "Repair": "REPAIR"}),
        *rename_columns(
            {
                "Number": "reference_back_office",
                "Short description": "name",
                "Configuration item": "project",
                "Category": "type",
                "State": "status",
            }
        ),
    ],
    "a grouped report in Dutch": [
        change_cells("fill-down", "Machine"),
        edit_values("Werksoort", {"Onderhoud": "MAINT", "Storing": "REPAIR", "Keuring": "INSPECT"}),
        edit_values("Status", {"In te plannen": "ToBePlanned", "Wacht op klant": "Waiting"}),
        *rename_columns(
            {
                "Bonnummer": "reference_back_office",
                "Machine": "project",
                "Werksoort": "type",
                "Status": "status",
                "Omschrijving": "name",
            }
        ),
    ],
    "french orders with names and blanks": [
        edit_values("\u00c9quipement", {"": "P9", "press ONE": "P1", "olofen": "P2"}),
        edit_values("Type", {"Entretien": "MAINT", "D\u00e9pannage": "REPAIR"}),
        edit_values("Statut", {"Nouveau": "Open", "\u00c0 planifier": "ToBePlanned"}),
        edit_values("Technicien", {"Puma, Ana": "AP", "Luis Roca": "LR"}),
        *rename_columns(
            {
                "N\u00b0 BT": "reference_back_office",
                "Titre": "name",
                "\u00c9quipement": "project",
                "Type": "type",
                "Statut": "status",
                "Technicien": "user",
            }
        ),
    ],
    "german orders of several lines": [
        change_cells("blank-down", "Auftrag"),
        {"op": "core/multivalued-cell-join", "columnName": "Langtext", "keyColumnName": "Auftrag", "separator": "\n"},
        edit_values("Auftragsart", {"Wartung": "MAINT", "St\u00f6rung": "REPAIR"}),
        edit_values("Status", {"Offen": "Open", "Eingeplant": "ToBePlanned"}),
        *rename_columns(
            {
                "Auftrag": "reference_back_office",
                "Anlage": "project",
                "Auftragsart": "type",
                "Status": "status",
                "Kurztext": "name",
                "Langtext": "description",
            }
        ),
    ],
    "a spanish day report with days and times": [
        change_cells(
            "text-transform",
            "FECHA",
            expression="grel:(value + ' ' + cells['INICIO'].value).toDate('dd-MM-yyyy HH:mm')",
            onError="keep-original",
            repeat=False,
            repeatCount=0,
        ),
        edit_values("EQUIPO", {"PRESS ONE": "P1", "LINEA TRES": "P3"}),
        edit_values("TIPO", {"Mantenimiento": "MAINT", "Aver\u00eda": "REPAIR"}),
        edit_values("TECNICO", {"ANA PUMA": "AP", "Luis Roca": "LR"}),
        change_cells("text-transform", "INICIO", expression="grel:'Open'", onError="keep-original"),
        *rename_columns(
            {
                "FECHA": "suggested_date_start",
                "EQUIPO": "project",
                "TIPO": "type",
                "TRABAJO": "name",
                "TECNICO": "user",
                "INICIO": "status",
            }
        ),
    ],
    "portuguese tickets, the closed ones left out": [
        remove_rows("Status", ["Fechado", "Solucionado"]),
        edit_values("Status", {"Novo": "Open", "Pendente": "Waiting"}),
        edit_values("Localiza\u00e7\u00e3o", {"Press One": "P1", "Linea Tres": "P3"}),
        edit_values("Categoria", {"Manuten\u00e7\u00e3o": "MAINT", "Avaria": "REPAIR"}),
        edit_values("Prioridade", {"Alta": "H", "M\u00e9dia": "N"}),
        *rename_columns(
            {
                "N\u00ba do chamado": "reference_back_office",
                "T\u00edtulo": "name",
                "Localiza\u00e7\u00e3o": "project",
                "Categoria": "type",
                "Status": "status",
                "Prioridade": "priority",
            }
        ),
    ],
    "italian orders with durations": [
        edit_values("Durata prevista", {"1h30": "90", "0:45": "45", "2 ore": "120"}),
        edit_values("Tipo", {"Manutenzione": "MAINT", "Guasto": "REPAIR"}),
        edit_values("Stato", {"Aperto": "Open", "Da pianificare": "ToBePlanned"}),
        *rename_columns(
            {
                "Numero ordine": "reference_back_office",
                "Titolo": "name",
                "Impianto": "project",
                "Tipo": "type",
                "Stato": "status",
                "Durata prevista": "estimated_time",
            }
        ),
    ],
    "orders with codes of statuses": [
        remove_rows("System status", ["TECO PRC", "CLSD"]),
        edit_values("System status", {"REL  PRC SETC": "Open", "REL  CNF": "Open", "CRTD MANC": "ToBePlanned"}),
        edit_values("Equipment", {"": "P9"}),
        edit_values("Order Type", {"PM01": "MAINT", "PM02": "REPAIR"}),
        *rename_columns(
            {
                "Order": "reference_back_office",
                "Description": "name",
                "Equipment": "project",
                "Order Type": "type",
                "System status": "status",
            }
        ),
    ],
    "dutch orders whose dates could be two days": [
        change_cells(
            "text-transform",
            "Uiterste datum",
            expression="grel:value.toDate('dd/MM/yyyy').toString('yyyy-MM-dd')",
            onError="keep-original",
        ),
        edit_values("Status", {"Nieuw": "Open", "Gepland": "ToBePlanned"}),
        edit_values("Soort", {"Onderhoud": "MAINT", "Reparatie": "REPAIR"}),
        *rename_columns(
            {
                "Werkorder": "reference_back_office",
                "Titel": "name",
                "Object": "project",
                "Soort": "type",
                "Status": "status",
                "Uiterste datum": "due_date",
            }
        ),
    ],
    "german notifications without a status": [
        edit_values("XA", {"Instandhaltung": "MAINT", "Pr\u00fcfung": "INSPECT"}),
        edit_values("Equipment", {"Press one": "P1", "Oelofen alt": "P2"}),
        {
            "op": "core/column-addition",
            "engineConfig": _ROWS,
            "baseColumnName": "XA",
            "expression": "grel:'ToBePlanned'",
            "onError": "set-to-blank",
            "newColumnName": "status",
            "columnInsertIndex": 4,
        },
        *rename_columns({"Meldung": "reference_back_office", "Kurztext": "name", "Equipment": "project", "XA": "type"}),
    ],
}
