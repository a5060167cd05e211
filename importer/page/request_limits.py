"""How large and how long a request to the page may be."""

LARGEST_BODY = 1 << 20  # bytes of what is decided or typed
LARGEST_FILE = 200 << 20  # bytes of a dropped file
SLACK = 1 << 20  # bytes between and behind the pieces of a body
HEAD_SECONDS = 5.0  # until somebody has said who they are; a whole request of who has no cookie
BODY_SECONDS = 60.0
FILE_SECONDS = 300.0  # the time that a slow disk takes for a dropped file
MOST_STRANGERS = 32  # connections without the cookie
MOST_REQUESTS = 64 + 4 * MOST_STRANGERS  # and connections: some tabs of one browser, and strangers who come and go
