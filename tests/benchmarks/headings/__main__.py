"""How many headings of other systems are understood: recall and precision, for sure and with suggestions.

    python -m tests.benchmarks.headings [--wrong]

Each sheet has invented values of the kinds it had. `natural.json` has the headings of ten real
sheets, `own.json` those of eleven that were written down before any word of the vocabulary, and
`unseen.json` those of seventeen others (two cities, eight products, seven lists of desks, in seven
languages), written down after it and before it was completed.
"""

import argparse
import sys

from tests.benchmarks.headings.measure import figures_of, measured

LEAST = (0.65, 0.98, 0.85, 0.80)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="show what is wrong or missing")
    shows = parser.parse_args().wrong
    is_good = True
    for name in ("natural", "unseen", "own"):
        headings = list(measured(name))
        figures = figures_of(headings)
        print(
            f"{name:8} sure: recall {figures.recall:.2f}, precision {figures.precision:.2f}; with suggestions: "
            f"recall {figures.recall_suggested:.2f}, precision {figures.precision_suggested:.2f}"
        )
        reached = (figures.recall, figures.precision, figures.recall_suggested, figures.precision_suggested)
        is_good &= all(one >= bound for one, bound in zip(reached, LEAST, strict=True))
        for one in headings if shows else ():
            if (one.found and not one.is_right) or (one.fields and not one.found):
                print(f"  {one.sheet:20} {one.heading:40} {one.how:10} {one.found:38} {', '.join(one.fields)}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
