"""Who may know whom, read from the syntax tree: dependencies point one way, and a room is entered by its face."""

import ast
import subprocess
from pathlib import Path

import pytest

from tests.rooms import ALLOWED, FREE
from tests.source import walk
from tests.structure import (
    ROOT,
    Module,
    classes_used_twice,
    cycles,
    function_lengths,
    imports_of,
    is_import_call,
    modules_of,
    names_imported,
    names_used_twice,
    past_a_face,
    retired_words,
    room_arrows,
    room_of,
    small_with_one_importer,
)
from tests.verbs import (
    METHODS_NAMED_ELSEWHERE,
    NAMED_ELSEWHERE,
    functions_of,
    is_a_command,
    methods_of,
    says_what_it_does,
)

KNOWN = modules_of()
MODULES = [module for name, module in KNOWN.items() if name]

AT_THE_TOP = {  # what stands outside a room, and why
    "__main__": "Python starts it",
    "errors": "every room raises them",
    "masking": "one list of secrets for every log, screen and result",
    "visible": "faces of the program show text of strangers by one rule",
    "lazy_imports": "what a room's face is made with, so it belongs to none",
    "search_path": "where libraries are looked for, settled before any is loaded",
    "versions": "what is installed here, for results, logs and whoever helps",
}
# Processes start for every workbook and every large text, in which these rooms have no __init__ (`code_of` in
# child_process/bounded.py): what they need is taken from the modules themselves, and these are all of them.
WITHOUT_FACES = {
    "steps.read.sandbox.": {
        *("workbook_parts.addresses", "workbook_parts.package", "workbook_parts.properties", "workbook_parts.refusal"),
        *("workbook_parts.xml_reader", "workbook_parts.zip_entries"),
        *("catalogue.field", "catalogue.format_code", "catalogue.shown_numbers", "child_process.limits"),
    },
    "steps.read.csv.": {"workbook_parts.addresses", "workbook_parts.refusal", "catalogue.formula_guard"},
}
PAST_A_FACE = {  # who reaches past a face, and why the face does not offer it
    ("practice.server", "loopback.quiet_server"): "loads uvicorn; every command that may use the practice target "
    "loads the face",
    ("practice.child", "loopback.quiet_server"): "for its types alone, so nothing is loaded",
    ("practice.guard", "loopback.bounded_protocol"): "a class of uvicorn's protocol, which only a server loads",
    ("practice.guard", "loopback.bounded_body"): "goes by Starlette's types, and a command loads no Starlette",
    ("page.guard", "loopback.bounded_body"): "Starlette's types again, which the page needs and a command does not",
    ("page.server", "loopback.quiet_server"): "uvicorn again, which of the page's modules only this one starts",
    ("page.connections", "loopback.bounded_protocol"): "the page's own protocol is a subclass of it",
    ("cli.page", "page.server"): "FastAPI loads for half a second, and the page's face loads no server",
    ("cli.page", "page.launcher"): "--install writes a file to double-click, and must not load the page for it",
    ("cli.practice", "practice.server"): "FastAPI loads for half a second; other commands start it in a child",
    ("cli.practice", "practice.faults"): "only --faults reads a fault file; the face has what every command may use",
    ("cli.practice", "practice.store"): "only --lists and --file need its classes, and it loads sqlite3",
    ("cli.show_codes", "directory.export"): "openpyxl loads for a tenth of a second, and only --export needs it",
    (
        "cli.template",
        "template.write",
    ): "loads openpyxl, which the checks of a sheet with a template's stamp do not need",
    ("page.downloads", "template.write"): "loads openpyxl, which only a download of the page needs",
    ("steps.report.failed_only", "template.filled"): "loads openpyxl, which only --failed-only needs of all results",
}
HOMES = {  # outside library: the only places that may import it
    "requests": {"jobs_api"},
    "urllib3": {"jobs_api"},
    "urllib.request": {"jobs_api"},
    "pandera": {"frames", "steps.validate"},
    "sqlite3": {"journal", "practice"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli"},
    "keyring": {"targets.key_store"},
    "tomlkit": {"targets.own_file"},
    "fastapi": {"practice", "page"},
    "jinja2": {"page"},
    "uvicorn": {"loopback"},
    "openpyxl": {"template", "directory.export"},
    "python_calamine": {"steps.read"},
    "pandas": {
        *("frames", "records", "mapping", "decisions", "journal", "steps.read", "steps.map", "steps.validate"),
        *("steps.resolve", "steps.report"),
    },
}
NAMES_OF_OTHERS = [(owner, name) for owner, (_, names) in METHODS_NAMED_ELSEWHERE.items() for name in names.split()]
DOTTED = {".ci", ".github", ".gitignore"}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "manager", "handler", "data", "common", "misc"}


@pytest.mark.skipif(not (ROOT.parent / ".git").exists(), reason="what belongs to the project is known from git alone")
def test_the_top_level_has_nothing_else() -> None:
    """A wheel that was downloaded beside it was committed once, with all of its 17 MB."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=True).stdout.splitlines()
    top = {path.partition("/")[0] for path in listed if (ROOT.parent / path).exists()}
    kept = {name for name in top if Path(name).suffix not in {".xlsx", ".toml"}}
    assert kept == {"README.md", "importer", "sample_sheets", "tests", *DOTTED}


def test_a_module_imports_only_what_its_room_may_know() -> None:
    assert not [
        f"{module.name}:{found.line} imports {found.module}"
        for module in MODULES
        if module.room not in FREE
        for found in imports_of(module, KNOWN)
        if room_of(found.module) not in ALLOWED[module.room] | {module.room, "lazy_imports"}
    ]


def test_a_room_imports_all_that_it_may() -> None:
    used = room_arrows(KNOWN)
    assert not [
        f"{room} may import {other}, and does not"
        for room, others in ALLOWED.items()
        for other in others
        if (room, other) not in used
    ]


def test_a_library_has_one_home() -> None:
    elsewhere = []
    for module in MODULES:
        for name in {name for node in walk(module.tree) for name in names_imported(node, module, KNOWN)}:
            homes = HOMES.get(name, HOMES.get(name.partition(".")[0]))
            if homes is not None and not any(f"{module.name}.".startswith(f"{home}.") for home in homes):
                elsewhere.append(f"{module.name} imports {name}")
    assert not elsewhere


def test_steps_never_import_one_another() -> None:
    steps = {room for room in ALLOWED if room.startswith("steps.")}
    for step in steps:
        assert not ALLOWED[step] & steps


def test_a_room_is_entered_by_its_face() -> None:
    found = {(past.importer, past.module) for past in past_a_face(KNOWN)}
    for process, modules in WITHOUT_FACES.items():
        taken = {(importer, module) for importer, module in found if importer.startswith(process)}
        assert {module for _importer, module in taken} == modules, process
        found -= taken
    assert found == PAST_A_FACE.keys(), "take it from the room's __init__, or give a reason above"


def test_nothing_imports_in_a_circle_not_even_for_types() -> None:
    assert cycles(KNOWN) == []


def test_at_the_top_are_rooms() -> None:
    assert {module.name for module in MODULES if "." not in module.name and not module.is_face} == AT_THE_TOP.keys()


def test_a_module_has_one_job() -> None:
    declarations = {"catalogue.job_fields", "catalogue.entities"}
    lines = {module.name: module.lines for module in MODULES if module.name not in declarations}
    assert not {name: count for name, count in lines.items() if count > 260}
    assert not [module.name for module in MODULES if FORBIDDEN_NAMES & set(module.name.split("."))]


def test_no_function_is_longer_than_a_screen() -> None:
    assert function_lengths(KNOWN)[-1] <= 34


def test_names_for_two_things_and_crumbs_only_become_fewer() -> None:
    assert len(names_used_twice(KNOWN)) <= 18
    assert set(classes_used_twice(KNOWN)) == {"Entry", "Meaning"}
    assert len(small_with_one_importer(KNOWN)) <= 35


def test_words_that_were_given_up_do_not_come_back() -> None:
    assert retired_words(KNOWN) == [], "what is it: a problem, remark, sentence, setting, the rows that are left?"


def test_functions_are_verbs() -> None:
    nouns = [
        f"{module.name}: {one.name}"
        for module in MODULES
        for one in functions_of(module)
        if not (says_what_it_does(one.name) or is_a_command(one))
        and one.name not in {"_", "__getattr__", *NAMED_ELSEWHERE}
    ]
    assert not nouns, "find_x, make_x, note_x ... (tests/verbs.py), x_of or to_x, is_x or has_x"


def test_methods_are_verbs() -> None:
    nouns = [
        f"{module.name}: {owner}.{method.name}"
        for module in MODULES
        for owner, method in methods_of(module)
        if not says_what_it_does(method.name) and (owner, method.name) not in NAMES_OF_OTHERS
    ]
    assert not nouns, "find_x, make_x, note_x ... (tests/verbs.py), x_of or to_x, is_x or has_x"


@pytest.mark.parametrize(
    "name",
    ["differences", "without_artefacts", "top_rows", "_by_shape", "as_text", "merged", "content", "_rows", "opened"],
)
def test_a_name_that_is_no_verb_is_found(name: str) -> None:
    assert not says_what_it_does(name)


def test_methods_are_found_in_every_class_without_what_is_read_as_a_value() -> None:
    text = """
class Outer:
    def __init__(self): ...
    @property
    def place(self): ...
    @place.setter
    def place(self, value): ...
    @functools.cached_property
    def cells(self): ...
    def content(self): ...
    @classmethod
    def on(cls): ...
    async def opened(self): ...
    class Inner:
        def pieces(self): ...
def rows():
    class Local:
        def known(self): ...
"""
    found = methods_of(Module("planted", ROOT, text))
    assert {(owner, method.name) for owner, method in found} == {
        *(("Outer", "content"), ("Outer", "on"), ("Outer", "opened")),
        *(("Inner", "pieces"), ("Local", "known")),
    }


def test_names_that_others_have_chosen_are_in_use() -> None:
    assert {one.name for module in MODULES for one in functions_of(module)} >= NAMED_ELSEWHERE.keys()
    methods = {(owner, method.name) for module in MODULES for owner, method in methods_of(module)}
    assert methods >= set(NAMES_OF_OTHERS)


PLANTED = {  # a line of a module, and the import that it is
    "import importer.journal.file": "journal.file",
    "from importer.journal import file": "journal.file",
    "from importer.journal.file import Journal": "journal.file",
    "from ...journal import file": "journal.file",
    "from ...journal.file import Journal": "journal.file",
    "from ... import journal": "journal",
    "from .. import resolve": "steps.resolve",
    "from . import grid": "steps.read.grid",
    "import_module('importer.journal.file')": "journal.file",
    "importlib.import_module('importer.journal')": "journal",
    "importlib.import_module('...journal', __package__)": "journal",
    "__import__('importer.journal.file')": "journal.file",
    "def later():\n    import importer.journal": "journal",
    "if TYPE_CHECKING:\n    from importer.journal import Journal": "journal",
}


@pytest.mark.parametrize(("line", "module"), PLANTED.items(), ids=PLANTED)
def test_an_import_is_found_however_it_is_written(line: str, module: str) -> None:
    planted = Module("steps.read.planted", ROOT / "steps" / "read" / "planted.py", line)
    assert [found.module for found in imports_of(planted, KNOWN)] == [module]


def test_what_is_imported_by_a_name_that_is_made_up_on_the_way_is_known() -> None:
    """Both take a module of their own room, by a name in a table that the type checker has as imports."""
    calls = {
        module.name
        for module in KNOWN.values()
        for node in walk(module.tree)
        if is_import_call(node) and not isinstance(node.args[0], ast.Constant)
    }
    assert calls == {"", "lazy_imports"}
    assert not [
        module.name
        for module in KNOWN.values()
        for node in walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "importlib" and any(name.asname for name in node.names)
    ]


def test_every_room_is_listed() -> None:
    assert {module.room for module in MODULES} - FREE - {"steps"} == ALLOWED.keys()
    assert Path(__file__).parent.parent / "importer" == ROOT
