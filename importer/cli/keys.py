"""Single keys and whole lines from a terminal; what is typed ahead is not lost."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

_ESCAPE = b"\x1b"  # a key with no letter sends it, and more behind it
_ENDS = frozenset({"", "\x03", "\x04"})
_MORE = 32  # bytes


class Keys:
    """The keys of one terminal, from when it is asked until it is left."""

    @contextmanager
    def take_singly(self) -> Iterator[None]:
        """Keys come one by one, without Enter. Windows has them so whenever they are read."""
        if sys.platform == "win32":
            yield
            return
        import termios
        import tty

        there = sys.stdin.fileno()
        before = termios.tcgetattr(there)
        tty.setcbreak(there, termios.TCSADRAIN)
        try:
            yield
        finally:
            termios.tcsetattr(there, termios.TCSADRAIN, before)

    @contextmanager
    def take_lines(self) -> Iterator[None]:
        """Whole lines are typed for a while, and seen."""
        if sys.platform == "win32":
            yield
            return
        import termios

        there = sys.stdin.fileno()
        before = termios.tcgetattr(there)
        seen = termios.tcgetattr(there)
        seen[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(there, termios.TCSADRAIN, seen)
        try:
            yield
        finally:
            termios.tcsetattr(there, termios.TCSADRAIN, before)

    def read_key(self) -> str:
        """The next key, '' for one that has no letter. Raises KeyboardInterrupt where the typing is over."""
        if sys.platform == "win32":
            found = typer.getchar()
        else:
            pressed = os.read(sys.stdin.fileno(), 1)
            if pressed == _ESCAPE:
                self._skip_rest()
                return ""
            found = pressed.decode("ascii", "replace") if pressed else "\x04"
        if found in _ENDS:
            raise KeyboardInterrupt
        return found.casefold()

    def _skip_rest(self) -> None:
        import select

        if select.select([sys.stdin], [], [], 0.02)[0]:
            os.read(sys.stdin.fileno(), _MORE)
