import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.catalogue.job_fields import JOBS, NEW_JOB_STATUSES
from importer.catalogue.kinds import TEXT
from importer.errors import SettingsError
from importer.mapping import (
    Choice,
    ColumnMapping,
    InvalidValue,
    OpenParts,
    read_mapping,
    to_mapping_text,
    write_mapping,
)
from importer.settings import Options
from tests.examples import examples

FIELDS = [field.name for field in JOBS if field.spellings]
TEXTS = [field.name for field in JOBS if field.kind is TEXT]

any_text = st.text(st.characters(), max_size=12)  # half pairs too: an .xlsx can hold them
fields = st.sampled_from([*FIELDS, "project.equipment_family.code", ""])
mappings = st.builds(
    ColumnMapping,
    columns=st.dictionaries(any_text, fields, max_size=5),
    values=st.dictionaries(
        st.sampled_from([*TEXTS, "project.name"]),
        st.dictionaries(any_text, any_text, min_size=1, max_size=3),
        max_size=3,
    ),
    constants=st.dictionaries(st.sampled_from([*TEXTS, "project.name"]), any_text, max_size=3),
    options=st.builds(
        Options,
        date_order=st.sampled_from(["dmy", "mdy", "ymd", None]),
        decimal=st.sampled_from([".", ",", None]),
        delimiter=st.one_of(st.none(), st.sampled_from([";", "\t", "|", "\x1f"])),
        encoding=st.sampled_from([None, "cp1252"]),
        heading_row=st.one_of(st.none(), st.integers(1, 2**31)),
        sheet=st.one_of(st.none(), st.text(min_size=1, max_size=8)),
        timezone=st.sampled_from([None, "Europe/Brussels"]),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acme.toml"


@settings(deadline=None, max_examples=examples(150, daily=12))
@given(mappings)
def test_what_is_written_is_read_back_equal(mapping: ColumnMapping) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "acme.toml"
        write_mapping(mapping, path)
        assert read_mapping(path) == mapping


@settings(deadline=None, max_examples=examples(150, daily=12))
@given(any_text, any_text, st.integers(0, 2))
def test_comments_never_become_part_of_the_mapping(heading: str, sample: str, how: int) -> None:
    choice = Choice(heading, "A", "name", ("exact", "suggested", "unknown")[how], (sample, sample))
    invalid = InvalidValue("job_status_code", heading, sample, 3, ("Open",))
    text = to_mapping_text(ColumnMapping(constants={"name": heading}), OpenParts([choice], [invalid]))
    assert {key: table for key, table in tomllib.loads(text).items() if key == "constants"} == {
        "constants": {"name": heading}
    }
    assert "columns" not in tomllib.loads(text) or tomllib.loads(text)["columns"] == {}


def test_the_file_is_small_sorted_and_commented() -> None:
    mapping = ColumnMapping(
        {"Soort": "job_type_code", "Klant": ""}, {}, {"name": "x"}, Options(heading_row=4, decimal=",")
    )
    choices = [
        Choice("Soort", "A", "job_type_code", "mapped", ("M", "K")),
        Choice("Klant", "B", None, "left out"),
        Choice("Omschr.", "C", "description", "suggested", ('say "hi"',), 82),
        Choice("", "D", None, "unknown", ("x",)),
    ]
    invalid = [
        InvalidValue("job_status_code", "Status", "Nieuw", 12),
        InvalidValue("job_status_code", "Status", "Opn", 1, ("Open",)),
    ]
    assert to_mapping_text(mapping, OpenParts(choices, invalid)).splitlines() == [
        "# How a sheet is understood: importer check FILE --map THIS_FILE",
        "# A line that begins with # does nothing yet; remove the # to use it. All fields: importer fields",
        "",
        "[columns]  # heading = field; an empty field leaves the column out",
        '"Klant" = ""  # left out',
        '# "Omschr." = "description"  # suggested, 82% match; such as "say \\"hi\\""',
        '"Soort" = "job_type_code"  # by the mapping file; such as "M", "K"',
        "",
        "[constants]  # field = its value in every row",
        'name = "x"',
        "",
        "[options]  # how the file is read",
        'decimal = ","',
        "heading_row = 4",
        "",
        f"[values.job_status_code]  # in the sheet = what is sent; one of {', '.join(NEW_JOB_STATUSES)}",
        '# "Nieuw" = ""  # 12 rows',
        '# "Opn" = "Open"  # 1 row',
    ]


def test_taking_the_mark_away_confirms_a_line(path: Path) -> None:
    choices = [Choice("Omschr.", "C", "description", "suggested", ("x",), 82)]
    text = to_mapping_text(ColumnMapping(), OpenParts(choices))
    path.write_text(text.replace('# "Omschr."', '"Omschr."'), encoding="utf-8")
    assert read_mapping(path).columns == {"Omschr.": "description"}


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(path: Path) -> None:
    write_mapping(ColumnMapping(), path)
    with pytest.raises(SettingsError, match="it already exists") as stopped:
        write_mapping(ColumnMapping(constants={"name": "x"}), path)
    assert "--map" in stopped.value.advice
    assert read_mapping(path) == ColumnMapping()
    write_mapping(ColumnMapping(constants={"name": "x"}), path, replace=True)
    assert read_mapping(path).constants == {"name": "x"}
    assert [file.name for file in path.parent.iterdir()] == ["acme.toml"]


def places(folder: Path) -> Iterator[Path]:
    yield folder / "nowhere" / "acme.toml"
    yield folder


@pytest.mark.parametrize("replace", [True, False])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, *, replace: bool) -> None:
    for place in places(tmp_path):
        with pytest.raises(SettingsError) as stopped:
            write_mapping(ColumnMapping(), place, replace=replace)
        assert stopped.value.code.number == 177
