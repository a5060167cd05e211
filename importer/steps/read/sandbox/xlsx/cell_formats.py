"""What the workbook says about all of its cells: the shared strings, the formats, the first day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from importer.steps.read.sandbox.excel_numbers import Which
from importer.steps.read.sandbox.number_formats import NUMBER, Format

GENERAL = "General"


@dataclass(frozen=True)
class WorkbookContext:
    """What the workbook says about all of its cells: the shared strings, a format for each style, the first day."""

    strings: pa.Array
    formats: tuple[Format, ...] = ()
    from_1904: bool = False

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The number formats that show something else than the text of a cell; General, last, for 1E+12."""
        return (*dict.fromkeys(format_.code for format_ in self.formats if format_.code), GENERAL)

    @cached_property
    def code_of_style(self) -> npt.NDArray[np.int16]:
        """Which of the codes each style has, counted from 1; 0 for none, and for a style that there is not."""
        places = {code: position for position, code in enumerate(self.codes, 1)} | {"": 0}
        return np.array([*(places[format_.code] for format_ in self.formats), 0], np.int16)

    @cached_property
    def around_texts(self) -> Mapping[int, tuple[str, ...]]:
        """What styles put around a text, or in its place, where they do."""
        return {style: format_.around for style, format_ in enumerate(self.formats) if format_.changes_texts}

    def format_of(self, style: int) -> Format:
        """The format of a style; of one that there is not, none."""
        return self.formats[style] if style < len(self.formats) else NUMBER

    def group_by_format(self, styles: npt.NDArray[np.int32]) -> dict[Format, Which]:
        """Which of the styles have each format."""
        found: dict[Format, Which] = {}
        for style in np.unique(styles).tolist():
            format_ = self.format_of(style)
            found[format_] = found.get(format_, np.zeros(len(styles), bool)) | (styles == style)
        return found
