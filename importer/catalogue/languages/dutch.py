"""Dutch."""

from importer.catalogue.languages.phrases import FieldWords, KindWords, Language, Message, Phrases

_PHRASES = Phrases(
    required="Verplicht.",
    one_required="Een van deze is verplicht: {options}.",
    at_most="Hoogstens {limit} tekens.",
    between="Van {low} tot {high}.",
    at_least="{low} of meer.",
    kinds={
        "date": KindWords(
            "Een datum, geschreven als 2026-12-31.",
            Message("Geen datum", "Typ een datum, zoals 2026-12-31.")),
        "date and time": KindWords(
            "Datum en tijd, geschreven als 2026-12-31 09:00.",
            Message("Geen datum", "Typ een datum, met een tijd als die van belang is, zoals 2026-12-31 09:00.")),
        "id": KindWords(
            "Een id van 32 cijfers en letters a tot f.",
            Message("Geen id", "Een id heeft 32 cijfers en letters a tot f, meestal in vijf groepen met streepjes.")),
        "whole number": KindWords(
            "Een geheel getal.",
            Message("Geen geheel getal", "Typ een geheel getal ({range}).")),
        "number": KindWords(
            "Een getal.",
            Message("Geen getal dat past", "Typ een getal ({range}).")),
    },
    an_email="Een e-mailadres.",
    from_list='Kies uit de lijst; het blad "{sheet}" zegt wat elke code betekent.',
    for_example="Bijvoorbeeld: {example}",
    too_long=Message("Te lang", "Hier passen hoogstens {limit} tekens. Maak de tekst korter."),
    not_an_email=Message("Geen e-mailadres", "Typ een e-mailadres van hoogstens {limit} tekens."),
    not_a_status=Message("Geen status voor een opdracht", "Kies er een uit de lijst."),
    not_in_list=Message(
        "Niet in de lijst", "De lijst van {date} uit {target} heeft deze code niet. Houd ze alleen als ze nieuwer is."),
    guide_title="Hoe u dit sjabloon invult",
    guide_steps=(
        'Vul het blad "{jobs}" in: één opdracht per rij, vanaf rij 2. Er staan {rows} rijen klaar.',
        "Kolommen met * zijn verplicht. Kolommen die u niet nodig hebt, mogen leeg blijven of weg.",
        "U mag kolommen verplaatsen en eigen kolommen toevoegen: die blijven ongemoeid. Rijen mogen gesorteerd worden.",
        "Houd de muis boven een kop om te lezen wat in de kolom hoort.",
        'Biedt een cel een lijst, kies er dan uit; het blad "{lists}" zegt wat elke code betekent.',
        "Typ daarna: importer check BESTAND.xlsx. Dat zegt wat er fout is en verstuurt niets.",
    ),
    guide_columns=("In deze kolom", "kunt u schrijven", "Wat past", "Wat het betekent"),
    example_title="Een uitgewerkt voorbeeld: één opdracht",
    stamp="Gemaakt door importer {version} op {date}, zonder de lijsten van een doelsysteem.",
    stamp_target="Gemaakt door importer {version} op {date}, met de lijsten van {target}.",
    list_code="De code om te gebruiken",
    list_name="Waar die voor staat",
    no_lists="Gemaakt zonder doelsysteem: voeg --target toe om hier zijn lijsten te hebben.",
)  # fmt: skip

_FIELDS = {
    "id": FieldWords("Opdracht-id", "De eigen id van de opdracht; laat leeg, dan wordt er een gemaakt."),
    "_parent_id": FieldWords("Id hoofdopdracht", "De id van de opdracht waar deze bij hoort."),
    "_parent_jobs_reference_back_office": FieldWords(
        "Referentie hoofdopdracht",
        "De referentie van de opdracht waar deze bij hoort, in het doelsysteem of in hetzelfde blad."),
    "project_id": FieldWords("Project-id", "De id van het project (installatie, toestel) van de opdracht."),
    "project_reference_back_office": FieldWords(
        "Projectcode", "De code van het project (installatie, toestel), zoals uw eigen systeem ze kent."),
    "job_type_id": FieldWords("Id opdrachttype", "De id van het soort werk."),
    "job_type_code": FieldWords("Code opdrachttype", "De code van het soort werk."),
    "job_priority_id": FieldWords("Prioriteit-id", "De id van de prioriteit."),
    "job_priority_code": FieldWords("Prioriteitscode", "De code van de prioriteit."),
    "job_status_id": FieldWords("Id status", "De id van de status waarmee de opdracht begint."),
    "job_status_code": FieldWords(
        "Statuscode",
        "De status waarmee de opdracht begint. Suggested, met een gebruiker en een begin, maakt ook een planning."),
    "db_address_id": FieldWords(
        "Adres-id", "De id van een adres van de plaats van het project, als het niet het hoofdadres is."),
    "contact_id": FieldWords("Id contactpersoon", "De id van de contactpersoon, als het niet die van het project is."),
    "requested_by_company_id": FieldWords("Id aanvragend bedrijf", "De id van het bedrijf dat de opdracht vraagt."),
    "requested_by_contact_id": FieldWords("Id aanvrager", "De id van de persoon die de opdracht vraagt."),
    "reference_back_office": FieldWords(
        "Referentie",
        "Het nummer van de opdracht in uw eigen systeem; daaraan wordt ze herkend als u een blad opnieuw inleest."),
    "name": FieldWords("Naam", "Hoe de opdracht heet."),
    "description": FieldWords("Omschrijving", "Wat er gedaan moet worden, voluit."),
    "working_sequence": FieldWords("Werkvolgorde", "De volgorde onder de opdrachten van één hoofdopdracht."),
    "internal_memo": FieldWords("Interne notitie", "Een notitie voor kantoor, planners en technici."),
    "prejob_information": FieldWords("Informatie vooraf", "Wat de technicus moet weten voor hij begint."),
    "estimated_time": FieldWords("Geschatte tijd", "Hoe lang het werk zal duren, in minuten."),
    "earliest_date_plannable": FieldWords("Vroegste datum", "Niet te plannen voor deze datum."),
    "due_date": FieldWords("Uiterste datum", "Niet te plannen na deze datum."),
    "date_create": FieldWords("Datum aangemaakt", "Wanneer de opdracht is gemaakt, datum en tijd."),
    "date_update": FieldWords("Datum gewijzigd", "Wanneer de opdracht het laatst is gewijzigd, datum en tijd."),
    "date_closed": FieldWords("Datum afgesloten", "Wanneer de opdracht klaar was, datum en tijd."),
    "suggested_user_id": FieldWords("Id voorgestelde gebruiker", "De id van de technicus die wordt voorgesteld."),
    "suggested_user_code": FieldWords("Code voorgestelde gebruiker", "De code van de technicus die wordt voorgesteld."),
    "suggested_date_start": FieldWords("Voorgesteld begin", "Wanneer het werk zou moeten beginnen, datum en tijd."),
    "skill_id": FieldWords("Id vaardigheid", "De id van de vaardigheid die de opdracht vraagt."),
    "skill_code": FieldWords("Code vaardigheid", "De code van de vaardigheid die de opdracht vraagt."),
    "customer_reference": FieldWords("Referentie klant", "Het eigen nummer van de klant voor deze opdracht."),
    "approval_responsible_user_id": FieldWords(
        "Id werkleider", "De id van de gebruiker die de opdracht leidt als er meer aan werken."),
    "date_reported_by_company": FieldWords("Datum gemeld", "Wanneer de klant het probleem heeft gemeld."),
    "id2": FieldWords("Intern nummer", "Het eigen nummer van het doelsysteem, gebruikt waar geen referentie is."),
    "company_id": FieldWords("Bedrijf-id", "Het bedrijf van het project; de server vult het in."),
    "company_code": FieldWords("Bedrijfscode", "De code van het bedrijf van het project; de server vult ze in."),
    "db_address_name": FieldWords("Adresnaam", "Wie of wat er op het adres van een mobiele installatie is."),
    "db_address_street": FieldWords("Straat", "Straat van een mobiele installatie; nodig bij elk adres."),
    "db_address_street2": FieldWords("Straat 2", "Tweede regel van de straat."),
    "db_address_street_number": FieldWords("Huisnummer", "Nummer van het huis."),
    "db_address_city": FieldWords("Plaats", "Plaats van een mobiele installatie; nodig bij elk adres."),
    "db_address_zip": FieldWords("Postcode", "Postcode van een mobiele installatie; nodig bij elk adres."),
    "db_address_db_country_id": FieldWords("Land-id", "De id van het land van het adres."),
    "db_address_db_country_code": FieldWords("Landcode", "De code van het land van het adres."),
    "db_address_phone": FieldWords("Telefoon adres", "Telefoon op het adres."),
    "db_address_email": FieldWords("E-mail adres", "E-mail op het adres."),
    "db_address_latitude_decimal": FieldWords("Breedtegraad", "Graden ten noorden van de evenaar."),
    "db_address_longitude_decimal": FieldWords("Lengtegraad", "Graden ten oosten van Greenwich."),
    "estimated_quantity_remark": FieldWords(
        "Mee te nemen onderdelen", "De onderdelen die de technicus moet meenemen of gebruiken."),
    "modified_dateutc": FieldWords(
        "Gewijzigd (UTC)", "Wanneer het record het laatst is geschreven; de server vult het in."),
}  # fmt: skip

DUTCH = Language("nl", "Nederlands", _PHRASES, _FIELDS)
