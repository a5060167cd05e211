"""What the template says besides the names of fields: one phrase a member, the same in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldWords:
    """What a field is called in a language, and what it is."""

    heading: str
    description: str


@dataclass(frozen=True)
class Message:
    """What Excel says of a cell that does not fit: a title (32 letters at most) and a text (255)."""

    title: str
    text: str


@dataclass(frozen=True)
class KindWords:
    """What is said of a column of a kind: what fits, and what Excel says of what does not."""

    fits: str
    message: Message  # {range}


@dataclass(frozen=True)
class Phrases:
    """The phrases of the template; words in braces are filled in and are the same in every language."""

    required: str
    one_required: str  # {options}
    at_most: str  # {limit}
    between: str  # {low} {high}
    at_least: str  # {low}
    kinds: Mapping[str, KindWords]  # by the `words` of an ExcelColumn
    an_email: str
    from_list: str  # {sheet}
    for_example: str  # {example}
    too_long: Message  # {limit}
    not_an_email: Message  # {limit}
    not_a_status: Message
    not_in_list: Message  # {date} {target}
    guide_title: str
    guide_steps: tuple[str, ...]  # {jobs} {lists} {rows}
    guide_columns: tuple[str, str, str, str]  # the column, worked example, what fits, what it is
    example_title: str
    stamp: str  # {version} {date}
    stamp_target: str  # {version} {date} {target}
    list_code: str
    list_name: str
    no_lists: str


@dataclass(frozen=True)
class Language:
    """One language: its code as in ISO 639, its own name, and its words. `fields` goes by the name of the field."""

    code: str
    name: str
    phrases: Phrases
    fields: Mapping[str, FieldWords] = field(default_factory=dict)
