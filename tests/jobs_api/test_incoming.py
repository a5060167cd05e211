"""What is an answer and what is not, in whatever pieces it comes; and when a connection may serve another request."""

import json

import pytest

from importer.jobs_api import JobsApi
from importer.jobs_api.incoming import LONGEST_HEAD, Incoming, NotHttp
from importer.jobs_api.response import NoResponse
from importer.settings import RequestPolicy, Target
from tests.odd_server import OddServer, Reply

JOB = {"id": "7e60fd05-1c08-4886-b483-9f631f943287"}
BODY = json.dumps(JOB).encode()
LENGTH = b"Content-Length: %d" % len(BODY)
CHUNKS = b"%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked"


def headed(*headers: bytes, status: bytes = b"HTTP/1.1 201 Created", end: bytes = b"\r\n") -> bytes:
    return end.join((status, *headers, b"", b""))


def asked(*answers: bytes, then: str = "keep") -> tuple[list[tuple[int, object]], int]:
    """What comes of a request for each answer, and how many connections that took."""
    left = [Reply((answer,), then=then) for answer in answers]
    policy = RequestPolicy(connect_seconds=2, answer_seconds=1, attempts=1)
    with (
        OddServer(lambda _: left.pop(0)) as server,
        JobsApi(Target("odd", server.url, "anna", "secret"), policy) as api,
    ):
        return [(response.status, response.body) for response in (api.create({}) for _ in answers)], server.connections


KEPT = {
    "a length": headed(LENGTH) + BODY,
    "chunks": headed(CHUNKED) + CHUNKS,
    "chunks with words of their own": headed(CHUNKED) + CHUNKS.replace(b"\r\n", b";a=b\r\n", 1),
    "chunks with a space after their size": headed(CHUNKED) + CHUNKS.replace(b"\r\n", b"  \r\n", 1),
    "chunks and a length": headed(LENGTH, CHUNKED) + CHUNKS,
    "a header after the chunks": headed(CHUNKED) + CHUNKS[:-2] + b"Content-Type: text/plain; charset=utf-16\r\n\r\n",
    "lines without a return": headed(LENGTH, end=b"\n") + BODY,
    "no reason": headed(LENGTH, status=b"HTTP/1.1 201") + BODY,
    "names in capitals": headed(LENGTH.upper()) + BODY,
    "a header over two lines": headed(b"X-One: a\r\n b", LENGTH) + BODY,
    "a letter of another language": headed("X-One: é".encode(), LENGTH) + BODY,
    "an offer of another protocol": headed(b"Upgrade: h2c", b"Connection: Upgrade, Keep-Alive", LENGTH) + BODY,
    "version 1.0, kept": headed(LENGTH, b"Connection: keep-alive", status=b"HTTP/1.0 201 Created") + BODY,
    "a word that it goes on": headed(b"Link: /x", status=b"HTTP/1.1 103 Early Hints") + headed(LENGTH) + BODY,
    "two words that it goes on": 2 * headed(status=b"HTTP/1.1 100 Continue") + headed(LENGTH) + BODY,
}


@pytest.mark.parametrize("answer", KEPT.values(), ids=KEPT)
def test_an_answer_is_read_and_its_connection_kept(answer: bytes) -> None:
    assert asked(answer, answer) == ([(201, JOB), (201, JOB)], 1)


LEFT = {
    "version 1.0": headed(LENGTH, status=b"HTTP/1.0 201 Created") + BODY,
    "closing": headed(LENGTH, b"Connection: close") + BODY,
    "more than the answer": headed(LENGTH) + BODY + b"more",
    "a second answer": headed(LENGTH) + BODY + headed(b"Content-Length: 2", status=b"HTTP/1.1 500 No") + b"{}",
    "a second answer after chunks": headed(CHUNKED) + CHUNKS + headed(CHUNKED) + CHUNKS,
}


@pytest.mark.parametrize("answer", LEFT.values(), ids=LEFT)
def test_what_an_answer_leaves_behind_is_no_part_of_the_next(answer: bytes) -> None:
    assert asked(answer, answer) == ([(201, JOB), (201, JOB)], 2)


@pytest.mark.parametrize("head", [headed(), headed(b"Transfer-Encoding: gzip"), headed(status=b"HTTP/1.0 201 OK")])
def test_without_a_length_the_end_of_the_connection_is_that_of_the_answer(head: bytes) -> None:
    assert asked(head + BODY, then="close") == ([(201, JOB)], 1)


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_what_has_no_body_does_not_wait_for_one(status: bytes) -> None:
    assert asked(headed(status=b"HTTP/1.1 " + status))[0] == [(int(status[:3]), None)]


OPEN = {
    "another protocol": headed(b"Upgrade: x", b"Connection: upgrade", status=b"HTTP/1.1 101 Switching"),
    "two lengths": headed(LENGTH, b"Content-Length: 3") + BODY,
    "a length below nothing": headed(b"Content-Length: -1") + BODY,
    "a length beyond all": headed(b"Content-Length: 99999999999999999999") + BODY,
    "a chunk of no size": headed(CHUNKED) + b"zz\r\n" + BODY,
    "a chunk beyond all": headed(CHUNKED) + b"fffffffffffffffff\r\n" + BODY,
    "no last chunk": headed(CHUNKED) + CHUNKS[:-5],
    "only a word that it goes on": headed(status=b"HTTP/1.1 100 Continue"),
    "a status of letters": headed(LENGTH, status=b"HTTP/1.1 abc Created") + BODY,
    "a head without an end": headed(*[b"X-%d: %s" % (n, b"y" * 1000) for n in range(200)])[:-2],
}


@pytest.mark.parametrize("answer", OPEN.values(), ids=OPEN)
def test_what_cannot_be_an_answer_leaves_the_outcome_open(answer: bytes) -> None:
    with pytest.raises(NoResponse, match="broke off") as none:
        asked(answer, then="close")
    assert none.value.sent


def test_a_refusal_whose_body_is_damaged_is_still_one() -> None:
    answer = headed(CHUNKED, status=b"HTTP/1.1 422 No") + b"5\r\nFalse\r\nzz\r\n"
    assert asked(answer)[0] == [(422, None)]


def pieces(*texts: bytes) -> Incoming:
    left = [*texts, b""]
    return Incoming(lambda: left.pop(0))


@pytest.mark.parametrize("answer", [*KEPT.values(), *LEFT.values()], ids=[*KEPT, *LEFT])
def test_it_makes_no_difference_in_what_pieces_it_comes(answer: bytes) -> None:
    incoming = pieces(*(answer[at : at + 1] for at in range(len(answer))))
    incoming.take_head()
    body = b"".join(iter(incoming.read, b""))
    assert (incoming.status, body, incoming.is_whole, incoming.closed) == (201, BODY, True, True)


def test_a_head_is_not_taken_in_without_end() -> None:
    incoming = pieces(headed()[:-2], *[b"X: " + b"y" * 5000 + b"\r\n"] * 100)
    with pytest.raises(NotHttp, match="without an end"):
        incoming.take_head()
    assert LONGEST_HEAD - 10_000 < len(incoming.headers["X"]) < LONGEST_HEAD + 10_000


def test_what_stands_twice_stands_with_a_comma() -> None:
    incoming = pieces(headed(b"retry-after: 5", b"X-One: a", b"Retry-After: 7"))
    incoming.take_head()
    assert incoming.headers == {"Retry-After": "5, 7", "X-One": "a"}
