"""A workbook as what it is on disk: an archive of XML parts, most of which are copied as they are.

This room knows the file format [ECMA-376] and nothing of results: parts are found, small ones are changed where they
must be and nowhere else, the rows of a worksheet pass through as text. What cannot be changed with certainty is
`NotPatchable`, and whoever asked writes a new workbook instead.
"""

from importer.workbook_parts.refusal import NotPatchable

__all__ = ["NotPatchable"]
