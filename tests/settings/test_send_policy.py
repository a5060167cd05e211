from pathlib import Path
from typing import Any

import pytest

from importer.errors import SettingsError
from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from importer.settings import SendPolicy, read_policy
from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook


def test_without_a_word_it_is_the_usual_one() -> None:
    assert read_policy({"IMPORTER_ANSWER_SECONDS": " "}) == SendPolicy()


def test_what_the_environment_says_holds() -> None:
    said = read_policy({"IMPORTER_ANSWER_SECONDS": "2.5", "IMPORTER_ATTEMPTS": "9"})
    assert (said.answer_seconds, said.attempts) == (2.5, 9)


@pytest.mark.parametrize(
    ("name", "text"),
    [("ANSWER_SECONDS", "soon"), ("ANSWER_SECONDS", "0"), ("OUTAGE_SECONDS", "nan"), ("ATTEMPTS", "2.5")],
)
def test_what_is_no_number_over_0_is_told(name: str, text: str) -> None:
    told = rf"IMPORTER_{name} is \"{text}\": it must be (a (whole )?number|more than 0)"
    with pytest.raises(SettingsError, match=told):
        read_policy({f"IMPORTER_{name}": text})


def test_the_command_waits_no_longer_for_an_answer(tmp_path: Path) -> None:
    faults = FaultPlan([Fault(on="POST*", at=(1,), carried_out=True, sent="nothing")])
    with PracticeServer(tmp_path / "practice.sqlite", faults=faults) as server:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        said = importer("run", workbook(tmp_path, good()), state=tmp_path, answer_seconds="0.5", **login)
        assert (said.status, server.store.count("Jobs")) == (0, 1)


WRONG: tuple[dict[str, Any], ...] = (
    {"attempts": -1},
    {"connect_seconds": -1},
    {"lag_seconds": float("inf")},
    {"retries": 2.5},
)


@pytest.mark.parametrize("wrong", WRONG)
def test_so_it_is_in_python(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=rf"{next(iter(wrong))} is .*: it must be "):
        SendPolicy(**wrong)
