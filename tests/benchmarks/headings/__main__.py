"""How many headings of other systems are understood: recall and precision, for sure and with suggestions.

    python -m tests.benchmarks.headings [--wrong]

Each sheet has invented values of the kinds it had. `natural.json` has the headings of ten real
sheets, `own.json` those of eleven that were written down before any word of the vocabulary, and
`unseen.json` those of seventeen others (two cities, eight products, seven lists of desks, in seven
languages), written down after it and before it was completed.

The figures are recall and precision: of headings that are sure, of these with the suggested ones, and
of these with the ones, too, that `map` calls unknown because another column fills the field they mean.
"""

import argparse
import sys

from tests.benchmarks.headings.measure import figures_of, measured

LEAST = (0.65, 0.98, 0.85, 0.80)  # sure, and with those whose field another column fills


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="show what is wrong or missing")
    shows = parser.parse_args().wrong
    is_good = True
    for name in ("natural", "unseen", "own"):
        headings = list(measured(name))
        figures = figures_of(headings)
        reached = {
            "sure": figures.sure,
            "with suggested": figures.with_suggested,
            "with those whose field another column fills": figures.with_filled_by_another,
        }
        for counted, (recall, precision) in reached.items():
            print(f"{name:8} {counted:44} recall {recall:.3f}, precision {precision:.3f}")
        bounded = (*figures.sure, *figures.with_filled_by_another)
        is_good &= all(one >= bound for one, bound in zip(bounded, LEAST, strict=True))
        for one in headings if shows else ():
            if (one.named and not one.is_right) or (one.fields and not one.named):
                print(f"  {one.sheet:20} {one.heading:40} {one.how:10} {one.named:38} {', '.join(one.fields)}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
