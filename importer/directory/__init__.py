"""What the target knows: its lists, what a code stands for in them, and what this computer remembers of them.

lists            the lists, fetched as far as a sheet needs them
list_entry       one entry: in use or not, its code, its name
code_match       what a code of the sheet stands for
other_spellings  codes spelled otherwise, and names in their place
cache            what was learnt, on this computer, with its age
connect          a target whose lists can be asked for
offline_remarks  what to say where only the cache was asked, and how old that is in words
code_lists       a list of codes for people, from the cache or the target
code_rows        one line of such a list, and the search in it
export           such lists as CSV or a workbook; loads openpyxl, so it is not among the names here
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.directory.cache import CachedList, ListCache
    from importer.directory.code_lists import CodeLists, FetchOptions, ListedCodes
    from importer.directory.code_match import SUGGESTIONS, CodeMatch
    from importer.directory.code_rows import ARCHIVED, CODE_HEADINGS, search_rows
    from importer.directory.connect import check_login, open_directory
    from importer.directory.list_entry import CODE_LOOKUPS, Entry, find_code_meant, list_usable_codes, name_of
    from importer.directory.lists import Directory
    from importer.directory.offline_remarks import remark_on_cache, say_how_long_ago

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "cache": "CachedList ListCache",
        "code_lists": "CodeLists FetchOptions ListedCodes",
        "code_match": "SUGGESTIONS CodeMatch",
        "code_rows": "ARCHIVED CODE_HEADINGS search_rows",
        "connect": "check_login open_directory",
        "list_entry": "CODE_LOOKUPS Entry find_code_meant list_usable_codes name_of",
        "lists": "Directory",
        "offline_remarks": "say_how_long_ago remark_on_cache",
    },
)
