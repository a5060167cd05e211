"""Statuses of other systems, in seven languages, by what they mean."""

import pytest

from importer.catalogue import NEW_JOB_STATUSES, find_meaning_in_list, find_status_meaning
from importer.catalogue.kinds import BOOLEAN


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *((text, "done") for text in ("closed", "Closed Complete", "Gesloten", "Afgemeld", "Clôturé", "Fermée")),
        *((text, "done") for text in ("Erledigt", "Gelöst", "Cerrada", "Fechado", "Chiusa", "TECO", "CLSD")),
        *((text, "canceled") for text in ("Cancelled", "Geannuleerd", "Annulé", "Storniert", "Anulada", "Annullato")),
        *((text, "waiting") for text in ("On Hold - parts", "Wacht op klant", "En attente", "Pendente", "In attesa")),
        *((text, "to_plan") for text in ("In te plannen", "À planifier", "Zu planen", "Sin asignar", "CRTD")),
        *((text, "new") for text in ("New", "Nieuw", "Nouvelle", "Offen", "Abierto", "Novo", "Aperta")),
        *((text, "planned") for text in ("Scheduled", "Ingepland", "Planifié", "Eingeplant", "Asignada")),
        *((text, "working") for text in ("in progress", "En cours d'exécution", "Em atendimento (atribuído)")),
        *((text, "pool") for text in ("Vrij", "Libre", "Frei")),
        *((text, "done") for text in ("TABG", "ABGS", "RÜCK", "CNF", "NOCO", "COMP", "CLOSE", "Closed Incomplete")),
        *((text, "canceled") for text in ("CAN", "LÖVM", "DLFL")),
        *((text, "waiting") for text in ("WAPPR", "WMATL", "Awaiting Qualification", "3 - On Hold")),
        *((text, "to_plan") for text in ("EROF", "WSCH", "Pending Dispatch", "Ready for Dispatch", "Qualified")),
        *((text, "new") for text in ("FREI", "APPR", "OSNO", "FREI NMAT VOKL", "Draft", "1 - New")),
        *((text, "working") for text in ("INPRG", "PCNF", "TRÜC", "NOPR ORAS")),
    ],
)
def test_a_status_is_understood(text: str, meaning: str) -> None:
    found = find_status_meaning(text)
    assert found is not None
    assert found.word == meaning
    assert set(found.sent) <= set(NEW_JOB_STATUSES)
    assert found.is_done == (not found.sent)


@pytest.mark.parametrize(
    "text",
    [
        *("", "4", "P-1001", "Not closed", "To be closed", "Nicht erledigt", "Partially completed", "x" * 900),
        *("CAN BE PLANNED", "Cannot Complete"),
    ],
)
def test_what_says_the_opposite_or_nothing_is_not_understood(text: str) -> None:
    assert find_status_meaning(text) is None


def test_the_first_code_of_several_says_it() -> None:
    found = find_status_meaning("REL  CNF  JBFI MSPT")
    assert found is not None
    assert (found.word, found.sent[0], found.prefix) == ("new", "Open", "REL")


@pytest.mark.parametrize("words", [("yes", "no"), ("ja", "nee"), ("oui", "non"), ("Ja", "Nein"), ("Sí", "No")])
def test_yes_and_no(words: tuple[str, str]) -> None:
    assert tuple(map(BOOLEAN.to_canonical, words)) == ("true", "false")


@pytest.mark.parametrize("words", [("Sim", "Não"), ("Sì", "No"), ("Verdadeiro", "Falso"), ("Si\u0301", "Na\u0303o")])
def test_yes_and_no_of_the_south(words: tuple[str, str]) -> None:
    assert tuple(map(BOOLEAN.to_canonical, words)) == ("true", "false")


@pytest.mark.parametrize(
    ("listing", "text", "meaning"),
    [
        ("JobType", "ONDERHOUD", {"maintenance"}),
        ("JobType", "Störung", {"repair"}),
        ("JobType", "Wartung Heizung", {"maintenance"}),
        ("JobType", "Instandsetzung", {"repair"}),
        ("JobType", "Curatif", {"repair"}),
        ("JobType", "Sustitución", {"replacement"}),
        ("JobType", "Heizung", set()),
        ("JobPriority", "Média", {"normal"}),
        ("JobPriority", "Dringend", {"urgent"}),
        ("JobPriority", "1 Sehr hoch", {"urgent"}),
        ("JobPriority", "Muito alta", {"urgent"}),
        ("JobPriority", "Nicht dringend", set()),
        ("Project", "Low", set()),
    ],
)
def test_kinds_of_work_and_priorities_are_the_same_in_seven_languages(
    listing: str, text: str, meaning: set[str]
) -> None:
    assert find_meaning_in_list(listing, text) == meaning
