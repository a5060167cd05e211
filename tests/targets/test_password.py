import os
import sys
import time
from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.targets.password import run_password_command


def test_the_first_line_is_the_password_and_no_shell_reads_the_command(tmp_path: Path) -> None:
    script = tmp_path / "say it.py"
    script.write_text("import sys; sys.stdout.write(sys.argv[1] + '\\r\\nsecond')")
    assert run_password_command(f'"{sys.executable}" "{script}" "$HOME; é"') == "$HOME; é"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("print('out-secret'); raise SystemExit(3)", "ended with status 3"),
        ("import sys; print(); sys.stderr.write('err-secret')", "first line is empty"),
        ("import sys; sys.stdout.buffer.write(bytes([255]))", "not UTF-8"),
    ],
)
def test_a_command_that_gives_none_says_why_and_nothing_of_what_it_printed(
    capfd: pytest.CaptureFixture[str], code: str, reason: str
) -> None:
    with pytest.raises(SettingsError) as failed:
        run_password_command(f'"{sys.executable}" -c "{code}"')
    assert reason in failed.value.message
    assert "secret" not in failed.value.message + failed.value.advice
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["", '"open', "no-such-program-here x", "\0"])
def test_a_command_that_cannot_be_run(command: str) -> None:
    with pytest.raises(SettingsError) as failed:
        run_password_command(command)
    assert failed.value.code.number == 212


@pytest.mark.skipif(os.name != "posix", reason="sleep is a POSIX command")
def test_a_command_that_does_not_end_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(SettingsError, match=r"within 0\.2 seconds"):
        run_password_command("sleep 60", seconds=0.2)
    assert time.monotonic() - begun < 30
