"""What a status, a state or the origin of an id is called stands in one place, also where SQL asks for it."""

import ast
import re
from pathlib import Path

import pytest

import importer.journal
from importer.journal import queries
from importer.journal.entries import RowState
from importer.records import IdFrom, Status
from tests.source import parse_file, walk

WORDS = {word.value for words in (Status, RowState, IdFrom) for word in words}
MODULES = sorted(Path(importer.journal.__file__).parent.glob("*.py"))
LITERAL = re.compile(r"'([a-z ]+)'")


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "tables.py"], ids=lambda path: path.stem)
def test_no_query_spells_them_out(path: Path) -> None:
    """tables.py does: it is what the file was in each version, whatever they are called since."""
    texts = [
        node.value for node in walk(parse_file(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not WORDS & {word for text in texts for word in LITERAL.findall(text)}


def test_the_queries_have_them() -> None:
    assert "status IN ('', 'created', 'already exists', 'unknown')" in queries.MAY_BE_THERE
    assert "status IN ('not sent', 'rejected')" in queries.LAST_ABSENT
    assert "state = 'settled'" in queries.SETTLED
    assert "id_from = 'earlier run'" in queries.GIVEN
