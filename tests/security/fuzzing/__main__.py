"""Try much seeded noise wherever something of strangers comes in, print the figures, exit 1 where any is not sound."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.security.fuzzing.figures import figures_of
from tests.security.fuzzing.kinds import KINDS


def main() -> int:
    """Do what the words say; 1 where anything was found."""
    words = _words()
    sound = True
    for kind in KINDS:
        if words.kind in {None, kind.name}:
            with tempfile.TemporaryDirectory(prefix="fuzzing-") as folder:
                figures = figures_of(kind, words.cases, words.seed, Path(folder))
            print("\n".join(figures.lines()), flush=True)
            sound = sound and figures.is_sound
    return 0 if sound else 1


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.security.fuzzing", description=__doc__)
    parser.add_argument("--cases", type=int, default=500, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1, help="that draws them")
    parser.add_argument("--kind", choices=[kind.name for kind in KINDS], help="only this one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
