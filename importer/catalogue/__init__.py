"""What a job is: its fields, declared once, and all that is derived from them."""

from importer.catalogue.canonical import IN_REFERENCES, canonical_text, is_placeholder, on_the_clock
from importer.catalogue.entities import ENTITIES
from importer.catalogue.excel import ExcelColumn, ExcelValue, NumberFormat, Rule, number_format_of
from importer.catalogue.field import Field, Listing, Lookup, folded, spelled_alike, units, without_accents
from importer.catalogue.field_lookup import (
    field_named,
    field_of_heading,
    find_field,
    is_own_heading,
    known_names,
    part_known,
)
from importer.catalogue.format_code import is_length, text_of, tokens_of
from importer.catalogue.formula_guard import guard_formula, without_guard
from importer.catalogue.groups import code_of, columns_of, groups, members, missing_fields, parts_of
from importer.catalogue.jobs import JOBS, NEW_JOB_STATUSES, NOT_FOR_NEW_JOBS, SUGGESTED_ID
from importer.catalogue.kinds import (
    BOOLEAN,
    CODE,
    DATE,
    DECIMAL,
    EMAIL,
    GUID,
    INTEGER,
    PLAIN_EMAIL,
    TEXT,
    EdmType,
    Kind,
    Reading,
)
from importer.catalogue.languages import (
    LANGUAGES,
    FieldWords,
    Language,
    LanguageCode,
    Message,
    Phrases,
    heading_of,
    words_of,
)
from importer.catalogue.spellings import LARGEST_INTEGER, NO_WORDS, YES_WORDS, ZERO_GUID, spell_guid
from importer.catalogue.to_table import FIELD_HEADINGS, field_records, field_rows
from importer.catalogue.vocabulary import (
    Meaning,
    StatusMeaning,
    is_understood,
    meaning_in_list,
    meanings_of,
    status_meaning,
)
from importer.catalogue.wording import MONTHS, OR, counted, duration, joined, worded_moment, words_for
