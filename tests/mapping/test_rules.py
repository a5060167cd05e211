"""Rules for rows and fields: as they are written, read and refused, and that no row is ever lost by them."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.errors import SettingsError
from importer.mapping import (
    CellTest,
    ColumnMapping,
    RowCondition,
    RowRules,
    Source,
    mapping_of,
    name_group,
    read_mapping,
    to_mapping_text,
)
from importer.problem import LEFT_OUT_BY_RULE, PART_OF_ANOTHER_JOB
from importer.runs.request import RunRequest
from importer.settings import Options
from importer.steps.map import map_columns
from tests.builders import sheet_of

HEADINGS = ("Order", "Status", "Text", "Day")
TEXTS = ("", " ", "7", "8", "Closed", "closed ", "REL x", "2026-01-02", "31/12/2026", "a*b", "(", "é")

headings = st.sampled_from(HEADINGS)
some_headings = st.lists(headings, min_size=1, max_size=2, unique=True).map(tuple)
patterns = st.sampled_from((*TEXTS, "*", "REL*", "*1*", r"a\*b", "c*d*"))
cell_tests = st.one_of(
    st.builds(CellTest, st.lists(patterns, min_size=1, max_size=3).map(tuple), negated=st.booleans()),
    st.builds(
        CellTest,
        before=st.sampled_from(("2026-02-01", "")),
        after=st.just("2025-12-31"),
        negated=st.booleans(),
    ),
)
conditions = st.dictionaries(headings, cell_tests, min_size=1, max_size=2).map(RowCondition)
some_conditions = st.lists(conditions, max_size=2).map(tuple)
no_headings: st.SearchStrategy[tuple[str, ...]] = st.just(())


def rules_of(*, one_job: bool) -> st.SearchStrategy[RowRules]:
    return st.builds(
        RowRules,
        leave_out=some_conditions,
        keep=some_conditions,
        fill_down=some_headings | no_headings,
        one_job_per=some_headings if one_job else no_headings,
        join=some_headings | no_headings if one_job else no_headings,
    )


row_rules = rules_of(one_job=True) | rules_of(one_job=False)
made = st.builds(
    Source,
    columns=some_headings,
    between=st.sampled_from((" ", "", ", ", "\n")),
    take=st.sampled_from(("", "date", "time", "number", "first line")),
    where=conditions,
)
matched = st.builds(
    Source, columns=some_headings, match=st.sampled_from(("[0-9]+", "a(b)c", r"\((.)\)")), where=conditions
)
parts = st.builds(Source, columns=some_headings, part=st.sampled_from(("city", "a.b")), where=conditions)
fixed = st.builds(Source, value=st.sampled_from(("Open", "")), where=conditions)
left_out = st.builds(Source, leave_out=st.just(value=True), where=conditions)
sources = st.lists(made | matched | parts | fixed | left_out, min_size=1, max_size=3).map(tuple)
mappings = st.builds(
    ColumnMapping,
    columns=st.just({"Order": "reference_back_office"}),
    rows=row_rules,
    fields=st.dictionaries(st.sampled_from(("name", "description")), sources, max_size=2),
)


@settings(deadline=None, max_examples=30)
@given(mapping=mappings)
def test_what_is_written_is_read_again(mapping: ColumnMapping, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "rules.toml"
    path.write_text(to_mapping_text(mapping), encoding="utf-8")
    assert read_mapping(path) == mapping
    saved = RunRequest(Path("jobs.csv"), mapping=mapping).to_json()["mapping"]
    assert isinstance(saved, dict)
    assert mapping_of(saved) == mapping


@settings(deadline=None, max_examples=12)
@given(mapping=mappings, rows=st.lists(st.tuples(*[st.sampled_from(TEXTS)] * len(HEADINGS)), min_size=1, max_size=6))
def test_a_row_is_a_job_or_is_told_as_left_out_with_its_rule(
    mapping: ColumnMapping, rows: list[tuple[str, ...]]
) -> None:
    batch = map_columns(sheet_of(*(dict(zip(HEADINGS, row, strict=True)) for row in rows)), mapping=mapping)
    told = Counter(p.row for p in batch.problems if p.code in {LEFT_OUT_BY_RULE, PART_OF_ANOTHER_JOB})
    assert told == dict.fromkeys(batch.left_out, 1)
    assert Counter([*batch.values.index, *batch.left_out]) == Counter(batch.sheet.cells.index)


CELLS = ("Closed", " closed ", "REL  x", "rel", "", "a*b", "ab", "2026-01-31", "1/2/2026", "2026-02-02 08:00", "É(")


@pytest.mark.parametrize(
    ("test", "met"),
    [
        (CellTest(("Closed",)), [0, 1]),
        (CellTest(("REL*",)), [2, 3]),
        (CellTest(("*REL*X*", "")), [2, 4]),
        (CellTest(("*",), negated=True), [4]),
        (CellTest((r"a\*b", "é(")), [5, 10]),
        (CellTest(("a*b",)), [5, 6]),
        (CellTest(before="2026-02-01"), [7]),
        (CellTest(after="2026-01-30", before="2026-02-02"), [7, 8]),
        (CellTest(after="2026-01-31", negated=True), [0, 1, 2, 3, 4, 5, 6, 7, 10]),
    ],
)
def test_a_cell_is_tested_without_regard_to_case_and_spaces_around_it(test: CellTest, met: list[int]) -> None:
    sheet = sheet_of(*({"Order": str(row), "Cell": text} for row, text in enumerate(CELLS)))
    mapping = ColumnMapping({"Order": "name"}, rows=RowRules(keep=(RowCondition({"Cell": test}),)))
    assert list(map(int, map_columns(sheet, Options(date_order="dmy"), mapping).values["name"])) == met


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("[rows]\nleave_ou = []", 2, '"leave_ou" is not known here. Did you mean "leave_out"?'),
        ('[rows]\nleave_out = [\n  { A = "x" },\n  { B = { befor = 2026-01-01 } },\n]', 4, 'Did you mean "before"?'),
        ('[rows]\nkeep = [{ A = { after = "soon" } }]', 2, '"after" needs a day such as 2026-12-31.'),
        ("[rows]\nkeep = [{ A = { not = [] } }]", 2, '"not" needs a text'),
        ("[rows]\nleave_out = 3", 2, '"leave_out" needs a condition'),
        ("[rows]\nfill_down = 3", 2, '"fill_down" needs a heading in quotes'),
        ('[rows]\njoin = "Text"', 2, '"join" needs one_job_per'),
        ('[field]\nname = "A"', 1, 'Did you mean "fields"?'),
        ('[fields]\nnam = "A"', 2, '"nam" is not a field. Did you mean "name"?'),
        ("[fields]\nname = 3", 2, '"name" must be a heading in quotes, or a table'),
        ('[fields]\nname = { from = "A", value = "B" }', 2, '"from" and "value" cannot be used together'),
        ('[fields]\nname = { where = { A = "x" } }', 2, "it does not say what the field is made of"),
        ('[fields]\nname = { take = "date", value = "x" }', 2, '"take" needs columns'),
        ('[fields]\nname = { from = "A", take = "dat" }', 2, 'Did you mean "date"?'),
        ('[fields]\nname = { from = "A", match = "(?=x)" }', 2, "invalid perl operator: (?="),
        ('[fields]\nname = { from = "A", match = "(a)(b)" }', 2, "more than one group"),
        ('[fields]\nname = { from = "A", match = "a", part = "b" }', 2, '"match" and "part" cannot be used together'),
        ('[fields]\njob_status_code = { value = "Opn" }', 2, 'Did you mean "Open"?'),
        ('[fields]\ndescription = { from = "A", not_found = "empty" }', 2, "it is not looked up in the target"),
        ('[fields]\nproject_reference_back_office = { not_found = "empty" }', 2, "every job needs it"),
        (
            '[fields]\n\n[[fields.name]]\nvalue = "a"\n[[fields.name]]\nvalue = "b"',
            3,
            "the ones after it have no effect",
        ),
        ('[[fields.name]]\nwhere = { A = "" }\nvalue = "a"\n[[fields.name]]\nform = "b"', 5, 'Did you mean "from"?'),
        ('[columns]\nA = "name"\n[fields]\nname = "B"', 4, '"name" is filled twice'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as stopped:
        read_mapping(path)
    assert f"line {line}: " in stopped.value.message
    assert sentence in stopped.value.message


def test_the_group_of_a_pattern_is_found_whatever_is_escaped() -> None:
    assert name_group("a+") == "(?P<found>a+)"
    assert name_group(r"\(([0-9]+)\)[(]") == r"\((?P<found>[0-9]+)\)[(]"
    assert name_group("(?:a|b)c") == "(?P<found>(?:a|b)c)"
    assert name_group("[]()]x(y)") == "[]()]x(?P<found>y)"


def test_a_saved_rule_that_this_version_does_not_know_is_never_left_out() -> None:
    """A row that it leaves out would be sent."""
    with pytest.raises(SettingsError, match='"leave_out_as_of_version_9" is not known'):
        mapping_of({"rows": {"leave_out_as_of_version_9": [{"Status": "Closed"}]}})


def test_a_decimal_number_without_quotes_stays_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "acme.toml"
    path.write_text("[constants]\ncustomer_reference = 1.10\n", encoding="utf-8")
    assert read_mapping(path).constants == {"customer_reference": "1.10"}
