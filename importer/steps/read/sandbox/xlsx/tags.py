"""Where the tags of a piece of XML stand, found for the whole piece at once.

A piece is *plain* where every `<` begins a tag and every `>` ends one: no comment, no CDATA, no sign out of place. What
is not plain is None here, and read exactly, tag by tag, by expat (`ExactSheet`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import N_, _
from importer.workbook_parts.refusal import Refusal, make_damage_refusal

PositionArray = npt.NDArray[np.int64]
WordArray = npt.NDArray[np.uint64]
TEXT = pa.large_string()

_ENTITY = re.compile(rb"&[^;]{0,9};?")
_BEYOND = bytes(32)  # so that eight bytes can be looked at from any place
_LOWEST = 0x20  # signs below are control characters: illegal, but for these two (CR would have to become LF)
_ALLOWED_BELOW = frozenset(b"\t\n")
_WORD = 8
# The five entities of XML, and characters by number: a document has others only with a DTD, which is refused.
_REFERENCE = re.compile("&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(\\w*))(;?)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_CHARACTER = 0x10FFFF
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPEN, _CLOSE = ord("<"), ord(">")


@dataclass(frozen=True)
class Tags:
    """The tags of a plain piece: tag number n begins at `opens[n]` and ends at `closes[n]`; `kinds[n]` is what it is.

    `words[p]` is the eight bytes from `p` on, the first lowest.
    """

    padded: bytes
    signs: npt.NDArray[np.uint8]
    words: WordArray
    has_entities: bool
    opens: PositionArray
    closes: PositionArray
    kinds: npt.NDArray[np.uint8]

    def numbers_of(self, *kinds: int) -> PositionArray:
        """The numbers of the tags of these kinds."""
        found = self.kinds == kinds[0]
        for kind in kinds[1:]:
            found |= self.kinds == kind
        return np.flatnonzero(found)

    def read_texts_after(self, numbers: PositionArray) -> pa.Array:
        """The text between each of these tags (ascending) and the next. Raises a Refusal for an entity there is not."""
        bounds = np.empty(2 * len(numbers), np.int64)
        bounds[::2] = self.closes[numbers] + 1
        bounds[1::2] = self.opens[numbers + 1]
        if not len(bounds):
            return pa.array([], TEXT)
        every = pa.Array.from_buffers(
            TEXT, len(bounds) - 1, [None, pa.py_buffer(np.ascontiguousarray(bounds)), pa.py_buffer(self.padded)]
        )
        texts = every.take(pa.array(np.arange(0, len(bounds), 2)))  # every second: the others are what is between
        return replace_entities(texts) if self.has_entities else texts

    def list_spellings(self, numbers: PositionArray) -> set[bytes]:
        """The different ways in which the tags are written, those of a single letter left out (their kind says all)."""
        numbers = numbers[self.closes[numbers] - self.opens[numbers] > len("<t")]
        return {tag + b">" for tag in self.list_as_written(numbers)}

    def list_as_written(self, numbers: PositionArray) -> list[bytes]:
        """The tags as they are written, but for the sign that closes each."""
        places = zip(self.opens[numbers].tolist(), self.closes[numbers].tolist(), strict=True)
        return [self.padded[first:last] for first, last in places]

    def are_all(self, numbers: PositionArray, spelling: bytes) -> bool:
        """Whether the tags begin with `spelling` (at most eight bytes)."""
        wanted = np.uint64(int.from_bytes(spelling, "little"))
        return bool(((self.words[self.opens[numbers]] & mask_of(len(spelling))) == wanted).all())


@dataclass(frozen=True)
class Grammar:
    """The tags that a piece may have, known by their first two signs, and which may follow which.

    `self_closed` gives the kind for a tag that ends in `/>`; `length` the signs of a kind whose tag is always the same.
    """

    kinds: npt.NDArray[np.uint8]
    self_closed: npt.NDArray[np.uint8]
    follows: npt.NDArray[np.bool_]
    length: npt.NDArray[np.int64]
    has_text: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        starts: Mapping[bytes, int],
        *,
        self_closed: Mapping[int, int],
        follows: Mapping[int, tuple[int, ...]],
        lengths: Mapping[int, int],
        with_text: tuple[int, ...],
    ) -> "Grammar":
        """Make the tables; kind 0 is any tag that is not declared, and nothing may follow or precede it."""
        most = max(*starts.values(), *self_closed.values()) + 1
        kinds, closed = np.zeros(1 << 16, np.uint8), np.zeros(most, np.uint8)
        after, length, text = np.zeros((most, most), bool), np.zeros(most, np.int64), np.zeros(most, bool)
        for start, kind in starts.items():
            kinds[int.from_bytes(start, "little")] = kind
        for kind, other in self_closed.items():
            closed[kind] = other
        for kind, others in follows.items():
            after[kind, list(others)] = True
        for kind, size in lengths.items():
            length[kind] = size
        text[list(with_text)] = True
        return cls(kinds, closed, after, length, text)


def mask_of(count: int) -> np.uint64:
    """The lowest `count` bytes of a word."""
    return np.uint64((1 << 8 * count) - 1)


def tags_of(piece: bytes, grammar: Grammar) -> Tags | None:
    """Find the tags of a piece that begins and ends with one. None where it is not plain, or not of this grammar."""
    if not _is_sound_text(piece):
        return None
    padded = piece + _BEYOND
    signs = np.frombuffer(padded, np.uint8)
    ends = np.flatnonzero((signs | (_OPEN ^ _CLOSE)) == (_OPEN | _CLOSE))  # both at once: they differ in one bit
    if not len(ends) or len(ends) % 2 or ends[0] != 0 or ends[-1] != len(piece) - 1:
        return None
    opens, closes = np.ascontiguousarray(ends[::2]), np.ascontiguousarray(ends[1::2])
    if (signs.take(opens) != _OPEN).any() or (signs.take(closes) != _CLOSE).any():
        return None
    words: WordArray = np.ndarray((len(padded) - _WORD + 1,), np.dtype("<u8"), padded, strides=(1,))
    kinds = grammar.kinds.take(signs.take(opens + 1) | signs.take(opens + 2).astype(np.uint16) << 8)
    shut = signs.take(closes - 1) == ord("/")
    kinds[shut] = grammar.self_closed[kinds[shut]]
    tags = Tags(padded, signs, words, b"&" in piece, opens, closes, kinds)
    return tags if _is_of(tags, grammar) else None


def _is_sound_text(piece: bytes) -> bool:
    signs = np.frombuffer(piece, np.uint8)
    low = signs[signs < _LOWEST]
    if len(low) and not set(np.unique(low).tolist()) <= _ALLOWED_BELOW:
        return False
    if not all(map(_is_entity, set(_ENTITY.findall(piece)))):
        return False
    if piece.isascii():
        return True
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


def _is_of(tags: Tags, grammar: Grammar) -> bool:
    pairs = tags.kinds[:-1] * np.uint16(len(grammar.length)) + tags.kinds[1:]
    if not grammar.follows.take(pairs).all():
        return False
    wanted = grammar.length.take(tags.kinds)
    if ((wanted > 0) & (tags.closes - tags.opens + 1 != wanted)).any():
        return False
    between = tags.opens[1:] - tags.closes[:-1] > 1
    return not (between & ~grammar.has_text.take(tags.kinds[:-1])).any()


def _is_entity(text: bytes) -> bool:
    """Whether it is one of the entities that there are, from & to the semicolon."""
    found = _REFERENCE.fullmatch(text.decode(errors="replace"))
    try:
        return found is not None and bool(_find_meant(found))
    except Refusal:
        return False


def replace_entities(texts: pa.Array) -> pa.Array:
    """The texts with each entity as what it stands for. Raises a Refusal for one that there is not."""
    has = pc.match_substring(texts, "&")
    if not pc.any(has).as_py():
        return texts
    resolved = [_REFERENCE.sub(_find_meant, text) for text in texts.filter(has).to_pylist()]
    return pc.replace_with_mask(texts, has, pa.array(resolved, texts.type))


def _find_meant(entity: re.Match[str]) -> str:
    by_hex, by_number, name, end = entity.groups()
    if not end:
        raise make_damage_refusal(N_("it has an & in a place where & is not allowed"))
    if name is not None:
        if name not in _NAMED:
            raise make_damage_refusal(_('it uses the entity "{name}", which is not declared').format(name=name))
        return _NAMED[name]
    number = int(by_hex, 16) if by_hex else int(by_number)
    if number > _LAST_CHARACTER or _ILLEGAL.match(chr(number)):
        raise make_damage_refusal(N_("it has a character that XML does not allow"))
    return chr(number)
