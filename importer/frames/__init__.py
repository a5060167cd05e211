"""Jobs as frames: whole columns of a kind, the rules of a row, the pandera schema of both, the payload of each row."""

from importer.frames.columns import (
    ask_each_distinct,
    ask_each_once,
    find_cells_of_kind,
    list_distinct,
    match_cells,
    to_canonical_column,
)
from importer.frames.cross_field_rules import find_missing_address
from importer.frames.pandera_schema import ProblemCount, schema, to_schema
from importer.frames.payloads import Payload, payloads_of
