"""A workbook as what it is on disk: an archive of XML parts, most of which are copied as they are.

This room knows the file format [ECMA-376] and nothing of results: parts are found, small ones are changed where they
must be and nowhere else, the rows of a worksheet pass through as text. What cannot be changed with certainty is
`NotPatchable`, and whoever asked writes a new workbook instead.
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.workbook_parts.addresses import (
        ADDED_NAME,
        GUIDE_NAME,
        LAST_COLUMN,
        LAST_ROW,
        LIST_NAMES,
        LONGEST_TEXT,
        LONGEST_TITLE,
        SHEET_NAMES,
        TARGET_NAME,
        corners_of,
        find_sheet_named,
        first_cell_of,
        letter_of,
        quote_sheet,
        to_column_number,
    )
    from importer.workbook_parts.book import FILTER_NAME, Book
    from importer.workbook_parts.cell_text import (
        FIRST_SERIAL_DAY,
        MAIN,
        render_blank_cell,
        render_number_cell,
        render_text_cell,
        render_value_cell,
    )
    from importer.workbook_parts.changed_package import ArchiveWriter, ChangedPackage
    from importer.workbook_parts.chart_markup import Area, Bar, BarChart, add_charts
    from importer.workbook_parts.first_rules import FirstRule
    from importer.workbook_parts.markup import Element, Markup, escape_text
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
        area_of,
        make_blank_workbook,
        render_sheet,
    )
    from importer.workbook_parts.notes import add_boxes, add_notes
    from importer.workbook_parts.package import ROOT, Package, Relation, relations_part_of
    from importer.workbook_parts.properties import CUSTOM_TYPE, PROPERTY_KINDS, properties_of, set_properties
    from importer.workbook_parts.refusal import (
        NotPatchable,
        Refusal,
        make_damage_refusal,
        make_locked_refusal,
        make_unsafe_refusal,
    )
    from importer.workbook_parts.sheet_view import drop_selection
    from importer.workbook_parts.splice import Changes, Extent, Splice, extent_of
    from importer.workbook_parts.styles import GENERAL, TEXT, WHOLE, CellFormat, Colours, Styles
    from importer.workbook_parts.worksheet import Frame, Worksheet
    from importer.workbook_parts.written_text import CUT, cut_text, escape_cell_text, is_cut, to_workbook_text, was_cut
    from importer.workbook_parts.xml_reader import Attributes, XmlReader, read_whole_number
    from importer.workbook_parts.zip_entries import need_of, open_checked_zip, refuse_bomb, refuse_false_sizes

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "addresses": "ADDED_NAME GUIDE_NAME LAST_COLUMN LAST_ROW LIST_NAMES LONGEST_TEXT LONGEST_TITLE SHEET_NAMES "
        "TARGET_NAME to_column_number corners_of first_cell_of letter_of quote_sheet find_sheet_named",
        "book": "FILTER_NAME Book",
        "cell_text": "FIRST_SERIAL_DAY MAIN render_blank_cell render_number_cell render_text_cell render_value_cell",
        "changed_package": "ArchiveWriter ChangedPackage",
        "chart_markup": "Area Bar BarChart add_charts",
        "first_rules": "FirstRule",
        "markup": "Element Markup escape_text",
        "new_workbook": "DAY MACRO_TYPE MINUTE PLAIN_TYPE SECOND ColumnWidth Link NewRow SheetFrame area_of "
        "make_blank_workbook render_sheet",
        "notes": "add_boxes add_notes",
        "package": "ROOT Package Relation relations_part_of",
        "properties": "CUSTOM_TYPE PROPERTY_KINDS properties_of set_properties",
        "refusal": "NotPatchable Refusal make_damage_refusal make_locked_refusal make_unsafe_refusal",
        "sheet_view": "drop_selection",
        "splice": "Changes Extent Splice extent_of",
        "styles": "GENERAL TEXT WHOLE CellFormat Colours Styles",
        "worksheet": "Frame Worksheet",
        "written_text": "CUT escape_cell_text cut_text is_cut was_cut to_workbook_text",
        "xml_reader": "Attributes XmlReader read_whole_number",
        "zip_entries": "need_of open_checked_zip refuse_bomb refuse_false_sizes",
    },
)
