r"""The one way to a screen: consoles and JSON whose text cannot steer a terminal.

Cells, headings, file names, codes and the sentences of a server come from strangers. An escape sequence in them could
rewrite the window title or the clipboard, and a bidirectional sign could turn a sentence around. Such signs are shown
as what they are: `\x1b`, `\u202e`.
"""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

_UNSEEN = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # C0 but tab and line feed, DEL, C1
    "\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb"  # invisible, bidirectional
    "\\ud800-\\udfff\\U000e0000-\\U000e007f"  # half a pair of surrogates, tags
)
_STEERING = re.compile(f"[{_UNSEEN}]")
_ESCAPES = ((0xFF, "\\x{:02x}"), (0xFFFF, "\\u{:04x}"), (sys.maxunicode, "\\U{:08x}"))  # as Python spells them, by size


def visible(text: str) -> str:
    """The text with each control, bidirectional or invisible sign as an escape; tabs and line feeds stay."""
    return _STEERING.sub(lambda found: _escape_of(found[0]), text)


def one_line(text: str) -> str:
    """The same, with line feeds as escapes too, so that a cell cannot forge a line of ours."""
    return visible(text).replace("\n", "\\n")


def _escape_of(sign: str) -> str:
    return next(form.format(ord(sign)) for largest, form in _ESCAPES if ord(sign) <= largest)


def write_json(found: object) -> None:
    """Write one JSON value to stdout; signs that could steer a terminal stand in it as JSON escapes."""
    text = json.dumps(found, ensure_ascii=False, indent=2)
    sys.stdout.write(_STEERING.sub(lambda sign: json.dumps(sign[0])[1:-1], text) + "\n")


class Console(RichConsole):
    """A console for text of strangers. Words between colons are no emoji: `:warning:` in a cell stays what it is."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of Rich
        super().__init__(emoji=False, **options)

    def say(self, text: str) -> None:
        """Print one sentence as it is, on one line however long: no markup in it counts, and no line feed."""
        self.print(Text(one_line(text)), soft_wrap=True)

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 - those of Rich
        """Make text of markup, measured as it is shown."""
        return super().render_str(visible(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Give the pieces that are written; those that control the screen are Rich's own and pass."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(visible(piece.text), piece.style)
