import pytest

from importer.workbook_parts import NotPatchable
from importer.workbook_parts.markup import Markup, set_attributes


def changed(xml: str, change: str) -> str:
    part = Markup(xml.encode())
    inner = part.root.children[0]
    match change:
        case "append":
            part.append(inner, "<n/>")
        case "set":
            part.set(inner, a='1"<', b=None)
        case "both":
            part.append(inner, "<n/>")
            part.set(inner, a="2")
        case "replace":
            part.replace(inner, "<n/>")
        case "put":
            part.put(inner.end, "<n/>")
        case "fill":
            part.fill(inner, "<n/>")
    return part.render().decode()


@pytest.mark.parametrize(
    ("xml", "change", "expected"),
    [
        ("<r><i/></r>", "append", "<r><i><n/></i></r>"),
        ("<r><i ></i></r>", "append", "<r><i ><n/></i></r>"),
        ("<p:r xmlns:p='x'><p:i/>é</p:r>", "append", "<p:r xmlns:p='x'><p:i><n/></p:i>é</p:r>"),
        ("<r><i b='3' c='>'/></r>", "set", "<r><i c='>' a=\"1&quot;&lt;\"/></r>"),
        ('<r><i a = "0">t</i></r>', "both", '<r><i a="2">t<n/></i></r>'),
        ("<r>é<i>t</i>z</r>", "replace", "<r>é<n/>z</r>"),
        ("<r><i/><j/></r>", "put", "<r><i/><n/><j/></r>"),
        ("<r><i>t<k/></i></r>", "fill", "<r><i><n/></i></r>"),
        ("\ufeff<?xml version='1.0' encoding='UTF-8'?><r><!-- <i> --><i/></r>", "append",
         "\ufeff<?xml version='1.0' encoding='UTF-8'?><r><!-- <i> --><i><n/></i></r>"),
    ],
)  # fmt: skip
def test_only_what_is_changed_is_another(xml: str, change: str, expected: str) -> None:
    assert changed(xml, change) == expected


@pytest.mark.parametrize(
    "xml",
    [
        b"<r>",
        b"<r>&x;</r>",
        b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>',
        b"<?xml version='1.0' encoding='iso-8859-1'?><r>\xe9</r>",
        "<r/>".encode("utf-16"),
        b"<r>\xff</r>",
    ],
)
def test_what_is_not_sound_is_left_alone(xml: bytes) -> None:
    with pytest.raises(NotPatchable):
        Markup(xml)


def test_an_attribute_is_found_by_its_whole_name() -> None:
    assert set_attributes(b'<c ss="1" s="2"/>', {"s": "3"}) == b'<c ss="1" s="3"/>'
