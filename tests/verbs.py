"""What the functions and methods of the program may be called, and which names others have chosen."""

import ast
from collections.abc import Iterator

from tests.source import walk
from tests.structure import Module

VERBS_IN_USE = """
accept add advance advise allow alter answer append apply ask assign begin bound bring cache call change check choose
clean clear clip close collect combine commit compare complete confirm copy correct count create cut decide decipher
declare decode decrypt defer delete deliver describe deselect design detect divide doubt draw drop edit encode encrypt
end ensure enter erase escape examine exchange expand expect explain export extend feed fetch fill find finish fix
fold follow forget forgive get give go group grow guard guess hash hint hold identify ignore import index inject
install interrupt join judge keep lay learn leave limit link list listen load lock log look make map mark mask match
measure merge move name note number open order pack page pair parse pass pause peek perform place plan post prefer
prefix prepare print probe put query quote raise rank reach read recall receive recognise recolour recommend record
refuse reject relate remark remember remove render repair repeat replace replay report request reset resolve restore
restyle resume retry rewrite run save say score scroll seal search seed select send serve set settle shake share
shorten show skip sniff sort spell split start stay stop store stream strip style submit suggest sum summarise
surround suspect swap sweep sync take tell translate trim truncate trust try type understand undo unescape uninstall
unlock unquote unrelate update use validate wait walk warn watch weigh widen work write zip
"""
VERBS = frozenset(VERBS_IN_USE.split())  # the first word of a name; a verb that is missing is added
NOUNS_TOO_IN_USE = """
answer: error failure no too with
cache: some
call: store
change: file frame launchers note row text
cut: cell out pieces text
design: template
doubt: if
draw: anchor cells chart corner fill letters pause points
end: cell for group row run without
export: codes
group: fewer by families thousands undecided
guard: formula row
guess: likeliest meanings words
hash: cells path paths rows texts
index: by first rows
limit: policy workers
load: lexicon sheet tls without
lock: run with
log: in out unraisable
look: at once up
map: cells columns headings sheet
mark: cell filled list rows sending taken
mask: body heading key known name secrets sign traceback
match: by cells certain columns entry known spoken texts values
measure: ascii cell fit likeness odd shares span width widths
number: names rows words
order: jobs
page: through
pair: cells unchanged under ways
place: job
plan: jobs
query: ids
rank: heading value
record: failure file ids lost outcome own overload planned response retry success target visit
repair: line
report: chosen circle circles crash deleted fine found internal left not rejected renamed undecided unknown unrecorded
report: unseen wrong
retry: results
run: each for import password together workbook xattr
score: row
search: help rows
seed: company
share: room
sort: blank problems rows words
start: again aside cell formula in inline part practice row rows table text value
stop: clock for if when
store: password planning
stream: events
strip: accents each entry
sum: weights
use: cache file language mapping ours
"""
NOUNS_TOO = [line.split(": ") for line in NOUNS_TOO_IN_USE.strip().splitlines()]
PHRASES = frozenset((first, other) for first, others in NOUNS_TOO for other in others.split())
# such a first word is a verb before these words only: run_each, but no run_summary; what is missing is added
OF_A_CONVERSION = frozenset({"to", "from", "of"})
OF_A_PREDICATE = frozenset({"is", "are", "was", "has", "can", "does"})
NAMED_ELSEWHERE = {  # functions whose names others have chosen
    "N_": "gettext's tools look for it",
    "ngettext": "the same",
    "main": "what Python's own modules call it",
    "command": "pyproject.toml names it, and so does every installed command",
    "login": "Typer names the command by it",
    "logout": "the same",
    "schema": "a public name, as pandera has it",
}
METHODS_NAMED_ELSEWHERE = {  # class: whose names they are, and which
    "_Adapter": ("requests calls them", "init_poolmanager proxy_manager_for"),
    "BoundedProtocol": (
        "asyncio and httptools call them",
        "connection_made connection_lost data_received on_message_begin on_headers_complete on_message_complete",
    ),
    "CommandHelp": ("click calls it", "format_help"),
    "Commands": ("Typer's own, with more", "command"),
    "_DirectConnection": ("urllib3 calls them, as those of http.client", "connect request getresponse"),
    "_FileHandler": ("logging calls it", "handleError"),
    "Group": ("click calls it", "format_help"),
    "Incoming": ("httptools calls them", "on_message_begin on_header on_headers_complete on_body on_message_complete"),
    "_LeanFunctions": ("Python's import calls it", "exec_module"),
    "MaskingFormatter": ("logging calls them", "format formatException"),
    "_NullFile": ("zipfile calls them, as those of any file", "writable seekable seek"),
    "OpenProtocol": ("httptools calls it", "on_message_begin"),
    "_HtmlText": ("html.parser calls them", "handle_starttag handle_endtag handle_data"),
    "PageProtocol": (
        "asyncio and httptools call them",
        "connection_made connection_lost on_headers_complete on_message_complete",
    ),
    "QuietServer": ("uvicorn calls it", "main_loop"),
    "LocalTimeZone": ("datetime calls them", "utcoffset dst tzname"),
    "_PipeUntil": ("io calls them", "readable writable readinto"),
    "_TimedStream": ("io calls them", "readable readinto"),
    "TypedWord": ("rich calls it", "on_validate_error"),
    "YesOrNo": ("rich calls it", "on_validate_error"),
    "Translated": ("a text's own, also for what is filled in", "format"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def says_what_it_does(name: str) -> bool:
    """True for a verb, a conversion (x_of, to_x) and a predicate (is_x); not for a noun, such as row_of_job."""
    first, *others = name.strip("_").split("_")
    if first in OF_A_CONVERSION | OF_A_PREDICATE or others[-1:] == ["of"]:
        return True
    if others[:1] == ["of"]:
        return False
    is_noun_too = any(first == noun for noun, _others in NOUNS_TOO)
    return first in VERBS and (not others or not is_noun_too or (first, others[0]) in PHRASES)


def is_a_command(function: Function) -> bool:
    """True where Typer makes a command of the function, which has its name."""
    return any("command(" in (text := ast.unparse(one)) or "callback(" in text for one in function.decorator_list)


def functions_of(module: Module) -> Iterator[Function]:
    """The functions of a module itself."""
    return (node for node in module.tree.body if isinstance(node, Function))


def methods_of(module: Module) -> Iterator[tuple[str, Function]]:
    """The methods of its classes, each with its class; not what Python calls, nor what is read as a value."""
    classes = (node for node in walk(module.tree) if isinstance(node, ast.ClassDef))
    for owner, node in ((one, node) for one in classes for node in one.body):
        if isinstance(node, Function) and not node.name.startswith("__") and not _is_a_value(node):
            yield owner.name, node


def _is_a_value(function: Function) -> bool:
    return any("property" in (text := ast.unparse(one)) or text.endswith(".setter") for one in function.decorator_list)
