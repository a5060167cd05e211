"""The notes of a worksheet: those of the user stay, those of an earlier run go, new ones are added.

A note of ours begins with a line 'importer:'. Where the user has a note on the same cell, ours stands below it in the
same note, from that line on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from importer.workbook_parts.cell_text import MAIN
from importer.workbook_parts.markup import Element, Markup, number_in, text
from importer.workbook_parts.refusal import NotPatchable

AUTHOR = "importer"
FIRST_LINE = f"{AUTHOR}:\n"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}">'
    f"<authors><author>{AUTHOR}</author></authors><commentList></commentList></comments>"
).encode()
_BLANK_RUN = re.compile(r"<((?:\w+:)?)r>(?:<\1rPr>(?:(?!</\1rPr>).)*</\1rPr>)?<\1t[^>]*>\n+</\1t></\1r>$", re.DOTALL)
_BLANK_END = re.compile(r"\n+(</(?:\w+:)?t>(?:</(?:\w+:)?r>)?)$")
_THREAD = "tc="  # the author of a note that stands for a conversation, which Excel writes anew itself


@dataclass(frozen=True)
class NotesChanged:
    """The part with the notes, the cells that have a new box for theirs, and those whose box goes."""

    content: bytes
    boxed: tuple[str, ...]
    unboxed: frozenset[str]


def with_notes(content: bytes | None, notes: Mapping[str, str]) -> NotesChanged:
    """Put notes, by address, into a part that has some already (None: there is none yet).

    A note that stands for a conversation is left as it is. Raises NotPatchable where the part is not sound.
    """
    part = Markup(content or _EMPTY)
    authors = part.root.first("authors")
    listed = part.root.first("commentList")
    if authors is None or listed is None:
        raise NotPatchable("its notes are not written as Excel writes them")
    names = [part.inside_of(each).decode() for each in authors.named("author")]
    ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    if AUTHOR not in names:
        tag = part.like(authors, "author")
        part.append(authors, f"<{tag}>{AUTHOR}</{tag}>")
    waiting, gone = dict(notes), set[str]()
    for note in listed.named("comment"):
        place = note.attributes.get("ref", "")
        author = number_in(note, "authorId")
        if author < len(names) and names[author].startswith(_THREAD):
            waiting.pop(place, None)
        elif (new := _one(part, note, waiting.get(place))) is not None:
            part.replace(note, new)
            if new:
                waiting.pop(place, None)
            else:
                gone.add(place)
    for place, words in waiting.items():
        part.append(listed, _comment(part, listed, place, ours, words))
    boxed = tuple(place for place in waiting if place not in gone)
    return NotesChanged(part.content(), boxed, frozenset(gone - waiting.keys()))


def _comment(part: Markup, listed: Element, place: str, author: int, words: str) -> str:
    comment, body = part.like(listed, "comment"), part.like(listed, "text")
    return f'<{comment} ref="{place}" authorId="{author}"><{body}>{_runs(part, listed, words)}</{body}></{comment}>'


def _runs(part: Markup, beside: Element, words: str) -> str:
    run, look, bold, size, font, letters = (part.like(beside, name) for name in ("r", "rPr", "b", "sz", "rFont", "t"))
    small = f'<{size} val="9"/><{font} val="Tahoma"/>'
    return (
        f'<{run}><{look}><{bold}/>{small}</{look}><{letters} xml:space="preserve">{FIRST_LINE}</{letters}></{run}>'
        f'<{run}><{look}>{small}</{look}><{letters} xml:space="preserve">{text(words)}</{letters}></{run}>'
    )


def _one(part: Markup, note: Element, words: str | None) -> str | None:
    """What becomes of a note that is there: None where nothing does, '' where it goes."""
    body = note.first("text")
    if body is None:
        return None
    kept, had_ours = _of_user(part, [each for each in body.children if each.name in {"t", "r"}])
    if words is None and not had_ours:
        return None
    if words is None and not kept:
        return ""
    said = _runs(part, note, words) if words else ""
    between = _blank_line(part, note) if kept and words else ""
    tag, rest = part.tag_of(note)
    text_tag, end = part.tag_of(body)[0].decode(), rest[body.close - note.inside :].decode()
    return f"{tag.decode()}{text_tag}{kept}{between}{said}{end}"


def _of_user(part: Markup, runs: list[Element]) -> tuple[str, bool]:
    """What the user wrote of a note, and whether something of ours follows, which goes to the end of the note."""
    kept: list[str] = []
    for run in runs:
        letters = run.first("t") if run.name == "r" else run
        words = part.inside_of(letters).decode() if letters else ""
        begin = 0 if words.startswith(FIRST_LINE) else words.find(f"\n{FIRST_LINE}")
        if letters is None or begin < 0:
            kept.append(part.text_of(run).decode())
            continue
        if before := words[:begin].rstrip("\n"):
            start, end = part.between(run.begin, letters.inside), part.between(letters.close, run.end)
            kept.append(f"{start}{before}{end}")
        return _without_blank_lines("".join(kept)), True
    return "".join(kept), False


def _without_blank_lines(runs: str) -> str:
    """The runs without those, and without the ends of the last, that only begin new lines."""
    runs = _BLANK_RUN.sub("", runs)
    return _BLANK_END.sub(r"\1", runs)


def _blank_line(part: Markup, beside: Element) -> str:
    run, letters = part.like(beside, "r"), part.like(beside, "t")
    return f'<{run}><{letters} xml:space="preserve">\n\n</{letters}></{run}>'
