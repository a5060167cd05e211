"""Real exports of other systems, with lists made for them: every row that should exist, in a handful of decisions.

A decision is a line of the mapping file. The sheets are those of the systems, with other names and numbers.
"""

from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

import importer
from importer.cli.practice import read_lists
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests.command import importer as command

SAP = """
Equipment|Superior Order|Maintenance Plan|Order|User Status|Sort Field|Description|Order Type|Created On|Basic start date|Basic finish date|Entered By|Main Work Center|System Condition|System status
P-1001|||2100000001|COMP|1001|PUMP 60 SCHEDULED CHECK|PDM|2026-02-01|2026-02-16|||WORKSHPA|0|TECO JBFI NMAT PRC  SETC
P-1002||160000000011|2200000002|APPV|1002|SERVICE 250 H|PRM|2026-02-04|2026-02-20|2026-02-21|USER01|WORKSHPA|1|REL  ACAS CSER GMPS MSPT PRC
P-1002|2200000002||2200000003|APPV|1002|SERVICE 250 H - FILTERS|PRM|2026-02-04|2026-02-20|2026-02-21|USER01|WORKSHPA|1|REL  NMAT PRC
|||2300000004|INIT||REPLACE HOSE|CRM|2026-03-01|2026-03-02|2026-03-02|USER02|WORKSHPB|0|CRTD MSPT PRC
P-1003|2200009999||2300000005|WAPV|1003|REPAIR AFTER ACCIDENT|ACD|2026-03-03|2026-03-04|2026-04-04|USER02|WORKSHPB|0|REL  CNF  JBFI MSPT PRC  SETC
P-1003|||2300000006|COMP|1003|OLD WORK|CRM|2025-03-03|2025-03-04|2025-04-04|USER02|WORKSHPB|0|CLSD ACAS MACM PRC
"""  # noqa: E501
SAP_LISTS = """
project,P-1001,Pump 60
project,P-1002,Compressor
project,P-1003,Truck
project,SITE,The whole site
job_type,PDM,Predictive
job_type,PRM,Preventive
job_type,CRM,Corrective
job_type,ACD,After an accident
"""
SAP_MAPPING = """
[columns]
"Order" = "reference_back_office"
"Description" = "name"
"Order Type" = "job_type_code"
"Basic finish date" = "due_date"
[rows]
leave_out = [{ "System status" = ["TECO*", "CLSD*"] }]
[fields]
_parent_jobs_reference_back_office = { from = "Superior Order", not_found = "empty" }
job_status_code = [{ where = { "System status" = "REL*" }, value = "Open" }, { value = "ToBePlanned" }]
[values.project_reference_back_office]
"" = "SITE"
"""
TECHNICIANS = (
    ("FECHA", "TECNICO", "TURNO", "HR. INICIO", "HR. FIN", "T.Total", "MAQUINA/AREA/EQUIPO", "TIPO ACTIVIDAD",
     "DESCRIPCION DE TRABAJO", "ACTIVIDAD CORRECTIVO"),
    (date(2026, 1, 2), "Ana Puma", "TARDE", time(23), time(4), time(5), "LINEA 1", "Trabajos menores", "Apoyo", ""),
    (date(2026, 1, 2), "ANA PUMA", "TARDE", time(14, 40), time(17, 15), time(2, 35), "LINEA 2", "Sustitucion",
     "Error en panel", "Se cambia resorte"),
    (date(2026, 1, 3), "Luis Roca", "NOCHE", time(19, 10), time(20, 20), time(1, 10), "EMPACADORA 2", "Sustitución",
     "Cambio de formato", "Se cambia cadena"),
    (date(2026, 1, 3), "LUIS ROCA", "MAÑANA", time(8), time(8, 45), time(0, 45), "EMPACADORA 2",
     "Ajuste / Calibración", "No corta", "Calibración"),
    (date(2026, 1, 4), "Luis Roca", "MAÑANA", time(9), time(9, 20), time(0, 20), "", "Ajuste /Calibracion",
     "Fuga de aire", ""),
    (date(2026, 1, 4), "Ana Puma", "MAÑANA", time(10), time(11), time(1), "LINEA 1", "", "Limpieza general", ""),
)  # fmt: skip
TECHNICIANS_LISTS = """
project,L1,Línea 1
project,L2,Línea 2
project,E2,Empacadora 2
project,PLANTA,Toda la planta
job_type,MENOR,Trabajos menores
job_type,SUST,Sustitución
job_type,AJUSTE,Ajuste / Calibración
job_type,OTRO,Otros
user,APUMA,Ana Puma
user,LROCA,Luis Roca
"""
TECHNICIANS_MAPPING = """
[columns]
"DESCRIPCION DE TRABAJO" = "name"
"ACTIVIDAD CORRECTIVO" = "description"
"T.Total" = "estimated_time"
[constants]
job_status_code = "Open"
[fields]
suggested_date_start = { from = ["FECHA", "HR. INICIO"] }
suggested_user_code = { from = "TECNICO", by = "name" }
project_reference_back_office = { from = "MAQUINA/AREA/EQUIPO", by = "name" }
job_type_code = { from = "TIPO ACTIVIDAD", by = "name" }
[values.project_reference_back_office]
"" = "PLANTA"
[values.job_type_code]
"" = "OTRO"
"""
GLPI = """\ufeff"ID";"Título";"Localização";"Status";"Data de abertura";"Atribuído - Técnico";"Categoria";"Tempo para solução + Progresso";"Prioridade";
"2 553";"Criar usuário";"PE Norte";"Pendente";"05-09-2026 14:10";"Técnico Um ";"TI - Sistemas > Criar usuário";"";"Média";
"2 556";"Criar e-mail";"PE Norte";"Em atendimento (atribuído)";"05-09-2026 14:20";"Técnico Dois ";"TI - Sistemas > E-mail";"11-09-2026 08:08 \n\n 8%";"Alta";
"2 437";"Impressora";"RN Sul";"Solucionado";"22-08-2026 16:31";"";"TI - Infra > Impressora";"24-08-2026 15:29 \n\n 100%";"Média";
"2 401";"Acesso";"PE Norte";"Fechado";"20-08-2026 11:00";"Técnico Um ";"TI - Infra > Acesso";"21-08-2026 17:00 \n\n 46%";"Média";
"""  # noqa: E501
GLPI_LISTS = """
project,PEN,PE Norte
project,RNS,RN Sul
job_type,CU,TI - Sistemas > Criar usuário
job_type,EM,TI - Sistemas > E-mail
priority,2,Média
priority,3,Alta
user,T1,Técnico Um
user,T2,Técnico Dois
"""
GLPI_MAPPING = """
[columns]
"ID" = "reference_back_office"
"Título" = "name"
"Tempo para solução + Progresso" = "due_date"
[rows]
leave_out = [{ Status = ["Solucionado", "Fechado"] }]
[fields]
job_status_code = { value = "ToBePlanned" }
project_reference_back_office = { from = "Localização", by = "name" }
job_type_code = { from = "Categoria", by = "name" }
job_priority_code = { from = "Prioridade", by = "name" }
suggested_user_code = { from = "Atribuído - Técnico", by = "name" }
"""


def workbook(path: Path, rows: object) -> Path:
    book = Workbook()
    for row in rows:  # type: ignore[attr-defined]  # of text and dates
        book.worksheets[0].append([cell or None for cell in row])
    book.save(path)
    return path


def imported(sheet: Path, lists: str, mapping: str, monkeypatch: pytest.MonkeyPatch) -> importer.ImportResult:
    folder = sheet.parent
    monkeypatch.setenv("IMPORTER_STATE", str(folder / "state"))
    (folder / "lists.csv").write_text(f"List,Code,Stands for{lists}", encoding="utf-8")
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    options = importer.Options(mapping=folder / "mapping.toml", timezone="Europe/Madrid")
    with PracticeServer(folder / "practice.sqlite") as server:
        server.store.replace_lists(read_lists(folder / "lists.csv"))
        return importer.import_sheet(sheet, target=make_practice_target(server.url, server.password), options=options)


def decisions(mapping: str) -> int:
    return sum(bool(line) and not line.startswith("[") for line in mapping.splitlines())


def counts(result: importer.ImportResult) -> dict[str, int]:
    return {str(status): count for status, count in result.counts.items() if count}


def test_an_order_list_of_sap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path / "orders.xlsx", [row.split("|") for row in SAP.split("\n")[1:-1]])
    result = imported(sheet, SAP_LISTS, SAP_MAPPING, monkeypatch)
    assert decisions(SAP_MAPPING) <= 8
    assert counts(result) == {"created": 4, "left out": 2}
    values = result.batch.values
    assert values["_parent_jobs_reference_back_office"].to_list() == ["", "2200000002", "", ""]
    assert values["job_status_code"].to_list() == ["Open", "Open", "ToBePlanned", "Open"]


def test_a_day_report_of_technicians(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path / "report.xlsx", TECHNICIANS)
    result = imported(sheet, TECHNICIANS_LISTS, TECHNICIANS_MAPPING, monkeypatch)
    assert decisions(TECHNICIANS_MAPPING) <= 12
    assert counts(result) == {"created": 6}
    assert result.batch.values["estimated_time"].to_list() == ["300", "155", "70", "45", "20", "60"]
    assert result.batch.values["suggested_date_start"].iloc[0] == "2026-01-02T23:00:00+01:00"
    assert result.batch.to_send["job_type_id"].nunique() == 4


def test_tickets_of_glpi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = tmp_path / "glpi.csv"
    sheet.write_text(GLPI, encoding="utf-8")
    result = imported(sheet, GLPI_LISTS, GLPI_MAPPING, monkeypatch)
    assert decisions(GLPI_MAPPING) <= 9
    assert counts(result) == {"created": 2, "left out": 2}
    assert result.batch.values["due_date"].to_list() == ["", "2026-09-11T08:08:00+02:00"]


def test_what_rules_do_is_shown_with_samples(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "orders.xlsx", [row.split("|") for row in SAP.split("\n")[1:-1]])
    (tmp_path / "mapping.toml").write_text(SAP_MAPPING, encoding="utf-8")
    said = command("map", sheet, "--map", tmp_path / "mapping.toml", state=tmp_path)
    assert said.status == 0
    assert 'rows.leave_out: "System status" is "TECO*" or "CLSD*": 2 rows left out (2, 7)' in said.out
    parent = next(line for line in said.out.splitlines() if "Parent job reference" in line)
    assert "2200000002 | 2200009999" in parent
    assert '"Open" where "System status" is "REL*"' in said.out
    assert "used by a rule" in said.out
    shown = command("map", sheet, "--map", tmp_path / "mapping.toml", "--json", state=tmp_path).object
    assert shown["left_out"] == [{"rule": 'rows.leave_out: "System status" is "TECO*" or "CLSD*"', "rows": [2, 7]}]


def test_exported_lists_of_a_tenant_are_practised_with(tmp_path: Path) -> None:
    lists, small = tmp_path / "lists.xlsx", tmp_path / "small.csv"
    small.write_text(f"List,Code,Stands for{GLPI_LISTS}", encoding="utf-8")
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        server.store.replace_lists(read_lists(small))
        before = {name: server.store.list_entries(name) for name in ("Project", "User", "JobType", "JobPriority")}
        access = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        assert command("codes", "--export", lists, state=tmp_path / "one", **access).status == 0
        server.store.replace_lists(read_lists(lists))
        assert {name: server.store.list_entries(name) for name in before} == before


def test_a_tenant_is_rehearsed_with_its_exported_lists_to_the_last_row(tmp_path: Path) -> None:
    lists, sheet = tmp_path / "lists.xlsx", tmp_path / "jobs.csv"
    sheet.write_text("Name;Project code;Job type code;Status code\nA;P-1001;MAINT;Open\nB;P-1002;MAINT;ToBePlanned\n")
    with PracticeServer(tmp_path / "tenant.sqlite") as tenant:
        access = {"url": tenant.url, "user": tenant.user, "password": tenant.password, "domain": tenant.domain}
        assert command("codes", "--export", lists, state=tmp_path / "one", **access).status == 0
    with PracticeServer(tmp_path / "rehearsal.sqlite") as rehearsal:
        rehearsal.store.replace_lists(read_lists(lists))
        access = {
            "url": rehearsal.url,
            "user": rehearsal.user,
            "password": rehearsal.password,
            "domain": rehearsal.domain,
        }
        said = command("run", sheet, "--yes", "--json", state=tmp_path / "two", **access)
        assert said.object["counts"]["created"] == 2, said.out
        done = sheet.with_name("done.csv")
        done.write_text(sheet.read_text().replace("Open", "Completed"))
        said = command("run", done, "--yes", "--json", state=tmp_path / "two", **access)
        assert said.object["counts"]["invalid"] == 1, "Completed is not for new jobs"


def test_a_file_without_lists_is_refused_before_the_server_starts(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("List,Code,Stands for\ncolour,R,Red\n", encoding="utf-8")
    said = command("practice", "--lists", other, state=tmp_path)
    assert said.status == 3
    assert '"colour" is not a list' in said.err
