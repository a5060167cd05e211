"""Misbehaving on request, so that a client can be seen to get through: each mishap is told in a file, or by a test.

fault.py    what can go wrong with a request, each key with its meaning
plan.py     which request meets which fault
read.py     a fault file
answer.py   the answer that a fault gives instead of the API's own
wire.py     the connection below HTTP: hanging up, resetting, sending bytes as they are
mishap.py   a fault happening to a request
"""

from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.faults.read import FaultsUnusable, read_faults

__all__ = ["Fault", "FaultPlan", "FaultsUnusable", "read_faults"]
