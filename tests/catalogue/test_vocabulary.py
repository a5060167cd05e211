"""Headings as other systems have them become fields, by words that are data: one file a language, one line a notion."""

import pytest

from importer.catalogue import JOBS, find_sure_field, is_understood, likely_meanings_of, meanings_of
from importer.catalogue.vocabulary.meanings import _list_patterns
from importer.catalogue.vocabulary.words import LANGUAGES, load_lexicon, split_heading


def sure(heading: str) -> str:
    field = find_sure_field(heading)
    return field.name if field else ""


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        (
            "SR_NUMBER|WO #|Ticket-ID|Werkordernr.|N° BT|Auftragsnummer|Nº OT|Número do chamado|Numero ticket",
            "reference_back_office",
        ),
        (
            (
                "sys_created_on|CREATED_DATE|Aanmaakdatum|Date d'ouverture|"
                "Erfasst am|Fecha de alta|Data abertura|Data apertura"
            ),
            "date_create",
        ),
        (
            (
                "closed_dt|ACTFINISH|Datum gereedmelding|Date de clôture|"
                "Erledigt am|Fecha de cierre|Data de conclusão|Data chiusura"
            ),
            "date_closed",
        ),
        ("SLA due|Due at|Streefdatum|Date d'échéance|Fälligkeitsdatum|Fecha límite|Prazo|Data scadenza", "due_date"),
        (
            (
                "WO Type|Soort melding|Type d'intervention|"
                "Auftragsart|Tipo de intervención|Tipo de manutenção|Tipo intervento"
            ),
            "job_type_code",
        ),
        ("case_status|Jobstatus|Statut du ticket|Auftragsstatus|Estado de la orden|Situação|Stato", "job_status_code"),
        (
            "Assigned User|Behandelaar|Intervenant|Bearbeiter|Técnico asignado|Atribuído a|Tecnico incaricato",
            "suggested_user_code",
        ),
        (
            "Asset Tag|Objectcode|Code équipement|Technischer Platz|Máquina|Código do equipamento|Impianto",
            "project_reference_back_office",
        ),
        ("incident_zip|Postcode|CP|PLZ|Código postal|CEP|CAP", "db_address_zip"),
    ],
)
def test_a_field_is_known_by_the_words_of_other_systems_in_seven_languages(headings: str, field: str) -> None:
    assert {heading: sure(heading) for heading in headings.split("|")} == dict.fromkeys(headings.split("|"), field)


@pytest.mark.parametrize(
    "headings", ["Work order status|Status (work order)|STATUS_OF_WORK_ORDER|workOrderStatus|work-order statuses"]
)
def test_order_case_plural_signs_and_a_word_for_the_work_order_are_forgiven(headings: str) -> None:
    assert {sure(heading) for heading in headings.split("|")} == {"job_status_code"}


@pytest.mark.parametrize(
    "heading",
    [
        "Asset status",
        "Asset type",
        "Status date",
        "Closed by",
        "Invoice number",
        "Serial number",
        "Cost centre",
        "Hersteller",
        "Assignment group",
        "Actual start",
        "Contact name",
        "Created by",
        "Aangemaakt door",
        "Kostenstelle",
        "Fournisseur",
        "Gesamtkosten",
        "Tipo de cliente",
        "Marca",
        "Reparto",
        "Kunde",
        "Position",
        "Posição",
        "Lage",
        "Item",
        "Nombre",
        "Order value",
        "A sentence that is far too long for a heading of any column",
    ],
)
def test_what_is_said_of_something_else_is_not_taken(heading: str) -> None:
    assert sure(heading) == ""


def test_a_word_that_means_two_fields_in_two_languages_is_not_sure() -> None:
    assert not any(meaning.is_sure for meaning in meanings_of("Staat"))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Prirority", "job_priority_code"),
        ("Descrption", "description"),
        ("WO nmbr", "reference_back_office"),
        ("Estimatd duraton", "estimated_time"),
        ("Bemerkug", "description"),
        ("Fecha creacon", "date_create"),
    ],
)
def test_a_word_cut_short_without_vowels_or_misspelt_is_guessed_and_never_sure(heading: str, field: str) -> None:
    assert sure(heading) == ""
    assert field in {meaning.field for meaning in likely_meanings_of(heading)}
    assert not any(meaning.is_sure for meaning in likely_meanings_of(heading))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Maschine / Anlage", "project_reference_back_office"),
        ("Priorität | Urgency", "job_priority_code"),
        ("Fecha límite - Due date", "due_date"),
    ],
)
def test_a_heading_in_several_words_or_languages_is_sure_where_all_say_the_same(heading: str, field: str) -> None:
    assert sure(heading) == field


def test_words_of_one_language_are_read_together_before_those_of_several() -> None:
    assert sure("date de closed") == "date_closed"  # "de" is no English word, and the rest is read in French


def test_a_heading_of_which_all_words_are_known_is_understood() -> None:
    assert is_understood("Asset status")
    assert not is_understood("Descripton")
    assert not is_understood("")


def test_the_fields_are_fields_and_the_notions_notions() -> None:
    names = {field.name for field in JOBS}
    notions = {notion for language in LANGUAGES for notion in load_lexicon(language).notions}
    for pattern, meanings in _list_patterns().items():
        assert pattern <= notions
        assert {meaning.field for meaning in meanings} <= names


def test_no_set_of_notions_is_sure_of_two_fields() -> None:
    assert all(sum(one.is_sure for one in meanings) <= 1 for meanings in _list_patterns().values())


def test_every_language_has_words_for_every_notion_and_in_lower_case_without_accents() -> None:
    english = load_lexicon("english").notions
    for language in LANGUAGES:
        words = load_lexicon(language)
        assert english - words.notions == set()
        assert all("".join(split_heading(" ".join(phrase))) == "".join(phrase) for phrase in words.phrases)
