"""S15: what other accounts of the computer can change decides nothing: not where passwords go, and no command for one.

Files of another account can only be made as root; the modes of the user's own files are looked at by whoever asks.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Said
from tests.security.stranger import Desk

grp = pytest.importorskip("grp", reason="modes are of POSIX")
pwd = pytest.importorskip("pwd", reason="modes are of POSIX")

ANOTHER = 65_534
ME = pwd.getpwuid(os.geteuid())
IS_ROOT = os.geteuid() == 0
GROUPS = [ME.pw_gid + 1] if IS_ROOT else [group for group in os.getgroups() if group != ME.pw_gid]
OpenToOthers = Callable[[Path], None]


def let_others_write(place: Path) -> None:
    place.chmod(place.stat().st_mode | 0o002)


def let_a_group_write(place: Path) -> None:
    os.chown(place, -1, GROUPS[0])
    place.chmod(place.stat().st_mode | 0o020)


def give_away(place: Path) -> None:
    os.chown(place, ANOTHER, -1)


WAYS = [let_others_write, *([let_a_group_write] if GROUPS else []), *([give_away] if IS_ROOT else [])]


@pytest.fixture
def mark(desk: Desk) -> Path:
    """What the password command of the user's settings file leaves when it is run."""
    made = desk.state.parent / "mark"
    desk.set_up(desk.practice.url, f"password-command = 'touch \"{made}\"'")
    return made


def run(desk: Desk) -> Said:
    return desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme")


@pytest.mark.parametrize("open_to_others", WAYS)
def test_a_settings_file_that_others_can_change_is_refused(
    desk: Desk, mark: Path, open_to_others: OpenToOthers
) -> None:
    open_to_others(desk.own)
    said = run(desk)
    assert (said.status, mark.exists(), desk.jobs) == (3, False, 0), said.err
    assert f"{desk.own} is not used: " in said.err
    command = f"sudo chown {ME.pw_name}" if open_to_others is give_away else "chmod 600"
    assert f"'{command} {desk.own}'" in " ".join(said.err.split())
    assert command in desk.type_in("doctor").out


@pytest.mark.parametrize("open_to_others", WAYS)
@pytest.mark.parametrize("linked", [True, False])
def test_a_folder_in_which_others_can_put_another_file_in_its_place_is_refused(
    desk: Desk, mark: Path, open_to_others: OpenToOthers, *, linked: bool
) -> None:
    """The other file may be the user's own: one of a stranger's, unpacked, that a link leads to."""
    if linked:
        unpacked = desk.folder / "settings.toml"
        desk.own.rename(unpacked)
        desk.own.symlink_to(unpacked)
    place = desk.folder if linked else desk.state
    open_to_others(place)
    said = run(desk)
    assert (said.status, mark.exists(), desk.jobs) == (3, False, 0), said.err
    assert f"{place} is not used: " in said.err
    command = f"sudo chown {ME.pw_name}" if open_to_others is give_away else "chmod go-w"
    assert f"'{command} " in said.err


def test_a_folder_for_everybody_in_which_each_has_files_of_his_own_is_used(desk: Desk, mark: Path) -> None:
    desk.state.chmod(0o1777)
    run(desk)
    assert mark.exists() == IS_ROOT  # who owns the folder may still change what is in it


def test_the_same_file_of_the_user_alone_is_used(desk: Desk, mark: Path) -> None:
    desk.own.chmod(0o644)
    run(desk)
    assert mark.exists()


def test_a_group_that_is_the_users_alone_may_write(desk: Desk, mark: Path) -> None:
    desk.own.chmod(0o664)
    os.chown(desk.own, -1, ME.pw_gid)
    run(desk)
    group = grp.getgrgid(ME.pw_gid)
    assert mark.exists() == (group.gr_name == ME.pw_name and set(group.gr_mem) <= {ME.pw_name})


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("what", ["the record", "its folder"])
@pytest.mark.parametrize("open_to_others", WAYS)
def test_a_record_of_trust_that_others_can_write_is_none(desk: Desk, what: str, open_to_others: OpenToOthers) -> None:
    desk.own.unlink()
    settings = ("[targets.acme]", *(f'{name} = "{getattr(desk.practice, name)}"' for name in ("url", "user", "domain")))
    desk.deliver("\n".join(settings))
    assert desk.type_in("targets", "trust", desk.file, "--yes").status == 0
    folder = desk.state / "trusted"
    [record] = folder.iterdir()
    open_to_others(record if what == "the record" else folder)
    said = desk.type_in("run", "jobs.xlsx", "--yes", "--target", "acme", password="pw")
    assert (said.status, "you have not trusted it" in said.err) == (3, True), said.err
    again = desk.type_in("targets", "trust", desk.file, "--yes")
    if what == "the record":  # which is written anew
        assert again.status == 0
        assert (
            desk.type_in("run", "jobs.xlsx", "--target", "acme", "--yes", password=desk.practice.password).status == 0
        )
    else:
        assert again.status == 3
        assert f"{folder} is not used: " in again.err
