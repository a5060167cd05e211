"""Two spellings of one address are the same target, and no address is like another that it is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.errors import SettingsError
from importer.jobs_api import JobsApi
from importer.settings import Target, check_address, to_canonical_url
from tests.examples import examples

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda label: label[2:4] != "--")
HOSTS = st.lists(LABELS, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "example"]))
STEPS = st.lists(st.from_regex(r"[a-z0-9_~-]{1,6}", fullmatch=True), max_size=3)
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
BOUNDED = settings(derandomize=True, deadline=None, max_examples=examples(300))


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """An address, and the same in other signs."""
    host, steps = draw(HOSTS), draw(STEPS)
    other = "".join(draw(st.sampled_from((letter, letter.upper()))) for letter in host)
    escaped = (draw(st.sampled_from((step, step.upper(), f"%{ord(step[0]):02x}{step[1:]}"))) for step in steps)
    path = "".join(draw(st.sampled_from(("/", "//", "/./", "/x/../"))) + step for step in escaped)
    end, port = draw(st.sampled_from(("", "."))), draw(st.sampled_from(("", ":443")))
    scheme = draw(st.sampled_from(("https", "HTTPS", "Https")))
    slash = draw(st.sampled_from(("", "/", "//")))
    return f"https://{host}/{'/'.join(steps)}".rstrip("/"), f" {scheme}://{other}{end}{port}{path}{slash}\n"


@BOUNDED
@given(spellings())
def test_an_address_in_other_signs_is_the_same(pair: tuple[str, str]) -> None:
    address, other = pair
    assert to_canonical_url(other) == address
    assert to_canonical_url(check_address(other, "url")) == address


@BOUNDED
@given(spellings(), spellings())
def test_two_addresses_are_two(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert (to_canonical_url(one[1]) == to_canonical_url(two[1])) == (one[0] == two[0])


@BOUNDED
@given(st.one_of(st.text(), st.text(alphabet="htps:/@.%[]#?\\\n\t 0x1aä。-").map(lambda text: f"https://{text}")))
def test_any_text_has_one_spelling_and_no_fault_but_ours(text: str) -> None:
    plain = to_canonical_url(text)
    assert to_canonical_url(plain) == plain
    try:
        url = check_address(text, "url")
    except SettingsError:
        return
    assert url.isprintable()
    assert to_canonical_url(url).startswith(("https://", "http://localhost"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://user:secret@acme.example/api", "https://acme.example/api"),
        ("https://acme.example/api?key=secret#x", "https://acme.example/api"),
        ("https://BÜCHER.example/api", "https://xn--bcher-kva.example/api"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://acme.example/stra%C3%9Fe", "https://acme.example/strasse"),
        ("https://acme.example/a%2Fb", "https://acme.example/a%2Fb"),
        ("https://acme.example:8443/api", "https://acme.example:8443/api"),
        ("https://[2001:DB8::0:1]:443/api", "https://[2001:db8::1]/api"),
        ("https://0x0a.1/api", "https://10.0.0.1/api"),
        ("http://127.0.0.1:80/api", "http://localhost/api"),
        ("http://LOCALHOST.:8765/api", "http://localhost:8765/api"),
        ("http://[::1]:8765/api", "http://localhost:8765/api"),
        ("http://[::ffff:127.0.0.1]:8765/api", "http://localhost:8765/api"),
        ("http://2130706433:8765/api", "http://localhost:8765/api"),
        ("practice", "practice"),
        ("https://a:b:c", "https://a:b:c"),
    ],
)
def test_what_the_one_spelling_is(text: str, plain: str) -> None:
    assert to_canonical_url(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        *(
            "https://acme.example\\@evil.example",
            "https://acme%2eexample/api",
            "https://a..b",
            "https://-",
            "https://.",
        ),
        *(
            "https://\u24dbocalhost/api",
            "https://\u017f.example",
            f"https://{'x' * 64}.example",
            f"https://{'x.' * 127}y",
        ),
    ],
)
def test_a_host_that_nobody_can_have_is_no_address(text: str) -> None:
    with pytest.raises(SettingsError, match=r"not a web address|must not contain a login"):
        check_address(text, "url")


@BOUNDED
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6), st.sampled_from(["", ".example"])
)
def test_what_is_an_address_can_be_asked(host: str, more: str) -> None:
    try:
        url = check_address(f"https://{host}{more}/api", "url")
    except SettingsError:
        return
    with JobsApi(Target("t", url, "u", "p")) as api:
        api._open_connection()
