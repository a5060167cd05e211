"""A workbook may take over the process that copies it with its results: whatever that answers or leaves in the file,
the rows are sent and told, in a new workbook.
"""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from importer.records import Observer
from importer.runs import check_sheet
from tests.builders import good
from tests.workbooks import workbook

BEGIN = "import io, json, os, pickle, zipfile\nrequest = json.loads(sys.argv[1])\npickle.load(sys.stdin.buffer)\n"
STEERS = frozenset("\x00\x1b\u202e")
END = "print(json.dumps({'part': 'xl/a.xml', 'column': 'A'}), flush=True)\n"
FILL = "if request['file']:\n    with open(request['file'], 'r+b') as file: file.write(content)\n" + END
PACK = "packed = io.BytesIO()\nwith zipfile.ZipFile(packed, 'w', %s) as archive: archive.writestr('xl/a.xml', %s)\n"
PACK += "content = bytearray(packed.getvalue())\n"
CENTRAL = "central = content.index(b'PK\\x01\\x02')\n"
LEFT = {
    "encrypted": PACK % (0, "'a' * 99") + CENTRAL + "content[6] |= 1; content[central + 8] |= 1\n",
    "packed as nobody does": PACK % (0, "'a' * 99") + CENTRAL + "content[8] = content[central + 10] = 97\n",
    "packed as few do, and damaged": PACK % (14, "os.urandom(9_999)") + "content[60:90] = os.urandom(30)\n",
    "packed as few do, and damaged too": PACK % (12, "os.urandom(9_999)") + "content[60:90] = os.urandom(30)\n",
    "a name that is no text": PACK % (0, "'a'") + CENTRAL + "content[central + 9] |= 8; content[central + 46] = 255\n",
    "noise": "content = os.urandom(9_999)\n",
    "nothing": "content = b''\n",
    "a bomb": PACK % (8, "bytes(1 << 26)"),
}
SAID = {
    "rows that nobody has": "print('{\"rows\": 5' + '0' * 3_000 + '}')\nprint('{\"rows\": -500}')\n" + END,
    "a reason that steers": "print(json.dumps({'reason': '\\x00\\x1b[31m\\u202e=1+1' + 'x' * 3_000}))",
    "no reason": "print(json.dumps({'reason': ''}))",
    "half an answer": "print('{\"part\": \"xl/a', end='')",
    "a part that is none": "print(json.dumps({'part': '../../x', 'column': 'A'}))",
    "a column of many letters": "print(json.dumps({'part': 'xl/a.xml', 'column': 'A' * 3_000}))",
}

pytestmark = pytest.mark.usefixtures("children_afresh")


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "code",
    [*(f"{BEGIN}{code}{FILL}" for code in LEFT.values()), *(BEGIN + code for code in SAID.values())],
    ids=[*LEFT, *SAID],
)
def test_whatever_it_leaves_the_results_are_a_new_workbook(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error beyond those of a damaged zip was one of importer itself, after the rows were sent."""
    monkeypatch.setattr("importer.steps.report.patch_process._CODE", code)
    told: list[tuple[str, int, int]] = []
    watching = Observer(progress=lambda *step: told.append(step))
    result = check_sheet(workbook(tmp_path, good()), results=tmp_path / "out.xlsx", observer=watching)
    assert result.results
    summary = load_workbook(result.results)["Summary"]
    texts = [str(cell.value) for row in summary.iter_rows() for cell in row]
    assert any("This is a new workbook, not a copy of your own: " in text for text in texts)
    assert not STEERS & set("".join(texts))
    assert all(0 <= done <= total for step, done, total in told if step == "Writing")


def test_no_more_is_written_than_a_copy_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It filled the disk."""
    code = (
        "import importer.steps.report.patch_process as room\n"
        "def write_patched(_result, _archive, file, *_on_row, **_named):\n"
        "    for _ in range(300): file.write(bytes(1 << 20))\n"
        "    file.flush()\n"
        "    print(json.dumps({'reason': 'the disk is full'}), flush=True)\n"
        "room.write_patched = write_patched\nroom.main()\n"
    )
    monkeypatch.setattr("importer.steps.report.patch_process._CODE", f"import json\n{code}")
    result = check_sheet(workbook(tmp_path, good()), results=tmp_path / "out.xlsx")
    assert result.results
    book = load_workbook(result.results)
    assert "it is too large" in str([[cell.value for cell in row] for row in book["Summary"].iter_rows()])
