"""The codes that a target knows, for people: listed, searched, exported.

lists     the lists, from what is kept or from the target
rows      one line of a list, and the search in it
export    lines as CSV or a workbook
"""
