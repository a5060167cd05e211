"""What a number or a word of the program means is declared once; others ask for it by its name."""

import ast
import re

import pytest

from importer.catalogue import JOBS
from importer.problem import CODES, RANGES, Range
from tests.source import walk
from tests.structure import modules_of

MODULES = [module for name, module in modules_of().items() if name]
DECLARED = {  # what is asked for by a name, how it looks where it is spelled out, and the rooms or modules that may
    "Code.range": (re.compile(r"code\.number (?:not in|in|//|<|>|==)"), {"problem"}),
    "Range": (re.compile(r"range\(\d00, \d00\)"), {"jobs_api", "practice"}),  # of answers in HTTP
    "FIRST_SERIAL_DAY": (re.compile(r"\(1899, 12, 30\)"), {"workbook_parts", "catalogue"}),
    "LAST_ROW and LAST_COLUMN": (re.compile(r"\b(1_?048_?576|16_?384)\b"), {"workbook_parts"}),
    "IN_TARGET": (re.compile(r"\{(Status\.)?(CREATED|EXISTS), (Status\.)?(CREATED|EXISTS)\}"), {"records"}),
    "what a GUID looks like": (re.compile(r"a-f\]\{8\}"), {"catalogue", "practice"}),
    "ADDRESS_NEEDED": (re.compile(r'"db_address_street", "db_address_city", "db_address_zip"'), {"catalogue"}),
    "ADDRESS_BLOCK": (re.compile(r'"db_address_id"[\s)]*$', re.MULTILINE), {"catalogue"}),
    "DELIMITERS": (re.compile(r'b?",", b?";", b?"\\t", b?"\|"'), {"catalogue"}),
    "LONGEST_EXACT and LONGEST_WHOLE": (re.compile(r"\b1e1[56]\b"), {"steps.read.to_text"}),
    "PROBLEM and other columns of results": (re.compile(r'_HEADINGS\.index\("'), set()),
    "the ways of Options to write a date": (re.compile(r'"dmy"\W+"mdy"\W+"ymd"'), {"settings"}),
    "the decimal signs of Options": (re.compile(r'(?:\{|= \()"\.", ","[})](?! &)'), {"settings"}),
    "find_zone": (re.compile(r"\bZoneInfo\("), {"settings"}),
    "the bounds of Options": (re.compile(r"deadline_seconds: float = 1|memory_mb: int = 1"), set()),
    "LONGEST_TEXT": (re.compile(r"\b32_?767\b(?! characters)"), {"workbook_parts"}),
    "INVALID_JOB": (re.compile(r"\{400, 422\}"), {"jobs_api"}),
    "READING and OWN_SITES": (re.compile(r'\{"(?:GET|HEAD|same-origin|none)", '), {"loopback"}),
    "HALF_PAIR": (re.compile(r'"\[\\ud800-\\udfff\]"'), {"files"}),
    "XML_HEAD": (re.compile(r"<\?xml version="), {"workbook_parts.markup"}),
    "STYLE of a cell": (re.compile(r"""\\ss=\["'\]"""), {"workbook_parts.row_text"}),
    "keep_ascii": (re.compile(r'to_normal_form\("NFKD", text\)\.encode\("ascii", "ignore"\)'), {"catalogue"}),
    "REFERENCE, PARENT_REFERENCE and PROJECT_CODE": (
        re.compile(r'"(?:_parent_jobs_|project_)?reference_back_office"'),
        {"catalogue", "practice", "problem"},  # the API itself, and a room below the catalogue
    ),
    "Kind.is_id and the like": (re.compile(r"\.edm (==|!=|in|is) "), {"catalogue"}),
}


@pytest.mark.parametrize(("pattern", "rooms"), DECLARED.values(), ids=DECLARED)
def test_it_is_not_spelled_out(pattern: re.Pattern[str], rooms: set[str]) -> None:
    found = {module.name: pattern.findall(module.path.read_text(encoding="utf-8")) for module in MODULES}
    assert not [name for name, hits in found.items() if hits and not {name, name.partition(".")[0]} & rooms]


def test_every_kind_of_problem_is_in_a_range_that_has_a_name() -> None:
    assert {code.range for code in CODES.values()} == set(Range) == RANGES.keys()
    assert CODES[302].range is Range.LOOKUP


def test_an_id_is_no_code() -> None:
    assert {"id", "project_id"} <= {field.name for field in JOBS if field.kind.is_id}
    assert not [field.name for field in JOBS if field.kind.is_id and field.kind.is_code]


MOST_BY_PLACE = 7  # arguments; who reads more has to count
TAKES_ANY = {"seal_of", "spell_command"}  # words in a row, of which none has a name


def test_arguments_have_names_where_they_are_many() -> None:
    """Else the order of a record's fields is stated again wherever one is made."""
    found = [
        f"{module.name}:{node.lineno} {ast.unparse(node.func)}"
        for module in MODULES
        for node in walk(module.tree)
        if isinstance(node, ast.Call) and len(node.args) > MOST_BY_PLACE and ast.unparse(node.func) not in TAKES_ANY
    ]
    assert not found
