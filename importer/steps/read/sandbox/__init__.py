"""What opens workbooks: in a process of its own, bounded in memory and time, which opens no other file and no socket.

child           the process: its bounds, what is asked of it, what it answers
messages        the answers, as Arrow streams in a pipe
zip_entries     a zip's entries, checked before any is unfolded
book            the parts of an .xlsx: worksheets, date system, formats
number_formats  what the number format of a cell makes of its number
tags            where the tags of a piece of XML stand, found for a whole piece at once
plain_cells     the cells of a piece of a worksheet, where it is written as nearly all are
exact_cells     the same for any XML
shared_strings  the texts that cells refer to
worksheet       a worksheet, piece by piece
spelling        cells as text, and the notes of those that text cannot say
numbers         numbers, dates and times as text
block           cells become rows and columns
other_formats   xlsb, xls and ods through calamine
"""
