"""The command: mutants by module, how many were noticed, and those that were not."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from tests.mutation.copied import Mutant, copied

TESTS = (
    "tests/journal",
    "tests/steps/submit",
    "tests/jobs_api",
    "tests/runs/test_recorded_run.py",
    "tests/security/test_forgotten_runs.py",
)
_PYTEST = (
    *("-m", "pytest", "--thorough", "-q", "-n", "0", "-p", "tests.mutation.forked", "-p", "no:cacheprovider"),
    *("-o", "tmp_path_retention_policy=none", "-o", "tmp_path_retention_count=0"),
)
NOT_NOTICED = {"survived", "no test"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make mutants, test them, print what came of it."""
    asked = _asked(arguments)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        place = Path(folder)
        mutants = _some(copied(place), asked)
        print(f"{len(mutants)} mutants", flush=True)
        became = _became(place, mutants, asked.seconds)
    _print_survivors(mutants, became)
    _print_table(mutants, became)
    return 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("patterns", nargs="*", default=["*"], help="names of mutants, or patterns of them")
    parser.add_argument("--one-in", type=int, default=1, help="draw one mutant in so many")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--seconds", type=float, default=60.0, help="tests for one mutant, at most")
    return parser.parse_args(arguments)


def _some(mutants: Sequence[Mutant], asked: argparse.Namespace) -> list[Mutant]:
    named = [mutant for mutant in mutants if any(fnmatchcase(mutant.name, pattern) for pattern in asked.patterns)]
    drawn = random.Random(asked.seed).sample(named, -(-len(named) // asked.one_in))  # noqa: S311 - a draw
    return sorted(drawn, key=named.index)


def _became(folder: Path, mutants: Sequence[Mutant], seconds: float) -> dict[str, str]:
    plan, results = folder / "plan.json", folder / "results.jsonl"
    told = {"mutants": [(m.name, m.function) for m in mutants], "seconds": seconds, "results": str(results)}
    plan.write_text(json.dumps(told), encoding="utf-8")
    further = os.environ.get("PYTHONPATH", "")  # where the tools may be, without being installed
    paths = f"{folder}{os.pathsep}{further}" if further else str(folder)
    environment = {**os.environ, "MUTATION_PLAN": str(plan), "PYTHONPATH": paths}
    with (folder / "pytest.log").open("wb") as log:
        own = folder / "tests of mutants"  # a session of others would clear away what pytest keeps for all
        words = [sys.executable, *_PYTEST, f"--basetemp={own}", *TESTS]
        subprocess.run(words, cwd=folder, env=environment, stdout=log, stderr=log, check=False)
    if not results.exists():
        raise SystemExit((folder / "pytest.log").read_text(encoding="utf-8")[-3000:])
    lines = results.read_text(encoding="utf-8").splitlines()
    return {name: word for name, word, _ in map(json.loads, lines)}


def _print_survivors(mutants: Sequence[Mutant], became: dict[str, str]) -> None:
    for mutant in mutants:
        if became.get(mutant.name, "no test") in NOT_NOTICED:
            print(f"\n{mutant.name}: {became.get(mutant.name, 'not run')}\n{mutant.change}")


def _print_table(mutants: Sequence[Mutant], became: dict[str, str]) -> None:
    words = ("killed", "hung", "survived", "no test")
    print(f"\n{'module':45} {'mutants':>8} " + " ".join(f"{word:>8}" for word in words))
    modules = list(dict.fromkeys(mutant.module for mutant in mutants))
    for module in (*modules, "all"):
        counts = Counter(became.get(m.name, "not run") for m in mutants if module in {m.module, "all"})
        print(f"{module:45} {counts.total():8} " + " ".join(f"{counts[word]:8}" for word in words))
    noticed = sum(word not in NOT_NOTICED for word in became.values())
    print(f"noticed: {noticed} of {len(became)}, {noticed / max(1, len(became)):.1%}")


if __name__ == "__main__":
    sys.exit(main())
