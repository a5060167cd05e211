"""An answer as it comes in: llhttp reads it, the parser of Node.js, and urllib3 is given what it has read."""

from collections.abc import Callable
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

LONGEST_HEAD = 64 * 1024  # four times what Node.js takes
_INFORMS = range(100, 200)  # says that the answer itself is still to come


class NotHttp(HTTPException):
    """What comes is no answer of HTTP."""


class Incoming:
    """The answer to one request. `receive` gives its next bytes, none once the other side has hung up.

    First its head is taken in, with the names of its `headers` written like `Retry-After`; then `read` gives its body,
    as from a file. What cannot be an answer, or ends before it is whole, raises HTTPException. `keeps` says whether
    another request may go over the connection when the answer is whole: not where more came than this answer.
    """

    def __init__(self, receive: Callable[[], bytes]) -> None:
        self._receive = receive
        self.headers: dict[str, str] = {}
        self.status = 0
        self.is_whole = False
        self.keeps = False
        self.closed = False
        self._has_head = False
        self._ends_itself = False
        self._pieces: list[bytes] = []
        self._problem: NotHttp | None = None
        self._parser = HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(  # what browsers bear too; the request after it is never at risk
            lenient_headers=True,
            lenient_chunked_length=True,
            lenient_optional_cr_before_lf=True,
            lenient_spaces_after_chunk_size=True,
        )

    def take_head(self) -> None:
        """Take in the status and the headers."""
        size = 0
        while not self._has_head:
            if self._problem is not None:
                raise self._problem
            if size > LONGEST_HEAD:
                raise NotHttp("a head without an end")
            size += self._take()

    def read(self, _amount: int | None = None) -> bytes:
        """The next bytes of the body, as many as there are; none at its end."""
        while not self._pieces and not self.is_whole:
            if self._problem is not None:
                raise self._problem
            self._take()
        piece = b"".join(self._pieces)
        self._pieces.clear()
        self.closed = self.is_whole
        return piece

    def close(self) -> None:
        """Read no more of it."""
        self.closed = True

    def _take(self) -> int:
        received = self._receive()
        if not received:
            self._end()
        try:
            self._parser.feed_data(received)
        except (HttpParserError, HttpParserUpgrade) as error:
            self.keeps = False
            self._problem = NotHttp(str(error))
        if self.is_whole:
            del self._parser  # it refers to this object, and this to it
        return len(received)

    def _end(self) -> None:
        if not self._has_head:
            raise RemoteDisconnected("the connection was closed without an answer")
        if self._ends_itself:
            raise IncompleteRead(b"")
        self.is_whole, self.keeps = True, False

    def on_message_begin(self) -> None:
        """As httptools calls it, like those below."""
        self.keeps = False  # a second answer, that nobody asked for

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._has_head:
            return  # after the body
        key, text = name.decode("latin-1").title(), value.decode("latin-1")
        self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text
        if key == "Content-Length" or (key == "Transfer-Encoding" and "chunked" in text.lower()):
            self._ends_itself = True

    def on_headers_complete(self) -> None:
        if self.is_whole:
            return
        self.status = self._parser.get_status_code()
        if self.status in _INFORMS:
            self.headers.clear()
            self._ends_itself = False
            return
        self._has_head = True
        self.keeps = self._parser.should_keep_alive()

    def on_body(self, piece: bytes) -> None:
        if not self.is_whole:
            self._pieces.append(piece)

    def on_message_complete(self) -> None:
        self.is_whole = self._has_head
