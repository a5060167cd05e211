"""Jobs as frames: whole columns of a kind, the rules of a row, the pandera schema of both, the payload of each row."""

from importer.frames.columns import (
    asked_once,
    canonical_column,
    distinct,
    each_distinct,
    matches,
    of_kind,
)
from importer.frames.payloads import Payload, payloads_of
from importer.frames.rules import missing_address
from importer.frames.schema import to_schema
