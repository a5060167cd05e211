"""German."""

from importer.catalogue.languages.phrases import FieldWords, KindWords, Language, Message, Phrases

_PHRASES = Phrases(
    required="Pflichtfeld.",
    one_required="Eines davon ist Pflicht: {options}.",
    at_most="Höchstens {limit} Zeichen.",
    between="Von {low} bis {high}.",
    at_least="{low} oder mehr.",
    kinds={
        "date": KindWords(
            "Ein Datum, geschrieben als 2026-12-31.",
            Message("Kein Datum", "Bitte geben Sie ein Datum ein, etwa 2026-12-31.")),
        "date and time": KindWords(
            "Datum und Uhrzeit, geschrieben als 2026-12-31 09:00.",
            Message(
                "Kein Datum",
                "Bitte geben Sie ein Datum ein, mit Uhrzeit, wenn sie wichtig ist, etwa 2026-12-31 09:00.")),
        "id": KindWords(
            "Eine Id aus 32 Ziffern und Buchstaben a bis f.",
            Message(
                "Keine Id",
                "Eine Id hat 32 Ziffern und Buchstaben a bis f, meist in fünf Gruppen mit Bindestrichen.")),
        "whole number": KindWords(
            "Eine ganze Zahl.",
            Message("Keine ganze Zahl", "Bitte geben Sie eine ganze Zahl ein ({range}).")),
        "number": KindWords(
            "Eine Zahl.",
            Message("Keine passende Zahl", "Bitte geben Sie eine Zahl ein ({range}).")),
    },
    an_email="Eine E-Mail-Adresse.",
    from_list="Wählen Sie aus der Liste; das Blatt „{sheet}“ sagt, was jeder Code bedeutet.",
    for_example="Zum Beispiel: {example}",
    too_long=Message("Zu lang", "Hier passen höchstens {limit} Zeichen. Bitte kürzen Sie den Text."),
    not_an_email=Message(
        "Keine E-Mail-Adresse", "Bitte geben Sie eine E-Mail-Adresse von höchstens {limit} Zeichen ein."),
    not_a_status=Message("Kein Status für neue Aufträge", "Bitte wählen Sie einen aus der Liste."),
    not_in_list=Message(
        "Nicht in der Liste",
        "Die Liste vom {date} aus {target} hat diesen Code nicht. Behalten Sie ihn nur, wenn er neuer ist."),
    guide_title="So füllen Sie diese Vorlage aus",
    guide_steps=(
        "Füllen Sie das Blatt „{jobs}“ aus: ein Auftrag je Zeile, ab Zeile 2. {rows} Zeilen sind vorbereitet.",
        "Spalten mit * sind Pflicht. Spalten, die Sie nicht brauchen, dürfen leer bleiben oder gelöscht werden.",
        "Sie dürfen Spalten verschieben und eigene hinzufügen: diese bleiben unberührt. Zeilen dürfen sortiert werden.",
        "Halten Sie die Maus über eine Überschrift, um zu lesen, was in die Spalte gehört.",
        "Bietet eine Zelle eine Liste, wählen Sie daraus; das Blatt „{lists}“ sagt, was jeder Code bedeutet.",
        "Geben Sie dann ein: importer check DATEI.xlsx. Das sagt, was falsch ist, und sendet nichts.",
    ),
    guide_columns=("In dieser Spalte", "könnten Sie schreiben", "Was passt", "Was es bedeutet"),
    example_title="Ein ausgefülltes Beispiel: ein Auftrag",
    stamp="Erstellt von importer {version} am {date}, ohne die Listen eines Zielsystems.",
    stamp_target="Erstellt von importer {version} am {date}, mit den Listen von {target}.",
    list_code="Der Code zum Eintragen",
    list_name="Wofür er steht",
    no_lists="Ohne Zielsystem erstellt: mit --target stehen hier dessen Listen.",
)  # fmt: skip

_FIELDS = {
    "id": FieldWords("Auftrags-Id", "Die eigene Id des Auftrags; bleibt sie leer, wird eine erzeugt."),
    "_parent_id": FieldWords("Id des Hauptauftrags", "Die Id des Auftrags, zu dem dieser gehört."),
    "_parent_jobs_reference_back_office": FieldWords(
        "Referenz des Hauptauftrags",
        "Die Referenz des Auftrags, zu dem dieser gehört, im Zielsystem oder im selben Blatt."),
    "project_id": FieldWords("Projekt-Id", "Die Id des Projekts (Anlage, Gerät), für das der Auftrag ist."),
    "project_reference_back_office": FieldWords(
        "Projektcode",
        "Der Code des Projekts (Anlage, Gerät), für das der Auftrag ist, wie Ihr eigenes System ihn kennt."),
    "job_type_id": FieldWords("Auftragsart-Id", "Die Id der Art der Arbeit."),
    "job_type_code": FieldWords("Code der Auftragsart", "Der Code der Art der Arbeit."),
    "job_priority_id": FieldWords("Prioritäts-Id", "Die Id der Priorität."),
    "job_priority_code": FieldWords("Prioritätscode", "Der Code der Priorität."),
    "job_status_id": FieldWords("Status-Id", "Die Id des Status, mit dem der Auftrag beginnt."),
    "job_status_code": FieldWords(
        "Statuscode",
        "Der Status, mit dem der Auftrag beginnt. Suggested, mit Benutzer und Beginn, erzeugt auch eine Planung."),
    "db_address_id": FieldWords("Adress-Id", "Die Id einer Adresse des Projektorts, falls nicht die Hauptadresse."),
    "contact_id": FieldWords("Kontakt-Id", "Die Id der Kontaktperson, falls nicht die des Projekts."),
    "requested_by_company_id": FieldWords("Id der anfragenden Firma", "Die Id der Firma, die den Auftrag wünscht."),
    "requested_by_contact_id": FieldWords("Id des Anfragenden", "Die Id der Person, die den Auftrag wünscht."),
    "reference_back_office": FieldWords(
        "Referenz",
        "Die Nummer des Auftrags in Ihrem eigenen System; daran wird er erkannt, wenn ein Blatt nochmals läuft."),
    "name": FieldWords("Bezeichnung", "Wie der Auftrag heißt."),
    "description": FieldWords("Beschreibung", "Was zu tun ist, ausführlich."),
    "working_sequence": FieldWords("Arbeitsreihenfolge", "Die Reihenfolge unter den Aufträgen eines Hauptauftrags."),
    "internal_memo": FieldWords("Interne Notiz", "Eine Notiz für Büro, Planung und Techniker."),
    "prejob_information": FieldWords("Vorabinformation", "Was der Techniker wissen muss, bevor er beginnt."),
    "estimated_time": FieldWords("Geschätzte Zeit", "Wie lange die Arbeit dauert, in Minuten."),
    "earliest_date_plannable": FieldWords("Frühestes Datum", "Nicht vor diesem Datum zu planen."),
    "due_date": FieldWords("Fälligkeitsdatum", "Nicht nach diesem Datum zu planen."),
    "date_create": FieldWords("Erstellungsdatum", "Wann der Auftrag erstellt wurde, Datum und Uhrzeit."),
    "date_update": FieldWords("Änderungsdatum", "Wann der Auftrag zuletzt geändert wurde, Datum und Uhrzeit."),
    "date_closed": FieldWords("Abschlussdatum", "Wann der Auftrag erledigt war, Datum und Uhrzeit."),
    "suggested_user_id": FieldWords("Id des vorgeschlagenen Benutzers", "Die Id des vorgeschlagenen Technikers."),
    "suggested_user_code": FieldWords("Code des vorgeschlagenen Benutzers", "Der Code des vorgeschlagenen Technikers."),
    "suggested_date_start": FieldWords("Vorgeschlagener Beginn", "Wann die Arbeit beginnen soll, Datum und Uhrzeit."),
    "skill_id": FieldWords("Qualifikations-Id", "Die Id der Qualifikation, die der Auftrag verlangt."),
    "skill_code": FieldWords("Qualifikationscode", "Der Code der Qualifikation, die der Auftrag verlangt."),
    "customer_reference": FieldWords("Kundenreferenz", "Die eigene Nummer des Kunden für diesen Auftrag."),
    "approval_responsible_user_id": FieldWords(
        "Id des Auftragsleiters", "Die Id des Benutzers, der leitet, wenn mehrere daran arbeiten."),
    "date_reported_by_company": FieldWords("Meldedatum", "Wann der Kunde das Problem gemeldet hat."),
    "id2": FieldWords("Interne Nummer", "Die eigene Nummer des Zielsystems, benutzt, wo es keine Referenz gibt."),
    "company_id": FieldWords("Firmen-Id", "Die Firma des Projekts; der Server füllt sie aus."),
    "company_code": FieldWords("Firmencode", "Der Code der Firma des Projekts; der Server füllt ihn aus."),
    "db_address_name": FieldWords("Adressname", "Wer oder was an der Adresse einer mobilen Anlage ist."),
    "db_address_street": FieldWords("Straße", "Straße einer mobilen Anlage; bei jeder Adresse nötig."),
    "db_address_street2": FieldWords("Straße 2", "Zweite Zeile der Straße."),
    "db_address_street_number": FieldWords("Hausnummer", "Nummer des Hauses."),
    "db_address_city": FieldWords("Ort", "Ort einer mobilen Anlage; bei jeder Adresse nötig."),
    "db_address_zip": FieldWords("Postleitzahl", "Postleitzahl einer mobilen Anlage; bei jeder Adresse nötig."),
    "db_address_db_country_id": FieldWords("Länder-Id", "Die Id des Landes der Adresse."),
    "db_address_db_country_code": FieldWords("Ländercode", "Der Code des Landes der Adresse."),
    "db_address_phone": FieldWords("Telefon der Adresse", "Telefon an dieser Adresse."),
    "db_address_email": FieldWords("E-Mail der Adresse", "E-Mail an dieser Adresse."),
    "db_address_latitude_decimal": FieldWords("Breitengrad", "Grad nördlich des Äquators."),
    "db_address_longitude_decimal": FieldWords("Längengrad", "Grad östlich von Greenwich."),
    "estimated_quantity_remark": FieldWords(
        "Mitzubringende Teile", "Die Teile, die der Techniker mitnehmen oder verwenden soll."),
    "modified_dateutc": FieldWords(
        "Geändert (UTC)", "Wann der Datensatz zuletzt geschrieben wurde; der Server füllt es aus."),
}  # fmt: skip

GERMAN = Language("de", "Deutsch", _PHRASES, _FIELDS)
