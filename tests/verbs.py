"""What the functions and methods of the program may be called, and which names others have chosen."""

import ast
from collections.abc import Iterator

from tests.structure import Module

VERBS_IN_USE = """
accept add advance advise allow alter answer append apply ask assign begin bound bring call change check choose clean
clip close collect combine compare complete confirm copy correct count create cut decide decipher declare decode
decrypt delete describe deselect design detect divide draw drop edit encrypt end ensure erase escape examine expand
explain export extend fill find finish fix fold follow forget forgive get give go group guard guess hash hint hold
identify ignore import index install join judge keep lay leave limit link list load lock log look make map mark mask
match measure merge move name note number open order pack page parse place plan prefer prepare print put quote raise
rank reach read recall receive recognise record refuse reject remark remember remove render repair replace replay
report resolve restore resume retry run save say score scroll seal search seed select send serve set settle shake
share shorten show sniff sort spell split start stop store strip submit suggest summarise surround sweep sync take
tell translate trim truncate trust try understand uninstall unlock update use validate wait weigh widen write zip
"""
MORE_OF_METHODS = """
cache clear commit defer deliver doubt enter exchange expect feed fetch grow learn pair pass pause peek perform post
probe query recolour recommend relate repeat request restyle rewrite skip stream style sum suspect unescape unquote
unrelate walk work
"""
VERBS = frozenset([*VERBS_IN_USE.split(), *MORE_OF_METHODS.split()])  # the first word; a verb that is missing is added
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
    "results_again": "a public name since the first release",
}
METHODS_NAMED_ELSEWHERE = {  # class: whose names they are, and which
    "Incoming": ("httptools calls them", "on_message_begin on_header on_headers_complete on_body on_message_complete"),
    "_Adapter": ("requests calls them", "init_poolmanager proxy_manager_for"),
    "_Direct": ("urllib3 calls them, as those of http.client", "connect request getresponse"),
    "_Page": ("html.parser calls them", "handle_starttag handle_endtag handle_data"),
    "_Timed": ("io calls them", "readable readinto"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def says_what_it_does(name: str) -> bool:
    """True for a verb, a conversion (x_of, to_x) and a predicate (is_x)."""
    first, *others = name.strip("_").split("_")
    return first in VERBS | OF_A_CONVERSION | OF_A_PREDICATE or "of" in others


def is_a_command(function: Function) -> bool:
    """True where Typer makes a command of the function, which has its name."""
    return any("command(" in (text := ast.unparse(one)) or "callback(" in text for one in function.decorator_list)


def functions_of(module: Module) -> Iterator[Function]:
    """The functions of a module itself."""
    return (node for node in module.tree.body if isinstance(node, Function))


def methods_of(module: Module) -> Iterator[tuple[str, Function]]:
    """The methods of its classes, each with its class; not what Python calls, nor what is read as a value."""
    classes = (node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))
    for owner, node in ((one, node) for one in classes for node in one.body):
        if isinstance(node, Function) and not node.name.startswith("__") and not _is_a_value(node):
            yield owner.name, node


def _is_a_value(function: Function) -> bool:
    return any("property" in (text := ast.unparse(one)) or text.endswith(".setter") for one in function.decorator_list)
