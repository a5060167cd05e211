"""The one way to a screen: consoles and JSON whose text cannot steer a terminal."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from importer.errors import ExitCode
from importer.problem import add_typed_options
from importer.visible import STEERING, escape_invisible, escape_line

_LINE = json.JSONEncoder(ensure_ascii=False)
_PIECES = 1_000  # of JSON, written at once


def write_json(value: object) -> None:
    """Write one JSON value to stdout, piece by piece; signs that could steer a terminal stand in it as JSON escapes.

    In an object, a list of functions is written one line each: a function is called when its turn comes, and gives what
    stands there.
    """
    pieces = _spell_object(value) if isinstance(value, dict) else iter([_spell(value)])
    while text := "".join(islice(pieces, _PIECES)):
        sys.stdout.write(STEERING.sub(lambda sign: json.dumps(sign[0])[1:-1], text))
    sys.stdout.write("\n")


def _spell_object(fields: Mapping[str, object]) -> Iterator[str]:
    begin = "{"
    for name, value in fields.items():
        yield f"{begin}\n  {_LINE.encode(name)}: "
        if isinstance(value, list) and value and callable(value[0]):
            yield from (
                f"{',' if position else '['}\n    {_LINE.encode(make())}" for position, make in enumerate(value)
            )
            yield "\n  ]"
        else:
            yield _spell(value).replace("\n", "\n  ")  # between values: in a string there is none
        begin = ","
    yield "\n}" if fields else "{}"


def _spell(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


class JsonSheets:
    """Writes what stands around the JSON objects of several worksheets; it `is_begun` once there is one.

    Each is written as soon as its sheet ends: it may have very many problems.
    """

    def __init__(self) -> None:
        self.is_begun = False

    def begin_sheet(self) -> None:
        """Write what stands before the object of a sheet."""
        sys.stdout.write(",\n" if self.is_begun else '{"sheets": [\n')
        self.is_begun = True

    def end(self, exit_code: ExitCode) -> None:
        """Write what stands behind the last, if there was one."""
        if self.is_begun:
            sys.stdout.write(f'],\n"exit_code": {int(exit_code)}}}\n')


class Console(RichConsole):
    """A console for text of strangers. Words between colons are no emoji: `:warning:` in a cell stays what it is."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of Rich
        super().__init__(emoji=False, **options)

    def say(self, text: str, *, cancelled: Sequence[str] = ()) -> None:
        """Print one sentence as it is, on one line however long: no markup in it counts, and no line feed.

        A command in it keeps the options that were typed with this one and hold for it too; none that is `cancelled`.
        """
        self.print(Text(escape_line(add_typed_options(text, cancelled, on_screen=True))), soft_wrap=True)

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 - those of Rich
        """Make text of markup, measured as it is shown."""
        return super().render_str(escape_invisible(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Give the pieces that are written; those that control the screen are Rich's own and pass."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(escape_invisible(piece.text), piece.style)
