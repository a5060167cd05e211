"""Which code page a text is in that is not Unicode: Windows-1252 where that gives words, else the likeliest."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_LATIN = ("cp1250", "cp850", "cp437", "mac_roman", "cp1254", "cp1257", "iso8859_2")
_OTHERS = (
    *("cp1251", "koi8_r", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
_LINE = re.compile(rb"[^\r\n]+")
_ENOUGH = 1 << 16  # bytes of lines with something beyond ASCII
_NOT_IN_1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_ODD_AT_MOST = 0.05  # of the characters beyond ASCII
_NEAR_WORDS = frozenset("’‘´·–—\xad…")  # signs that may stand between two letters
_NEVER_AFTER_LETTERS = frozenset("‚„‹ƒˆ˜¿¡")
_NEVER_BEFORE_LETTERS = frozenset("¶¦¨¬¯¸¤")
_SIGNS = frozenset({"So", "Sk", "Sm", "Sc", "No"})  # never beside a letter that English does not have
_WORDS_OF_ONE_LETTER = frozenset("àÀáéôóåøèíÅ")
_SELDOM = re.compile(r"[ìòðþýõÌÒÐÞÝÕ]\w")  # in Western Europe; in Windows-1250 and -1254 they are common letters
_CENTRAL = re.compile("[šžŠŽ]")
_LIKE_DOS = re.compile("[aeiouyäöüAEIOUYÄÖÜ]á|(?<!\\w)‚(?!\\w)")  # ß, and é alone, as DOS writes them
_LIKE_LATIN_9 = re.compile(r"(?<![0-9])[½¼](?=[^\W\d]{2})|(?<=[^\W\d])[½¼¾]|[0-9] ?¤(?![^\W\d])")
_CONTROLS = re.compile("[\x80-\x9f]")  # what ISO 8859 has where Windows-1252 has letters
_LONG_RUN = re.compile("[\u00c0-\u024f]{4,}")  # in no language written with Latin letters


@dataclass(frozen=True)
class CodePage:
    """A code page by Python's name; `sure` is False where others would give words too."""

    encoding: str
    sure: bool


def code_page_of(content: bytes) -> CodePage | None:
    """The code page of bytes that are not UTF-8; None where none gives text, or where it is UTF-8 with damage."""
    lines = _collect_lines_beyond_ascii(content)
    if _is_damaged_utf8(lines):
        return None
    if _is_latin_9(lines):
        return CodePage("iso8859_15", sure=False)
    odd = _measure_odd_share(lines, "cp1252")
    if odd <= _ODD_AT_MOST and can_decode(content, "cp1252"):
        return _make_western(content, lines.decode("cp1252"), odd)
    if sum(byte > 127 for byte in lines) == 1:  # noqa: PLR2004 - the last of ASCII
        return None
    found = next((name for name in _guess_likeliest(lines) if can_decode(content, name)), None)
    return CodePage(found, sure=False) if found else None


def _make_western(content: bytes, text: str, odd: float) -> CodePage:
    if _LIKE_DOS.search(text) and _measure_odd_share(text.encode("cp1252"), "cp850") <= _ODD_AT_MOST:
        return CodePage("cp850", sure=False)
    seldom = _SELDOM.search(text)
    if seldom and _CENTRAL.search(text) and can_decode(content, "cp1250"):
        return CodePage("cp1250", sure=False)
    return CodePage("cp1252", sure=not odd and not seldom)


def _is_latin_9(lines: bytes) -> bool:
    """Whether signs that only Windows-1252 has would be within words, or an amount's currency: œ, Œ and €."""
    text = lines.decode("latin-1")
    is_like = _LIKE_LATIN_9.search(text) and not _CONTROLS.search(text)
    return bool(is_like) and _measure_odd_share(lines, "iso8859_15") <= _ODD_AT_MOST


def _is_damaged_utf8(lines: bytes) -> bool:
    text = lines.decode("utf-8", "surrogateescape")
    damaged = len(re.findall("[\udc80-\udcff]", text))
    beyond = len(re.findall("[^\x00-\x7f]", text)) - damaged
    return beyond >= max(damaged, 1)


def _collect_lines_beyond_ascii(content: bytes) -> bytes:
    lines, size = [], 0
    for found in _LINE.finditer(content):
        if found.group().isascii():
            continue
        lines.append(_some_of(found.group()))
        size += len(lines[-1])
        if size > _ENOUGH:
            break
    return b"\n".join(lines)


def _some_of(line: bytes) -> bytes:
    """A line as it is, or what is enough of a long one."""
    if len(line) <= _ENOUGH:
        return line
    first = next(position for position, byte in enumerate(line) if byte > 127)  # noqa: PLR2004 - the last of ASCII
    return line[max(first - 100, 0) :][:_ENOUGH]


def can_decode(content: bytes, encoding: str) -> bool:
    """Whether every byte is a character in this encoding."""
    if encoding == "cp1252":
        return not any(byte in content for byte in _NOT_IN_1252)
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _measure_odd_share(lines: bytes, encoding: str) -> float:
    """How many of the characters beyond ASCII stand where nobody would write them."""
    try:
        text = f" {lines.decode(encoding)} "
    except UnicodeDecodeError:
        return 1.0
    places = [position for position, sign in enumerate(text) if sign > "\x7f"]
    odd = sum(_is_odd(text[position - 1], text[position], text[position + 1]) for position in places)
    return min(1.0, (odd + sum(map(len, _LONG_RUN.findall(text)))) / max(len(places), 1))


@cache
def _is_odd(before: str, sign: str, after: str) -> bool:
    if sign in _NEVER_AFTER_LETTERS | _NEVER_BEFORE_LETTERS:
        return before.isalpha() if sign in _NEVER_AFTER_LETTERS else after.isalpha()
    if sign.isalpha() and sign not in "ªº":
        if not before.isalpha() and not after.isalpha():
            return sign < "\u0250" and sign not in _WORDS_OF_ONE_LETTER
        return sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))
    kind = unicodedata.category(sign)
    if kind == "Cc" or before == sign:
        return True
    if kind in _SIGNS and (_is_foreign(before) or _is_foreign(after)):
        return True
    return before.isalpha() and after.isalpha() and sign not in _NEAR_WORDS


def _is_foreign(letter: str) -> bool:
    return letter > "\x7f" and letter.isalpha()


def _guess_likeliest(lines: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - not loaded for Unicode

    found = [match.encoding for match in from_bytes(lines, cp_isolation=[*_LATIN, *_OTHERS])]
    likeliest = [*found, *(name for name in _LATIN if name not in found)]
    return sorted(likeliest, key=lambda name: _measure_odd_share(lines, name) > _ODD_AT_MOST)
