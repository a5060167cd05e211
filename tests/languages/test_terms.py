"""Each language has one word for a term: two words for one thing read as two things."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from importer.languages import LanguageCode
from tests.languages.test_catalogues import PLACEHOLDER, TYPED, every_language, pairs


class Term(NamedTuple):
    """A term as English writes it, and the word for it in each language."""

    english: str
    nl: str
    fr: str
    de: str


TERMS = (
    Term(r"\b(this|that|the|earlier|each|every|last|later|a) run\b|\bin run|\bruns \{", "import", "import", "Import"),
    Term(r"\bmapping files?\b", "koppelbestand", r"fichiers? de correspondance\b", "Zuordnungsdatei"),
    Term(r"\bsheets?\b", "blad", "feuille", "Bl[aä]tt"),
    Term(r"\brows?\b", "rij", "ligne", "Zeile"),
    Term(r"\bjobs?\b", "opdracht", "intervention", "Auftr[aä]g"),
    Term(r"(?<!password-)\bcommands?\b", "commando", "commande", "Befehl"),
    Term(r"\bheadings?\b", "kop", "en-tête", "Überschrift"),
    Term(r"\bcells?\b", "cel", "cellule", "Zelle"),
    Term(r"\btargets?\b", "doelsyste", "systèmes? cible", "Zielsystem"),
    Term(r"\bresults workbooks?\b", r"resultatenwerkmap|werkmap met resultaten", "classeur", "Ergebnismappe"),
    Term(r"\bpractice server\b", "oefenserver", "serveur d'entraînement", "Übungsserver"),
    Term(r"\bpasswords?\b", "wachtwoord", "mots? de passe", "Passw[oö]rt"),
    Term(r"\breferences?\b", "referentie", "référence", "Referenz"),
)
# also where English has no word for it, as in "Stopping after the rows in progress."
FORMER: dict[str, str] = {"nl": r"\bruns?\b", "fr": "exécution", "de": r"\b(Lauf|Laufs|Läufe)\b"}
AS_IT_IS = re.compile(r"\[[a-z.{}]+\]|\"Jobs\"|\bJob id\b|\b[a-z_]+ = \S+|\bjobs\.xlsx|\bkeep-runs|^targets? must")
A_VERB = re.compile(r"\b((?<=command )runs|production target)\b")


def plain(text: str) -> str:
    """A text without what is typed, or filled in."""
    return A_VERB.sub("", AS_IT_IS.sub("", TYPED.sub("", PLACEHOLDER.sub("{}", text))))


def strayed(code: LanguageCode, term: Term) -> Iterator[str]:
    """Each sentence with a term that its translation has another word for."""
    word = re.compile(getattr(term, code), re.IGNORECASE)
    for _, english, ours in pairs(code):
        if re.search(term.english, plain(english), re.IGNORECASE) and not word.search(plain(ours)):
            yield f"{english}\n{ours}"


@every_language
def test_a_term_is_one_word(code: LanguageCode) -> None:
    found = [f"{getattr(term, code)}: {sentence}" for term in TERMS for sentence in strayed(code, term)]
    assert not found, "\n".join(found)


@every_language
def test_a_run_has_no_second_word(code: LanguageCode) -> None:
    assert [ours for _, _, ours in pairs(code) if re.search(FORMER[code], plain(ours))] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.fr)
def test_each_term_is_met(term: Term) -> None:
    """A pattern that fits no sentence holds nobody to anything."""
    assert any(re.search(term.english, plain(english), re.IGNORECASE) for _, english, _ in pairs("nl"))
