r"""Text of strangers as it is shown: what cannot be seen is an escape.

Cells, headings, file names, codes and the sentences of a server come from strangers. An escape sequence in them could
rewrite the window title or the clipboard, and a bidirectional sign could turn a sentence around. Such signs are shown
as what they are: `\x1b`, `\u202e`. A sign that no Unicode of this Python knows stays: it may be a new emoji.
"""

import re
import sys

_NO_SIGNS = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 15))  # the last two of each plane
_UNSEEN = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # C0 but tab and line feed, DEL, C1
    "\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb"  # invisible, bidirectional
    "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\ufe00-\\ufe0e\\uffa0"  # blank; FE0F is in emoji
    "\\ufff0-\\ufff8\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"  # of layouts and of music
    "\\ud800-\\udfff\\U000e0000-\\U000e0fff"  # half a pair of surrogates, tags, further choices of a form
    "\\ue000-\\uf8ff\\U000f0000-\\U0010ffff"  # for private use: each font shows something else
    f"\\ufdd0-\\ufdef\\ufffe\\uffff{_NO_SIGNS}"  # for no sign at all, ever
)
STEERING = re.compile(f"[{_UNSEEN}]")
_ESCAPES = ((0xFF, "\\x{:02x}"), (0xFFFF, "\\u{:04x}"), (sys.maxunicode, "\\U{:08x}"))  # as Python spells them, by size


def escape_invisible(text: str) -> str:
    """The text with each control, bidirectional or invisible sign as an escape; tabs and line feeds stay."""
    return STEERING.sub(lambda found: _escape_of(found[0]), text)


def escape_line(text: str) -> str:
    """The same, with line feeds as escapes too, so that a cell cannot forge a line of ours."""
    return escape_invisible(text).replace("\n", "\\n")


def _escape_of(sign: str) -> str:
    return next(form.format(ord(sign)) for largest, form in _ESCAPES if ord(sign) <= largest)
