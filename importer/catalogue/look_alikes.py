"""Letters of Cyrillic and Greek that look like Latin ones: in a code nobody sees which of them was typed."""

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсухһ", "ABESIJKMHOPCTYXaesijopcyxh")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_LATIN = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])


def to_latin_letters(text: str) -> str:
    """The text with Latin letters in place of those that look like them."""
    return text if text.isascii() else text.translate(_LATIN)


def has_look_alikes(text: str) -> bool:
    """Whether a text mixes letters that only look Latin with Latin letters or digits, and has no others."""
    return not text.isascii() and to_latin_letters(text).isascii() and any(s.isascii() and s.isalnum() for s in text)
