"""Properties of a workbook that its user may define, where ours outlast saving by another program."""

from collections.abc import Mapping

from importer.workbook_parts.markup import XML_HEAD, Markup, escape_attribute, escape_text, read_number
from importer.workbook_parts.package import ROOT, Package
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTY_KINDS = ("custom-properties", "customProperties")  # of relations: as Excel writes them, and Strict
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of the properties that a user defines [ECMA-376 part 1, 22.3]
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/"
_SPACES = frozenset({_PROPERTIES, _VALUES, f"{_STRICT}customProperties", f"{_STRICT}docPropsVTypes"})
_EMPTY = f'{XML_HEAD}<Properties xmlns="{_PROPERTIES}"></Properties>'
_LARGEST = 100_000  # bytes that are read; our own have about two thousand


def set_properties(content: bytes | None, wanted: Mapping[str, str]) -> bytes:
    """Set properties in a part that may have some. Raises NotPatchable where the part is not sound."""
    part = Markup(content or _EMPTY.encode())
    known = {each.attributes.get("name", ""): each for each in part.root.children}
    next_number = max((read_number(each, "pid", 1) for each in part.root.children), default=1) + 1
    for name, words in wanted.items():
        if name in known:
            part.replace(known[name], _render_property(part, name, read_number(known[name], "pid", next_number), words))
        else:
            part.append(part.root, _render_property(part, name, next_number, words))
            next_number += 1
    return part.render()


def _render_property(part: Markup, name: str, number: int, words: str) -> str:
    tag = part.prefix_name(part.root, "property")
    return (
        f'<{tag} fmtid="{_SET}" pid="{number}" name="{escape_attribute(name)}">'
        f'<vt:lpwstr xmlns:vt="{_VALUES}">{escape_text(words)}</vt:lpwstr></{tag}>'
    )


def properties_of(package: Package) -> dict[str, str]:
    """The properties that are text; none where their part is missing, damaged or larger than they ever are."""
    found: dict[str, str] = {}
    name = element = ""

    def start(started: str, attributes: Attributes) -> None:
        nonlocal name, element
        name, element = attributes.get("name", name), started

    def end(_: str) -> None:
        nonlocal element
        element = ""

    def add(words: str) -> None:
        if element == "lpwstr":
            found[name] = found.get(name, "") + words

    try:
        part = package.find_related(ROOT, *PROPERTY_KINDS)
        if not part or package.find_entry(part).file_size > _LARGEST:
            return {}
        XmlReader(start, end, add, spaces=_SPACES).feed(package.read_part(part), last=True)
    except Refusal:
        return {}
    return found
