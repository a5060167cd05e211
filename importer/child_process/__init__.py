"""Pythons that run code of ours: nothing of the current folder, and no more memory or time than they may use.

lean_imports  what one that opens files leaves unloaded
start    how one is started, whatever lies around it
bounded  one that opens what strangers made
pipes    what it is told and answers, for no longer than it may live
limits   what such a process bounds itself, from within
"""

from importer.child_process.bounded import BoundedProcess, Bounds, LimitExceeded, code_of
from importer.child_process.limits import bound_files, bound_memory, bound_time, mapped
from importer.child_process.start import make_child_command, make_child_environment
