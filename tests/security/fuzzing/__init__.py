"""Seeded noise, wherever something of strangers comes in: `python -m tests.security.fuzzing` prints the figures.

kinds    what is made up, and what takes it
figures  what became of all of it
"""
