"""Which language is used: the one that is asked for, else the template's, else the system's."""

import pytest

from importer.languages import PROPERTY, find_system_language
from importer.template import Stamp
from tests.template.test_workbook import MADE


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_BE.UTF-8"}, "nl"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "pl_PL.UTF-8"}, "en"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": ""}, "nl"),
        ({"LANG": "nl_BE.UTF-8", "LANGUAGE": "pl:de:en"}, "de"),
        ({"LANG": "de_CH.UTF-8@euro", "LC_MESSAGES": "C"}, "en"),
    ],
    ids=str,
)
def test_the_language_of_the_system(environment: dict[str, str], language: str) -> None:
    assert find_system_language(environment) == language


def test_a_template_names_its_language_where_it_is_looked_for() -> None:
    assert Stamp("1", "nl", "", MADE).properties[PROPERTY] == "nl"
