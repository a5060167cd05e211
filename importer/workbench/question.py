"""What a person is asked while a sheet is read or sent in the background."""

import threading
from dataclasses import dataclass, field
from threading import Event
from typing import Literal

from importer.errors import ImporterError
from importer.languages import _

QuestionKind = Literal["password", "yes or no", "same"]
LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Question:
    """A question, and the words that answer it; of a password there are none."""

    kind: QuestionKind
    text: str
    words: tuple[str, ...] = ()


@dataclass
class QuestionBox:
    """Where the work in the background asks, and a person answers. `closed` lets nobody wait any longer."""

    closed: Event = field(default_factory=Event)
    question: Question | None = None
    _answer: str = ""
    _answered: Event = field(default_factory=Event)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: Question, otherwise: str) -> str:
        """The answer, once a person has given it; `otherwise` where nobody will."""
        with self._one_at_a_time:
            self._answered.clear()
            self.question = question
            while not self._answered.wait(LOOK_SECONDS):
                if self.closed.is_set():
                    self.question = None
                    return otherwise
            return self._answer

    def answer(self, word: str) -> bool:
        """Answer what is asked; False where nothing is, or that is no answer to it."""
        asked = self.question
        if asked is None or (asked.words and word not in asked.words):
            return False
        self.question, self._answer = None, word
        self._answered.set()
        return True


def explain_wait(error: ImporterError | None, failure: BaseException | None) -> str:
    """Why nothing can be changed on a sheet yet: what is wrong with it, or nothing that does not pass."""
    if error is not None:
        return f"{error.message} {error.advice}"
    if failure is not None:
        return _("importer stopped because of an internal error.")
    return _("The sheet is being read. Wait a moment.")
