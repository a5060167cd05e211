"""What the target knows: its lists, what a code stands for in them, and what is kept of them on this computer.

lists     the lists, asked as far as a sheet needs them
entries   one entry: in use or not, its code, its name
kept      what was learnt, kept with its age
remarks   what is to be said where only that was asked
age       how old that is, in words
"""

from importer.directory.age import ago
from importer.directory.entries import (
    CODE_LOOKUPS,
    Entry,
    codes_to_use,
    is_archived,
    is_usable,
    name_of,
    plain,
)
from importer.directory.kept import KeptList, KeptLists
from importer.directory.lists import LIKE_ENOUGH, SUGGESTIONS, Directory, Found
from importer.directory.remarks import kept_remarks

__all__ = [
    "CODE_LOOKUPS",
    "LIKE_ENOUGH",
    "SUGGESTIONS",
    "Directory",
    "Entry",
    "Found",
    "KeptList",
    "KeptLists",
    "ago",
    "codes_to_use",
    "is_archived",
    "is_usable",
    "kept_remarks",
    "name_of",
    "plain",
]
