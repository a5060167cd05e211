"""Continuous integration installs what tests/ci.lock.txt names, by hash, and nothing else; the file fits pyproject."""

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent.parent
LOCK = ROOT / "tests" / "ci.lock.txt"
PIN = re.compile(r"([\w.-]+)==(\S+) \\\n((?: +--hash=\S+(?: \\)?\n)+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
TO_BUILD = ("editables",)  # what hatchling asks for besides, for an installation that can be edited


def pins() -> dict[str, tuple[Version, str]]:
    """The locked version of each package, and its hashes."""
    text = LOCK.read_text(encoding="utf-8")
    assert PIN.sub("", text).strip() == "", "a line that pins nothing, or names a place"
    return {canonicalize_name(name): (Version(version), hashes) for name, version, hashes in PIN.findall(text)}


LOCKED = pins()


def wanted() -> Iterator[Requirement]:
    """What pyproject asks for: to build, to run and to test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["build-system"]["requires"], *project["project"]["dependencies"], *TO_BUILD]
    extras = project["project"]["optional-dependencies"]
    asked = map(Requirement, (*named, *extras["test"], *extras["browser"]))
    yield from (one for one in asked if one.name != project["project"]["name"])  # an extra of ours may name another


def all_wanted() -> Iterator[Requirement]:
    """The same, and what these ask for in turn, as far as the locked versions are installed here."""
    waiting, seen = list(wanted()), set[str]()
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        if not any(_applies(requirement, extra) for extra in extras):
            continue
        yield requirement
        place = f"{canonicalize_name(requirement.name)}{sorted(requirement.extras)}"
        if place not in seen and _is_locked_version(requirement.name):
            seen.add(place)
            for text in metadata.requires(requirement.name) or ():
                further = Requirement(text)
                if any(_applies(further, extra) for extra in extras | {""}):
                    further.marker = None
                    waiting.append(further)


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _is_locked_version(name: str) -> bool:
    locked = LOCKED.get(canonicalize_name(name))
    try:
        return locked is not None and Version(metadata.version(name)) == locked[0]
    except metadata.PackageNotFoundError:
        return False


def test_each_pin_has_hashes_of_its_files() -> None:
    assert len(LOCKED) > 50
    for name, (_, hashes) in LOCKED.items():
        assert HASH.findall(hashes), name
        assert len(HASH.findall(hashes)) == hashes.count("--hash="), name


def test_whatever_pyproject_asks_for_is_pinned_within_its_bounds() -> None:
    for requirement in all_wanted():
        assert canonicalize_name(requirement.name) in LOCKED, f"{requirement} is not locked"
        version, _ = LOCKED[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}: {version} is locked"


def test_nothing_is_pinned_that_nobody_asks_for() -> None:
    """Where other versions are installed, as a user may have them, what these ask for cannot be known in full."""
    asked = {canonicalize_name(requirement.name) for requirement in all_wanted()}
    if all(map(_is_locked_version, LOCKED)):
        assert asked == set(LOCKED)
    else:
        assert asked <= set(LOCKED)


def test_continuous_integration_installs_by_hash_and_fetches_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    installs = [line for line in script.splitlines() if "pip install" in line and not line.lstrip().startswith("#")]
    assert len(installs) == 1
    assert "--require-hashes -r tests/ci.lock.txt" in installs[0]
    assert "PIP_NO_INDEX=1" in script
    assert "PIP_NO_BUILD_ISOLATION=0" in script
    hosted = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    assert "--only-binary :all: --require-hashes -r tests/ci.lock.txt" in hosted.partition("one-folder:")[0]
