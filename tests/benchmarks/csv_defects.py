"""CSV files with one defect each, and the clean rows that a reader should find in them.

The classes are those that others found in the wild and published: Vitagliano, Hameed, Jiang, Reisener, Wu and Naumann,
'Pollock: A Data Loading Benchmark' (PVLDB 16, 2023), and van den Burg, Nazábal and Sutton, 'Wrangling messy CSV files
by detecting row and type patterns' (2019); encodings are added. Which row and which cell have the fault is drawn.
"""

import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Rows = list[list[str]]
Quoting = Literal[0, 1, 2, 3]


@dataclass(frozen=True)
class Defect:
    """A file: `kind` is the class of its defect, `rows` what it holds, the headings first."""

    kind: str
    name: str
    content: bytes
    rows: Rows


CITIES = ["Gent", "Liège", "Brugge", "Genk, Zuid", "Sint-Niklaas", "'s-Gravenhage"]
NOTES = ["", "Call first", 'Has the "new" valve', "Key; at the desk", "Ladder, 3 m, needed", "Tür geklemmt", "n° 7"]


def jobs(random_: random.Random) -> Rows:
    rows = [["Reference", "Name", "City", "Price", "Due date", "Notes"]]
    for n in range(25):
        price = f"{random_.randint(1, 900)}.{random_.randint(10, 99)}"
        day = f"2026-{random_.randint(1, 12):02d}-{random_.randint(1, 28):02d}"
        rows.append(
            [f"{417 + n:07d}", f"Boiler {n}, yearly", random_.choice(CITIES), price, day, random_.choice(NOTES)]
        )
    return rows


def machines(random_: random.Random) -> Rows:
    rows = [["id", "serial", "model", "weight", "installed", "customer", "phone", "remark"]]
    for n in range(40):
        serial, model = f"SN-{random_.randint(10**6, 10**7)}", random_.choice(["VX-1", "VX-2 Plus", "AB 300"])
        weight, day = str(random_.randint(20, 400)), f"{random_.randint(1, 28):02d}/11/2025"
        customer = random_.choice(["Peeters & Zn", "Müller GmbH", "ACME, Inc."])
        phone = f"+32 9 {random_.randint(10**5, 10**6)}"
        rows.append([str(n + 1), serial, model, weight, day, customer, phone, random_.choice(NOTES)])
    return rows


def words(random_: random.Random) -> Rows:
    choices = ["alpha", "beta", "gamma", "delta", "épsilon", "zeta"]
    drawn = ([random_.choice(choices) for _ in range(4)] for _ in range(12))
    return [["first", "second", "third"], *([one, f"{two}, {three}", four] for one, two, three, four in drawn)]


def amounts(random_: random.Random) -> Rows:
    rows = [["Code", "Quantity", "Unit", "Amount", "Total"]]
    for n in range(30):
        figures = [f"{random_.randint(0, 99)}.{random_.randint(0, 9)}" for _ in range(2)]
        rows.append([f"P{n:03d}", str(random_.randint(1, 50)), random_.choice(["kg", "m", "h"]), *figures])
    return rows


BASES: dict[str, Callable[[random.Random], Rows]] = {
    "jobs": jobs,
    "machines": machines,
    "words": words,
    "amounts": amounts,
}


def written(
    rows: Rows, delimiter: str = ",", end: str = "\r\n", *, quoting: Quoting = csv.QUOTE_MINIMAL, quote: str = '"'
) -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end, quoting=quoting, quotechar=quote).writerows(rows)
    return target.getvalue()


def lines(rows: Rows, *, quoting: Quoting = csv.QUOTE_MINIMAL, delimiter: str = ",") -> list[str]:
    return [written([row], delimiter, quoting=quoting).removesuffix("\r\n") for row in rows]


def joined(some: list[str], end: str = "\r\n") -> str:
    return "".join(line + end for line in some)


def wide(rows: Rows, join: str) -> str:
    return joined([join.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows])


Texts = Iterator[tuple[str, str, str]]  # the class, the name, the text of a file whose rows are those given


def dialects(rows: Rows) -> Texts:
    for sign in ";\t|:~^":
        yield "delimiter", f"{sign!r}", written(rows, sign)
        yield "delimiter", f"{sign!r} all quoted", written(rows, sign, quoting=csv.QUOTE_ALL)
    for sign in (" ", ", ", "; ", "\t\t"):
        yield "delimiter", f"{sign!r} all quoted", wide(rows, sign)
    yield (
        "delimiter",
        "', ' unquoted",
        joined([", ".join(cell.replace(",", "") or "-" for cell in r) for r in plain(rows)]),
    )
    yield "quote character", "single", written(rows, quote="'")
    yield "quote character", "single, all quoted", written(rows, quote="'", quoting=csv.QUOTE_ALL)
    yield "quote character", "single, semicolon", written(rows, ";", quote="'", quoting=csv.QUOTE_ALL)
    backslashed = [",".join('"' + cell.replace('"', '\\"') + '"' for cell in row) for row in with_quotes(rows)]
    yield "escape", "backslash, all quoted", joined(backslashed)
    yield "escape", "doubled", written(with_quotes(rows))
    for end in ("\n", "\r", "\r\n", "\n\n", "\r\r\n"):
        yield "record delimiter", repr(end), written(rows, end=end)
    for at in (0, 1, len(rows) // 2):
        some = [line + ("\n" if n == at else "\r\n") for n, line in enumerate(lines(rows))]
        yield "record delimiter", f"LF in row {at}", "".join(some)
    yield "sep= line", "semicolon", "sep=;\r\n" + written(rows, ";")
    yield "sep= line", "comma", "sep=,\r\n" + written(rows)
    yield "spaces", "before quotes", wide(rows, ", ")
    yield "spaces", "behind quotes", wide(rows, " ,")
    yield "trailing delimiter", "in every row", joined([line + "," for line in lines(rows)])


def plain(rows: Rows) -> Rows:
    return [[cell.replace('"', "").replace(",", "").replace(";", "").strip() or "-" for cell in row] for row in rows]


def with_quotes(rows: Rows) -> Rows:
    return [rows[0], *([*row[:-1], f'the "{row[-1] or "old"}", they say'] for row in rows[1:])]


def surroundings(rows: Rows) -> Texts:
    text, width = written(rows), len(rows[0])
    title, blank = "Export of the old system", "," * (width - 1)
    yield "preamble", "a title", f"{title}\r\n{text}"
    yield "preamble", "three lines", f"{title}\r\nmade on 2026-11-24\r\nby Jan\r\n{text}"
    yield "preamble", "three lines and a blank one", f"{title}\r\nmade on 2026-11-24\r\nby Jan\r\n\r\n{text}"
    yield "preamble", "with delimiters", f"{title}{blank}\r\nmade 2026-11-24{blank}\r\n{text}"
    yield "preamble", "with delimiters and a blank one", f"{title}{blank}\r\n{blank}\r\n{text}"
    yield "preamble", "blank lines", f"\r\n\r\n{text}"
    yield "footnote", "a line", f"{text}end of export\r\n"
    yield "footnote", "below a blank one", f"{text}\r\nend of export\r\n"
    yield "footnote", "with delimiters", f"{text}end of export{blank}\r\n"
    some = lines(rows)
    yield "empty lines", "one inside", joined([*some[:5], "", *some[5:]])
    yield "empty lines", "every other", joined(some, "\r\n\r\n")
    yield "empty lines", "of delimiters", joined([*some[:5], blank, *some[5:]])
    yield "empty lines", "none at the end", joined(some).rstrip()


def row_faults(rows: Rows, random_: random.Random) -> Texts:
    minimal, full = lines(rows), lines(rows, quoting=csv.QUOTE_ALL)
    for at in sorted(random_.sample(range(1, len(rows)), 3)):
        col = random_.randrange(1, len(rows[0]))

        def changed(line: str, some: list[str], at: int = at) -> str:
            return joined([*some[:at], line, *some[at + 1 :]])

        row, quoted = rows[at], [f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in rows[at]]
        yield "extra delimiter", f"at the end of row {at}", changed(minimal[at] + ",", minimal)
        yield "extra delimiter", f"before row {at}", changed("," + minimal[at], minimal)
        yield "extra delimiter", f"inside row {at}", changed(",".join([*quoted[:col], "", *quoted[col:]]), full)
        yield (
            "missing delimiter",
            f"in row {at}",
            changed(",".join([*quoted[: col - 1], quoted[col - 1] + quoted[col], *quoted[col + 1 :]]), full),
        )
        yield (
            "missing delimiter",
            f"in row {at}, unquoted",
            changed(
                ",".join([*quoted[: col - 1], re.sub('[",]', "", row[col - 1] + row[col]), *quoted[col + 1 :]]), minimal
            ),
        )
        yield (
            "extra quote",
            f"opening cell {col + 1} of row {at}",
            changed(",".join([*quoted[:col], f'"{quoted[col]}', *quoted[col + 1 :]]), full),
        )
        yield (
            "extra quote",
            f"closing cell {col + 1} of row {at}",
            changed(",".join([*quoted[:col], f'{quoted[col]}"', *quoted[col + 1 :]]), full),
        )
        yield "extra quote", f"opening cell 1 of row {at}, unquoted", changed('"' + minimal[at], minimal)
        yield (
            "missing quote",
            f"closing cell {col + 1} of row {at}",
            changed(",".join([*quoted[:col], quoted[col][:-1], *quoted[col + 1 :]]), full),
        )
        yield (
            "missing quote",
            f"opening cell {col + 1} of row {at}",
            changed(",".join([*quoted[:col], quoted[col][1:], *quoted[col + 1 :]]), full),
        )
        yield "missing quote", f"closing the last cell of row {at}", changed(",".join(quoted)[:-1], full)
        if minimal[at].count('"'):
            first, last = minimal[at].index('"'), minimal[at].rindex('"')
            yield (
                "missing quote",
                f"first of row {at}, unquoted",
                changed(minimal[at][:first] + minimal[at][first + 1 :], minimal),
            )
            yield (
                "missing quote",
                f"last of row {at}, unquoted",
                changed(minimal[at][:last] + minimal[at][last + 1 :], minimal),
            )
        yield "other delimiter in a row", f"semicolons in row {at}", changed(lines(rows, delimiter=";")[at], minimal)
        yield "other delimiter in a row", f"tabs in row {at}", changed("\t".join(quoted), full)
        yield "other quote in a row", f"single in row {at}", changed(",".join(f"'{cell}'" for cell in row), full)


def whole_tables(rows: Rows) -> Iterator[Defect]:
    text = written(rows)
    yield Defect("no header", "no header", written(rows[1:]).encode(), rows[1:])
    cut = [*rows[:4], [*rows[4][:-2], "", ""], *rows[5:]]
    yield Defect(
        "missing cells",
        "last two of row 4",
        joined([*lines(rows[:4]), *lines([rows[4][:-2]]), *lines(rows[5:])]).encode(),
        cut,
    )
    longer = [*rows[:3], [*rows[3][:-1], "x" * 200_000], *rows[4:]]
    yield Defect("large cell", "200,000 letters", written(longer).encode(), longer)
    escaped = [*rows[:2], [*rows[2][:-1], 'say "hi" now'], *rows[3:]]
    some = lines(escaped, quoting=csv.QUOTE_ALL)
    some[2] = some[2].replace('""', '\\"')
    yield Defect("escape in a row", "backslash in row 2", joined(some).encode(), escaped)
    several = [rows[0], *([*row[:-1], f"{row[-1] or 'Call first'}\nand more"] for row in rows[1:])]
    for end in ("\n", "\r\n"):
        yield Defect("line breaks in cells", repr(end), written(several, end=end).encode(), several)
    opened = joined([*lines(several[:5]), *lines(several[5:6])[0][:-1].split("\n"), *lines(several[6:])], "\n")
    yield Defect("line breaks in cells", "one not closed", opened.encode(), several)
    other = [["Team", "Members"], ["North", "4"], ["South", "6"]]
    yield Defect("two tables", "below a blank line", f"{text}\r\n{written(other)}".encode(), [*rows, *other])
    yield Defect("two tables", "of the same width", f"{text}\r\n{text}".encode(), [*rows, *rows])
    upper = ["Group"] + [""] * (len(rows[0]) - 1)
    yield Defect("two-row headings", "a group above", written([upper, *rows]).encode(), [upper, *rows])
    yield Defect("two-row headings", "said twice", written([rows[0], *rows]).encode(), [rows[0], *rows])
    decimals = [rows[0], *([cell.replace(".", ",") for cell in row] for row in rows[1:])]
    yield Defect("delimiter", "';' with decimal commas", written(decimals, ";").encode(), decimals)


ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252", "cp850", "mac_roman")
OTHER_SCRIPTS = {
    "cp1250": ["Pałac", "Łódź", "święto", "Kraków", "Gdańsk", "źródło", "żółty"],
    "cp1251": ["Москва", "котёл", "насос", "Казань", "Привет, мир", "задвижка"],
    "cp1253": ["Αθήνα", "λέβητας", "Πάτρα", "αντλία", "συντήρηση", "έλεγχος"],
    "shift_jis": ["東京", "ボイラー", "大阪", "点検", "ポンプ、交換", "京都"],
    "gb18030": ["北京", "锅炉", "上海", "检查", "水泵、更换", "广州"],
}


def encodings(rows: Rows, random_: random.Random) -> Iterator[Defect]:
    for encoding in ENCODINGS:
        yield Defect("encoding", encoding, written(rows).encode(encoding, "ignore"), rows)
    for encoding, choices in OTHER_SCRIPTS.items():
        local = [rows[0], *([*row[:-1], random_.choice(choices)] for row in rows[1:])]
        kept = [[cell.encode(encoding, "ignore").decode(encoding) for cell in row] for row in local]
        yield Defect("encoding", encoding, written(kept).encode(encoding), kept)


def defects(seed: int = 1) -> list[Defect]:
    """Every file of the set, the same for the same seed."""
    found: list[Defect] = []
    for base, make in BASES.items():
        random_ = random.Random(f"{base} {seed}")  # noqa: S311 - no secret
        rows = make(random_)
        for texts in (dialects(rows), surroundings(rows), row_faults(rows, random_)):
            for kind, name, text in texts:
                if text:
                    held = {"escape": with_quotes(rows), "unquoted": plain(rows)}
                    truth = (
                        held["escape"] if kind == "escape" else held["unquoted"] if name == "', ' unquoted" else rows
                    )
                    found.append(Defect(kind, f"{base}: {name}", text.encode(), truth))
        made = (*whole_tables(rows), *encodings(rows, random_))
        found.extend(Defect(one.kind, f"{base}: {one.name}", one.content, one.rows) for one in made)
    return found
