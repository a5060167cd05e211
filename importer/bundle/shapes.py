"""What a text looks like, without what it says: enough to see why it was read so, nothing that names anybody."""

_LONG = 40
_IN_NAMES = frozenset(" '-.")


def shape_of(text: str) -> str:
    """'WO-2026-017' is 'AA-9999-999', 'Anna Peeters' is '11 letters', a long text is '214 characters'.

    A word or a name has no more of a shape than its length; in a code each capital is A, each other letter a, each
    digit 9, and signs stay.
    """
    if len(text) > _LONG:
        return f"{len(text)} characters"
    letters = sum(letter.isalpha() for letter in text)
    if letters and all(letter.isalpha() or letter in _IN_NAMES for letter in text):
        return f"{letters} letters"
    return "".join(map(_shape_of_sign, text))


def _shape_of_sign(sign: str) -> str:
    if sign.isdecimal():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    if sign.isspace():
        return " "
    return sign if sign.isascii() and sign.isprintable() else "?"
