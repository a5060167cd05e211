"""What a job is: its fields, declared once, and all that is derived from them."""

from importer.catalogue.canonical import (
    drop_offset,
    has_look_alikes,
    keep_ascii,
    tell_apart,
    to_canonical_text,
    to_clock,
    to_instant,
    to_latin_letters,
    to_normal_form,
)
from importer.catalogue.entities import ENTITIES
from importer.catalogue.excel import ExcelColumn, ExcelValue, NumberFormat, Rule, number_format_of
from importer.catalogue.field import Field, Listing, Lookup, count_units, fold_spelling, fold_value, strip_accents
from importer.catalogue.field_groups import code_of, columns_of, find_missing_fields, list_groups, members_of, parts_of
from importer.catalogue.fields_by_heading import (
    code_field_of,
    find_field,
    find_known_part,
    find_sure_field,
    get_field,
    is_own_heading,
    list_known_names,
)
from importer.catalogue.format_code import find_section, is_length, literal_of, split_sections, text_of, tokens_of
from importer.catalogue.formula_guard import DELIMITERS, guard_formula, remove_guard
from importer.catalogue.job_fields import (
    ADDRESS_BLOCK,
    ADDRESS_NEEDED,
    JOBS,
    NEW_JOB_STATUSES,
    NOT_FOR_NEW_JOBS,
    PARENT_REFERENCE,
    PROJECT_CODE,
    REFERENCE,
    SUGGESTED_ID,
)
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
from importer.catalogue.placeholders import IN_REFERENCES, is_placeholder
from importer.catalogue.shown_numbers import read_shown_number, show_number
from importer.catalogue.spellings import LARGEST_INTEGER, NO_WORDS, YES_WORDS, ZERO_GUID, spell_guid
from importer.catalogue.to_table import FIELD_HEADINGS, to_field_records, to_field_rows
from importer.catalogue.vocabulary import (
    Meaning,
    StatusMeaning,
    find_meaning_in_list,
    find_status_meaning,
    is_clock_heading,
    is_length_of_time,
    is_understood,
    likely_meanings_of,
    meanings_of,
)
from importer.catalogue.wording import (
    MOBILE_NEEDS_ADDRESS,
    MONTHS,
    OR,
    choose_words,
    join_words,
    spell_count,
    spell_duration,
    spell_moment,
    suggest_status,
)
