"""How large and how long a request to the page may be."""

from importer.loopback.bounded_protocol import BoundedProtocol

LARGEST_BODY = 1 << 20  # bytes of what is decided or typed
LARGEST_FILE = 200 << 20  # bytes of a dropped file
MOST_AT_ONCE = 64  # connections, and requests: some tabs of one browser
SLACK = 1 << 20  # bytes between and behind the pieces of a body


class PageProtocol(BoundedProtocol):
    """A dropped file, and the time that a slow disk takes for it."""

    largest_body = LARGEST_FILE + SLACK
    seconds = 300.0
