"""Facts of HSDS 3.1: what its JSON Schemas ask for, and directories to try things on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

# A kind's own properties, ``!`` where one is required, ``#`` where it is a number; then its parts.
FACTS: Mapping[str, tuple[str, str]] = {
    "service": (
        "id! name! status! alternate_name description url email interpretation_services"
        " application_process fees_description wait_time fees accreditations licenses alert"
        " eligibility_description minimum_age# maximum_age# assured_date assurer_email"
        " last_modified organization_id program_id",
        "phones:phone schedules:schedule service_areas:service_area languages:language"
        " service_at_locations:service_at_location organization=organization funding:funding"
        " cost_options:cost_option program=program required_documents:required_document"
        " contacts:contact capacities:service_capacity attributes:attribute metadata:metadata"
        " additional_urls:url",
    ),
    "organization": (
        "id! name! description! alternate_name email website tax_status tax_id year_incorporated#"
        " legal_status logo uri parent_organization_id",
        "funding:funding contacts:contact phones:phone locations:location programs:program"
        " organization_identifiers:organization_identifier attributes:attribute metadata:metadata"
        " services:service additional_websites:url",
    ),
    "service_at_location": (
        "id! description",
        "location=location service_areas:service_area contacts:contact phones:phone"
        " schedules:schedule attributes:attribute metadata:metadata",
    ),
    "location": (
        "id! location_type! url name alternate_name description transportation latitude# longitude#"
        " external_identifier external_identifier_type",
        "languages:language addresses:address contacts:contact accessibility:accessibility"
        " phones:phone schedules:schedule attributes:attribute metadata:metadata",
    ),
    "schedule": (
        "id! valid_from valid_to dtstart timezone# until count# wkst freq interval# byday byweekno"
        " bymonthday byyearday description opens_at closes_at schedule_link attending_type notes",
        "attributes:attribute metadata:metadata",
    ),
    "service_capacity": ("id! available#! maximum# description updated!", "unit=!unit"),
    "unit": ("id! name! scheme identifier uri", ""),
    "attribute": ("id! link_type link_entity value label", "taxonomy_term=taxonomy_term"),
    "taxonomy_term": (
        "id! name! description! code parent_id taxonomy language term_uri",
        "taxonomy_detail=taxonomy",
    ),
    "taxonomy": ("id! name! description! uri version", ""),
    "phone": ("id! number! extension# type description", "languages:language"),
    "language": ("id! name code note", ""),
    "contact": ("id! name title department email", "phones:phone"),
    "address": (
        "id! attention address_1! address_2 city! region state_province! postal_code! country!"
        " address_type!",
        "",
    ),
    "accessibility": ("id! description details url", ""),
    "funding": ("id! source", ""),
    "program": ("id! name! alternate_name description!", ""),
    "service_area": ("id! name description extent extent_type uri", ""),
    "cost_option": (
        "id! valid_from valid_to option currency amount# amount_description", ""
    ),
    "required_document": ("id! document uri", ""),
    "organization_identifier": ("id! identifier_scheme identifier_type! identifier!", ""),
    "metadata": (
        "id! resource_type! last_action_date! last_action_type! field_name! previous_value!"
        " replacement_value! updated_by!",
        "",
    ),
    "url": ("id! label url!", ""),
}  # fmt: skip
_CHOICES = {
    "status": ["active", "inactive", "defunct", "temporarily closed"],
    "location_type": ["physical", "postal", "virtual"],
    "address_type": ["physical", "postal", "virtual"],
    "freq": ["WEEKLY", "MONTHLY"],
    "wkst": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
}


def _schema(kind: str) -> dict[str, Any]:
    own, parts = FACTS[kind]
    properties: dict[str, Any] = {}
    required = []
    for word in own.split():
        name = word.rstrip("!#")
        properties[name] = {"type": "number" if "#" in word else "string"}
        if name == "id" or name.endswith("_id"):
            properties[name]["format"] = "uuid"
        if name in _CHOICES:
            properties[name]["enum"] = _CHOICES[name]
        required += [name] * ("!" in word)
    for word in parts.split():
        name, many, of = word.partition(":") if ":" in word else word.partition("=")
        one = {"$ref": f"#/$defs/{of.lstrip('!')}"}
        properties[name] = {"type": "array", "items": one} if many == ":" else one
        required += [name] * of.startswith("!")
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


SCHEMA = {"$ref": "#/$defs/service", "$defs": {kind: _schema(kind) for kind in FACTS}}
_CHECKER = FormatChecker()


@_CHECKER.checks("uuid", ValueError)
def _is_uuid(value: Any) -> bool:
    return not isinstance(value, str) or str(uuid.UUID(value)) == value.lower()


def faults(value: Any, kind: str = "service") -> list[str]:
    """Return what is no HSDS 3.1 in a value of a kind, each with its path."""
    schema = {**SCHEMA, "$ref": f"#/$defs/{kind}"}
    found = Draft202012Validator(schema, format_checker=_CHECKER).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def uid(number: int) -> str:
    """Return a UUID for a number."""
    return str(uuid.UUID(int=number))


def organization(number: int = 1, **more: Any) -> dict[str, Any]:
    """Return an organisation."""
    return {"id": uid(number), "name": f"House {number}", "description": "A house.", **more}


def service(number: int = 100, **more: Any) -> dict[str, Any]:
    """Return a service of the first organisation."""
    said = {"id": uid(number), "name": f"Lessons {number}", "status": "active"}
    return {**said, "organization": organization(), **more}


def location(number: int = 200, **more: Any) -> dict[str, Any]:
    """Return where something is."""
    return {"id": uid(number), "location_type": "physical", "name": f"Hall {number}", **more}


MAP = """
types:
  tutoring: ["lessons*", BH-8400]
  meals: [Hot meals]
always:
  offered_quantity: 2
  emergency_quantity: 0
  counted_in: people
  ready_minutes: 30
  contact_member: "@organization"
  contact_deputy: "@by"
  insurance: none
  consent_version: v1
  return_rule: returned
of_type:
  meals: {counted_in: pieces}
"""
