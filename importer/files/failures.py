"""What the system or SQLite says of a file, in our words: theirs are in English, or in any language."""

import errno
import os

from importer.languages import N_, _

_OF_THE_SYSTEM = {
    errno.EACCES: N_("access is denied"),
    errno.EADDRNOTAVAIL: N_("this computer has no such address"),
    errno.EADDRINUSE: N_("another program uses it"),
    errno.EBADF: N_("it is closed"),
    errno.ECONNABORTED: N_("the connection was cut off"),
    errno.ECONNREFUSED: N_("the connection was refused"),
    errno.ECONNRESET: N_("the connection was cut off"),
    errno.EDQUOT: N_("your share of this disk is used up"),
    errno.EEXIST: N_("it already exists"),
    errno.EFBIG: N_("it is too large"),
    errno.EHOSTUNREACH: N_("the network cannot reach it"),
    errno.EIO: N_("it could not be read or written"),
    errno.EISDIR: N_("it is a folder"),
    errno.ELOOP: N_("its symbolic links form a loop"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ENFILE: N_("too many files are open"),
    errno.ENETUNREACH: N_("the network cannot reach it"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.ENOTDIR: N_("a part of its path is not a folder"),
    errno.EPIPE: N_("the connection was cut off"),
    errno.EPERM: N_("access is denied"),
    errno.EROFS: N_("nothing can be written on this disk"),
    errno.ETIMEDOUT: N_("it took too long"),
}
_OF_SQLITE = {  # by the first byte of its number
    5: N_("another program is using it"),
    8: N_("nothing can be written in it"),
    10: N_("it could not be read or written"),
    11: N_("its content is damaged"),
    13: N_("the disk is full"),
    14: N_("it cannot be opened"),
    26: N_("it is not a database"),
}
_BY_KIND = (  # a socket of Windows has numbers of its own
    (TimeoutError, errno.ETIMEDOUT),
    (ConnectionRefusedError, errno.ECONNREFUSED),
    (ConnectionError, errno.ECONNRESET),
)
_BYTE = 0xFF
_OURS = frozenset({errno.EFBIG})  # which importer raises itself, with its own words


def explain_failure(error: Exception) -> str:
    """Why a file, a port or a database cannot be used, of an OSError or an error of SQLite.

    What we have no words for stays in theirs.
    """
    number = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, OSError):
        known = next((number for kind, number in _BY_KIND if isinstance(error, kind)), error.errno or 0)
        is_ours = known in _OURS and error.strerror != os.strerror(known)
        sentence = "" if is_ours else _OF_THE_SYSTEM.get(known, "")
    else:
        sentence = _OF_SQLITE.get(number & _BYTE, "") if number is not None else ""
    theirs = getattr(error, "strerror", None) or str(error)
    return _(sentence) if sentence else theirs or _("output error")
