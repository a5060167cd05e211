"""What is kept of a target's lists: with its age, without secrets, and never instead of asking."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.directory import CachedList, CodeMatch, Directory, ListCache, remark_on_cache, say_how_long_ago
from importer.directory.cache import make_complete_list
from importer.jobs_api import JobsApi
from importer.practice.server import PracticeServer
from importer.settings import Target
from importer.targets import make_practice_target

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PROJECT, TYPE, STATUS = "project_reference_back_office", "job_type_code", "job_status_code"
TARGET = make_practice_target("http://127.0.0.1:1/api", "p")


def asked(directory: Directory, name: str, *texts: str) -> list[CodeMatch]:
    directory.fetch({name: frozenset(texts)})
    return [directory.find(name, text) for text in texts]


@pytest.fixture
def api(practice: PracticeServer) -> Iterator[JobsApi]:
    with JobsApi(make_practice_target(practice.url, practice.password)) as api:
        yield api


@pytest.fixture
def kept(tmp_path: Path) -> ListCache:
    return ListCache(tmp_path / "cache", TARGET)


def test_what_was_learnt_answers_without_a_connection(api: JobsApi, kept: ListCache) -> None:
    online = Directory(api, kept)
    there = [*asked(online, PROJECT, "P-1150"), *asked(online, TYPE, "MAINT", "FAXREP"), *asked(online, STATUS, "open")]
    offline = Directory(None, kept)
    again = [
        *asked(offline, PROJECT, "P-1150"),
        *asked(offline, TYPE, "MAINT", "FAXREP"),
        *asked(offline, STATUS, "open"),
    ]
    told = [(found.entry and found.entry["id"], found.usable, found.archived) for found in again]
    assert told == [(found.entry and found.entry["id"], found.usable, found.archived) for found in there]


def test_a_code_that_is_not_kept_is_unknown_only_where_the_whole_list_is(api: JobsApi, kept: ListCache) -> None:
    online = Directory(api, kept)
    asked(online, PROJECT, "P-1150")
    asked(online, TYPE, "MAINT")
    offline = Directory(None, kept)
    [project] = asked(offline, PROJECT, "P-1151")
    [kind] = asked(offline, TYPE, "MAINTT")
    assert (project.open, kind.open) == (True, False)
    assert "MAINT" in kind.suggestions
    aged, left = remark_on_cache(offline, "practice", datetime.now(UTC) + timedelta(hours=3, minutes=5))
    assert "project and job type 3 hours ago" in aged
    assert left.startswith("1 code is not checked, because these lists are not stored in full: project.")


def test_a_target_that_can_be_asked_is_asked(api: JobsApi, kept: ListCache) -> None:
    """Neither a code that is missing in what is kept nor one that is kept and gone is taken from there."""
    kept.write("JobType", make_complete_list([{"id": "1", "code": "OLD"}], NOW))
    kept.write("Project", make_complete_list([{"id": "2", "reference_back_office": "P-OLD"}], NOW))
    online = Directory(api, kept)
    new, old = asked(online, TYPE, "MAINT", "OLD")
    assert new.entry
    assert not old.entry
    [gone] = asked(online, PROJECT, "P-OLD")
    assert (gone.entry, gone.open) == (None, False)
    assert remark_on_cache(online, "practice") == ()
    assert "2" not in kept.read("Project").entries
    assert "1" not in kept.read("JobType").entries


def test_nothing_of_a_person_but_the_name_is_kept_and_nothing_of_the_login(api: JobsApi, tmp_path: Path) -> None:
    target = Target("acme", "https://acme.example/api", "jdoe", "s3cret-w0rd", "acme.example")
    Directory(api, ListCache(tmp_path / "cache", target)).fetch_all("User")
    [file] = (tmp_path / "cache").rglob("*.json")
    text = file.read_text(encoding="utf-8")
    assert "Dubois" in text
    for secret in ("s3cret-w0rd", "@example.com", '"username"', "acme.example"):
        assert secret not in text + str(file), secret
    assert file.stat().st_mode & 0o077 == 0


def test_targets_are_told_apart_by_address_and_domain(tmp_path: Path) -> None:
    one = Target("a", "https://one.example/api", "u", "p", "north")
    ListCache(tmp_path, one).write("Skill", make_complete_list([{"id": "1", "code": "GAS"}], NOW))
    for other in (
        Target("a", "https://two.example/api", "u", "p", "north"),
        Target("a", "https://one.example/api", "u", "p", "south"),
    ):
        assert ListCache(tmp_path, other).read("Skill") == CachedList()
    same = Target("b", "https://ONE.example/api", "v", "", "North")
    assert ListCache(tmp_path, same).read("Skill").entries == {"1": {"id": "1", "code": "GAS"}}


@given(
    st.dictionaries(st.text(min_size=1), st.text(st.characters(exclude_categories=()))),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_a_target_sends_is_kept_as_it_is(names: dict[str, str], whole: datetime | None) -> None:
    entries = [{"id": key, "code": text} for key, text in names.items()]
    known = replace(CachedList().add_entries(entries, NOW), whole=whole)
    with TemporaryDirectory() as folder:
        kept = ListCache(Path(folder), TARGET)
        assert kept.write("Skill", known)
        assert kept.read("Skill") == known


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "whole": "noon", "entries": []}', '{"format": 2}']
)
def test_a_damaged_file_is_as_none(damage: str, tmp_path: Path, kept: ListCache) -> None:
    kept.write("Skill", make_complete_list([{"id": "1", "code": "GAS", "usable_on_api": False}], NOW))
    [file] = tmp_path.rglob("Skill.json")
    assert kept.read("Skill").entries["1"]["usable_on_api"] is False
    assert json.loads(file.read_text(encoding="utf-8"))["whole"] == NOW.isoformat()
    file.write_text(damage, encoding="utf-8")
    assert kept.read("Skill") == CachedList()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert not ListCache(tmp_path / "cache", TARGET).write("Skill", CachedList())


def test_the_age_of_a_list_is_that_of_its_oldest_part() -> None:
    part = CachedList().add_entries([{"id": "1"}], NOW).add_entries([{"id": "2"}], NOW + timedelta(days=2))
    assert part.as_of == NOW
    assert make_complete_list([{"id": "1"}], NOW).add_entries([{"id": "2"}], NOW + timedelta(days=2)).as_of == NOW
    assert CachedList().as_of is None


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=12), "12 days ago"),
    ],
)
def test_ages_in_words(passed: timedelta, words: str) -> None:
    assert say_how_long_ago(NOW, NOW + passed) == words
