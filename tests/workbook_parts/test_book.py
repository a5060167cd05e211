"""The workbook part: what its names stand for."""

from importer.workbook_parts.book import Book
from importer.workbook_parts.cell_text import MAIN

NAMED = f"""<workbook xmlns="{MAIN}"><sheets><sheet name="R&amp;D" sheetId="1"/></sheets><definedNames>
<definedName name="importer_added">'R&amp;D'!$F$1:$K$1</definedName></definedNames></workbook>"""


def test_a_name_stands_for_what_it_says_and_not_for_how_xml_spells_it() -> None:
    assert Book(NAMED.encode()).name_of("importer_added") == "'R&D'!$F$1:$K$1"


def test_a_name_that_is_set_again_keeps_its_sheet() -> None:
    book = Book(NAMED.encode())
    book.set_names({("importer_added", None): "'R&D'!$G$1:$L$1"})
    assert Book(book.render()).name_of("importer_added") == "'R&D'!$G$1:$L$1"
