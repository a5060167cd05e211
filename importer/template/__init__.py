"""A workbook to fill in, made from the catalogue and, with a target, from its lists.

columns       which fields it has
lists         the codes it offers
design        what it is going to be
fits          what fits into a column, in words
validations   what Excel accepts
jobs_sheet    the sheet to fill in
guide_sheet   how to, with a worked example
lists_sheet   the codes and what they stand for
look          how it looks
stamp         which version made it, for which target, when
ids           the language-neutral id of each column
age           whether the target's lists have changed since
write         the workbook on disk
"""
