"""Where to try it: the work-order API on this computer, over real HTTP, with a memory."""

from importer.practice.access import DOMAIN, USER
from importer.practice.process import PracticeNotStarted, start_practice
