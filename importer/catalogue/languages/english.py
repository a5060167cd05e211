"""English: the words of the fields are those of the catalogue itself."""

from importer.catalogue.languages.phrases import KindWords, Language, Message, Phrases

ENGLISH = Language("en", "English", Phrases(
    required="Required.",
    one_required="One of these is required: {options}.",
    at_most="At most {limit} characters.",
    between="From {low} to {high}.",
    at_least="{low} or more.",
    kinds={
        "date": KindWords(
            "A date, written as 2026-12-31.",
            Message("Not a date", "Please type a date, such as 2026-12-31.")),
        "date and time": KindWords(
            "Date and time, written as 2026-12-31 09:00.",
            Message("Not a date", "Please type a date, with a time if it matters, such as 2026-12-31 09:00.")),
        "id": KindWords(
            "An id of 32 digits and letters a to f.",
            Message("Not an id", "An id has 32 digits and letters a to f, usually in five groups with dashes.")),
        "whole number": KindWords(
            "A whole number.",
            Message("Not a whole number", "Please type a whole number ({range}).")),
        "number": KindWords(
            "A number.",
            Message("Not a number that fits", "Please type a number ({range}).")),
    },
    an_email="An e-mail address.",
    from_list='Choose from the list; the sheet "{sheet}" says what each code means.',
    for_example="For example: {example}",
    too_long=Message("Too long", "At most {limit} characters fit here. Please shorten the text."),
    not_an_email=Message("Not an e-mail address", "Please type an e-mail address of at most {limit} characters."),
    not_a_status=Message("Not a status for a new job", "Please choose one of the list."),
    not_in_list=Message(
        "Not in the list", "The list of {date} from {target} does not have this code. Keep it only if it is newer."),
    guide_title="How to fill in this template",
    guide_steps=(
        'Fill in the sheet "{jobs}": one job a row, from row 2 on. {rows} rows are prepared.',
        "Columns marked * are required. Columns that you do not need may stay empty, or be deleted.",
        "Columns may be moved, and you may add your own: those are left alone. Rows may be sorted.",
        "Hold the mouse over a heading to read what belongs in its column.",
        'Where a cell offers a list, choose from it; the sheet "{lists}" says what each code means.',
        "Then type: importer check FILE.xlsx. It tells what is wrong and sends nothing.",
    ),
    guide_columns=("In this column", "you could write", "What fits", "What it means"),
    example_title="A worked example: one job",
    stamp="Made by importer {version} on {date}, without the lists of a target.",
    stamp_target="Made by importer {version} on {date}, with the lists of {target}.",
    list_code="The code to use",
    list_name="What it stands for",
    no_lists="Made without a target: add --target to have its lists here.",
))  # fmt: skip
