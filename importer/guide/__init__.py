"""The guide: pages of Markdown beside this module, for users and developers."""

import re
from dataclasses import dataclass
from pathlib import Path

from importer.errors import UsageError
from importer.problem import NO_SUCH_PAGE, suggest_word

FOLDER = Path(__file__).parent
NAMES = (
    *("analyst", "consultant", "support"),
    *("page", "sheets", "mapping", "results", "targets", "practice", "fields", "problems"),
    *("python", "how-it-is-built", "developers", "safety", "changes"),
)
_COMMENT = re.compile(r"<!--.*?-->\n?")


@dataclass(frozen=True)
class GuidePage:
    """A page of the guide; `about` is the first sentence below its title."""

    name: str
    about: str
    text: str

    @property
    def shown_text(self) -> str:
        """The text without the comments, which are for the tests of the guide."""
        return _COMMENT.sub("", self.text)


def read_pages() -> tuple[GuidePage, ...]:
    """All pages, in the order in which somebody new would read them."""
    return tuple(read_page(name) for name in NAMES)


def read_page(name: str) -> GuidePage:
    """The page of this name; case does not matter. Raises UsageError where there is none."""
    known = name.casefold().removesuffix(".md")
    if known not in NAMES:
        raise UsageError(NO_SUCH_PAGE, found=name, nearest=suggest_word(known, NAMES))
    text = (FOLDER / f"{known}.md").read_text(encoding="utf-8")
    _title, about, _rest = text.split("\n\n", 2)
    return GuidePage(known, " ".join(about.split()), text)
