"""Why no safe connection can be made, in our words: those of OpenSSL are in English, and for programmers."""

import ssl
from collections.abc import Iterable

from importer.languages import N_, _

_SAYS_NOTHING = (ssl.SSLEOFError, ssl.SSLZeroReturnError)  # the handshake was cut off
_UNKNOWN_ISSUERS = frozenset({2, 18, 19, 20, 21})
_OF_CERTIFICATES = {  # by the number that OpenSSL and every standard of certificates has for it [openssl-verify(1)]
    9: N_("it is not valid yet by the clock of this computer"),
    10: N_("it has expired"),
    18: N_("it is self-signed"),
    23: N_("it was revoked"),
    62: N_("it is for another address"),
    64: N_("it is for another address"),
    **dict.fromkeys(_UNKNOWN_ISSUERS - {18}, N_("this computer does not trust its issuer")),
}
_NO_TLS, _OLD = N_("it does not support https"), N_("it supports only outdated TLS versions")
_NO_CERTIFICATE = N_("it requires a client certificate, which importer does not support")
_OF_HANDSHAKES = {  # by what the reason of OpenSSL has in it
    "WRONG_VERSION_NUMBER": _NO_TLS,
    "HTTP_REQUEST": _NO_TLS,
    "PACKET_LENGTH": _NO_TLS,
    "RECORD_LAYER": _NO_TLS,
    "CERTIFICATE_REQUIRED": _NO_CERTIFICATE,
    "PROTOCOL": _OLD,
    "DH_KEY_TOO_SMALL": _OLD,
}


def explain_unsafe(failure: ssl.SSLError) -> str:
    """What keeps a connection from being a safe one, as part of a sentence about the server."""
    if isinstance(failure, ssl.SSLCertVerificationError):
        refused = _("its certificate is not accepted: {reason}")
        number = failure.verify_code
        sentence = _OF_CERTIFICATES.get(number)
        return refused.format(reason=_(sentence) if sentence else _("it violates rule {number}").format(number=number))
    if isinstance(failure, _SAYS_NOTHING):
        return _("it closes the connection during the TLS handshake; it may not support https")
    found = (sentence for word, sentence in _OF_HANDSHAKES.items() if word in (failure.reason or ""))
    return _(next(found, N_("importer cannot establish a secure connection (TLS) with it")))


def explain_unsafe_in(causes: Iterable[BaseException]) -> str:
    """Why the connection cannot be a safe one; '' where it may be. A handshake that was cut off says nothing."""
    failures = [cause for cause in causes if isinstance(cause, ssl.SSLError) and not isinstance(cause, _SAYS_NOTHING)]
    refused = [failure for failure in failures if isinstance(failure, ssl.SSLCertVerificationError)]
    return next(map(explain_unsafe, (*refused, *failures)), "")


def is_about_trust(failure: BaseException) -> bool:
    """Whether a file of certificates that are trusted, as those of a company, would help."""
    return isinstance(failure, ssl.SSLCertVerificationError) and failure.verify_code in _UNKNOWN_ISSUERS
