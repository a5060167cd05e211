"""What a target is like where it is not as published: how it takes jobs, and what it shows of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from random import Random

from importer.practice.faults import Fault
from importer.practice.faults.alterations import NORMALISED

OTHER_REFERENCES = {"capitals", "cut reference", "longer reference", "no reference"}
POST, GET, LIST = "POST /Jobs", "GET /Jobs(*", "GET /Jobs"
PATIENCE_SECONDS = 2.0  # for so long the importer looks for what may not be shown yet
OUTLASTING = 1.5 * PATIENCE_SECONDS


@dataclass(frozen=True)
class Traits:
    """`ids` of its own, named or not; seconds until a GET and a list show a new job; how it `normalises` a job;
    whether it ignores `filters`. Where it is of two `replicas`, only one of them lags, and either may answer.
    """

    ids: str = ""
    get_lag: float = 0.0
    list_lag: float = 0.0
    normalises: str = ""
    filters: str = ""
    replicas: bool = False

    @property
    def lag(self) -> float:
        """Seconds after which all is shown."""
        return max(self.get_lag, self.list_lag)

    @property
    def outlasts(self) -> bool:
        """True where what is not shown may be there, however patiently one looks."""
        return self.lag > PATIENCE_SECONDS

    @property
    def names(self) -> list[str]:
        """In a word or two each, for a count."""
        named = {"ids": f"{self.ids} ids", "normalises": self.normalises, "filters": "filters ignored"}
        lags = {"get_lag": "GET lags", "list_lag": "lists lag", "replicas": "two replicas"}
        words = [word for name, word in {**named, **lags}.items() if asdict(self)[name]]
        return [*words, *["lag beyond patience"] * self.outlasts]

    @property
    def hides(self) -> bool:
        """True where neither an id nor a text that we gave need show that a job is ours."""
        return bool(self.ids) and self.changes_references

    @property
    def changes_references(self) -> bool:
        return self.normalises in OTHER_REFERENCES

    def with_fault(self, fault: Fault) -> Fault:
        """The fault as this target has it."""
        if not fault.does_it:
            return fault
        lag = {POST: 0.0, GET: self.get_lag, LIST: self.list_lag}.get(fault.on, self.lag)
        ids, filters = self.ids or fault.ids, self.filters if fault.on.startswith(LIST) else ""
        if fault.on.startswith("GET"):
            return replace(fault, lag=lag, filters=filters)
        return replace(fault, ids=ids, normalises=self.normalises, lag=lag)

    def lasting(self) -> list[Fault]:
        """What befalls every request that nothing else does."""
        likely = 0.5 if self.replicas else 1.0
        faults = [
            Fault(on=POST, ids=self.ids, normalises=self.normalises),
            Fault(on=GET, lag=self.get_lag, chance=likely),
            Fault(on=LIST, lag=self.list_lag, filters=self.filters, chance=likely if self.list_lag else 1.0),
            Fault(on=LIST, filters=self.filters),
        ]
        return [fault for fault in faults if fault.is_lasting]

    def made_of(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """What a target makes of the cells of a row."""
        if not self.normalises:
            return cells
        names = {"Name": "name", "Reference": "reference_back_office", "Description": "description"}
        job = NORMALISED[self.normalises]({name: cells.get(heading, "") for heading, name in names.items()})
        made = {heading: str(job[name]) for heading, name in names.items()}
        status = {"Status code": "ToBePlanned"} if self.normalises == "status" else {}
        return {**cells, **made, **status}


PUBLISHED = Traits()


def drawn_traits(chance: Random) -> Traits:
    """What a target is like, as chance has it."""
    lag = chance.choice([0.3, 0.6, 1.0]) if chance.random() < 0.4 else 0.0
    ids = chance.choice(["own", "stored"]) if chance.random() < 0.4 else ""
    return Traits(
        ids=ids,
        get_lag=lag if chance.random() < 0.7 else 0.0,
        list_lag=lag if chance.random() < 0.7 else 0.0,
        normalises=chance.choice(list(NORMALISED)) if chance.random() < (0.6 if ids else 0.3) else "",
        filters="first page" if chance.random() < 0.15 else "",
    )


def drawn_slower(chance: Random, traits: Traits) -> Traits:
    """The same target, perhaps of two replicas, or with a lag that outlasts all patience. Where it gives ids of its
    own, too, the latter leads anybody to a second job.
    """
    if not traits.ids and chance.random() < 0.25:
        lags = chance.choice([(OUTLASTING, 0.0), (0.0, OUTLASTING), (OUTLASTING, OUTLASTING)])
        traits = replace(traits, get_lag=lags[0], list_lag=lags[1])
    return replace(traits, replicas=bool(traits.lag) and chance.random() < 0.5)
