"""What there is in a directory: its tables by all their names, and what of each is carried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from xiangyue.values import Value


class Kind(Value, frozen=True):
    """A table: which properties are carried or lead elsewhere, and what kinds hang on others."""

    carried: frozenset[str] = frozenset()
    children: Mapping[str, str] = {}


_LINKS: Final = frozenset(
    f"{name}_id"
    for name in (
        *("organization", "service", "location", "service_at_location", "taxonomy_term"),
        "organisation",
        *("taxonomy", "unit", "link", "attribute"),
    )
)

POINT: Final = ("latitude", "longitude")
LINES: Final = (
    *("address_1", "address_2", "address_3", "address_4", "city", "region"),
    *("state_province", "postal_code", "country"),
)
"""The lines of an address, as an envelope has them."""

# HSDS 3 first; then names of version 2, of Ohana and of Open Referral UK.
KINDS: Final[Mapping[str, Kind]] = {
    "organization": Kind(
        frozenset({"id", "name"}),
        {"services": "service", "service": "service", "locations": "location"},
    ),
    "service": Kind(
        frozenset({"id", "name", "status"}),
        {
            "organization": "organization",
            "organisation": "organization",
            "service_at_locations": "service_at_location",
            "services_at_location": "service_at_location",
            "service_at_location": "service_at_location",
            "locations": "location",
            "location": "location",
            "schedules": "schedule",
            "regular_schedules": "schedule",
            "regular_schedule": "schedule",
            "capacities": "service_capacity",
            "attributes": "attribute",
            "service_attributes": "attribute",
            "service_taxonomys": "attribute",
            "service_taxonomies": "attribute",
            "services_taxonomy": "attribute",
            "service_taxonomy": "attribute",
            "taxonomy_terms": "taxonomy_term",
            "taxonomy": "taxonomy_term",
            "taxonomies": "taxonomy_term",
            "categories": "taxonomy_term",
        },
    ),
    "service_at_location": Kind(
        frozenset({"id"}),
        {
            "service": "service",
            "location": "location",
            "schedules": "schedule",
            "regular_schedules": "schedule",
            "regular_schedule": "schedule",
            "attributes": "attribute",
        },
    ),
    "location": Kind(
        frozenset({"id", "name", "location_type", *POINT, *LINES}),
        {
            "organization": "organization",
            "services": "service",
            "addresses": "address",
            "address": "address",
            "physical_addresses": "address",
            "physical_address": "address",
            "schedules": "schedule",
            "regular_schedules": "schedule",
            "regular_schedule": "schedule",
        },
    ),
    "address": Kind(frozenset({"id", "address_type", *LINES})),
    "schedule": Kind(
        frozenset(
            {
                *("id", "freq", "interval", "byday", "bymonthday", "weekday", "opens_at"),
                *("closes_at", "valid_from", "valid_to", "wkst", "description"),
            }
        )
    ),
    "service_capacity": Kind(frozenset({"id", "available", "updated"}), {"unit": "unit"}),
    "unit": Kind(frozenset({"id", "name"})),
    "attribute": Kind(
        frozenset({"id", "link_type", "link_entity", "value", "label"}),
        {"taxonomy_term": "taxonomy_term", "taxonomy": "taxonomy_term"},
    ),
    # What a term is called is all that is needed of it: nothing is said of the rest.
    "taxonomy_term": Kind(
        frozenset(
            {
                *("id", "code", "name", "description", "parent_id", "taxonomy", "taxonomy_detail"),
                *("language", "term_uri", "vocabulary", "version", "uri"),
            }
        )
    ),
}

PERSONAL: Final = frozenset({"contacts", "contact", "attention", "assurer_email", "metadata"})
"""What may hold somebody's name or address: people are left out, whatever is said of them."""

_PLURALS: Final[Mapping[str, str]] = {
    "address": "address",
    "physical_address": "address",
    "service_capacity": "service_capacity",
    "capacity": "service_capacity",
    "regular_schedule": "schedule",
    "service_at_location": "service_at_location",
    "services_at_location": "service_at_location",
    "location_service": "service_at_location",
    "services_taxonomy": "attribute",
    "service_taxonomy": "attribute",
    "service_attribute": "attribute",
    "link_taxonomy": "attribute",
    "taxonomy": "taxonomy_term",
    "organisation": "organization",
}

_SINGULAR: Final = (("ies", "y"), ("sses", "ss"), ("ys", "y"), ("s", ""))
_MARKS: Final = re.compile(r"[\s-]+")


def kind_of_table(name: str) -> str | None:
    """Return what kind of thing is in a table of this name, in the singular or plural."""
    plain = _MARKS.sub("_", name.strip().lower())
    for one in (plain, *_singulars(plain)):
        found = _PLURALS.get(one, one if one in KINDS else None)
        if found is not None:
            return found
    return None


def _singulars(name: str) -> list[str]:
    return [
        name[: len(name) - len(end)] + instead for end, instead in _SINGULAR if name.endswith(end)
    ]


def guess_kind(value: Mapping[str, Any]) -> str | None:
    """Return what an object is that stands in no table of a name, by what it says."""
    says = value.keys()
    if ("location" in says or "location_id" in says) and (
        "service" in says or "service_id" in says
    ):
        return "service_at_location"
    if "name" not in says and not says & {"location_type", "latitude"}:
        return None
    if says & {"location_type", "latitude", "longitude", "addresses", "physical_addresses"}:
        return "location"
    if says & _OF_SERVICE:
        return "service"
    if says & {"term_uri", "taxonomy_id", "vocabulary", "parent_id", "taxonomy"}:
        return "taxonomy_term"
    return "organization" if "id" in says else None


_OF_SERVICE: Final = frozenset(
    {
        *("status", "organization", "organization_id", "service_at_locations", "program_id"),
        *("organisation", "organisation_id"),
        *("services_at_location", "eligibility_description", "service_areas", "required_documents"),
        *("application_process", "interpretation_services", "cost_options", "program"),
        *("service_taxonomys", "regular_schedules", "schedules", "fees_description"),
    }
)


def is_link(name: str) -> bool:
    """Tell whether a property only leads to another thing."""
    return name in _LINKS
