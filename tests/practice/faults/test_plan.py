from collections import Counter

from importer.practice.faults import Fault, FaultPlan


def met(plan: FaultPlan, *requests: str) -> list[int]:
    """The statuses that these requests meet, 0 for none."""
    return [fault.status if (fault := plan.choose_fault(words, words)) else 0 for words in requests]


def test_by_number_every_and_at_most() -> None:
    assert met(FaultPlan([Fault(status=500, at=(1, 3))]), *["POST /Jobs"] * 4) == [500, 0, 500, 0]
    assert met(FaultPlan([Fault(status=500, every=2)]), *["POST /Jobs"] * 5) == [0, 500, 0, 500, 0]
    assert met(FaultPlan([Fault(status=500, times=2)]), *["POST /Jobs"] * 4) == [500, 500, 0, 0]


def test_by_method_address_and_what_is_in_it() -> None:
    plan = FaultPlan([Fault(on="POST /Jobs", at=(2,), status=500), Fault(on="GET /Jobs(*", holding="(7)", status=404)])
    asked = ["POST /Jobs", "GET /Jobs(7)", "GET /Jobs(8)", "GET /Jobs", "PUT /Jobs", "POST /Jobs"]
    assert met(plan, *asked) == [0, 404, 0, 0, 0, 500]
    assert plan.met == Counter({"404 message": 1, "500 message": 1})


def test_of_several_the_first_happens_and_each_counts_for_itself() -> None:
    plan = FaultPlan([Fault(status=500, at=(2,)), Fault(status=503, every=2)])
    assert met(plan, *["GET /Jobs"] * 4) == [0, 500, 0, 503]


def test_the_same_seed_gives_the_same_faults() -> None:
    faults = [Fault(status=500, chance=0.3), Fault(status=503, chance=0.3)]
    once, again, other = (met(FaultPlan(faults, seed=seed), *["GET /Jobs"] * 200) for seed in (1, 1, 2))
    assert once == again != other
    assert 30 < once.count(500) < 90


def test_chance_does_not_depend_on_what_other_faults_do() -> None:
    alone = met(FaultPlan([Fault(status=500, chance=0.2)], seed=5), *["GET /Jobs"] * 100)
    beside = met(
        FaultPlan([Fault(status=500, chance=0.2), Fault(on="POST*", chance=0.5)], seed=5), *["GET /Jobs"] * 100
    )
    assert alone == beside


def test_once_ended_nothing_goes_wrong() -> None:
    plan = FaultPlan([Fault(status=500)])
    assert met(plan, "GET /Jobs") == [500]
    plan.end()
    assert met(plan, "GET /Jobs") == [0]
