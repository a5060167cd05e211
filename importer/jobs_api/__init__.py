"""The work-order API as Python calls: create a job, look one up, read a list. The only place that knows HTTP.

client.py        the API of one target: create, look up, list
backoff.py       how long to wait before a request is made again
connection.py    one thread's connection: a request out, an answer or the lack of one back
http_session.py  the way of a thread to the server, by the adapter of requests
transport.py     connections with a deadline for the whole answer
incoming.py      an answer as llhttp reads it
proxy.py         the proxy of a network, as the environment names it
handshake.py     the way to a target: a proxy, and what its certificate says
response.py      what came back, and what makes a whole target unusable
refusals.py      the sentences of a refusal, whatever their wrapping
listing.py       the address of a list, and what a page of it says
paging.py        a list page by page, within its limits
"""

from importer.jobs_api.backoff import draw_pause_before
from importer.jobs_api.client import JobsApi, ListedEntries, ListRefused
from importer.jobs_api.handshake import NoHandshake, find_proxy, shake_hands
from importer.jobs_api.listing import entries_of, is_page, is_whole, write_code_filters, write_filter, write_filters
from importer.jobs_api.refusals import RefusalDetail, clip_text, read_refusals
from importer.jobs_api.response import (
    CONFLICT,
    FORBIDDEN,
    INVALID_JOB,
    NOT_FOUND,
    SEE_OTHER,
    TEMPORARY,
    UNAUTHORISED,
    NoResponse,
    Response,
    read_moment,
)
