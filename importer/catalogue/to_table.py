"""The catalogue as tables: for `importer fields`, its JSON, and the guide."""

from importer.catalogue.field import Field
from importer.catalogue.field_groups import members_of
from importer.catalogue.job_fields import JOBS
from importer.catalogue.kinds import ENTITY
from importer.catalogue.languages import LANGUAGES, heading_of, headings_of, words_of
from importer.languages import N_, _, get_current_language


def to_field_records(fields: tuple[Field, ...] = JOBS) -> list[dict[str, object]]:
    """One plain object a field, in the order of the published page; None where something does not apply."""
    return [
        {
            "name": field.name,
            "heading": field.heading,
            "type": field.kind.type,
            "required": field.required,
            "one_of": [f.name for f in members_of(field.one_of)] if field.one_of else None,
            "max_length": field.max_length,
            "minimum": field.minimum,
            "maximum": field.maximum,
            "choices": list(field.choices) or None,
            "read_only": field.read_only,
            "description": field.description,
            "example": field.example or None,
            "spellings": [*field.spellings, *headings_of(field)],
        }
        for field in fields
    ]


def describe_need(field: Field) -> str:
    """Whether a row must have the field, in a word or two."""
    if field.required:
        return _("yes")
    if field.one_of:
        return _("one of {fields}").format(fields=", ".join(heading_of(member) for member in members_of(field.one_of)))
    return _("never sent") if field.read_only else ""


def describe_limits(field: Field) -> str:
    """What a value may be, beyond its type."""
    if field.choices:
        return ", ".join(field.choices)
    if field.max_length:
        return _("at most {count} characters").format(count=field.max_length)
    if field.maximum is not None:
        return _("{low} to {high}").format(low=field.minimum, high=field.maximum)
    return _("{low} or more").format(low=field.minimum) if field.minimum is not None else ""


def to_field_rows(fields: tuple[Field, ...] = JOBS) -> list[tuple[str, ...]]:
    """Heading, name, type, needed, limits, description: one tuple of text a field, in the current language."""
    words = [(f, words_of(f, LANGUAGES[get_current_language()])) for f in fields]
    return [(w.heading, f.name, _name_type(f), describe_need(f), describe_limits(f), w.description) for f, w in words]


def _name_type(field: Field) -> str:
    """The type by the word that users know; that of --json never changes."""
    return _("embedded object") if field.kind is ENTITY else field.kind.type


FIELD_HEADINGS = (N_("Heading"), N_("Field"), N_("Type"), N_("Needed"), N_("Limits"), N_("What it is"))
