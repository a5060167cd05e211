from tests.exactly_once.edits import Edit
from tests.exactly_once.people import Colleague, Desk
from tests.exactly_once.schedule import Schedule
from tests.exactly_once.sheet import MARK, Row
from tests.exactly_once.traits import PUBLISHED, Traits
from tests.exactly_once.versions import Versions

REFERENCES = {"a": "", "b": "R", "c": ""}
ROWS = tuple(Row({MARK: mark, "Name": mark, "Reference": text, "Id": ""}) for mark, text in REFERENCES.items())


def renamed(*marks: str, name: str) -> Edit:
    rows = (Row({**row.cells, "Name": name}) if row.mark in marks else row for row in ROWS)
    return Edit("own words", tuple(enumerate(rows)))


def noted(desk: Desk, *, elsewhere: bool, ids: str = "", traits: Traits = PUBLISHED) -> Versions:
    versions = Versions(ROWS)
    ann = renamed("a", name="Ann")
    versions.note(ann)
    colleague = Colleague(renamed("a", "b", name="Ben"), desk, elsewhere=elsewhere)
    schedule = Schedule(seed=0, rows=ROWS, workers=1, edit=ann, colleague=colleague, traits=traits)
    versions.note_colleague(schedule, with_ids=set(ids))
    return versions


def test_what_two_people_changed_is_disputed_and_may_be_held() -> None:
    versions = noted(Desk.RESULTS, elsewhere=False, ids="abc")
    assert versions.edited == versions.disputed == set("ab")
    assert versions.apart == set()


def test_what_has_no_name_is_asked_about_in_a_copy_of_the_sheet() -> None:
    assert noted(Desk.COPY, elsewhere=False).edited == set("abc")


def test_another_computer_knows_a_row_by_its_reference_or_by_our_id_beside_it() -> None:
    assert noted(Desk.SHEET, elsewhere=True).apart == {"a"}
    assert noted(Desk.RESULTS, elsewhere=True, ids="ab").apart == set()


def test_where_the_target_gives_its_own_our_id_tells_nothing_of_a_row_that_both_changed() -> None:
    assert noted(Desk.RESULTS, elsewhere=True, ids="ab", traits=Traits(ids="own")).apart == {"a"}
    assert noted(Desk.RESULTS, elsewhere=False, ids="ab", traits=Traits(ids="own")).apart == set()
