"""French."""

from importer.catalogue.languages.phrases import FieldWords, KindWords, Language, Message, Phrases

_PHRASES = Phrases(
    required="Obligatoire.",
    one_required="L'un de ces champs est obligatoire : {options}.",
    at_most="Au plus {limit} caractères.",
    between="De {low} à {high}.",
    at_least="{low} ou plus.",
    kinds={
        "date": KindWords(
            "Une date, écrite comme 2026-12-31.",
            Message("Pas une date", "Tapez une date, comme 2026-12-31.")),
        "date and time": KindWords(
            "Date et heure, écrites comme 2026-12-31 09:00.",
            Message("Pas une date", "Tapez une date, avec l'heure si elle compte, comme 2026-12-31 09:00.")),
        "id": KindWords(
            "Un identifiant de 32 chiffres et lettres de a à f.",
            Message(
                "Pas un identifiant",
                "Un identifiant a 32 chiffres et lettres de a à f, d'ordinaire en cinq groupes avec des tirets.")),
        "whole number": KindWords(
            "Un nombre entier.",
            Message("Pas un nombre entier", "Tapez un nombre entier ({range}).")),
        "number": KindWords(
            "Un nombre.",
            Message("Pas un nombre qui convient", "Tapez un nombre ({range}).")),
    },
    an_email="Une adresse e-mail.",
    from_list="Choisissez dans la liste ; la feuille « {sheet} » dit ce que chaque code signifie.",
    for_example="Par exemple : {example}",
    too_long=Message("Trop long", "Au plus {limit} caractères tiennent ici. Raccourcissez le texte."),
    not_an_email=Message("Pas une adresse e-mail", "Tapez une adresse e-mail d'au plus {limit} caractères."),
    not_a_status=Message("Pas un statut de départ", "Choisissez-en un dans la liste."),
    not_in_list=Message(
        "Pas dans la liste",
        "La liste du {date} de {target} n'a pas ce code. Ne le gardez que s'il est plus récent."),
    guide_title="Comment remplir ce modèle",
    guide_steps=(
        "Remplissez la feuille « {jobs} » : une intervention par ligne, dès la ligne 2. {rows} lignes sont prêtes.",
        "Les colonnes marquées * sont obligatoires. Celles dont vous n'avez pas besoin peuvent rester vides.",
        "Vous pouvez déplacer des colonnes et en ajouter : les vôtres restent telles quelles. Les lignes se trient.",
        "Placez la souris sur un titre pour lire ce qui va dans sa colonne.",
        "Quand une cellule propose une liste, choisissez-y ; la feuille « {lists} » dit ce que chaque code signifie.",
        "Tapez ensuite : importer check FICHIER.xlsx. Cela dit ce qui ne va pas et n'envoie rien.",
    ),
    guide_columns=("Dans cette colonne", "vous pouvez écrire", "Ce qui convient", "Ce que cela signifie"),
    example_title="Un exemple complet : une intervention",
    stamp="Fait par importer {version} le {date}, sans les listes d'un système cible.",
    stamp_target="Fait par importer {version} le {date}, avec les listes de {target}.",
    list_code="Le code à utiliser",
    list_name="Ce qu'il désigne",
    no_lists="Fait sans système cible : ajoutez --target pour avoir ses listes ici.",
)  # fmt: skip

_FIELDS = {
    "id": FieldWords("Id de l'intervention", "L'id propre de l'intervention ; laissez vide et il en est créé un."),
    "_parent_id": FieldWords("Id de l'intervention parente", "L'id de l'intervention dont celle-ci dépend."),
    "_parent_jobs_reference_back_office": FieldWords(
        "Référence parente",
        "La référence de l'intervention dont celle-ci dépend, dans le système cible ou dans la même feuille."),
    "project_id": FieldWords("Id du projet", "L'id du projet (installation, équipement) de l'intervention."),
    "project_reference_back_office": FieldWords(
        "Code projet",
        "Le code du projet (installation, équipement) de l'intervention, tel que votre propre système le connaît."),
    "job_type_id": FieldWords("Id du type d'intervention", "L'id du genre de travail."),
    "job_type_code": FieldWords("Code type d'intervention", "Le code du genre de travail."),
    "job_priority_id": FieldWords("Id de la priorité", "L'id de la priorité."),
    "job_priority_code": FieldWords("Code priorité", "Le code de la priorité."),
    "job_status_id": FieldWords("Id du statut", "L'id du statut avec lequel l'intervention commence."),
    "job_status_code": FieldWords(
        "Code statut",
        "Le statut de départ. Suggested, avec un utilisateur et un début, crée aussi une planification."),
    "db_address_id": FieldWords(
        "Id de l'adresse", "L'id d'une adresse du lieu du projet, si ce n'est pas la principale."),
    "contact_id": FieldWords("Id du contact", "L'id de la personne à contacter, si ce n'est pas celle du projet."),
    "requested_by_company_id": FieldWords(
        "Id de la société demandeuse", "L'id de la société qui demande l'intervention."),
    "requested_by_contact_id": FieldWords("Id du demandeur", "L'id de la personne qui demande l'intervention."),
    "reference_back_office": FieldWords(
        "Référence",
        "Le numéro de l'intervention dans votre propre système ; elle y est reconnue quand une feuille est relue."),
    "name": FieldWords("Nom", "Comment l'intervention s'appelle."),
    "description": FieldWords("Description", "Ce qui est à faire, en entier."),
    "working_sequence": FieldWords("Ordre de travail", "L'ordre parmi les interventions d'un même parent."),
    "internal_memo": FieldWords("Note interne", "Une note entre bureau, planificateurs et techniciens."),
    "prejob_information": FieldWords("Informations préalables", "Ce que le technicien doit savoir avant de commencer."),
    "estimated_time": FieldWords("Durée estimée", "Combien de temps le travail prendra, en minutes."),
    "earliest_date_plannable": FieldWords("Date au plus tôt", "À ne pas planifier avant cette date."),
    "due_date": FieldWords("Date limite", "À ne pas planifier après cette date."),
    "date_create": FieldWords("Date de création", "Quand l'intervention a été créée, date et heure."),
    "date_update": FieldWords("Date de modification", "Quand l'intervention a été modifiée, date et heure."),
    "date_closed": FieldWords("Date de clôture", "Quand l'intervention a été terminée, date et heure."),
    "suggested_user_id": FieldWords("Id de l'utilisateur suggéré", "L'id du technicien suggéré."),
    "suggested_user_code": FieldWords("Code utilisateur suggéré", "Le code du technicien suggéré."),
    "suggested_date_start": FieldWords("Début suggéré", "Quand le travail devrait commencer, date et heure."),
    "skill_id": FieldWords("Id de la compétence", "L'id de la compétence que l'intervention demande."),
    "skill_code": FieldWords("Code compétence", "Le code de la compétence que l'intervention demande."),
    "customer_reference": FieldWords("Référence client", "Le numéro propre du client pour cette intervention."),
    "approval_responsible_user_id": FieldWords(
        "Id du chef d'intervention", "L'id de l'utilisateur qui dirige quand plusieurs y travaillent."),
    "date_reported_by_company": FieldWords("Date de signalement", "Quand le client a signalé le problème."),
    "id2": FieldWords("Numéro interne", "Le numéro propre du système cible, utilisé là où il n'y a pas de référence."),
    "company_id": FieldWords("Id de la société", "La société du projet ; le serveur la remplit."),
    "company_code": FieldWords("Code société", "Le code de la société du projet ; le serveur le remplit."),
    "db_address_name": FieldWords("Nom de l'adresse", "Qui ou quoi se trouve à l'adresse d'une installation mobile."),
    "db_address_street": FieldWords("Rue", "Rue d'une installation mobile ; nécessaire avec toute adresse."),
    "db_address_street2": FieldWords("Rue 2", "Deuxième ligne de la rue."),
    "db_address_street_number": FieldWords("Numéro de rue", "Numéro de la maison."),
    "db_address_city": FieldWords("Ville", "Ville d'une installation mobile ; nécessaire avec toute adresse."),
    "db_address_zip": FieldWords(
        "Code postal", "Code postal d'une installation mobile ; nécessaire avec toute adresse."),
    "db_address_db_country_id": FieldWords("Id du pays", "L'id du pays de l'adresse."),
    "db_address_db_country_code": FieldWords("Code pays", "Le code du pays de l'adresse."),
    "db_address_phone": FieldWords("Téléphone à l'adresse", "Téléphone à cette adresse."),
    "db_address_email": FieldWords("E-mail à l'adresse", "E-mail à cette adresse."),
    "db_address_latitude_decimal": FieldWords("Latitude", "Degrés au nord de l'équateur."),
    "db_address_longitude_decimal": FieldWords("Longitude", "Degrés à l'est de Greenwich."),
    "estimated_quantity_remark": FieldWords(
        "Pièces à emporter", "Les pièces que le technicien doit emporter ou utiliser."),
    "modified_dateutc": FieldWords("Modifié (UTC)", "Quand l'enregistrement a été écrit ; le serveur le remplit."),
}  # fmt: skip

FRENCH = Language("fr", "Français", _PHRASES, _FIELDS)
