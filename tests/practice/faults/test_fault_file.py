from pathlib import Path

import pytest

from importer.practice.faults import Fault, FaultsUnusable, read_faults


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "faults.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fault_file_says_which_requests_and_what_happens(tmp_path: Path) -> None:
    plan = read_faults(file(tmp_path, """
        seed = 7
        [[fault]]
        on = "POST /Jobs"
        at = [1, 4]
        carried_out = true
        sent = "nothing"
        then = "close"
        [[fault]]
        at = 2
        chance = 1
        status = 429
        body = "html"
        retry_after = 30
    """))  # fmt: skip
    assert plan.faults == (
        Fault(on="POST /Jobs", at=(1, 4), carried_out=True, sent="nothing", then="close"),
        Fault(at=(2,), status=429, body="html", retry_after="30"),
    )


def test_an_empty_file_has_no_faults(tmp_path: Path) -> None:
    assert read_faults(file(tmp_path, "")).faults == ()


WRONG = {
    "faults = 1": ('"faults" does not belong in a fault file (did you mean "fault"?)',),
    'seed = "x"': ("the seed must be a whole number",),
    "fault = 1": ("each fault must be a table, headed [[fault]]",),
    "[fault]\nstatus = 500": ("each fault must be a table, headed [[fault]]",),
    "[[fault]]\nstatsu = 500": ('fault 1: "statsu" is not a key (did you mean "status"?)',),
    "[[fault]]\n[[fault]]\nbody = 'htlm'\nstatus = 500": ("fault 2: ", "'htlm'", '(did you mean "html"?)'),
    "[[fault]]\nsent = 'half'": ("half head",),
    "[[fault]]\nthen = 'rest'": ('(did you mean "reset"?)',),
    "[[fault]]\nids = 'mine'": ("own, other",),
    "[[fault]]\nstatus = 99": ("from 200 to 599",),
    "[[fault]]\nstatus = true": ("from 200 to 599",),
    "[[fault]]\nat = 0": ("a number from 1",),
    "[[fault]]\nat = []": ("a number from 1",),
    "[[fault]]\nat = [1, 'x']": ("a number from 1",),
    "[[fault]]\nevery = -1": ("0 or more",),
    "[[fault]]\nchance = 1.5": ("from 0 to 1",),
    "[[fault]]\nwait_before = 'long'": ("from 0 to 86400",),
    "[[fault]]\non = 5": ("text in quotes",),
    "[[fault]]\ncarried_out = 'yes'": ("true or false",),
    "[[fault]]\nstatus = 429\nretry_after = 'date soon'": ('as in "date 30"',),
    "[[fault]]\nstatus = 429\nretry_after = []": ("a whole number or text",),
    "[[fault]]\nretry_after = 5": ('"retry_after" needs a "status"',),
    "[[fault]]\nstatus = 200\nids = 'other'": ('ids = "other" is about',),
    "[[fault]]\nstatus = 500\nbody = 'html'\ntext = 'x'": ("keep one of them",),
    "[[fault]]\ngap = 0.1": ('sent = "slowly"',),
    "[[fault]\n": ("it is not TOML",),
    "chance = 2\n[[fault]]\nat = 0": ('"chance" does not belong', 'fault 1: "at"'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), WRONG.items(), ids=[text.replace("\n", " ") for text in WRONG])
def test_what_is_wrong_is_told_with_the_nearest_right_one(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    with pytest.raises(FaultsUnusable) as told:
        read_faults(file(tmp_path, text))
    for word in words:
        assert word in str(told.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(FaultsUnusable, match="there is no such file"):
        read_faults(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(FaultsUnusable, match="not UTF-8"):
        read_faults(tmp_path / "bytes.toml")
