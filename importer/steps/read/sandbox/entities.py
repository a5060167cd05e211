"""The five entities of XML, and characters by number; a document cannot have others without a DTD, which is refused."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.refusal import Refusal, damage

_ENTITY = re.compile("&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(\\w*))(;?)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST_CHARACTER = 0x10FFFF
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_entity(text: bytes) -> bool:
    """Whether it is one of the entities that there are, from & to the semicolon."""
    found = _ENTITY.fullmatch(text.decode(errors="replace"))
    try:
        return found is not None and bool(_meant(found))
    except Refusal:
        return False


def without_entities(texts: pa.Array) -> pa.Array:
    """The texts with each entity as what it stands for. Raises a Refusal for one that there is not."""
    has = pc.match_substring(texts, "&")
    if not pc.any(has).as_py():
        return texts
    resolved = [_ENTITY.sub(_meant, text) for text in texts.filter(has).to_pylist()]
    return pc.replace_with_mask(texts, has, pa.array(resolved, texts.type))


def _meant(entity: re.Match[str]) -> str:
    by_hex, by_number, name, end = entity.groups()
    if not end:
        raise damage("a sign & stands where none may")
    if name is not None:
        if name not in _NAMED:
            raise damage(f'it uses the entity "{name}", which is not declared')
        return _NAMED[name]
    number = int(by_hex, 16) if by_hex else int(by_number)
    if number > _LAST_CHARACTER or _ILLEGAL.match(chr(number)):
        raise damage("it has a character that XML does not allow")
    return chr(number)
