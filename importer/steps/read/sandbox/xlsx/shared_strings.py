"""The texts that cells refer to by number."""

import re
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.xlsx.tags import TEXT, Grammar, tags_of
from importer.steps.read.sandbox.xlsx.xml_pieces import NotCuttable, Shape, begin_cutting
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

_ITEM, _ITEM_END, _ITEM_SHUT, _TEXT, _TEXT_END, _TEXT_SHUT = range(1, 7)
_STRINGS = Shape("si", ("sst",))
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


def read_shared_strings(file: IO[bytes], exact_file: IO[bytes]) -> pa.Array:
    """Read them all, in their order. Both files are the part, from its start. Raises a Refusal where it is damaged."""
    try:
        return _read_in_pieces(file)
    except NotCuttable:
        exact = _ExactStrings()
        exact.reader.feed_all(exact_file)
        return decode(pa.array(exact.texts, TEXT))


def decode(texts: pa.Array) -> pa.Array:
    """The texts with `_x000D_` and its like as the characters that they stand for ([ECMA-376] 22.9.2.19)."""
    has = pc.match_substring(texts, "_x")
    if not pc.any(has).as_py():
        return texts
    found = [_BY_NUMBER.sub(_to_character, text) for text in texts.filter(has).to_pylist()]
    return pc.replace_with_mask(texts, has, pa.array(found, TEXT))


def _to_character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return found[0] if "\ud800" <= character <= "\udfff" else character  # half a character cannot be text


def _read_in_pieces(file: IO[bytes]) -> pa.Array:
    cutting = begin_cutting(file, _STRINGS)
    found = []
    for text in cutting.pieces():
        plain = _read_plain(cutting.without_prefix(text))
        if plain is None:
            exact = _ExactStrings()
            try:
                exact.reader.feed(cutting.head + text + cutting.ending, last=True)
            except Refusal as damaged:
                raise NotCuttable from damaged
            plain = pa.array(exact.texts, TEXT)
        found.append(decode(plain))
    XmlReader(lambda *_: None).feed(cutting.head + cutting.tail, last=True)
    return pa.concat_arrays(found)


def _read_plain(piece: bytes) -> pa.Array | None:
    tags = tags_of(piece, _GRAMMAR)
    if tags is None or tags.kinds[0] not in _NEXT or tags.kinds[-1] not in (_ITEM_END, _ITEM_SHUT):
        return None
    items = tags.numbers_of(_ITEM)
    if len(items) != len(tags.numbers_of(_TEXT)) or len(items) != len(tags.numbers_of(_ITEM_END)):
        return None  # one without text
    if not (tags.all_are(items, b"<si>") and tags.all_are(tags.numbers_of(_ITEM_END), b"</si>")):
        return None
    if tags.numbers_of(_ITEM_SHUT).size or not tags.spellings(tags.numbers_of(_TEXT)) <= _TEXT_TAGS:
        return None
    return tags.texts_after(tags.numbers_of(_TEXT))


class _ExactStrings:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.reader = XmlReader(self._start, self._end, self._text)
        self._parts: list[str] = []
        self._listening = False
        self._phonetic = 0

    def _start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic += 1
        self._listening = name == "t" and not self._phonetic

    def _end(self, name: str) -> None:
        self._listening = False
        if name == "si":
            self.texts.append("".join(self._parts))
        elif name == "rPh":
            self._phonetic -= 1

    def _text(self, text: str) -> None:
        if self._listening:
            self._parts.append(text)
