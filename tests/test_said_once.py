"""README.md and the guide say nothing twice: not in the same words, and not in nearly the same."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest

from importer.steps.report.correcting import CORRECT_RESULTS, CORRECT_SHEET
from tests.guide_sessions import PERSONS
from tests.test_readme import TEXTS, sentences

LONG_SENTENCE = 8  # words
ALIKE, OF_WORDS = 0.55, 5  # of the words that tell something in either sentence; fewer are alike by chance
WITHIN, OF_SHORTER = 0.75, 6  # of those in the shorter one
CORRECTION = {  # the one way to correct, which all pages say as the program says it: how each sentence begins
    CORRECT_RESULTS: CORRECT_RESULTS.partition("{")[0],
    CORRECT_SHEET: re.escape(CORRECT_SHEET.partition(",")[0]).replace(r"\{sheet\}", r"\S+"),
}
OF_CORRECTION = re.compile(
    "|".join((*CORRECTION.values(), CORRECT_SHEET.partition(": ")[2].rstrip("."))), re.IGNORECASE
)
NEWS = "importer/guide/changes.md"  # says in short what a page says in full
WALKS = {f"importer/guide/{name}.md" for name in PERSONS}  # say what each command does as it is typed
EVERYWHERE = frozenset(
    """a after again all also an and any are as at be because been before between both but by can cannot do does each
    else every for from had has have here how if in into is it its may more of on one or other others out over own same
    so such than that the their them then there these they this those to too until was were what when where which who
    whose will with without you your""".split()  # noqa: SIM905 - a list would be a hundred lines
)
ENDINGS = ("ing", "ed", "es", "s")


NOT_SENTENCES = re.compile(r"\]\([^)]*\)|^#+ .*$", re.MULTILINE)  # where links lead, and headings


class Said(NamedTuple):
    """A sentence, the page that it is on, and the stems of the words in it that tell something."""

    page: str
    sentence: str
    stems: frozenset[str]


def stem_of(word: str) -> str:
    plain = word.strip("'.-")
    ending = next((end for end in ENDINGS if plain.endswith(end) and len(plain) > len(end) + 3), "")
    return plain.removesuffix(ending)


def list_said(texts: dict[str, str]) -> list[Said]:
    return [
        Said(page, sentence, frozenset(stem_of(word) for word in words if word not in EVERYWHERE))
        for page, text in texts.items()
        for sentence in sentences(NOT_SENTENCES.sub("", text))
        if len(words := sentence.split()) >= LONG_SENTENCE and not OF_CORRECTION.match(sentence)
    ]


def find_twice(said: list[Said]) -> Iterator[str]:
    """Pairs that are the same, that share most of their words, or of which one is within the other."""
    for one, other in combinations(said, 2):
        if one.sentence == other.sentence or _are_alike(one, other):
            yield f"{one.page}: {one.sentence}\n{other.page}: {other.sentence}"


def _are_alike(one: Said, other: Said) -> bool:
    shorter = min(len(one.stems), len(other.stems))
    common = len(one.stems & other.stems)
    if shorter >= OF_WORDS and common >= ALIKE * len(one.stems | other.stems):
        return True
    return shorter >= OF_SHORTER and common >= WITHIN * shorter and not {one.page, other.page} & {NEWS, *WALKS}


def test_nothing_is_said_twice() -> None:
    said = list_said(TEXTS)
    assert len(said) > 500
    assert "\n\n".join(find_twice(said)) == "", "say it in one place, and link to it"


@pytest.mark.parametrize("sentence", CORRECTION)
def test_how_to_correct_is_said_on_every_page_as_the_program_says_it(sentence: str) -> None:
    begins = re.compile(CORRECTION[sentence], re.IGNORECASE)
    whole = re.compile(re.sub(r"\\{\w+\\}", r".{1,90}?", re.escape(sentence)), re.IGNORECASE)
    found = 0
    for page, text in TEXTS.items():
        plain = " ".join(text.replace("`", "").split())
        for begin in begins.finditer(plain):
            assert whole.match(plain, begin.start()), f"{page}: {plain[begin.start() :][:200]}"
            found += 1
    assert found > 1


def test_what_is_nearly_the_same_is_found() -> None:
    pairs = (
        ("The password is in no file, log or result of yours.", "It is in no file, log or result of the program."),
        ("`keep-runs` erases runs by age from the journal.", "With `keep-runs`, age erases runs from a journal."),
    )
    for one, other in pairs:
        assert len(list(find_twice(list_said({"a": one, "b": other})))) == 1, one
