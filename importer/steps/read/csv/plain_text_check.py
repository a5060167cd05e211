"""Whether a small text is written so plainly that it takes no time to speak of, whoever made it.

What can take long has one of these: very many lines or cells, of which every row has as many as the longest; quotes
that are not by the book, for which lines are read again and again; or control characters, for which all encodings are
tried. A text without these is cut line by line.
"""

import codecs
import re

import numpy as np

_MOST_LINES = _LONGEST_LINE = 1 << 12
_MOST_CELLS = 1 << 19
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_DELIMITERS = bytes({*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)})
_QUOTE = ord('"')
_EDGES = np.zeros(256, bool)
_EDGES[list(b'\n\r,;\t|"')] = True


def is_plain(content: bytes) -> bool:
    """Whether the lines are short and few, every double quote stands at the edge of a cell or is doubled, and no
    character controls anything.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    lines = content.splitlines()
    if len(lines) > _MOST_LINES or max(map(len, lines), default=0) > _LONGEST_LINE or _CONTROL.search(content):
        return False
    cells = max((len(line.translate(None, _NO_DELIMITERS)) for line in lines), default=0) + 1
    return len(lines) * cells <= _MOST_CELLS and (b'"' not in content or _are_by_the_book(content))


def _are_by_the_book(content: bytes) -> bool:
    text = np.frombuffer(content, np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    opening, closing = quotes[::2], quotes[1::2]
    before, behind = opening[opening > 0] - 1, closing[closing < len(text) - 1] + 1
    return len(opening) == len(closing) and bool(_EDGES[text[before]].all() and _EDGES[text[behind]].all())
