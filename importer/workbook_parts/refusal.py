"""A workbook that is left alone."""


class NotPatchable(Exception):
    """The workbook cannot be changed without a risk to what is in it; `reason` ends a sentence that begins with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
