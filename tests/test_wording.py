"""No sentence that a user can meet has a phrase that must not come back; each phrase has what to write instead."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import click
from typer.main import get_command

import importer
from importer.catalogue import JOBS, spell_count
from importer.cli.app import app
from importer.errors import ExitCode
from importer.problem import CODES
from importer.problem.examples import example_of
from importer.records import Status
from tests.documents import DOCUMENTS, ROOT
from tests.source import parse_file, walk
from tests.translations import sentences as translated

PACKAGE = Path(importer.__file__).parent
ENGLISH = PACKAGE / "catalogue" / "languages" / "english.toml"
SQL = re.compile(r"\b(SELECT|CREATE TABLE)\b")
PAGE = PACKAGE / "page"
IN_QUOTES = re.compile(r"\"[^\"\n]*\"|`[^`]*`")
PLACEHOLDER = re.compile(r"\{\w*\}")
PLACEHOLDER_OF_ANY_KIND = re.compile(r"\{[^}]*\}")


class Banned(NamedTuple):
    """A phrase, what to write instead, and a sentence that had it."""

    phrase: str
    instead: str
    once: str


BANNED = (
    Banned(
        r"(?<!there )\bis no (?!longer\b|more\b)[a-z]",
        "is not a ...",
        '"P-9" is no project of the target that we know.',
    ),
    Banned(
        r"(?<!there )\bare no (?!longer\b|more\b)[a-z]",
        "are not ...",
        'The values under "id" are no ids (GUIDs).',
    ),
    Banned(r"\b(not |un)settled\b", "without a final outcome", "Some of its rows are not settled."),
    Banned(r"\bis read so\b", "is read in that order", "Each that can be read in one order only is read so."),
    Banned(r"\bare none\b", "are not ...", "2 headings are none that we know."),
    Banned(r"\bmend(s|ed|ing)?\b", "fix", "Mend the formula, or type the value over it."),
    Banned(r"\b(we|our|ours)\b", "the passive, or importer", '"9 May" is not a date that we can read.'),
    Banned(r"\b(known to|let) us\b", "the passive, or importer", "the proxy of your network does not let us through"),
    Banned(r"\b(how|so)-manieth\b", "the number of, every n-th", "The how-manieth of these requests."),
    Banned(r"\b(at most|leave out|takes?) so many\b", "the number of", "At most so many."),
    Banned(r"\bit is (not )?(said|told)\b", "say who does what", "It is not said where the jobs should go."),
    Banned(
        r"\b(is|are) (\w+ )?told\b", "is shown, is listed", "Say which is right: the others are then told one by one."
    ),
    Banned(r"\bwhat stands\b|\bstands? (there|here|twice)\b", "the value, is", "What stands here is not sent."),
    Banned(r"\bby whom\b", "who", "It says by whom a row was changed."),
    Banned(r"\bbeforehand\b", "first, before", "Not asked beforehand"),
    Banned(r"\bno \w+ of (that|this) name\b", "no ... has that name", "No target of that name"),
    Banned(r"\bis called so\b", "has that name", "--target says acne, and no target is called so."),
    Banned(r"\bgo(es)? before (it|them)\b", "overrides", "a mapping file goes before it."),
    Banned(r"\banew\b", "again", "'importer codes --refresh' asks the target anew."),
    Banned(r"\bin vain\b", "failed", "20 tries were in vain"),
    Banned(r"\bit is (his|hers|theirs)\b", "belongs to", "It is his."),
    Banned(r"\b(is|are|was|were) there already\b", "already exists", "it is there already"),
    Banned(r"\bmake room\b", "free up disk space", "Make room, then run the same command again."),
    Banned(r"\bit is not sure\b", "it is not certain", "It is not sure that commas stand between the cells"),
    Banned(r"\bunless said\b", "by default", "Unless said it is closed."),
    Banned(r"\bcome to its end\b", "has finished", "Run 7 has come to its end"),
    Banned(r"\bgive another (place|name)\b", "choose another file", "Give another place with --results."),
    Banned(r"\btake[ns]? (it )?(off|out|away)\b", "remove", "take the # away: take it out"),
    Banned(r"\bhow it is to\b", "imperative, or must", "A file that says how it is to misbehave."),
    Banned(r"\bto the liking\b", "accepts", "The name is not to the liking of this server."),
    Banned(r"\bwere to be borne\b", "the limit", "no more rejections were to be borne"),
    Banned(r"\bin spite of\b", "despite", "no workbook, in spite of its name"),
    Banned(r"\bso called\b", "a common name", "often so called"),
    Banned(r"\bput right\b", "fix, correct", "Put right, it releases 1 row."),
    Banned(r"\bstands? in quotes\b", "is in quotes", "Every line stands in quotes as a whole."),
    Banned(r"\bsound answer\b", "failed", "the process that was to open it gave no sound answer"),
    Banned(r"\bnobody to ask\b", "without a terminal", "there is nobody to ask"),
    Banned(r"\btake[ns]? the \w+ (off|out|away)\b", "remove", "Correct the heading, or take the rule out."),
    Banned(r"\bwhat becomes of\b", "what should happen to", "It is empty in 2 rows. What becomes of them?"),
    Banned(r"\b(is|are) said to be\b", "is reported as", "A name in place of a code is said to be that."),
    Banned(r"\bnot \w+(ed|ent|ead) (is|are|of)\b", "... is not sent", 'Not sent of this row: "Due date".'),
    Banned(r"(?<!which )(?<!be )\bin use (is|are)\b", "... are in use", 'In use are: "P-1001", "P-1002".'),
    Banned(r"\bof which\b", "whose, about which, or two sentences", "of which this computer knows nothing"),
    Banned(r"\bsays? of\b", "says about, means for", "What do they say of the rows below?"),
    Banned(r"\bsays? the same\b", "has the same values", "The target has a job that says the same."),
    Banned(r"\bis none (that|of)\b", "may not, or is not a", "A name that is none that a part may have."),
    Banned(r"\bunfold", "unpack", "it would unfold to 17 MB"),
    Banned(r"\bof (unknown|known|final) \w+\b", "with an unknown ...", "no row of it is of unknown outcome"),
    Banned(
        r"\bnot un(known|clear|sure|able|readable)\b",
        "the word without not and un",
        "the outcome of row 3 is not unknown",
    ),
    Banned(r"\bto which this\b", "the ... of this", "the time in UTC, to which this computer is set"),
    Banned(
        r"\b(is|are|was|were) created already\b", "already exist", "Jobs that are created already keep their times."
    ),
    Banned(r"\bis sent until then\b", "until you do", "Set it for all numbers; nothing is sent until then."),
    Banned(r"\bthan an? [\w -]+ can be\b", "than any ...", "it is longer than an answer of the API can be"),
    Banned(r"\b(is|are) that of (a |the |row)", "belongs to", "the job 7 is that of row 3 in run 2"),
    Banned(
        r"\b(is|are) said under\b",
        "... says",
        "Which address may get a password is said under [passwords](targets.md#passwords).",
    ),
    Banned(r", nor (have|has)\b", "neither ... nor", "Results have no password, nor have the rows that are recorded."),
    Banned(r"\ball the same\b", "still, anyway", "Put no real data into it all the same."),
    Banned(r"\bseparates? no\b", "does not separate", '";;" separates no cells.'),
    Banned(r"^Not \w+ed,", "who did not do what", "Not corrected, because the file has changed there since: D14."),
    Banned(r"\bwhoever\b", "the administrator, somebody", "Whoever looks after your computer adds one."),
    Banned(r"\bnone is left\b", "no ... are", "None is left to send."),
    Banned(r"\bis tried at\b", "say who tests it", "it is tried at the target, then kept"),
    Banned(r"\bas late as that\b", "importer waits that long", "it is looked at again, as late as that."),
    Banned(r"\bis another\b", "is different, belongs to another", "so is one whose customer reference is another."),
    Banned(r"\bmay not ask\b", "cannot send requests", "Another web page may not ask anything here."),
    Banned(r"\band told\b", "and reported", "A code that the target does not have is left empty, and told."),
    Banned(r"\bworkbooks? of Excel\b", "an Excel workbook", "copy its rows into a workbook of Excel, save it"),
    Banned(
        r"\bgives? (it )?more\b", "allow more with ...", "it takes longer than 2 s to open (--deadline gives it more)"
    ),
    Banned(r"\bone and the same\b", "the same", "two of its worksheets are one and the same part"),
    Banned(r"\bis not what was\b", "differs from what ...", "row 2 is not what was written"),
    Banned(r"\bnumber over 0\b", "greater than 0", "it is not a whole number over 0"),
    Banned(r"\bno longer so\b", "has changed", "where one of them is no longer so, nothing is sent"),
    Banned(r"\bon the standard (in|out)put\b", "on standard input", "the password on the standard input"),
    Banned(r"\bgives? (jobs )?ids of its own\b", "assigns its own ids", "a target that gives jobs ids of its own"),
    Banned(r"\bfaults? to practise\b|\bpractises\b", "simulate", "It practises 2 kinds of fault."),
    Banned(
        r"\b(cannot|can ?not) be told\b",
        "importer cannot tell",
        "Which of them it is cannot be told, so nothing was sent.",
    ),
    Banned(r"\b(says?|said) something else\b", "has changed, is different", "a job that says something else"),
    Banned(
        r"\bwith which\b", "name what was used", "These results do not say with which options their run read the sheet."
    ),
    Banned(r"\botherwise than\b", "differently, changes", "the target writes names otherwise than they were sent"),
    Banned(r"\bnot known whether\b", "importer does not know whether, unknown", "It is not known whether 3 rows are."),
    Banned(r"\b(was|were) not asked for\b", "did not request", "the target's list has jobs that were not asked for"),
    Banned(r"\bstands? beside\b", "is beside", "Status and Job id stand beside other rows than their own"),
    Banned(r"\bis said (of|about)\b", "follow the advice", "Next: do what is said of these sheets above"),
    Banned(r"\b(was|were) to be sent\b", "to send", "Every row that was to be sent"),
    Banned(r"\blonger in its place\b", "was moved or deleted", "it is no longer in its place"),
    Banned(r"\bleads? out of\b|\bin a circle\b", "points outside, form a loop", "its links lead in a circle"),
    Banned(r"\bsay once\b", "write their meaning once", "Or say once what the wrong cells mean in a mapping file"),
    Banned(r"\bvouch(es)?\b", "self-signed, trust", "nobody vouches for it but itself"),
    Banned(r"\bthe one who\b", "name the person or thing", "this computer does not trust the one who issued it"),
    Banned(r"\bspeaks? (only|https|TLS)\b", "supports", "it does not speak https"),
    Banned(r"\bhangs? up\b", "closes the connection", "it hangs up where a safe connection begins"),
    Banned(r"\bsafe connection\b", "secure connection", "no safe connection can be made with it (TLS)"),
    Banned(r"\blook-ups?\b", "lookup", "a look-up of jobs is answered with HTTP 500"),
    Banned(r"\bis no way to\b", "cannot reach", "there is no way to it in the network"),
    Banned(r"\bwhole paths?\b", "absolute path", "it is not a whole path"),
    Banned(
        r"\bof (its|his|her|their) own, add\b",
        "its own",
        "where your company has certificates of its own, add --ca-bundle",
    ),
    Banned(r"\bof another place\b", "in another time zone", "If these are times of another place, add its time zone"),
    Banned(r"\bcounts? (only )?for\b", "applies to", "its value counts for A2 only"),
    Banned(r"% alike\b", "% match", "82% alike"),
    Banned(r"\bany more\b", "no longer", "The log file cannot be written any more"),
    Banned(
        r"\bsent as (it|they) stands?\b",
        "unchanged",
        "Did you mean that? If so, type it again; it is sent as it stands.",
    ),
    Banned(r"\ball is well\b", "No problems found", "All is well."),
    Banned(r"\bfor whom\b", "that ... are for", "Customer, for whom your answers are kept"),
    Banned(r"\bthat importer does not know\b", "unknown", "something between the rows that importer does not know"),
    Banned(r"\bsaid (that )?it (had|has)\b", "reported as", "the job 7, which it said it had created"),
    Banned(r"\b(that|which) (is|are) meant\b", "the intended value", "Type the value that is meant."),
    Banned(
        r"\bis how (programs|\w+ish)\b", "programs write", '="00123" is how programs keep Excel from changing a text.'
    ),
    Banned(r"\bit is given\b", "what importer sends", "unless the target keeps the ids that it is given"),
    Banned(r"\bsent by (\{\}|'importer)", "make the command the subject", "Corrected rows are sent by {}."),
    Banned(r"\bwhat is in it\b", "its contents", "Look at what is in it."),
    Banned(r"\bis useless\b", "is pointless", "A run stops where going on is useless: a refused login"),
)


def sentences() -> Iterator[tuple[str, str]]:
    """Each text that a user can meet, after the place where it is written."""
    for number, code in CODES.items():
        yield from ((f"problem {number}", text) for text in (code.title, *example_of(code)))
    for field in JOBS:
        yield f"field {field.name}", field.description
    for member in (*ExitCode, *Status):
        yield f"{type(member).__name__} {member.name}", member.meaning
    yield from (("english.toml", text) for text in texts_in(tomllib.loads(ENGLISH.read_text(encoding="utf-8"))))
    yield from help_texts(get_command(app), "importer")
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        yield from ((place, text) for text in string_constants(path))
    for path in sorted(PAGE.rglob("*.html")):
        yield from ((path.name, line) for line in path.read_text(encoding="utf-8").splitlines())
    for path in sorted(PAGE.rglob("*.js")):
        yield from ((path.name, text) for text in IN_QUOTES.findall(path.read_text(encoding="utf-8")))
    for sentence in translated():
        forms = (sentence.text,) if isinstance(sentence.text, str) else sentence.text
        yield from ((f"catalogue {sentence.place}", form) for form in forms)
    for path in DOCUMENTS:
        yield path.relative_to(ROOT).as_posix(), " ".join(path.read_text(encoding="utf-8").split())


def texts_in(value: object) -> Iterator[str]:
    """The texts of a TOML value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(inner)


def help_texts(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """What --help shows of a command, its parameters and the commands below it."""
    yield f"{name} --help", command.help or ""
    for parameter in command.params:
        if isinstance(parameter, click.Option | click.Argument) or hasattr(parameter, "help"):
            yield f"{name} {parameter.name}", getattr(parameter, "help", None) or ""
    for inner, below in getattr(command, "commands", {}).items():
        yield from help_texts(below, f"{name} {inner}")


def string_constants(path: Path) -> Iterator[str]:
    """The strings of a module except docstrings and SQL; of an f-string the constant pieces, with {} between them."""
    module = parse_file(path)
    apart = {id(node.value) for node in walk(module) if isinstance(node, ast.Expr)}
    for node in walk(module):
        if isinstance(node, ast.JoinedStr):
            apart |= {id(piece) for piece in node.values}
            yield "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


@cache
def texts() -> tuple[tuple[str, str], ...]:
    return tuple(
        (place, PLACEHOLDER.sub("{}", text)) for place, text in sentences() if " " in text and not SQL.search(text)
    )


@cache
def different_texts() -> dict[str, str]:
    """The place of each text, once."""
    return {text: place for place, text in texts()}


def test_a_phrase_that_reads_translated_stands_nowhere() -> None:
    found = [
        f"{place}: {text[max(0, hit.start() - 60) : hit.end() + 40]!r}: write {banned.instead!r}"
        for banned in BANNED
        for text, place in different_texts().items()
        for hit in re.finditer(banned.phrase, text, re.IGNORECASE)
    ]
    assert not found, "\n".join(found)


def test_each_phrase_is_found_where_it_once_stood() -> None:
    assert all(re.search(banned.phrase, banned.once, re.IGNORECASE) for banned in BANNED)


def test_the_search_sees_every_kind_of_text() -> None:
    places = {place.split(" ")[0] for place, _ in texts()}
    assert {"problem", "field", "ExitCode", "Status", "english.toml", "importer", "README.md"} <= places
    assert {"catalogue", "check.html", "page.js"} <= places
    assert {"importer/cli/session.py", "importer/guide/sheets.md", "importer/doctor/target.py"} <= places
    assert ("importer run yes", "Send without asking first.") in texts()


def test_one_is_not_many() -> None:
    assert [spell_count(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]


COUNT_AND_NOUN = re.compile(
    r"\{[^}]*\} (rows|columns|cells|headings|codes|runs|sheets|jobs|days|hours|minutes|seconds|tries|pages|entries)\b"
)
ALWAYS_MANY = {  # a bound of the program, or what is said of more than one alone
    '"{}" is the code of {} entries in the {} list: {}.',
    "{} headings are not known, so their columns are not sent: {}.",
    "the target rejected the first {} rows for the same reason: {}",
    "the target shows {} of {} entries",
    "{} of {} coloured cells have a note; Problems lists them all.",
    "it did not end within {} seconds",
    "Line {} of {} has {} cells, but {}.",
    "More than {} cells are blank because merged cells cover them; those from row {} on are not listed.",
    "more than {} rows",
    "it does not end after {} pages",
    "it does not end after {} entries",
    "it does not end within {} seconds",
    "{} rows of {} columns",
    "{} rows/s",
}


def test_a_count_stands_before_a_noun_only_where_both_forms_are_known() -> None:
    """Other counts go through `counted` or `ngettext`, which know the form for one and that for many."""
    found = {
        PLACEHOLDER_OF_ANY_KIND.sub("{}", text)
        for path in sorted(PACKAGE.rglob("*.py"))
        if "practice" not in path.parts
        for text in texts_with_one_form(parse_file(path))
        if COUNT_AND_NOUN.search(text)
    }
    assert found <= ALWAYS_MANY, found - ALWAYS_MANY


def texts_with_one_form(module: ast.Module) -> Iterator[str]:
    """The texts of a module that are filled in, but for the forms in `ngettext`; of an f-string with {} between."""
    apart: set[int] = set()
    for node in walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ngettext":
            apart |= {id(one) for one in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            apart.add(id(node.value))
        if id(node) in apart:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
