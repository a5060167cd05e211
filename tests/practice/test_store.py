import sqlite3
import threading
from pathlib import Path

import pytest

from importer.practice.entity_sets import ENTITY_SETS
from importer.practice.seed import seed_company, seeded_id_of
from importer.practice.store import Store, StoreUnusable

SKILLS = ENTITY_SETS["Skill"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "practice.sqlite"


def test_a_fresh_file_holds_the_seeded_company(file: Path) -> None:
    with Store(file) as store:
        assert {name: store.list_entries(name) for name in seed_company()} == seed_company()


def test_a_file_is_seeded_once(file: Path) -> None:
    with Store(file) as store, store.begin_writing():
        store.remove("Skill", seeded_id_of("Skill", "GAS"))
    with Store(file) as store:
        assert [skill["code"] for skill in store.list_entries("Skill")] == ["ELEC", "COOL", "LIFT", "PLUMB", "HEIGHT"]


def test_what_fails_inside_writing_leaves_nothing(file: Path) -> None:
    def fail(store: Store) -> None:
        with store.begin_writing():
            store.add("Skill", SKILLS.complete({"id": "1"}))
            raise RuntimeError

    with Store(file) as store:
        with pytest.raises(RuntimeError):
            fail(store)
        assert store.find_entry("Skill", "1") is None


def test_an_id_is_unique_in_its_list(file: Path) -> None:
    with Store(file) as store, store.begin_writing():
        store.add("Skill", SKILLS.complete({"id": "1"}))
        with pytest.raises(sqlite3.IntegrityError):
            store.add("Skill", SKILLS.complete({"id": "1"}))


def test_two_stores_on_one_file_see_each_other(file: Path) -> None:
    with Store(file) as one, Store(file) as other:
        with one.begin_writing():
            one.add("Skill", SKILLS.complete({"id": "1", "code": "WELD"}))
        assert [skill["id"] for skill in other.find_by_key("Skill", "WELD")] == ["1"]


def test_many_may_open_a_fresh_file_and_write_at_the_same_time(file: Path) -> None:
    def write(number: int) -> None:
        with Store(file) as store:
            for step in range(20):
                with store.begin_writing():
                    store.add("Skill", SKILLS.complete({"id": f"{number}-{step}"}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store(file) as store:
        assert store.count("Skill") == 6 + 80
        assert store.count("Project") == 200


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    file.write_text("not a database, although it is long enough to be looked at" * 20)
    with pytest.raises(StoreUnusable, match="not a database"):
        Store(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="it cannot be opened"):
        Store(tmp_path)


def test_a_file_of_another_version_is_refused_and_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreUnusable, match="another version"):
        Store(file)


def test_the_company_is_as_the_samples_expect() -> None:
    kept = seed_company()
    projects = {str(project["reference_back_office"]): project for project in kept["Project"]}
    assert list(projects) == [f"P-{number}" for number in range(1001, 1201)]
    mobile = [code for code, project in projects.items() if project["is_mobile_installation"]]
    assert mobile == [f"P-{number}" for number in range(1181, 1191)]
    closed = [code for code, project in projects.items() if project["project_status_code"] == "CLOSED"]
    assert closed == [f"P-{number}" for number in range(1191, 1196)]
    assert [kind["code"] for kind in kept["JobType"] if kind["archived"]] == ["FAXREP"]
    usable = {status["code"] for status in kept["JobStatus"] if status["usable_on_api"]}
    assert usable == {"Canceled", "ToBePlanned", "Waiting", "Pooling", "Suggested", "Activated", "Open"}


def test_seeded_ids_never_change() -> None:
    assert seeded_id_of("Project", "P-1001") == "a33a65f6-3b51-5c0b-9511-e134d8978805"
    assert seeded_id_of("JobStatus", "Open") == "8ba9da71-ef32-423a-bb50-ae767315f55c"
    everything = [entry["id"] for entries in seed_company().values() for entry in entries]
    assert len(set(everything)) == len(everything)
