"""Clients that others made, and the standard's own samples, meet a server that listens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from demo_house import serving
from georeport import GeoReport
from hypothesis import given
from hypothesis import strategies as st
from open311 import V2, House, Town, house

from xiangyue_admin import ConsoleSettings, Open311Settings

Form = dict[str, Any]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two towns in a house."""
    settings = ConsoleSettings(open311=Open311Settings(per_minute=1_000_000))
    with house(tmp_path_factory.mktemp("towns"), "xinqi", "lvyuan", settings=settings) as found:
        yield found


@pytest.fixture(scope="module")
def address(towns: House) -> Iterator[str]:
    """Where the house is served."""
    with serving(towns.app, 4) as url:
        yield url + V2


def robot(address: str, town: str) -> Open311Client:
    """Return a client that files and follows requests, in no hurry to be polite to itself."""
    transport = HttpTransport(rate_limiter=RateLimiter(min_interval=0.0))
    return Open311Client(Endpoint("here", "Here", address, write=True), transport, town)


def test_a_client_files_and_follows_a_request(towns: House, address: str) -> None:
    """It checks what it sends against services and definition, and finds what it filed."""
    client = robot(address, "xinqi")
    sent = {"lat": 30.25, "lng": 120.5, "description": "It is dark", "device_id": "d-81"}
    more = {"dry_run": False, "confirm": "SEND", "api_key": towns.key, "validate_remote": True}
    given = {"kind": "dark", "nights": ["fri", "sat"]}
    (filed,) = client.create_request("lamp", **sent, **more, attributes=given).response
    name = filed["service_request_id"]
    assert client.get_request(name) == client.list_requests(service_code="lamp")[0]
    assert client.get_request(name)["lat"] == 30.25
    (again,) = client.create_request("lamp", **sent, **more, attributes=given).response
    assert again == filed
    token = re.sub(r"\D", "", filed["service_notice"])
    assert client.get_token(token) == [{"service_request_id": name, "token": token}]
    with pytest.raises(ValidationError, match="kind"):
        client.create_request("lamp", **sent, **more)
    with pytest.raises(HttpError, match="403"):
        client.create_request("lamp", **sent, **{**more, "api_key": "xy_none"}, attributes=given)


def test_both_forms_say_the_same(towns: House, address: str) -> None:
    """Another client reads in XML what it reads in JSON, of everything that there is to read."""
    town = Town(towns, "lvyuan")
    name = town.opened(address_string="Mill & <Lane>", lat="30.25", long="120.5")
    town.opened(service_code="idea")
    asked = [GeoReport(address, "lvyuan", output_format=form) for form in ("json", "xml")]
    services, services_in_xml = (one.get_service_list() for one in asked)
    assert services_in_xml == [as_text(one) for one in services]
    definition, definition_in_xml = (one.get_service_definition("lamp") for one in asked)
    attributes = definition_in_xml["attributes"]["attribute"]
    for one, in_xml in zip(definition["attributes"], attributes, strict=True):
        values = [as_text(value) for value in one.pop("values", [])]
        assert (in_xml.pop("values", None) or {"value": []})["value"] == values
        assert in_xml == as_text(one)
    requests, requests_in_xml = (one.get_service_requests(status="open") for one in asked)
    assert requests_in_xml == [as_text(one) for one in requests]
    single, single_in_xml = (one.get_service_request(name) for one in asked)
    assert single["address"] == "Mill & <Lane>" and single_in_xml == as_text(single)


def as_text(value: dict[str, Any]) -> dict[str, str | None]:
    """Return a JSON object as its elements say it in XML."""
    return {
        key: None if one in (None, "") else str(one).lower() if isinstance(one, bool) else str(one)
        for key, one in value.items()
    }


def test_the_standards_samples_have_our_shape(towns: House, data: Path) -> None:
    """Key by key, in both forms, what is answered is what the standard shows."""
    town, samples = Town(towns, "xinqi"), data / "open311"
    name = town.opened(lat="30.25", long="120.5")
    token = re.sub(r"\D", "", town.filed()["service_notice"])
    for sample, path in {
        "services": "services",
        "service_definition": "services/lamp",
        "requests": "requests",
        "request_single": f"requests/{name}",
        "token": f"tokens/{token}",
    }.items():
        text = re.sub(r":0+(?=\d)", ":", (samples / f"{sample}.json").read_text("utf-8"))
        assert keys(json.loads(text)) == keys(town.read(f"{path}.json"))
        ours = ElementTree.fromstring(town.get(f"{path}.xml").text)
        assert tags(ElementTree.parse(samples / f"{sample}.xml").getroot()) <= tags(ours)
    head, _, body = (samples / "post_request.http").read_text("utf-8").partition("\n\n")
    assert head.startswith("POST")
    body = (
        body.replace("=city.gov", "=xinqi")
        .replace("=001", "=lamp")
        .replace("=xyz", f"={towns.key}")
    )
    sent = f"{body.strip()}&attribute[kind]=dark"
    answer = towns.client.post(
        f"{V2}/requests.json", data=sent, content_type=head.rpartition(": ")[2]
    )
    assert keys(answer.json) == keys(
        json.loads((samples / "post_response.json").read_text("utf-8"))
    )
    assert "WHISPAWN" in answer.text


def keys(value: Any) -> Any:
    """Return the names in a document, whatever their order and values."""
    if isinstance(value, list):
        return [keys(value[0])]
    return {key: keys(one) for key, one in value.items()} if isinstance(value, dict) else None


def tags(element: ElementTree.Element) -> set[str]:
    """Return the ways to every element of a document."""
    below = {f"{element.tag}/{way}" for child in element for way in tags(child)}
    return {element.tag} | below


NAMES = st.sampled_from(
    [
        "service_code",
        "lat",
        "long",
        "address_string",
        "description",
        "media_url",
        "email",
        "phone",
        "jurisdiction_id",
        "api_key",
        "attribute[kind]",
        "attribute[nights][]",
        "attribute[dark_since]",
    ]
)
QUERIES = st.sampled_from(
    [
        "status",
        "page",
        "page_size",
        "start_date",
        "end_date",
        "locale",
        "service_request_id",
        "service_code",
    ]
)
WORDS = st.one_of(
    st.text(max_size=20), st.sampled_from(["lamp", "xinqi", "1", "dark", "9e999", "２"])
)


@given(said=st.dictionaries(NAMES, WORDS, max_size=6), form=st.sampled_from(["json", "xml"]))
def test_whatever_is_sent_is_answered(towns: House, said: Form, form: str) -> None:
    """By a request or by errors of the standard, in the form that was asked for."""
    town = Town(towns, "xinqi")
    known = {} if "api_key" in said else {"api_key": towns.key}
    answer = town.post(form, **{**known, **said})
    assert answer.status_code in (200, 400, 403, 404)
    if form == "xml":
        (one, *_) = ElementTree.fromstring(answer.text)
        assert one.tag in ("request", "error")
    else:
        assert answer.get_json()[0].keys() & {"service_request_id", "code"}


@given(
    path=st.sampled_from(["requests.json", "services.json", "services/lamp.xml", "requests/1.xml"]),
    query=st.dictionaries(
        QUERIES,
        st.one_of(
            st.text(max_size=12), st.sampled_from(["2026", "9999-12-31", "0001-01-01T00:00"])
        ),
        max_size=4,
    ),
)
def test_whatever_is_asked_is_answered(towns: House, path: str, query: Form) -> None:
    """A query means something, or is told what cannot be."""
    answer = Town(towns, "xinqi").get(path, **query)
    assert answer.status_code in (200, 400, 404)
