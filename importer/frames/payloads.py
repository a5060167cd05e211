"""Values -> the JSON object of a job."""

from collections.abc import Iterator

import pandas as pd

from importer.catalogue import get_field

Payload = dict[str, object]


def payloads_of(values: pd.DataFrame) -> Iterator[tuple[int, Payload]]:
    """Each row of a frame of canonical text as (row, JSON object), in the order of the frame."""
    names = [name for name in values.columns if not get_field(name).read_only]
    kinds = [get_field(name).kind for name in names]
    flat = not any("." in name for name in names)
    for row, *texts in values[names].itertuples(name=None):
        job: Payload = {}
        for name, kind, text in zip(names, kinds, texts, strict=True):
            if text == "":
                continue
            if flat:
                job[name] = kind.to_payload(text)
            else:
                _put(job, name, kind.to_payload(text))
        yield row, job


def _put(job: Payload, name: str, value: object) -> None:
    *outer, last = name.split(".")
    for step in outer:
        inner = job.setdefault(step, {})
        assert isinstance(inner, dict)  # noqa: S101 - a name is never both a value and an object
        job = inner
    job[last] = value
