# ruff: noqa: PLC0415 - each reader loads only its own libraries
"""How much of a defective CSV comes back, beside the readers that people use: none of them gets a hint.

    pip install -e '.[benchmarks]'
    python -m tests.benchmarks.csv_robustness [--seed N] [--worst N]

Each file has one defect and its clean rows (csv_defects.py). A reader is asked for rows of text; a row or cell counts
as recovered where it stands among what was read just as often (F1 of the two sets, so that invented rows count
against the reader, too), headings where they are the first row read. Blank cells at the end of a row and blank rows
are left out on both sides. A reader that refuses a file, or takes more than 20 seconds, recovers nothing of it. '+' is
pandas told to skip lines with too many cells, and DuckDB told to be as lenient as it can be. Encodings do not count in
the whole, since csv.Sniffer leaves them to its caller.
"""

import argparse
import signal
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from statistics import mean
from typing import Any

from importer.errors import ImporterError
from tests.benchmarks.csv_defects import Defect, Rows, defects

SECONDS = 20
REFUSED_ON_PURPOSE = {
    "two tables": "the rows of the second would be sent as jobs of the first",
    "two-row headings": "which of the two rows names a column is for the user to say, where they contradict each other",
}


def importer(path: Path) -> Rows:
    from importer.steps.read import read_rows

    return read_rows(path, lenient=True)


def importer_strict(path: Path) -> Rows:
    from importer.steps.read import read_rows

    return read_rows(path)


def sniffer(path: Path) -> Rows:
    import csv

    with path.open(newline="", encoding="utf-8") as file:
        dialect = csv.Sniffer().sniff(file.read(1 << 16))
        file.seek(0)
        return list(csv.reader(file, dialect))


def clevercsv(path: Path) -> Rows:
    from clevercsv import read_table

    table: Rows = read_table(path)
    return table


def pandas(path: Path) -> Rows:
    import pandas as pd

    frame = pd.read_csv(path, sep=None, engine="python", header=None, dtype=str, keep_default_na=False)
    rows: Rows = frame.fillna("").to_numpy(dtype=object).tolist()
    return rows


def pandas_skipping(path: Path) -> Rows:
    import pandas as pd

    frame = pd.read_csv(
        path, sep=None, engine="python", header=None, dtype=str, keep_default_na=False, on_bad_lines="skip"
    )
    rows: Rows = frame.fillna("").to_numpy(dtype=object).tolist()
    return rows


def duckdb(path: Path) -> Rows:
    return _by_duckdb(path)


def duckdb_lenient(path: Path) -> Rows:
    return _by_duckdb(path, ignore_errors=True, null_padding=True, strict_mode=False)


def _by_duckdb(path: Path, **lenient: Any) -> Rows:
    import duckdb as duck

    with duck.connect() as base:
        found = base.read_csv(str(path), all_varchar=True, header=False, **lenient).fetchall()
    return [[cell or "" for cell in row] for row in found]


READERS: dict[str, Callable[[Path], Rows]] = {
    "importer": importer,
    "(strict)": importer_strict,
    "Sniffer": sniffer,
    "CleverCSV": clevercsv,
    "pandas": pandas,
    "pandas+": pandas_skipping,
    "DuckDB": duckdb,
    "DuckDB+": duckdb_lenient,
}


def cleaned(rows: Rows) -> list[tuple[str, ...]]:
    """Without blank ends and blank rows; line breaks in cells are alike whatever they are written with."""
    found = []
    for row in rows:
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found.append(tuple(cells))
    return found


def f1(true: Iterable[Hashable], found: Iterable[Hashable]) -> float:
    expected, got = Counter(true), Counter(found)
    return 2 * (expected & got).total() / (expected.total() + got.total())


def shares(defect: Defect, rows: Rows) -> tuple[float, float, float]:
    """The shares of headings, cells and rows recovered."""
    true, found = cleaned(defect.rows), cleaned(rows)
    cells = f1((cell for row in true for cell in row if cell), (cell for row in found for cell in row if cell))
    return float(found[:1] == true[:1]), cells, f1(true, found)


def read_by(reader: Callable[[Path], Rows], path: Path) -> Rows:
    signal.alarm(SECONDS)
    try:
        return reader(path)
    except ImportError:
        raise SystemExit("Install what it compares with: pip install -e '.[benchmarks]'") from None
    except ImporterError:
        return []
    except Exception:
        if reader in {importer, importer_strict}:  # a bug of ours is no refusal
            raise
        return []
    finally:
        signal.alarm(0)


def too_slow(*_: object) -> None:
    raise TimeoutError


def table(scores: dict[str, dict[str, list[tuple[float, float, float]]]], which: int) -> None:
    print(
        f"\n{('headings', 'cells', 'rows')[which]} recovered, %\n{'':28}{'files':>6}"
        + "".join(f"{name:>11}" for name in READERS)
    )
    for kind, by_reader in scores.items():
        values = [mean(score[which] for score in by_reader[name]) for name in READERS]
        print(f"{kind:28}{len(by_reader['importer']):6}" + "".join(f"{100 * value:11.1f}" for value in values))


def main() -> None:
    words = argparse.ArgumentParser(description="How much of a defective CSV comes back.")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--worst", type=int, default=0, help="show the files of which the importer recovers least")
    asked = words.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, too_slow)
    scores: dict[str, dict[str, list[tuple[float, float, float]]]] = defaultdict(lambda: defaultdict(list))
    ours: list[tuple[float, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, defect in enumerate(defects(asked.seed)):
            path = Path(folder, f"{number}.csv")
            path.write_bytes(defect.content)
            for name, reader in READERS.items():
                found = shares(defect, read_by(reader, path))
                scores[defect.kind][name].append(found)
                if defect.kind != "encoding":
                    scores["OVERALL"][name].append(found)
                if name == "importer":
                    ours.append((sum(found), defect.kind, defect.name))
    scores["OVERALL"] = scores.pop("OVERALL")
    for which in range(3):
        table(scores, which)
    print(
        "\nRefused unless lenient:", *(f"  {kind}: {reason}" for kind, reason in REFUSED_ON_PURPOSE.items()), sep="\n"
    )
    for total, kind, name in sorted(ours)[: asked.worst]:
        print(f"{total / 3:6.3f}  {kind}: {name}")


if __name__ == "__main__":
    main()
