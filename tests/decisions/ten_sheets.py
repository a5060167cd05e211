"""Ten exports of other systems, each with the answers that a person gives, and a script in pandas for the same jobs.

A script is what somebody writes who knows pandas and the sheet: its decisions are counted from its own syntax.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from tests.decisions.person import Answers

LISTS = """
project,P1,Press one
project,P2,Ölofen
project,P3,Línea tres
project,P9,Whole site
job_type,MAINT,Maintenance
job_type,REPAIR,Repair
job_type,INSPECT,Inspection
job_type,OTHER,Other work
priority,H,High
priority,N,Normal
user,AP,Ana Puma
user,LR,Luis Roca
"""
FIELDS = {"project": "project_id", "type": "job_type_id", "status": "job_status_id", "user": "suggested_user_id"}


@dataclass(frozen=True)
class Export:
    """A sheet as CSV, what a person answers, and the script that makes the same jobs of it."""

    name: str
    text: str
    script: Callable[[pd.DataFrame], pd.DataFrame]
    answers: Answers = field(default_factory=dict)


def english_tickets(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Number": "reference_back_office",
            "Configuration item": "project",
            "Category": "type",
            "State": "status",
            "Short description": "name",
        }
    )
    df = df[~df["status"].isin(["Closed", "Resolved", "Closed Complete"])].copy()
    df["status"] = df["status"].replace({"New": "Open", "In Progress": "Open", "On Hold": "Waiting"})
    df["project"] = df["project"].replace({"Press one": "P1", "Ölofen": "P2"})
    df["type"] = df["type"].replace({"Maintenance": "MAINT", "Repair": "REPAIR"})
    return df


def dutch_report(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Bonnummer": "reference_back_office",
            "Machine": "project",
            "Werksoort": "type",
            "Status": "status",
            "Omschrijving": "name",
        }
    )
    df["project"] = df["project"].replace("", None).ffill()
    df["type"] = df["type"].replace({"Onderhoud": "MAINT", "Storing": "REPAIR", "Keuring": "INSPECT"})
    df["status"] = df["status"].replace({"In te plannen": "ToBePlanned", "Wacht op klant": "Waiting"})
    return df


def french_orders(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "N° BT": "reference_back_office",
            "Équipement": "project",
            "Type": "type",
            "Statut": "status",
            "Titre": "name",
            "Technicien": "user",
        }
    )
    df["project"] = df["project"].replace({"": "P9", "press ONE": "P1", "olofen": "P2"})
    df["type"] = df["type"].replace({"Entretien": "MAINT", "Dépannage": "REPAIR"})
    df["status"] = df["status"].replace({"Nouveau": "Open", "À planifier": "ToBePlanned"})
    df["user"] = df["user"].replace({"Puma, Ana": "AP", "Luis Roca": "LR"})
    return df


def german_lines(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Auftrag": "reference_back_office",
            "Anlage": "project",
            "Auftragsart": "type",
            "Status": "status",
            "Kurztext": "name",
            "Langtext": "description",
        }
    )
    df["description"] = df.groupby("reference_back_office")["description"].transform("\n".join)
    df = df.drop_duplicates("reference_back_office").copy()
    df["type"] = df["type"].replace({"Wartung": "MAINT", "Störung": "REPAIR"})
    df["status"] = df["status"].replace({"Offen": "Open", "Eingeplant": "ToBePlanned"})
    return df


def spanish_day_report(df: pd.DataFrame) -> pd.DataFrame:
    df["suggested_date_start"] = pd.to_datetime(df["FECHA"] + " " + df["INICIO"], format="%d-%m-%Y %H:%M").map(
        lambda moment: moment.tz_localize("Europe/Brussels").isoformat()
    )
    df = df.rename(columns={"EQUIPO": "project", "TIPO": "type", "TRABAJO": "name", "TECNICO": "user", "FECHA": "day"})
    df["status"] = "Open"
    df["project"] = df["project"].replace({"PRESS ONE": "P1", "LINEA TRES": "P3"})
    df["type"] = df["type"].replace({"Mantenimiento": "MAINT", "Avería": "REPAIR"})
    df["user"] = df["user"].replace({"ANA PUMA": "AP", "Luis Roca": "LR"})
    return df


def portuguese_tickets(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Nº do chamado": "reference_back_office",
            "Localização": "project",
            "Categoria": "type",
            "Status": "status",
            "Título": "name",
            "Prioridade": "priority",
        }
    )
    df = df[~df["status"].isin(["Fechado", "Solucionado"])].copy()
    df["status"] = df["status"].replace({"Novo": "Open", "Pendente": "Waiting"})
    df["project"] = df["project"].replace({"Press One": "P1", "Linea Tres": "P3"})
    df["type"] = df["type"].replace({"Manutenção": "MAINT", "Avaria": "REPAIR"})
    df["priority"] = df["priority"].replace({"Alta": "H", "Média": "N"})
    return df


def italian_durations(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Numero ordine": "reference_back_office",
            "Impianto": "project",
            "Tipo": "type",
            "Stato": "status",
            "Titolo": "name",
            "Durata prevista": "estimated_time",
        }
    )
    df["estimated_time"] = df["estimated_time"].replace({"1h30": "90", "0:45": "45", "2 ore": "120"})
    df["type"] = df["type"].replace({"Manutenzione": "MAINT", "Guasto": "REPAIR"})
    df["status"] = df["status"].replace({"Aperto": "Open", "Da pianificare": "ToBePlanned"})
    return df


def codes_of_statuses(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={
            "Order": "reference_back_office",
            "Equipment": "project",
            "Order Type": "type",
            "System status": "status",
            "Description": "name",
        }
    )
    df = df[~df["status"].str.startswith(("TECO", "CLSD"))].copy()
    df["status"] = df["status"].str.split().str[0].replace({"REL": "Open", "CRTD": "ToBePlanned"})
    df["project"] = df["project"].replace("", "P9")
    df["type"] = df["type"].replace({"PM01": "MAINT", "PM02": "REPAIR"})
    return df


def dutch_dates(df: pd.DataFrame) -> pd.DataFrame:
    df["due_date"] = pd.to_datetime(df["Uiterste datum"], format="%d/%m/%Y").dt.strftime("%Y-%m-%d")
    df = df.rename(
        columns={
            "Werkorder": "reference_back_office",
            "Object": "project",
            "Soort": "type",
            "Status": "status",
            "Titel": "name",
        }
    )
    df["status"] = df["status"].replace({"Nieuw": "Open", "Gepland": "ToBePlanned"})
    df["type"] = df["type"].replace({"Onderhoud": "MAINT", "Reparatie": "REPAIR"})
    return df


def german_without_status(df: pd.DataFrame) -> pd.DataFrame:
    df = df.rename(
        columns={"Meldung": "reference_back_office", "Equipment": "project", "XA": "type", "Kurztext": "name"}
    )
    df["status"] = "ToBePlanned"
    df["type"] = df["type"].replace({"Instandhaltung": "MAINT", "Prüfung": "INSPECT"})
    df["project"] = df["project"].replace({"Press one": "P1", "Oelofen alt": "P2"})
    return df


EXPORTS = (
    Export(
        "english tickets, the closed ones left out",
        "Number;Short description;Configuration item;Category;State\nINC1;Fan;Press one;Maintenance;New\n"
        "INC2;Belt;Ölofen;Repair;Closed\nINC3;Oil;Ölofen;Repair;In Progress\nINC4;Key;Press one;Repair;On Hold\n"
        "INC5;Door;Press one;Maintenance;Resolved\nINC6;Lamp;Press one;Repair;Closed Complete\n",
        english_tickets,
    ),
    Export(
        "a grouped report in Dutch",
        "Bonnummer;Machine;Werksoort;Status;Omschrijving\nC1;P1;Onderhoud;In te plannen;Ketel\n"
        "C2;;Storing;In te plannen;Pomp\n"
        "C3;;Keuring;Wacht op klant;Lift\nC4;P2;Onderhoud;Wacht op klant;Deur\nC5;;Storing;In te plannen;Lamp\n",
        dutch_report,
    ),
    Export(
        "french orders with names and blanks",
        "N° BT;Titre;Équipement;Type;Statut;Technicien\n10;Ventilateur;press ONE;Entretien;Nouveau;Puma, Ana\n"
        "11;Courroie;olofen;Dépannage;À planifier;Luis Roca\n12;Huile;;Entretien;Nouveau;Luis Roca\n",
        french_orders,
        {"blank:project_reference_back_office": "P9"},
    ),
    Export(
        "german orders of several lines",
        "Auftrag;Anlage;Auftragsart;Status;Kurztext;Langtext\n"
        "A1;P1;Wartung;Offen;Presse;Filter\nA1;P1;Wartung;Offen;Presse;Öl\n"
        "A2;P2;Störung;Eingeplant;Ofen;Brenner\nA3;P2;Wartung;Offen;Ofen;Tür\nA3;P2;Wartung;Offen;Ofen;Glas\n",
        german_lines,
    ),
    Export(
        "a spanish day report with days and times",
        "FECHA;INICIO;EQUIPO;TIPO;TRABAJO;TECNICO\n22-01-2026;08:30;PRESS ONE;Mantenimiento;Engrase;ANA PUMA\n"
        "23-01-2026;14:00;LINEA TRES;Avería;Fuga;Luis Roca\n"
        "24-01-2026;09:15;LINEA TRES;Mantenimiento;Ajuste;ANA PUMA\n",
        spanish_day_report,
        {"field:job_status_code": "Open"},
    ),
    Export(
        "portuguese tickets, the closed ones left out",
        "Nº do chamado;Título;Localização;Categoria;Status;Prioridade\nG1;Bomba;Press One;Manutenção;Novo;Alta\n"
        "G2;Porta;Linea Tres;Avaria;Fechado;Média\nG3;Luz;Linea Tres;Avaria;Pendente;Média\n"
        "G4;Gás;Press One;Avaria;Solucionado;Alta\n",
        portuguese_tickets,
    ),
    Export(
        "italian orders with durations",
        "Numero ordine;Titolo;Impianto;Tipo;Stato;Durata prevista\nH1;Filtro;P1;Manutenzione;Aperto;1h30\n"
        "H2;Porta;P2;Guasto;Da pianificare;0:45\nH3;Luce;P2;Guasto;Aperto;2 ore\n",
        italian_durations,
    ),
    Export(
        "orders with codes of statuses",
        "Order;Description;Equipment;Order Type;System status\nI1;Pump;P1;PM01;REL  PRC SETC\n"
        "I2;Belt;P2;PM02;TECO PRC\n"
        "I3;Oil;;PM01;CRTD MANC\nI4;Fan;P2;PM02;CLSD\nI5;Key;P1;PM01;REL  CNF\n",
        codes_of_statuses,
        {
            "blank:project_reference_back_office": "P9",
            "value:job_type_code:PM01": "MAINT",
            "value:job_type_code:PM02": "REPAIR",
        },
    ),
    Export(
        "dutch orders whose dates could be two days",
        "Werkorder;Titel;Object;Soort;Status;Uiterste datum\nJ1;Ketel;P1;Onderhoud;Nieuw;03/04/2027\n"
        "J2;Pomp;P2;Reparatie;Gepland;05/06/2027\nJ3;Lift;P2;Onderhoud;Nieuw;07/08/2027\n",
        dutch_dates,
    ),
    Export(
        "german notifications without a status",
        "Meldung;Kurztext;Equipment;XA\nM1;Presse;Press one;Instandhaltung\n"
        "M2;Ofen;Oelofen alt;Prüfung\nM3;Riemen;Press one;Prüfung\n",
        german_without_status,
        {"value:project_reference_back_office:Oelofen alt": "P2"},
    ),
)
