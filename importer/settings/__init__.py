"""What is set for a run: the target and its address, how a sheet is read, and how jobs are sent."""

from importer.settings.address import check_address, is_loopback, name_of, to_canonical_url
from importer.settings.bounds import NO_NUMBER, NOT_WHOLE, TOO_HIGH, TOO_LOW, find_fault, find_zone, list_choices
from importer.settings.option import Option, options_of
from importer.settings.read_options import DECIMAL_WORDS, NOT_STORED, DateOrder, DecimalSign, Options
from importer.settings.send_policy import POLICY_VARIABLES, RequestPolicy, SendPolicy, read_policy
from importer.settings.target import PRACTICE, Target
