"""The entities that a job can carry inside it: their parts and kinds, from the sample on the published page.

A sheet gives them as dotted headings: `project.name`, `project.equipment_family.code`. The one list of the sample
(`translations` of an equipment model) does not fit into a cell and is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from importer.catalogue.kinds import BOOLEAN, CODE, DATE, ENTITY, GUID, INTEGER, TEXT, Kind


@dataclass(frozen=True)
class Part:
    """One property of an entity; `entity` names what a part of kind ENTITY holds."""

    name: str
    kind: Kind
    entity: str = ""
    max_length: int | None = None


@dataclass(frozen=True)
class Entity:
    """An entity: what one is called, the property that holds its code, and its parts."""

    noun: str
    key: str
    parts: tuple[Part, ...]


def _make(kind: Kind, names: str) -> tuple[Part, ...]:
    return tuple(Part(name, kind) for name in names.split())


_MODIFIED = (Part("modified_dateutc", DATE),)
_ORGANISATION = (
    *_make(GUID, "sales_organization_id"),
    *_make(CODE, "sales_organization_code"),
    Part("sales_organization", ENTITY, "sales_organization"),
)
_FAMILY = (
    *_make(GUID, "equipment_family_id"),
    *_make(CODE, "equipment_family_code"),
    Part("equipment_family", ENTITY, "equipment_family"),
)

ENTITIES: Mapping[str, Entity] = {
    "sales_organization": Entity("sales organisation", "code", (
        *_make(GUID, "id db_country_id db_currency_id db_language_id"),
        *_make(CODE, "code accountancy_code vat_reg_code"),
        *_make(TEXT, "name description default_unit_of_measure_system_type street street2 street_number zip city "
                      "email phone fax url"),
        *_make(BOOLEAN, "archived"), *_MODIFIED)),
    "equipment_family": Entity("equipment family", "code", (
        *_make(GUID, "id _parent_id"), *_make(CODE, "code _parent_code"), *_make(TEXT, "name description"),
        *_ORGANISATION, *_MODIFIED)),
    "equipment_brand": Entity("equipment brand", "code", (
        *_make(GUID, "id"), *_make(CODE, "code"), *_make(TEXT, "name"), *_ORGANISATION, *_MODIFIED)),
    "equipment_model": Entity("equipment model", "code", (
        *_make(GUID, "id equipment_brand_id"), *_make(CODE, "code equipment_brand_code"),
        *_make(TEXT, "name description"), Part("equipment_brand", ENTITY, "equipment_brand"), *_FAMILY,
        *_make(DATE, "date_in_production_since date_out_of_production_since date_end_support"), *_ORGANISATION,
        *_make(INTEGER, "replacement_period_nb_months warranty_period_nb_months"), *_MODIFIED)),
    "project_status": Entity("project status", "code", (
        *_make(GUID, "id"), *_make(CODE, "code"), *_make(TEXT, "name"), *_make(BOOLEAN, "is_default is_closed"),
        *_ORGANISATION, *_MODIFIED)),
    "project": Entity("project", "reference_back_office", (
        *_make(GUID, "id _parent_id root_parent_id equipment_model_id project_status_id company_id db_address_id "
                      "contact_id owner_user_id updated_by_user_id"),
        *_make(CODE, "reference_back_office _parent_reference_back_office equipment_model_code project_status_code "
                      "company_code db_address_code contact_reference_back_office serial_number barcode "
                      "customer_reference"),
        *_FAMILY, Part("equipment_model", ENTITY, "equipment_model"),
        Part("project_status", ENTITY, "project_status"),
        *_make(TEXT, "name description location shutdown_consequence last_standard_result_score_1 "
                      "last_standard_result_score_2 target_standard_result_score_1 target_standard_result_score_2"),
        *_make(DATE, "date_start_production date_create date_update warranty_date_until date_built date_next_job "
                      "date_last_job back_office_timestamp"),
        *_make(INTEGER, "id2 nb_open_jobs nb_jobs_planned nb_jobs_tobeplanned nb_jobs_waitingfurtheraction"),
        *_make(BOOLEAN, "is_mobile_installation"), *_MODIFIED)),
    "job_type": Entity("job type", "code", (
        *_make(GUID, "id sales_organization_id"), Part("code", CODE, max_length=50),
        Part("name", TEXT, max_length=50), Part("description", TEXT, max_length=4000),
        *_make(BOOLEAN, "is_default"), *_MODIFIED)),
    "job_priority": Entity("priority", "code", (
        *_make(GUID, "id"), *_make(CODE, "code"), *_make(TEXT, "name"), *_make(BOOLEAN, "is_default"),
        *_make(INTEGER, "sequence"), *_ORGANISATION, *_MODIFIED)),
    "user": Entity("user", "code", (
        *_make(GUID, "id db_language_id team_leader_user_id private_db_country_id user_group_id"),
        *_make(CODE, "code private_db_country_code"),
        *_make(TEXT, "username firstname lastname emergency_contact bankaccount social_security place_of_birth "
                      "nationality functions skype notes email phone fax mobile private_email private_phone "
                      "private_fax private_mobile private_street private_street_number private_city private_zip"),
        *_make(BOOLEAN, "archived disabled is_team_leader allow_hero_app allow_sales_app allow_service_app"),
        *_make(DATE, "birthdate"), *_ORGANISATION, *_MODIFIED)),
    "skill": Entity("skill", "code", (
        *_make(GUID, "id"), *_make(CODE, "code"), *_make(TEXT, "name description"), *_ORGANISATION, *_MODIFIED)),
}  # fmt: skip
