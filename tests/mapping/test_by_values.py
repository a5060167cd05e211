"""Values that say by themselves what a column is, through `map`: only suggested, and told in a few words."""

from pathlib import Path

import pytest

from tests.command import importer


def suggested(path: Path, heading: str) -> tuple[str | None, str]:
    columns = importer("map", path, "--json", state=path.parent / "state").object["headings"]
    column = next(one for one in columns if one["heading"] == heading)
    return column["field"], column["why"]


def written(folder: Path, heading: str, values: list[str]) -> Path:
    path = folder / "jobs.csv"
    rows = [f"Task {number},Markt {number},{value}" for number, value in enumerate(values)]
    path.write_text("\n".join([f"Name,Street,{heading}", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        (["cerrado", "en espera", "abierto", "cerrado"], "job_status_code", "3 of 3 values are words for a status"),
        (["hoog", "laag", "normaal", "hoog"], "job_priority_code", "3 of 3 values are words for a priority"),
        (["Wartung", "Reparatur", "Wartung", "Prüfung"], "job_type_code", "3 of 3 values are words for a kind of work"),
        (["a@b.be", "c@d.nl", "e@f.fr", "g@h.de"], "db_address_email", "4 of 4 values are e-mail addresses"),
    ],
)
def test_values_say_what_a_column_is_whatever_its_heading(
    tmp_path: Path, values: list[str], field: str, why: str
) -> None:
    assert suggested(written(tmp_path, "Zzz", values), "Zzz") == (field, why)


def test_the_only_long_texts_are_the_text_of_the_work(tmp_path: Path) -> None:
    long = [
        f"The pump in cellar {number} makes a noise since Monday and please come and look at it soon"
        for number in "123"
    ]
    assert suggested(written(tmp_path, "Zzz", long), "Zzz") == ("description", "the only long texts")


def test_a_heading_whose_words_say_something_else_is_right(tmp_path: Path) -> None:
    long = [
        f"Paid by the owner of cellar {number} on Monday after three reminders by post and two calls" for number in "12"
    ]
    assert suggested(written(tmp_path, "Invoice", long), "Invoice")[0] is None
