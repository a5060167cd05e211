"""A workbook read in this process, by what the child does: for tests that read hundreds."""

import io
import json
from pathlib import Path

from openpyxl.utils import get_column_letter

from importer.catalogue.fields_by_heading import find_field, list_known_names
from importer.settings import Options
from importer.steps.read.child_answers import Answers, grid_of
from importer.steps.read.content import content_of
from importer.steps.read.grid import Grid
from importer.steps.read.sandbox.child import read
from importer.steps.read.sandbox.serve import Limits, answer
from importer.steps.read.workbook import request_of


def grid_in(path: Path, options: Options = Options(), password: str = "") -> Grid:
    out, answers, content = io.BytesIO(), Answers(), path.read_bytes()
    request = dict(request_of(content_of(path).value, options, find_field, list_known_names()))
    if password:
        request["locked_bytes"] = len(content)
        content = json.dumps(password).encode() + b"\n" + content
    answer(read, io.BytesIO(content), out, request, Limits())
    out.seek(0)
    answers.read(out)
    return grid_of(answers, path)


def texts_in(path: Path, options: Options = Options()) -> dict[str, str]:
    """The text of each cell that is not blank, by its address."""
    grid = grid_in(path, options)
    letters = [get_column_letter(column) for column in grid.columns]
    return {
        f"{letter}{row}": text
        for row, *texts in grid.cells.itertuples(name=None)
        for letter, text in zip(letters, texts, strict=True)
        if text
    }
