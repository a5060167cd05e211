"""A workbook as what it is on disk: an archive of XML parts, most of which are copied as they are.

This room knows the file format [ECMA-376] and nothing of results: parts are found, small ones are changed where they
must be and nowhere else, the rows of a worksheet pass through as text. What cannot be changed with certainty is
`NotPatchable`, and whoever asked writes a new workbook instead.
"""

from typing import TYPE_CHECKING

from importer.faces import lazy_face

if TYPE_CHECKING:
    from importer.workbook_parts.addresses import (
        ADDED_NAME,
        LAST_COLUMN,
        LAST_ROW,
        LIST_NAMES,
        LONGEST_TEXT,
        LONGEST_TITLE,
        SHEET_NAMES,
        TARGET_NAME,
        column_number,
        corners,
        first_cell_of,
        letter_of,
        quoted,
        sheet_in,
    )
    from importer.workbook_parts.book import FILTER_NAME, Book
    from importer.workbook_parts.cell_text import MAIN, blank_cell, number_cell, text_cell, value_cell
    from importer.workbook_parts.changed_package import ArchiveWriter, ChangedPackage
    from importer.workbook_parts.charts import Area, Bar, BarChart, add_charts
    from importer.workbook_parts.markup import Element, Markup, text
    from importer.workbook_parts.new_workbook import (
        DAY,
        MACRO_TYPE,
        MINUTE,
        PLAIN_TYPE,
        SECOND,
        ColumnWidth,
        Link,
        NewRow,
        SheetFrame,
        area,
        blank_workbook,
        sheet_text,
    )
    from importer.workbook_parts.notes import with_boxes, with_notes
    from importer.workbook_parts.package import ROOT, Package, Relation, relations_part
    from importer.workbook_parts.properties import CUSTOM_TYPE, PROPERTY_KINDS, properties_of, with_properties
    from importer.workbook_parts.refusal import NotPatchable, Refusal, damage, locked, unsafe
    from importer.workbook_parts.sheet_view import deselected
    from importer.workbook_parts.splice import Changes, Extent, Splice, extent_of
    from importer.workbook_parts.styles import GENERAL, TEXT, WHOLE, CellFormat, Colours, Styles
    from importer.workbook_parts.worksheet import Frame, Worksheet
    from importer.workbook_parts.written_text import CUT, cell_markup, cut, is_cut, was_cut, workbook_text
    from importer.workbook_parts.xml_reader import Attributes, XmlReader
    from importer.workbook_parts.zip_entries import need_of, open_checked_zip, refuse_false_sizes

__getattr__ = lazy_face(
    __name__,
    {
        "addresses": "ADDED_NAME LAST_COLUMN LAST_ROW LIST_NAMES LONGEST_TEXT LONGEST_TITLE SHEET_NAMES TARGET_NAME "
        "column_number corners first_cell_of letter_of quoted sheet_in",
        "book": "FILTER_NAME Book",
        "cell_text": "MAIN blank_cell number_cell text_cell value_cell",
        "changed_package": "ArchiveWriter ChangedPackage",
        "charts": "Area Bar BarChart add_charts",
        "markup": "Element Markup text",
        "new_workbook": "DAY MACRO_TYPE MINUTE PLAIN_TYPE SECOND ColumnWidth Link NewRow SheetFrame area "
        "blank_workbook sheet_text",
        "notes": "with_boxes with_notes",
        "package": "ROOT Package Relation relations_part",
        "properties": "CUSTOM_TYPE PROPERTY_KINDS properties_of with_properties",
        "refusal": "NotPatchable Refusal damage locked unsafe",
        "sheet_view": "deselected",
        "splice": "Changes Extent Splice extent_of",
        "styles": "GENERAL TEXT WHOLE CellFormat Colours Styles",
        "worksheet": "Frame Worksheet",
        "written_text": "CUT cell_markup cut is_cut was_cut workbook_text",
        "xml_reader": "Attributes XmlReader",
        "zip_entries": "need_of open_checked_zip refuse_false_sizes",
    },
)
