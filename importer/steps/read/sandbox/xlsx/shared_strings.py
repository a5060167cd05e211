"""The texts that cells refer to by number."""

import re
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.row_strikes_and_fills import OFF
from importer.steps.read.sandbox.xlsx.tags import TEXT, Grammar, tags_of
from importer.steps.read.sandbox.xlsx.xml_pieces import NotSplittable, RepeatedElement, begin_cutting
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

_ITEM, _ITEM_END, _ITEM_SHUT, _TEXT, _TEXT_END, _TEXT_SHUT = range(1, 7)
_STRINGS = RepeatedElement("si", ("sst",))
_NEXT = (_ITEM, _ITEM_SHUT)
_GRAMMAR = Grammar.of(
    {b"si": _ITEM, b"/s": _ITEM_END, b"t>": _TEXT, b"t ": _TEXT, b"t/": _TEXT, b"/t": _TEXT_END},
    self_closed={_ITEM: _ITEM_SHUT, _TEXT: _TEXT_SHUT},
    follows={
        _ITEM: (_TEXT, _TEXT_SHUT, _ITEM_END), _ITEM_END: _NEXT, _ITEM_SHUT: _NEXT,
        _TEXT: (_TEXT_END,), _TEXT_END: (_ITEM_END,), _TEXT_SHUT: (_ITEM_END,),
    },
    lengths={_ITEM: 4, _ITEM_SHUT: 5, _ITEM_END: 5, _TEXT_END: 4},
    with_text=(_TEXT,),
)  # fmt: skip
_TEXT_TAGS = frozenset({b'<t xml:space="preserve">'})
_BY_NUMBER = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SharedStrings:
    """The texts in their order, and the places of those that are struck through from their first letter to the last."""

    texts: pa.Array
    struck: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


def read_shared_strings(file: IO[bytes], exact_file: IO[bytes]) -> SharedStrings:
    """Read them all. Both files are the part, from its start. Raises a Refusal where it is damaged."""
    try:
        return _read_in_pieces(file)
    except NotSplittable:
        exact = _ExactStrings()
        exact.reader.feed_all(exact_file)
        return SharedStrings(decode(pa.array(exact.texts, TEXT)), np.flatnonzero(exact.struck))


def decode(texts: pa.Array) -> pa.Array:
    """The texts with `_x000D_` and its like as the characters that they stand for ([ECMA-376] 22.9.2.19)."""
    has = pc.match_substring(texts, "_x")
    if not pc.any(has).as_py():
        return texts
    found = [_BY_NUMBER.sub(_to_character, text) for text in texts.filter(has).to_pylist()]
    return pc.replace_with_mask(texts, has, pa.array(found, TEXT))


def _to_character(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return match[0] if "\ud800" <= character <= "\udfff" else character  # half a character cannot be text


def _read_in_pieces(file: IO[bytes]) -> SharedStrings:
    cutting = begin_cutting(file, _STRINGS)
    found, before = [], 0
    struck: list[npt.NDArray[np.int64]] = []
    for text in cutting.cut_pieces():
        plain = _read_plain(cutting.remove_prefix(text))
        if plain is None:
            exact = _ExactStrings()
            try:
                exact.reader.feed(cutting.head + text + cutting.ending, last=True)
            except Refusal as damaged:
                raise NotSplittable from damaged
            plain = pa.array(exact.texts, TEXT)
            struck.append(before + np.flatnonzero(exact.struck))
        found.append(decode(plain))
        before += len(plain)
    XmlReader(lambda *_: None).feed(cutting.head + cutting.tail, last=True)
    return SharedStrings(pa.concat_arrays(found), np.concatenate(struck) if struck else np.zeros(0, np.int64))


def _read_plain(piece: bytes) -> pa.Array | None:
    tags = tags_of(piece, _GRAMMAR)
    if tags is None or tags.kinds[0] not in _NEXT or tags.kinds[-1] not in (_ITEM_END, _ITEM_SHUT):
        return None
    items = tags.numbers_of(_ITEM)
    if len(items) != len(tags.numbers_of(_TEXT)) or len(items) != len(tags.numbers_of(_ITEM_END)):
        return None  # one without text
    if not (tags.are_all(items, b"<si>") and tags.are_all(tags.numbers_of(_ITEM_END), b"</si>")):
        return None
    if tags.numbers_of(_ITEM_SHUT).size or not tags.list_spellings(tags.numbers_of(_TEXT)) <= _TEXT_TAGS:
        return None
    return tags.read_texts_after(tags.numbers_of(_TEXT))


class _ExactStrings:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.struck: list[bool] = []
        self._runs = StruckRuns()
        self.reader = XmlReader(self._start, self._end, self._take_text)
        self._parts: list[str] = []
        self._listening = False
        self._phonetic = 0

    def _start(self, name: str, attributes: Attributes) -> None:
        self._runs.start(name, attributes)
        if name == "si":
            self._parts = []
            self._runs.clear()
        elif name == "rPh":
            self._phonetic += 1
        self._listening = name == "t" and not self._phonetic

    def _end(self, name: str) -> None:
        self._listening = False
        if name == "si":
            self.texts.append("".join(self._parts))
            self.struck.append(self._runs.all_struck)
        elif name == "rPh":
            self._phonetic -= 1

    def _take_text(self, text: str) -> None:
        if self._listening:
            self._parts.append(text)
            self._runs.take(text)


class StruckRuns:
    """Whether all that is to be seen of a text is struck through, run by run."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin a text."""
        self._now = self._some = self._others = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Look at an element of it."""
        if name == "r":
            self._now = False
        elif name == "strike":
            self._now = attributes.get("val", "1") not in OFF

    def take(self, text: str) -> None:
        """Look at letters of it."""
        if text.strip():
            self._some |= self._now
            self._others |= not self._now

    @property
    def all_struck(self) -> bool:
        """Whether it is."""
        return self._some and not self._others
