"""The public names of the package: each loads, and an old one still does, with a warning."""

import pytest

import importer


@pytest.mark.parametrize("name", importer.__all__)
def test_every_public_name_loads_and_says_what_it_is(name: str) -> None:
    assert getattr(importer, name).__doc__


@pytest.mark.parametrize(("old", "new"), [("Patience", "SendPolicy"), ("Watcher", "Observer")])
def test_an_old_name_loads_with_a_warning(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"importer.{new}"):
        assert getattr(importer, old) is getattr(importer, new)


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="Patient"):
        _ = importer.Patient
