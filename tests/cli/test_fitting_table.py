"""Tables in windows of any width: columns are left out, and nothing in the others is cut."""

from io import StringIO

from importer.cli.console import Console
from importer.cli.fitting_table import TableColumn, print_table

COLUMNS = (
    TableColumn("Run", is_number=True),
    TableColumn("Started", whole=True),
    TableColumn("File", whole=True),
    TableColumn("Rows", needed=False),
    TableColumn("State", needed=False),
    TableColumn("Target", needed=False, least=100),
)
ROWS = (
    ("7", "2026-12-01 09:00:00", "work orders of march.xlsx", "10,000 created, 1 already exists", "finished", "acme"),
    ("8", "2026-12-02 09:00:00", "jobs.xlsx", "1 [bold]rejected[/bold]", "interrupted", "practice"),
)


def shown(width: int) -> list[str]:
    console = Console(width=width, record=True, file=StringIO())
    print_table(console, COLUMNS, ROWS)
    return console.export_text().splitlines()


def test_no_word_is_cut_and_no_line_is_longer_than_the_window_in_any_width() -> None:
    words = {word for row in ROWS for cell in row for word in cell.replace("[bold]", "").replace("[/bold]", "").split()}
    for width in range(20, 140):
        lines = shown(width)
        seen = {word for line in lines for word in line.split()}
        is_table = "━" in lines[0]
        assert not is_table or max(map(len, lines)) <= width
        assert "…" not in "".join(lines)
        for word in seen - {"│", "┃"}:
            known = any(word.strip(":") == each for each in words) or word.strip(":") in {c.title for c in COLUMNS}
            assert known or not word.isalnum(), f"{word} in {width}"
        for started, file in (row[1:3] for row in ROWS):
            assert any(started in line for line in lines), width
            assert any(file in line for line in lines), width


def test_columns_leave_from_the_last_one_and_come_back_with_room() -> None:
    titles = [column.title for column in COLUMNS]
    before = 0
    for width in range(60, 140):
        line = next(line for line in shown(width) if "Run" in line)
        count = sum(title in line.split() for title in titles)
        if "┃" in line:
            assert [title for title in titles if title in line.split()] == titles[:count]
            assert count >= before
            before = count
    assert before == len(titles)
