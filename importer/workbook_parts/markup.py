"""A small XML part that is changed where it must be: every other byte of it stays."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from importer.languages import N_, _
from importer.workbook_parts.refusal import NotPatchable
from importer.workbook_parts.xml_reader import read_whole_number

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([\w-]+)""")
_NAME = re.compile(rb"<([^\s/>]+)")
XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(eq=False, slots=True)
class Element:
    """An element and where it stands: `begin` and `inside` enclose its start tag, `close` and `end` its end tag.

    Attributes of another namespace are named 'namespace name'.
    """

    space: str
    name: str
    attributes: Mapping[str, str]
    begin: int
    inside: int
    close: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    def find_all(self, name: str) -> Iterator["Element"]:
        """Its children of this name, whatever their namespace."""
        return (child for child in self.children if child.name == name)

    def find(self, name: str) -> "Element | None":
        """The first child of this name."""
        return next(self.find_all(name), None)

    def walk(self) -> Iterator["Element"]:
        """All elements inside, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(element.children[::-1])


class _Elements:
    """The elements of a part while it is parsed, and how deep it is inside them."""

    def __init__(self, content: bytes, parser: expat.XMLParserType, most: int) -> None:
        self.top = Element("", "", {}, 0, 0)
        self.depth = 0
        self._content, self._parser, self._most = content, parser, most
        self._open = [self.top]

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > self._most:
            return
        space, _, local = name.rpartition(" ")
        position = self._parser.CurrentByteIndex
        tag = _TAG.match(self._content, position)
        element = Element(space, local, attributes, position, tag.end() if tag else position)
        self._open[-1].children.append(element)
        self._open.append(element)

    def finish(self, _name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if self.depth >= self._most:
            return
        element, position = self._open.pop(), self._parser.CurrentByteIndex
        is_shut = self._content.endswith(b"/>", element.begin, element.inside)
        tag = None if is_shut else _TAG.match(self._content, position)
        element.close = element.inside if is_shut else position
        element.end = tag.end() if tag else element.inside


class Markup:
    """A part read as a whole, and the changes to be made in it. Raises NotPatchable where it is not sound UTF-8 XML.

    Elements that are more than `depth` inside others are passed over.
    """

    def __init__(self, content: bytes, *, depth: int = sys.maxsize) -> None:
        self._content, self._depth = content, depth
        self._edits: list[tuple[int, int, bytes]] = []
        self._set: dict[Element, dict[str, str | None]] = {}
        self._appended: dict[Element, list[str]] = {}
        self._declared: dict[str, str] = {}
        self.root = self._parse()

    def _parse(self) -> Element:
        if not is_utf_8(self._content):
            raise NotPatchable(N_("a part of it is not UTF-8 text"))
        parser = expat.ParserCreate(namespace_separator=" ")
        found = _Elements(self._content, parser, self._depth)

        def declare(prefix: str | None, space: str) -> None:
            if found.depth == 0:  # by the root: it holds everywhere
                self._declared.setdefault(space, prefix or "")

        parser.StartElementHandler, parser.EndElementHandler = found.begin, found.finish
        parser.StartNamespaceDeclHandler = declare
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            parser.Parse(self._content, True)
        except expat.ExpatError as error:
            raise NotPatchable(_("a part of it is damaged ({reason})").format(reason=error)) from error
        return found.top.children[0]

    def text_of(self, element: Element) -> bytes:
        """The element as it stands, its tags included."""
        return self._content[element.begin : element.end]

    def tag_of(self, element: Element) -> tuple[bytes, bytes]:
        """The start tag of the element, and all that follows up to its end."""
        return self._content[element.begin : element.inside], self._content[element.inside : element.end]

    def inside_of(self, element: Element) -> bytes:
        """What stands between the tags of the element."""
        return self._content[element.inside : element.close]

    def read_between(self, begin: int, end: int) -> str:
        """What stands between two places of the part."""
        return self._content[begin:end].decode()

    def prefix_name(self, element: Element, name: str) -> str:
        """The name as it is written beside `element`: with the same prefix, if it has one."""
        written = _NAME.match(self._content, element.begin)
        prefix, colon, _ = written[1].decode().rpartition(":") if written else ("", "", "")
        return f"{prefix}{colon}{name}"

    def prefix_of(self, space: str) -> str:
        """The prefix that the part declares for a namespace ('' where it is the default one or not declared)."""
        return self._declared.get(space, "")

    def append(self, element: Element, xml: str) -> None:
        """Put `xml` behind what is in the element."""
        self._appended.setdefault(element, []).append(xml)

    def put(self, position: int, xml: str) -> None:
        """Put `xml` at a place of the part, the `begin` or `end` of an element."""
        self._edits.append((position, position, xml.encode()))

    def replace(self, element: Element, xml: str) -> None:
        """Put `xml` in the place of the element."""
        self._edits.append((element.begin, element.end, xml.encode()))

    def fill(self, element: Element, xml: str) -> None:
        """Put `xml` in the place of what is in an element that has something in it."""
        self._edits.append((element.inside, element.close, xml.encode()))

    def set(self, element: Element, **attributes: str | None) -> None:
        """Give attributes (without a namespace) other values; None takes one away."""
        self._set.setdefault(element, {}).update(attributes)

    def render(self) -> bytes:
        """The part with all changes in it."""
        edits = [*self._edits, *self._of_elements()]
        out, position = [], 0
        for begin, end, new in sorted(edits, key=lambda edit: edit[:2]):
            out += [self._content[position:begin], new]
            position = max(position, end)
        return b"".join([*out, self._content[position:]])

    def _of_elements(self) -> Iterator[tuple[int, int, bytes]]:
        for element in dict.fromkeys([*self._set, *self._appended]):
            tag = set_attributes(self._content[element.begin : element.inside], self._set.get(element, {}))
            added = "".join(self._appended.get(element, ())).encode()
            if added and tag.endswith(b"/>"):
                name = _NAME.match(tag)
                tag = tag[:-2].rstrip() + b">" + added + b"</" + (name[1] if name else b"") + b">"
            elif added:
                yield element.close, element.close, added
            yield element.begin, element.inside, tag


def is_utf_8(beginning: bytes) -> bool:
    """Whether a part says that it is written so, or does not say."""
    declared = _ENCODING.match(beginning)
    return b"\0" not in beginning[:4] and (declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"})


def _refuse_document_type(*_: object) -> None:
    raise NotPatchable(N_("it declares a document type (DTD)"))


def set_attributes(tag: bytes, attributes: Mapping[str, str | None]) -> bytes:
    """A start tag with some attributes set, or taken away where None."""
    for name, value in attributes.items():
        found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), tag)
        new = b"" if value is None else b' %s="%s"' % (name.encode(), escape_attribute(value).encode())
        if found:
            tag = tag[: found.start()] + new + tag[found.end() :]
        else:
            last = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:last].rstrip() + new + tag[last:]
    return tag


def escape_text(words: str) -> str:
    """Text as it stands between tags."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(words: str) -> str:
    """Text as it stands in an attribute, between double quotes."""
    return escape_text(words).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def read_number(element: Element, name: str, otherwise: int = 0) -> int:
    """The whole number that an attribute holds."""
    return read_whole_number(element.attributes, name, otherwise)


def numbers_of(elements: Iterable[Element], name: str) -> list[int]:
    """The whole numbers in an attribute of each element."""
    return [read_number(element, name) for element in elements]
