"""Text that only stands where a reference is missing: signs, forms to fill in, and words of seven languages."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from importer.catalogue.canonical import to_canonical_text, to_normal_form

IN_REFERENCES = "[1-9]"  # in nearly all of them, and in no placeholder
_COUNTING = re.compile(IN_REFERENCES)
_ONLY_SIGNS = re.compile(r"[\W_0]*|[\W_x?]*")
_AROUND = "\"'()[]<>{} "
_FILLING = r"[-_?x*#/.\s]*"  # what stands for a number that is to be filled in; may be the first of many
_TO_FILL_IN = re.compile(  # one x may be the last of A to X
    r"[^\W\d_]+(?:[-_/.][^\W\d_]+)*"
    rf"(?:\s*(?![-_/.\s]*x$)[-_?]{_FILLING}|/[?x*#]{_FILLING}|[\s.:]+(?:\?|[x*#]{{2,}}){_FILLING})"
)
_ERROR = re.compile(r"#[^\W\d_]+(?:[/_][^\W\d_]+)*[!?]|#n/?[abdv]")
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LONGEST = 60  # letters of words for none; more are a sentence
_SHORTEST = 5  # letters of words that are written as one
_SMALL = 3  # letters, of which words have more or as many where they are written as one


@dataclass(frozen=True)
class _WordsForNone:
    """What people write for none in one language, as its data has it."""

    says: frozenset[str]
    opens: frozenset[str]
    follows: frozenset[str]
    of: frozenset[str]

    def say_none(self, words: list[str]) -> bool:
        """Whether there are words for none, and beside them only what is missing: no reference, not yet known."""
        if not self._words.issuperset(words):
            return False
        text = f" {' '.join(words)} "
        return not self.says.isdisjoint(words) or any(
            f" {opening} {words[position]} " in text
            for position in range(1, len(words))
            if words[position] in self.follows
            for opening in self.opens
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        return self.says | self.of | self.follows | {word for opening in self.opens for word in opening.split()}

    def to_pattern(self) -> re.Pattern[str]:
        """What the same is where it is written as one word: NOREFERENCE."""
        of = "|".join(sorted(word for word in self.of | self.says if len(word) >= _SMALL))
        opens = "|".join(sorted(opening.replace(" ", "") for opening in self.opens))
        says = f"{'|'.join(sorted(self.says))}|(?:{opens})(?:{'|'.join(sorted(self.follows))})"
        return re.compile(f"(?:{of})*(?:{says})(?:{of})*")


def is_placeholder(reference: str) -> bool:
    """True for what people write where there is no reference: n/a, -, TBD, ?, 000, WO-XXX, no ref, nog niet bekend."""
    if _COUNTING.search(reference):
        return False  # as nearly all references, at a fraction of the time
    bare = to_canonical_text(reference).casefold()
    if _ONLY_SIGNS.fullmatch(bare):
        return True
    if len(bare) > _LONGEST:
        return False
    bare = _ACCENTS.sub("", to_normal_form("NFKD", bare))
    if _COUNTING.search(bare):
        return False  # of wide digits
    if _TO_FILL_IN.fullmatch(bare.strip(_AROUND)) or _ERROR.fullmatch(bare):
        return True
    return _say_none(_WORD.findall(bare))


def _say_none(words: list[str]) -> bool:
    languages, short = _read_words()
    whole = "".join(words)
    if not words or whole in short or short.issuperset(words):
        return bool(words)
    if len(whole) == len(words):
        words = [whole]  # n.v.t.
    if any(language.say_none(words) for language in languages):
        return True
    return len(words) == 1 and len(whole) >= _SHORTEST and any(one.fullmatch(whole) for one in _make_patterns())


@cache
def _read_words() -> tuple[tuple[_WordsForNone, ...], frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    short = frozenset(data.pop("short").split())
    return tuple(_read_language(words) for words in data.values()), short


def _read_language(words: dict[str, str]) -> _WordsForNone:
    says, follows, of = (frozenset(words[name].split()) for name in ("says", "follows", "of"))
    return _WordsForNone(says, frozenset(words["opens"]), follows, of)


@cache
def _make_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(language.to_pattern() for language in _read_words()[0])
