"""S12: a command that is suggested can be copied into a shell: a file name in it runs nothing, and is found."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.page.server import PageServer
from importer.problem import quote_word, spell_command
from tests.builders import good
from tests.command import importer
from tests.examples import examples
from tests.page.test_uploads import drop
from tests.page.visitor import Visitor
from tests.workbooks import workbook

NAMES = (
    "$(touch pwned).xlsx",
    "`touch pwned`.xlsx",
    "a;touch pwned;.xlsx",
    "a b & touch pwned.xlsx",
    'it\'s "here" $HOME.xlsx',
    "week\n7.xlsx",
    "\u202ejobs\x1b[31m.xlsx",
    "-rf.xlsx",
    "~root!1.xlsx",
    "back\\slash é.xlsx",
    "*?[a].xlsx",
)
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None or os.name != "posix", reason="there is no bash")


def words_of(text: str, folder: Path) -> list[str]:
    """The words that a shell makes of a line, each as `printf` gives it."""
    done = subprocess.run(
        [BASH or "bash", "-c", f"printf '%s\\0' {text}"], cwd=folder, capture_output=True, check=True, timeout=20
    )
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


def ensure_only_words(folder: Path) -> None:
    assert not (folder / "pwned").exists()


@pytest.mark.thorough(but=1)
@needs_bash
@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_can_be_typed(tmp_path: Path, name: str) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    workbook(desk, good(), name="x.xlsx").rename(desk / name)
    path = f"./{name}"
    for words, state in ((("check", path), 0), (("map", path), 0), (("retry", path, "--target", "practice"), 3)):
        said = importer(*words, state=tmp_path / "state", cwd=str(desk))
        assert said.status == state, said.err
        text = said.out + said.err
        bare = re.findall(r"importer (?:run|check) .*?xlsx'", text)
        [found] = (re.findall(r"'(importer (?:run|check) [^']*)'", text) or bare)[-1:]
        typed = words_of(found, desk)
        assert Path(typed[2]).name == name
        assert (desk / typed[2]).exists()
        ensure_only_words(desk)


@needs_bash
@pytest.mark.parametrize("name", ["-rf.csv", "$(touch pwned).csv", "`it's`.csv"])
def test_what_the_page_shows_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("IMPORTER_CONFIG", str(tmp_path / "state" / "config.toml"))
    with PageServer() as server:
        visitor = Visitor(server)
        screen = drop(visitor, name)[1]["go"]
        [found] = re.findall("<code>(importer run .*?)</code>", visitor.get(str(screen)).text)
    typed = words_of(html.unescape(found), tmp_path)
    assert typed[:3] == ["importer", "run", f"./{name}" if name.startswith("-") else name]
    ensure_only_words(tmp_path)


@needs_bash
@settings(max_examples=examples(60), deadline=None)
@given(
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from("$`\"'\\!*?; \n"),
        min_size=1,
    )
)
def test_every_word_comes_through_bash(name: str) -> None:
    assert words_of(quote_word(name, windows=False), Path.cwd()) == [name]


@pytest.mark.skipif(os.name != "posix", reason="shells of POSIX")
@pytest.mark.parametrize("shell", [shell for shell in ("sh", "dash", "zsh", "fish") if shutil.which(shell)])
@pytest.mark.parametrize(
    "name", [*NAMES, "a\n';touch pwned;#", "a\\", "a\\';touch pwned;#", "=ls", "\x07'$(touch pwned)"]
)
def test_no_shell_runs_anything_of_a_name(tmp_path: Path, shell: str, name: str) -> None:
    """Those that do not know the quotes of bash may refuse the line, or give another word."""
    line = f"printf '%s' {quote_word(name, windows=False)} --sheet {quote_word(';touch pwned;', windows=False)}"
    subprocess.run([shell, "-c", line], cwd=tmp_path, capture_output=True, check=False, timeout=20)
    ensure_only_words(tmp_path)


def test_quotes_stay_in_pairs_for_a_shell_that_knows_no_others() -> None:
    """An old sh takes `$'...'` for a dollar and a text in quotes; fish takes a backslash before a quote for its own."""
    for name in ("a\n'b", "a\\'b", "a\\", "'\\\n"):
        quoted = quote_word(name, windows=False)
        assert quoted.startswith("$'")
        assert quoted.count("'") == 2, quoted
    assert quote_word("=ls", windows=False) == '"=ls"'


def test_a_path_is_no_option() -> None:
    assert quote_word(Path("-x.xlsx"), windows=False) == f".{os.sep}-x.xlsx"
    assert quote_word("--target") == "--target"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("jobs.xlsx", "jobs.xlsx"),
        ("week 7.xlsx", '"week 7.xlsx"'),
        ("a&calc.xlsx", '"a&calc.xlsx"'),
        ("C:\\my files\\", '"C:\\my files\\\\"'),
        ("$(calc).xlsx", "FILE"),
        ("a$b.xlsx", "'a$b.xlsx'"),
        ("a$b&calc.xlsx", "FILE"),
        ("%COMSPEC%.xlsx", "FILE"),
        ("”; calc; “.xlsx", "FILE"),
        (",", '","'),
    ],
)
def test_on_windows_a_word_runs_nothing_in_either_shell(name: str, written: str) -> None:
    assert quote_word(name, windows=True) == written


def test_a_command_stands_in_quotes_where_it_holds_none() -> None:
    assert spell_command("run", Path("week 7.xlsx"), windows=False) == "'importer run \"week 7.xlsx\"'"
    assert spell_command("run", "$x", windows=False) == "importer run '$x'"
