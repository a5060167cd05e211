"""What happens to a sheet, in this order: read, map, validate, resolve, submit, report.

Each step takes a frozen record (importer/records) and gives a new one; they never import one another.
"""
