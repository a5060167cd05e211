"""Faults on request, so that a client can be seen to get through: a file says which, or a test.

fault.py           what can go wrong with a request, each key with its meaning
fault_file.py      the keys as a file has them
plan.py            which request meets which fault
reply.py           the answer that a fault gives instead of the API's own
bodies.py          the bodies of such answers
alterations.py     what a fault changes in the values the API takes, and in the entries it shows
raw_connection.py  the connection below HTTP: hanging up, resetting, sending bytes as they are
injector.py        a fault happening to a request
"""

from importer.practice.faults.fault import Fault
from importer.practice.faults.fault_file import FaultsUnusable, read_faults
from importer.practice.faults.plan import FaultPlan
