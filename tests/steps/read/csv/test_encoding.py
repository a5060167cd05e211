"""Case 38: whatever a CSV is written in, its rows are those of its UTF-8 twin."""

from pathlib import Path

import pytest

from importer.problem import CSV_DOUBTFUL, CSV_NOT_TEXT, UNKNOWN_ENCODING
from importer.settings import Options
from tests.steps.read.csv.texts import noted, read, refusal, rows_of

TWIN = (
    'Référence,Name,City,Note\r\n0000417,"Chaudière, 2e étage",Liège,"Étanchéité\r\nà revoir"\r\n'
    "0000418,Heizung läuft heiß,Köln,Größe über 5 m\r\n0000419,Één ketel à € 12,Brugge,1E5\r\n"
)
ROWS = {
    2: ["0000417", "Chaudière, 2e étage", "Liège", "Étanchéité\r\nà revoir"],
    4: ["0000418", "Heizung läuft heiß", "Köln", "Größe über 5 m"],
    5: ["0000419", "Één ketel à € 12", "Brugge", "1E5"],
}
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", *WIDE])
def test_the_rows_are_those_of_the_utf_8_twin(path: Path, encoding: str) -> None:
    sheet = read(path, TWIN.encode(encoding))
    assert (sheet.headings, rows_of(sheet), sheet.notes) == (["Référence", "Name", "City", "Note"], ROWS, ())


@pytest.mark.parametrize("encoding", WIDE)
def test_a_byte_order_mark_says_the_rest(path: Path, encoding: str) -> None:
    assert rows_of(read(path, ("\ufeff" + TWIN).encode(encoding))) == ROWS


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16-LE"),
        ("utf-32-be", "UTF-32-BE"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_the_encoding_that_was_found_is_told(path: Path, encoding: str, said: str) -> None:
    (remark,) = read(path, TWIN.encode(encoding)).remarks
    assert remark.startswith(
        f"CSV read as {said}, commas between the cells; line 2: 0000417 | Chaudière, 2e étage | Liège"
    )
    assert remark.endswith("add --encoding, --delimiter or --decimal to the command.")


OTHERS = {
    "cp1250": "Kraków, źródło Łódź święto żółty Gdańsk gałąź šťáva čtvrť kůň",
    "cp1251": "Москва котёл насос Казань задвижка проверка отопления",
    "cp1253": "Αθήνα λέβητας Πάτρα αντλία συντήρηση έλεγχος θέρμανσης",
    "cp850": "Chaudière à vérifier, Liège, Étanchéité, Köln, Größe, Brüssel, hôpital, première",
    "mac_roman": "Chaudière à vérifier, Liège, étanchéité, Köln, Größe, Brüssel, hôpital, première",
    "shift_jis": "東京ボイラー大阪点検ポンプ交換京都の建物",
    "gb18030": "北京锅炉上海检查水泵更换广州的大楼",
}


@pytest.mark.parametrize(("encoding", "text"), OTHERS.items())
def test_another_code_page_is_a_doubt_that_is_told_with_a_row_to_judge_by(path: Path, encoding: str, text: str) -> None:
    """Nothing in the bytes says which it is, so what is read is never passed off as certain."""
    sheet = read(path, f"Name;City\r\nA;B\r\n{text};C\r\n".encode(encoding))
    assert rows_of(sheet)[3] == [text, "C"]
    assert noted(sheet) == [(None, 0, CSV_DOUBTFUL)]
    values = sheet.notes[0].values
    assert (values["option"], values["line"], str(values["sample"])[:8]) == ("--encoding", 3, text[:8])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp850", "Straße"), ("cp850", "Größe"), ("cp850", "é"), ("cp850", "weiß"), ("iso8859_15", "œuvre"),
     ("iso8859_15", "sœur, Œuvre"), ("iso8859_15", "5 €, café"), ("iso8859_15", "cœur à vérifier")],
)  # fmt: skip
def test_few_letters_of_another_code_page_are_a_doubt_and_read_as_words(path: Path, encoding: str, text: str) -> None:
    """F20."""
    sheet = read(path, f"Name;City\r\nA;B\r\n{text};C\r\n".encode(encoding))
    assert rows_of(sheet)[3] == [text, "C"]
    assert noted(sheet) == [(None, 0, CSV_DOUBTFUL)]


@pytest.mark.parametrize("text", ["Málaga", "Panamá", "¾ inch", "2½ m", "½ uur", "Élan", "„Haus“", "Sá"])
def test_words_of_windows_1252_are_no_doubt(path: Path, text: str) -> None:
    sheet = read(path, f"Name;City\r\nA;B\r\n{text} é;C\r\nCafé;D\r\n".encode("cp1252"))
    assert (rows_of(sheet)[3], sheet.notes) == ([f"{text} é", "C"], ())


@pytest.mark.parametrize(("encoding", "text"), OTHERS.items())
def test_the_encoding_can_be_set_and_then_there_is_no_doubt(path: Path, encoding: str, text: str) -> None:
    sheet = read(path, f"Name;City\r\n{text};C\r\n".encode(encoding), Options(encoding=encoding))
    assert (rows_of(sheet), sheet.notes) == ({2: [text, "C"]}, ())


@pytest.mark.parametrize("told", ["utf-8", "UTF8", "utf_8_sig"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_encoding_that_is_told_may_have_a_mark_or_none(path: Path, told: str, mark: str) -> None:
    assert rows_of(read(path, (mark + TWIN).encode(), Options(encoding=told))) == ROWS


@pytest.mark.parametrize("told", ["utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_so_may_utf_16(path: Path, told: str, mark: str) -> None:
    assert rows_of(read(path, (mark + TWIN).encode("utf-16-le"), Options(encoding=told))) == ROWS


@pytest.mark.parametrize("told", ["klingon", "hex", "utf-9", ""])
def test_an_encoding_that_is_none_is_refused(path: Path, told: str) -> None:
    assert refusal(path, b"Name,City\na,b\n", Options(encoding=told)).code is UNKNOWN_ENCODING


@pytest.mark.parametrize(
    ("content", "told", "place"),
    [
        (TWIN.encode("cp1252"), "utf-8", "UTF-8 text: byte 2 (line 1)"),
        (b"Name,City\r\nBoiler,Gent\r\n\x81,b\r\n", "cp1252", "Windows-1252 text: byte 25 (line 3)"),
        (b"Name,City\n" * 10_000 + b"\xff", "ascii", "ASCII text: byte 100001 (line 10001)"),
        ("a,b\r\n".encode("utf-32-le") + b"\xff\xff\xff\xff", "utf-32-le", "UTF-32-LE text: byte 21 (line 2)"),
    ],
)
def test_a_byte_that_does_not_decode_as_told_is_refused_with_its_place(
    path: Path, content: bytes, told: str, place: str
) -> None:
    error = refusal(path, content, Options(encoding=told))
    assert (error.code, place in error.message) == (CSV_NOT_TEXT, True)


def test_a_single_odd_byte_is_refused_and_not_taken_for_a_code_page(path: Path) -> None:
    """It may as well be damage: nobody can say what stood there."""
    error = refusal(path, b"Name,City\r\nBoiler,Gent\r\nKetel\xb6s,Gent\r\n")
    assert (error.code, "byte 30 (line 3)" in error.message) == (CSV_NOT_TEXT, True)


def test_damage_in_a_utf_8_text_is_refused_and_not_read_as_another_encoding(path: Path) -> None:
    content = TWIN.encode().replace("Köln".encode(), b"K\xf6ln")
    assert refusal(path, content).code is CSV_NOT_TEXT
