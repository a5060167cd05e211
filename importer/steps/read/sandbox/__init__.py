"""What opens workbooks: in a process of its own, bounded in memory and time, which opens no other file and no socket.

serve           how such a process answers, within its bounds
child           the process that opens a workbook
messages        the answers, as Arrow streams in a pipe, checked to the last value
formats         which format a file has, and what reads it
choose          which worksheet is read
sheet_summaries  what each shows at a glance
cells           cells, and the blocks of rows that they become
excel_numbers   numbers, dates and times as text
number_formats  what the number format of a cell makes of its number
row_strikes_and_fills  rows struck through, the colour of rows
output          what is sent while the sheet is read, and at its end
xlsx            .xlsx and .xlsm, part by part
ods             .ods, from its own content
calamine        .xlsb and .xls through calamine, and what it leaves out of them
"""
