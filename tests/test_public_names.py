"""The public names of the package: each loads, and an old one still does, with a warning."""

import inspect
from dataclasses import fields

import pytest

import importer
from importer.runs.request import RunRequest


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


def test_an_import_and_a_retry_take_the_same() -> None:
    assert inspect.signature(importer.retry_results) == inspect.signature(importer.import_sheet)


def test_what_is_asked_of_a_run_has_the_same_default_everywhere() -> None:
    request = {one.name: one.default for one in fields(RunRequest)}
    for function in (importer.import_sheet, importer.check_sheet, importer.resume_run):
        taken = {name: one.default for name, one in inspect.signature(function).parameters.items()}
        assert all(taken[name] == request[name] for name in taken.keys() & request.keys() - {"path"})
