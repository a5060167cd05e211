"""Properties of a workbook that are ours: a mark that stays when the workbook is saved by another program."""

from collections.abc import Mapping

from importer.workbook_parts.markup import Markup, attribute, number_in, text

CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of the properties that a user defines [ECMA-376 part 1, 22.3]
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"></Properties>'
)


def with_properties(content: bytes | None, wanted: Mapping[str, str]) -> bytes:
    """Set properties in a part that may have some. Raises NotPatchable where the part is not sound."""
    part = Markup(content or _EMPTY)
    known = {each.attributes.get("name", ""): each for each in part.root.children}
    next_number = max((number_in(each, "pid", 1) for each in part.root.children), default=1) + 1
    for name, words in wanted.items():
        if name in known:
            part.replace(known[name], _property(part, name, number_in(known[name], "pid", next_number), words))
        else:
            part.append(part.root, _property(part, name, next_number, words))
            next_number += 1
    return part.content()


def _property(part: Markup, name: str, number: int, words: str) -> str:
    tag = part.like(part.root, "property")
    return (
        f'<{tag} fmtid="{_SET}" pid="{number}" name="{attribute(name)}">'
        f'<vt:lpwstr xmlns:vt="{_VALUES}">{text(words)}</vt:lpwstr></{tag}>'
    )


def properties_in(content: bytes) -> dict[str, str]:
    """The properties of a part, as text."""
    part = Markup(content)
    return {
        each.attributes.get("name", ""): "".join(part.inside_of(value).decode() for value in each.children)
        for each in part.root.children
    }
