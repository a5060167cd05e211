"""What became of a row, in a word or two."""

from enum import StrEnum


class Status(StrEnum):
    """What became of a row: a closed list. `meaning` is what the guide says of it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Status":
        status = str.__new__(cls, word)
        status._value_ = word
        status.meaning = meaning
        return status

    CREATED = "created", "the job is in the target, made by this row"
    EXISTS = "already exists", "the job was there before; nothing was sent again or overwritten"
    INVALID = "invalid", "something in the row is wrong; it was never sent"
    REJECTED = "rejected", "the target said no; its reason stands beside the row"
    UNKNOWN = "unknown", "sent, but whether it was created is open; it is looked up before any further try"
    BLOCKED = "blocked", "not sent, because the job that it belongs to was not created"
    NOT_SENT = "not sent", "sound, but the run stopped before it was sent (or only a check was asked)"


IN_TARGET = frozenset({Status.CREATED, Status.EXISTS})  # of these the job is there, whichever run made it
STATUSES = {status.value: status for status in Status}
