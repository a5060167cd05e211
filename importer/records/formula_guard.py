"""A text in a CSV that a spreadsheet would take for a formula."""

_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def guard_formula(text: str) -> str:
    """The text, with an apostrophe before it, as Excel itself marks text, where it begins like a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
