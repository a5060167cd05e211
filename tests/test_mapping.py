"""A mapping file through the front door: headings, values and constants of a legacy export."""

from pathlib import Path

import pytest

import importer
from tests.builders import told

EXPORT = "Omschrijving van de klus;Object;Soort;Uiterlijk\nKetel;P-1001;ONDERHOUD;31/12/2026\nPomp;P-1002;STORING;13/12/2026\n"  # noqa: E501
MAPPING = """
[columns]
"Omschrijving van de klus" = "name"
"Object" = "project_reference_back_office"
"Soort" = "job_type_code"
"Uiterlijk" = "due_date"

[values.job_type_code]
"ONDERHOUD" = "MAINT"
"STORING" = "REPAIR"

[constants]
job_status_code = "to be planned"
"""


def test_a_legacy_export_is_understood_with_its_mapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path))
    export, mapping = tmp_path / "export.csv", tmp_path / "acme.toml"
    export.write_text(EXPORT, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    result = importer.check_sheet(export, target="practice", options=importer.Options(mapping=mapping))
    assert told(result.problems) == []
    assert list(result.batch.values["due_date"]) == ["2026-12-31", "2026-12-13"]
    assert list(result.batch.values["job_type_code"]) == ["MAINT", "REPAIR"]
    assert set(result.batch.values["job_status_code"]) == {"ToBePlanned"}
    assert result.exit_code == importer.ExitCode.ALL_WELL
