"""Whatever is posted to the page by a browser that was let in, the answer is a sentence and never an error of ours."""

import json

import pytest

from tests.page.test_uploads import drop
from tests.page.visitor import Visitor

OF_A_SHEET = ("file", "decide", "undo", "edit", "again", "send", "stop", "answer")
OTHERS = ("/runs/1/correct", "/runs/1/again", "/runs/1/forget", "/targets/practice/login", "/targets/x/try")
NAMES = (
    *("key", "choice", "typed", "always", "cell", "text", "offered", "heading_row", "sheet", "target", "customer"),
    *("digest", "confirmation", "rows", "name", "password", "address", "answer", "to"),
)
BODIES = {
    "nested lists": b"[" * 5_000,
    "nested objects": b'{"a":' * 3_000,
    "no JSON": b"\xff\x00",
    "a list": b"[1, [2]]",
    "a form of a web page": b'--x\r\nContent-Disposition: form-data; name="f"; filename="../x"\r\n\r\n1\r\n--x--',
    "numbers": json.dumps(dict.fromkeys(NAMES, 10**30)).encode(),
    "lists": json.dumps({name: [["A1"]] for name in NAMES}).encode(),
    "objects": json.dumps({name: {"a": None} for name in NAMES}).encode(),
    "signs that steer": json.dumps(dict.fromkeys(NAMES, "\x00\x1b[31m\u202e\ud800")).encode(),
    "ways out": json.dumps(dict.fromkeys(NAMES, "../../../etc/passwd")).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_it_is_answered(visitor: Visitor, body: bytes) -> None:
    work = str(drop(visitor, "jobs.csv")[1]["go"]).removesuffix("/file")
    for place in (*(f"{work}/{name}" for name in OF_A_SHEET), *OTHERS):
        answer = visitor.post(place, body)
        assert answer.status < 500, (place, answer.text)
        assert not {"\x00", "\x1b", "\u202e"} & set(answer.text), place
