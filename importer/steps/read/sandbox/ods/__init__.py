""".ods workbooks, read from their own content ([OpenDocument 1.3]).

reader     from the archive to blocks of rows
content    content.xml: tables, rows and cells, however it is laid out
cell       the value of one cell
formats    number formats, as Excel would write them
strikes_and_fills  what is struck through, or filled
written_rules  what strikes through or fills by a formula
"""

from importer.steps.read.sandbox.ods.reader import read_ods
