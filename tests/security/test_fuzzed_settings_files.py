"""S16: a settings file may hold anything: what comes of it is settings, or a sentence that cannot steer a terminal."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from importer.cli.show import show_error
from importer.cli.show_targets import set_default, show_list, show_target, trust_file
from importer.errors import ImporterError
from importer.targets import KnownTargets, remove_target, save_target
from tests.command import importer
from tests.examples import examples

BOUNDED = settings(
    derandomize=True,
    deadline=None,
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
ADDRESSES = TEXTS.map(lambda text: f"https://acme.example/{text}") | TEXTS.map(lambda text: f"https://{text}")
WORDS = st.sampled_from(("acme", "target", "targets", "url", "user", "production", "ca-bundle", "~x/y", "keep-runs"))
PLAIN = TEXTS | ADDRESSES | WORDS | st.booleans() | st.integers() | st.floats()
KEYS = TEXTS | WORDS
TREES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "url": ADDRESSES,
        "user": TEXTS,
        "domain": TEXTS,
        "production": st.booleans(),
        "ca-bundle": TEXTS | WORDS,
    },
)
NAMES = st.sampled_from(("acme", "new", "a-1"))
FILES = st.fixed_dictionaries(
    {"targets": st.dictionaries(NAMES, SETTINGS, min_size=1)}, optional={"target": NAMES | TEXTS, "keep-runs": TEXTS}
)


def toml_of(value: object) -> str:
    """The value as it stands in a TOML file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)} = {toml_of(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_of, value)) + "]"
    return _quoted(value) if isinstance(value, str) else str(value).lower()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


TOML = st.dictionaries(KEYS, TREES, max_size=4) | FILES
CONTENTS = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(str.encode),
    TOML.map(lambda tree: "\n".join(f"{_quoted(key)} = {toml_of(value)}" for key, value in tree.items()).encode()),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("IMPORTER_CONFIG", str(tmp_path / "own.toml"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return tmp_path


def use(targets: KnownTargets) -> None:
    """Use all that is set, as the commands do."""
    for name in (None, *targets.names):
        _try(lambda name=name: targets.choose(name))
        _try(lambda name=name: show_target(name, as_json=False))
        _try(lambda name=name: show_target(name, as_json=True))
    for as_json in (False, True):
        _try(lambda as_json=as_json: show_list(as_json=as_json))


def _try(step: object) -> None:
    assert callable(step)
    try:
        step()
    except ImporterError as error:
        show_error(error, as_json=True)


def ensure_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    shown = capsys.readouterr()
    assert not STEERING.search(shown.out + shown.err)


@BOUNDED
@given(CONTENTS)
@example(b"a = " + b"[" * 20_000)
@example(b"a = " + b"{a = " * 20_000)
@example(b"a = " + b"9" * 10_000)
@example(b"[targets.acme]\nca-bundle = '~nobody/x'\nurl = 'https://acme.example'")
@example(b"\n".join(b"k%d = 1" % number for number in range(5_000)))
@example(b"x" * 1_000_000)
def test_a_project_file(desk: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    (desk / "own.toml").write_text('[targets.acme]\nurl = "https://acme.example"\nuser = "anna"\n')
    (desk / "importer.toml").write_bytes(content)
    _try(lambda: use(KnownTargets()))
    _try(lambda: trust_file(desk / "importer.toml", digest=None, yes=True))
    _try(lambda: use(KnownTargets()))
    ensure_harmless(capsys)


@BOUNDED
@given(CONTENTS)
@example(b"[targets.acme]\nca-bundle = '~nobody/x'\nurl = 'https://acme.example'")
@example(b"[targets.acme]\nurl = 'https://a.example'\n[other]\n[targets.new]\nuser = 'x'")
@example(b"targets = {acme = {url = 'https://a.example'}}")
@example(b"targets.acme.url = 'https://a.example'\ntarget = 'x'")
@example(b"target = 'x'\r\n[targets]\r\nacme.url = 'https://a.example'")
def test_the_users_own_file(desk: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    (desk / "own.toml").write_bytes(content)
    _try(lambda: use(KnownTargets()))
    _try(lambda: set_default("acme"))
    for name in ("acme", "new"):
        _try(lambda name=name: save_target(name, {"url": "https://x.example", "user": "eve", "production": True}))
    _try(lambda: use(KnownTargets()))
    _try(lambda: remove_target("acme"))
    _try(lambda: use(KnownTargets()))
    ensure_harmless(capsys)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "content", [b"a = " + b"[" * 20_000, b"\x1b]0;x\x07 = 1", b'"\\u001b]0;x\\u0007" = 1', b"\xff"]
)
def test_the_command_itself_says_what_is_wrong(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "importer.toml").write_bytes(content)
    (tmp_path / "jobs.csv").write_text("Name\nBoiler\n", encoding="utf-8")
    for words in (("targets",), ("run", "jobs.csv"), ("login", "acme"), ("targets", "trust"), ("doctor",)):
        said = importer(*words, state=tmp_path / "state", cwd=str(tmp_path))
        assert said.status == 3
        assert "importer.toml has errors" in said.out + said.err
        assert not STEERING.search(said.out + said.err)
