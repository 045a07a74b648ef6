"""Directories (HSDS) in the library of resources: taken in, brought up to date, and out again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hsds import MAP, faults, location, organization, service, uid
from hypothesis import given, settings
from hypothesis import strategies as st

from xiangyue import BadInput, Engine, Misuse
from xiangyue.exchange.hsds.exporting import export_hsds
from xiangyue.exchange.hsds.importer import Hsds
from xiangyue.exchange.hsds.mapping import read_mapping, usual
from xiangyue.importer import Count, Imported, Incoming

pytestmark = pytest.mark.sqlite

NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
LATER = datetime(2026, 10, 13, 1, tzinfo=UTC)


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Return a village with a library and its keeper; whatever is done with it verifies."""
    monkeypatch.chdir(tmp_path)
    Path("map.yaml").write_text(MAP)
    with Engine() as engine:
        engine.add_unit("here", "community", now=NOW)
        engine.install("resource-library", "here", now=NOW)
        engine.register("keeper", roles={"library_keeper": "here"}, now=NOW)
        yield engine
        assert engine.verify()


def take(
    engine: Engine, what: Any, now: datetime = NOW, *, dry: bool = False, **options: str
) -> Imported:
    """Take a directory in: a path, bytes, or what is written as JSON."""
    path = what
    if not isinstance(what, Path):
        path = Path("in.json")
        path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
    said = {"map": "map.yaml", **{name.replace("_", "-"): v for name, v in options.items()}}
    given_options = {name: value for name, value in said.items() if value}
    into: dict[str, Any] = {"engine": engine, "community": "here", "by": "keeper"}
    return Hsds().take(Incoming(path=path, options=given_options, dry=dry, now=now, **into))


def verified(engine: Engine, number: int = 100) -> str:
    """Let the keeper verify what a service has become; returns the task's address."""
    ref = f"here/{uid(number)}"
    decision = engine.act(ref, "verify", by="keeper", note="Seen.", now=NOW)
    assert decision, decision.why()
    return ref


def texts(found: Imported, fate: str = "refused") -> list[str]:
    """Return what is said of what was not carried as it stood."""
    return [one.say["en"] for one in found.notes if one.fate == fate]


def out(engine: Engine, **options: Any) -> list[dict[str, Any]]:
    """Return the services of the directory that goes out; it is HSDS 3.1."""
    path, mapped = Path("out.json"), read_mapping(Path("map.yaml"), engine.profile("here"), "here")
    told = export_hsds(engine, path, "here", mapped, now=NOW, **options)
    page = json.loads(path.read_bytes())
    assert page["total_items"] == told.services == len(page["contents"])
    assert [fault for one in page["contents"] for fault in faults(one)] == []
    return list(page["contents"])


FULL = service(
    service_at_locations=[
        {
            "id": uid(300),
            "location": location(
                addresses=[
                    {"id": uid(1), "address_type": "postal", "address_1": "Box 5"},
                    {"id": uid(2), "address_type": "physical", "address_1": "1 Elm Street"},
                ],
            ),
        }
    ],
    schedules=[
        {"id": uid(3), "freq": "WEEKLY", "byday": day, "opens_at": "09:00", "closes_at": "17:00:00"}
        for day in ("MO", "TU", "WE")
    ],
)


def test_a_service_becomes_an_offer_of_its_organisation(village: Engine) -> None:
    """Where and when it is there is said in words, and what the map says holds for the rest."""
    found = take(village, FULL)
    assert found.written
    assert found.counts["service"] == found.counts["location"] == Count(carried=1)
    task = village.task(f"here/{uid(100)}")
    assert (task.title, task.opener, task.state) == ("Lessons 100", uid(1), "offered")
    assert task.data["location"] == "Hall 200, 1 Elm Street"
    assert task.data["peacetime_offer"] == "周一至周三 09:00–17:00 / Mon–Wed 09:00–17:00"
    assert (task.data["item"], task.data["contact_deputy"]) == ("tutoring", "keeper")
    owner = village.member(uid(1), named=True, now=NOW)
    assert (owner.kind, owner.name) == ("organization", "House 1")
    assert [one.role for one in owner.roles] == ["partner"]


def test_the_same_directory_a_second_time_changes_nothing(village: Engine) -> None:
    """By its ids everything is known again, whatever else was done with it meanwhile."""
    take(village, FULL)
    verified(village)
    heads = village.heads()
    found = take(village, FULL, LATER)
    assert (found.written, found.total.refused) == (False, 0)
    assert village.heads() == heads


def test_what_has_changed_is_acted_on_or_told(village: Engine) -> None:
    """An action that asks for it changes it; what none asks for stays, and is told."""
    take(village, FULL)
    verified(village)
    capacities = [{"id": uid(4), "available": 7, "unit": {"id": uid(5), "name": "person"}}]
    changed = FULL | {"name": "Lessons for all", "capacities": capacities, "schedules": []}
    found = take(village, changed, LATER)
    task = village.task(f"here/{uid(100)}")
    assert (task.data["offered_quantity"], task.state) == (7, "to_verify")
    assert task.title == "Lessons 100"
    assert found.counts["service"] == Count(changed=1)
    said = " ".join(texts(found, "changed"))
    assert "brought up to date: offered_quantity" in said
    assert "no action changes title" in said
    assert texts(found) == []


def test_what_is_not_on_offer_is_not_taken_in(village: Engine) -> None:
    """One that was taken in stays, unless the map names what is done then."""
    closed = service(101, status="temporarily closed")
    assert texts(take(village, [FULL, closed])) == [
        "“Lessons 101” is not on offer now, says the directory."
    ]
    ref = verified(village)
    gone = FULL | {"status": "inactive"}
    assert ref in texts(take(village, gone, LATER))[0]
    assert village.task(ref).state == "listed"
    Path("map.yaml").write_text(f"{MAP}gone: rest\n")
    assert "was entered" in texts(take(village, gone, LATER))[0]
    assert village.task(ref).state == "resting"
    assert texts(take(village, gone, LATER)) == []
    assert village.act(ref, "withdraw", by=uid(1), now=LATER)
    assert "has ended here" in texts(take(village, FULL, LATER))[0]


def test_what_no_word_gives_a_type_is_left_out(village: Engine) -> None:
    """Each with its place, while the rest is taken in; a term may tell it, or its code."""
    tag = {"id": uid(1), "taxonomy_term": {"id": uid(2), "code": "bh-8400", "name": "Tutors"}}
    named = {"id": uid(3), "taxonomy_term": {"id": uid(4), "name": "助餐"}}
    found = take(
        village,
        [
            service(101, name="Counselling"),
            service(102, name="Evenings", attributes=[tag]),
            service(103, name="Kitchen", attributes=[named]),
        ],
    )
    assert found.counts["service"] == Count(2, 0, 1)
    (said,) = (one for one in found.notes if one.fate == "refused")
    assert said.at == "$[0]"
    assert "Counselling" in said.say["zh"]
    assert village.task(f"here/{uid(103)}").data["item"] == "meals"
    assert village.task(f"here/{uid(103)}").data["counted_in"] == "pieces"


def test_persons_are_left_out(village: Engine) -> None:
    """Neither their names nor their numbers come in, and it is said that they do not."""
    ann = {"id": uid(1), "name": "Ann Persona", "phones": [{"id": uid(2), "number": "12345"}]}
    found = take(village, service(contacts=[ann], assurer_email="ann@example.org"))
    told = [one for one in found.notes if "may name persons" in one.say["en"]]
    assert [one.at for one in told] == ["$.contacts", "$.assurer_email"]
    assert found.counts["service"] == Count(changed=1)
    with village._store.read() as reader:
        kept = [body for (body,) in reader.all("SELECT body FROM payload")]
        kept += [body for (body,) in reader.all("SELECT body FROM journal")]
    assert not any("Ann" in str(body) or "12345" in str(body) for body in kept)


def test_a_dry_run_says_the_same_and_writes_nothing(village: Engine) -> None:
    """Though nobody is registered by it yet."""
    heads = village.heads()
    dry = take(village, [FULL, service(101, name="?")], dry=True)
    assert village.heads() == heads
    assert not dry.written
    assert take(village, [FULL, service(101, name="?")]).counts == dry.counts


def test_what_was_taken_in_goes_out_as_it_came(village: Engine) -> None:
    """What is carried is equal; what is not listed goes out if asked for; nobody's contact does."""
    take(village, FULL)
    assert out(village) == []
    (waiting,) = out(village, unlisted=True)
    assert waiting["status"] == "inactive"
    verified(village)
    (told,) = out(village)
    assert {n: told[n] for n in ("id", "name", "status")} == {
        n: FULL[n] for n in ("id", "name", "status")
    }
    assert told["organization"] | {"description": "A house."} == FULL["organization"]
    assert told["service_at_locations"][0]["location"]["name"] == "Hall 200, 1 Elm Street"
    (schedule,) = told["schedules"]
    assert (schedule["byday"], schedule["opens_at"]) == ("MO,TU,WE", "09:00")
    assert (told["capacities"][0]["available"], told["capacities"][0]["unit"]["name"]) == (
        2,
        "People",
    )
    assert "keeper" not in json.dumps(told)


def test_a_directory_of_ones_own_changes_nothing_here_and_everything_elsewhere(
    village: Engine,
) -> None:
    """What persons offer stays; another village with the same profile needs no words for it."""
    take(village, FULL)
    verified(village)
    data = dict(village.task(f"here/{uid(100)}").data)
    for who in ("an", "bo"):
        village.register(who, home="here", now=NOW)
    data |= {"contact_member": "an", "contact_deputy": "bo"}
    data = {n: v for n, v in data.items() if n in usual(village.profile("here"), "here").accepts}
    assert village.open("resource", community="here", by="an", data=data, now=NOW)
    (told,) = out(village, unlisted=True)
    heads = village.heads()
    assert not take(village, Path("out.json"), LATER, map="").written
    assert village.heads() == heads
    Path("people.yaml").write_text(
        'always: {contact_member: "@organization", contact_deputy: "@by"}\n'
    )
    with Engine() as other:
        other.add_unit("here", "community", now=NOW)
        other.install("resource-library", "here", now=NOW)
        other.register("keeper", roles={"library_keeper": "here"}, now=NOW)
        found = take(other, [told | {"status": "active"}], map="people.yaml")
        assert found.counts["service"].refused == 0
        task = other.task(f"here/{uid(100)}")
        mine = village.task(f"here/{uid(100)}").data
        assert {n: mine[n] for n in task.data} | {"contact_deputy": "keeper"} == task.data


def test_tables_are_joined_by_their_ids(village: Engine) -> None:
    """A package of CSV files says what nested JSON says, in a ZIP or a folder."""
    tables = {
        "organizations.csv": f"id,name\n{uid(1)},House\n",
        "services.csv": "\ufeffid,organization_id,name,status,fees\n"
        f"{uid(100)},{uid(1)},Lessons,active,5\n",
        "services_at_location.csv": f"id,service_id,location_id\n{uid(3)},{uid(100)},{uid(4)}\n",
        "locations.csv": f"id,location_type,name\n{uid(4)},physical,\"Hall, upstairs\"\n",
        "physical_addresses.csv": f"id,location_id,address_1,city\n1,{uid(4)},1 Elm,Town\n",
        "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n"
        f"1,{uid(100)},Monday,09:00,17:00\n",
        "contacts.csv": f"id,service_id,name\n1,{uid(100)},Ann\n2,{uid(100)},Bo\n",
        "services_taxonomy.csv": f"id,service_id,taxonomy_id\n1,{uid(100)},t1\n",
        "taxonomy.csv": "id,name\nt1,Tutors\n",
        "datapackage.json": '{"resources": [{"name": "services", "path": "data/services.csv"}]}',
    }  # fmt: skip
    with zipfile.ZipFile("in.zip", "w") as packed:
        for name, text in tables.items():
            packed.writestr(f"data/{name}", text)
    found = take(village, Path("in.zip"))
    assert found.total == Count(carried=3, changed=1)
    data = village.task(f"here/{uid(100)}").data
    assert data["location"] == "Hall, upstairs, 1 Elm, Town"
    assert data["peacetime_offer"].endswith("Mon 09:00–17:00")
    left = {one.at: one for one in found.notes}
    assert str(left["$[2]"].place) == "in.zip!data/contacts.csv:2:1"
    Path("folder").mkdir()
    for name, text in tables.items():
        Path("folder", name).write_text(text, encoding="utf-8")
    assert not take(village, Path("folder"), LATER).written


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: {"contents": [one], "total_items": 1},
        lambda one: {"content": [one], "totalElements": 1},
        lambda one: {"data": {"services": [one]}},
        lambda one: organization(services=[{n: v for n, v in one.items() if n != "organization"}]),
        lambda one: {"id": uid(9), "location": location(), "service": one},
        lambda one: {"organization": [organization()], "service": [one | {"organization": None}]},
        lambda one: {
            **location(),
            "latitude": 1,
            "organization": organization(),
            "services": [one],
        },
        lambda one: {"organisation": organization(), "id": uid(100), "name": "Lessons 100"},
    ],
)
def test_the_shapes_of_the_field_are_read(village: Engine, shape: Any) -> None:
    """Pages of APIs, an organisation with services, a service at a location, tables, Ohana."""
    one = service(organization_id=uid(1))
    assert take(village, shape(one)).counts["service"] == Count(carried=1)


def test_lines_of_json_are_read(village: Engine) -> None:
    """Whether a line holds an organisation or a service, and in the older spelling."""
    lines = [
        {"id": "o-1", "name": "Old house"},
        {
            **{"id": 17, "organization_id": "o-1", "name": "Lessons", "status": "active"},
            "regular_schedules": [{"byday": ["MO"], "opens_at": "2000-01-01T08:00:00.000Z"}],
            "locations": [{"id": 5, "name": "Hall", "physical_address": {"address_1": "2 Oak"}}],
        },
    ]  # fmt: skip
    found = take(village, "\n".join(map(json.dumps, lines)).encode("utf-8-sig"))
    assert texts(found) == []
    assert found.total == Count(carried=4)
    task = village.task("here/hsds-17")
    assert (task.opener, task.data["location"]) == ("hsds-o-1", "Hall, 2 Oak")
    assert task.data["peacetime_offer"] == "周一 08:00– / Mon 08:00–"


def test_nothing_of_a_broken_file_is_taken_in(village: Engine) -> None:
    """It is read to its end first; the error says where it breaks off."""
    whole = json.dumps({"contents": [service(number) for number in range(100, 130)]}, indent=1)
    heads = village.heads()
    for text, code in (
        (whole[:-40], "json-broken"),
        (whole.replace('"status"', '"name"', 1), "json-twice"),
        ('{"id": 1, "name": "x", "services": [' + "[" * 5000, "json-deep"),
        ('{"squirrels": [{"id": 1}]}', "hsds-nothing"),
        ('{"services": [{"id": 1, "id": 2}', "json-broken"),
        ("<html>", "json-broken"),
        ("", "json-broken"),
    ):
        with pytest.raises(BadInput) as caught:
            take(village, text.encode())
        assert caught.value.code == code
        assert caught.value.place is not None
        assert caught.value.place.line
    assert village.heads() == heads


def test_one_id_for_two_things_is_told(village: Engine) -> None:
    """The first holds; the other is refused with the place of both."""
    found = take(village, [service(), service(name="Lessons again"), service()])
    assert found.counts["service"] == Count(1, 0, 1)
    assert "in.json:1:2" in texts(found)[0]


def test_a_name_that_nobody_can_read_is_refused(village: Engine) -> None:
    """Of an organisation, or a service: alone, while the rest is taken in."""
    odd = organization(2, name="House\a")
    services = [service(101, organization=odd), service(102, name="Lessons\0"), FULL]
    found = take(village, services)
    assert found.counts["organization"] == Count(0, 1, 1)
    assert found.counts["service"] == Count(1, 0, 2)
    assert sum("control" in one for one in texts(found)) == 2
    assert village.known_members([uid(1), uid(2)]) == {uid(1)}


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("types: {tutor: x}\n", "map.yaml:1:9", "tutoring"),
        ("role: partners\n", "map.yaml:1:1", "partner"),
        ("always:\n  counted_in: sacks\n", "map.yaml:2:15", "boxes"),
        ("always: {verified_on: 2026-01-01}\n", "map.yaml:1:10", "unknown"),
        ("fields: {url: title}\n", "map.yaml:1:10", "unknown"),
        ("tyes: {}\n", "map.yaml:1:1", "types"),
        ("gone: vanish\n", "map.yaml:1:1", "withdraw"),
    ],
)
def test_a_map_that_the_profile_does_not_know_is_refused(
    village: Engine, text: str, place: str, word: str
) -> None:
    """Before anything is written, with its line and the nearest word."""
    Path("map.yaml").write_text(text)
    with pytest.raises(BadInput) as caught:
        take(village, FULL)
    assert str(caught.value.place) == place
    assert word in str(caught.value)


def test_a_map_to_be_filled_in_names_what_is_found(village: Engine) -> None:
    """It cannot be used as it is: what was agreed with the owners, only people know."""
    found = take(village, [service(name="Drums"), service(101)], map="", map_template="new.yaml")
    assert (found.written, found.more["template"]) == (False, "new.yaml")
    text = Path("new.yaml").read_text(encoding="utf-8")
    assert "#   Drums  1" in text
    assert "助餐" in text
    with pytest.raises(BadInput, match="It wants type integer"):
        take(village, FULL, map="new.yaml")
    with pytest.raises(Misuse, match="is there already"):
        take(village, FULL, map="", map_template="new.yaml")


def test_places_without_a_service_are_taken_where_the_map_says_so(village: Engine) -> None:
    """As the type that it names; else they are told to belong to nothing."""
    host = organization(locations=[location(), location(201, location_type="virtual")])
    assert "2 of location belong to nothing" in texts(take(village, host))[0]
    Path("map.yaml").write_text(f"{MAP}locations: hall\n")
    found = take(village, host, LATER)
    assert found.counts["location"] == Count(1, 0, 1)
    assert village.task(f"here/{uid(200)}").data["item"] == "hall"


def test_a_point_tells_the_unit_where_outlines_are_known(village: Engine) -> None:
    """A grid of the community holds it; where none does, the point is told to be left out."""
    village.add_unit("grid", "grid", parent="here", now=NOW)
    corners = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (0.0, 0.0))
    village.place("grid", outline=(corners,), by="keeper", now=NOW)
    inside, outside = ({"latitude": n, "longitude": 1.5} for n in (1, 90))
    for number, point, unit in ((101, inside, "grid"), (102, outside, "here")):
        at = [{"id": uid(number), "location": location(number, **point)}]
        found = take(village, service(number, service_at_locations=at))
        assert village.task(f"here/{uid(number)}").unit == unit
        assert found.counts["location"].changed == (unit == "here")


def test_what_is_too_long_is_cut_and_told(village: Engine) -> None:
    """A field takes so many characters; what no longer goes in stays in the directory."""
    places = [{"id": uid(n), "location": location(n, name=f"{n} " + "x" * 60)} for n in (300, 301)]
    told = [{"id": uid(1), "description": "By appointment. " * 20}]
    found = take(village, service(service_at_locations=places, schedules=told))
    data = village.task(f"here/{uid(100)}").data
    assert (len(data["location"]), len(data["peacetime_offer"])) == (64, 200)
    assert len([one for one in texts(found, "changed") if "1 further places" in one]) == 1
    assert found.counts["location"] == Count(1, 0, 1)


WORDS = st.text("aé中 0", min_size=1, max_size=12)
SCHEDULES = st.fixed_dictionaries(
    {"id": st.integers(1, 9).map(uid)},
    optional={
        "freq": st.sampled_from(["WEEKLY", "MONTHLY", "week", "YEARLY"]),
        "byday": st.sampled_from(["MO", "MO,WE,FR", "2TU", "-1FR", "XX", "1MO,2TU"]),
        "opens_at": st.sampled_from(["09:00", "9:30 am", "25:00", "x"]),
        "closes_at": st.sampled_from(["17:00:00Z", "24:00"]),
        "interval": st.sampled_from([1, 2, 0, "x"]),
        "bymonthday": st.sampled_from(["1,15", "-1", "99"]),
        "description": WORDS,
        "valid_from": st.sampled_from(["2026-01-01", "soon"]),
    },
)
SERVICES = st.fixed_dictionaries(
    {
        "id": st.integers(100, 104).map(uid) | st.integers(1, 3) | st.none(),
        "name": WORDS.map("Lessons {}".format) | WORDS,
        "status": st.sampled_from(["active", "inactive", "ACTIVE", "?"]),
        "organization": st.integers(1, 2).map(organization) | st.none() | WORDS,
    },
    optional={
        "schedules": st.lists(SCHEDULES, max_size=2),
        "service_at_locations": st.lists(
            st.fixed_dictionaries(
                {"id": st.integers(1, 9).map(uid), "location": st.integers(200, 203).map(location)}
            ),
            max_size=2,
        ),
        "capacities": st.lists(
            st.fixed_dictionaries({"available": st.integers(-1, 3) | st.floats() | WORDS}),
            max_size=1,
        ),
        "squirrels": st.lists(WORDS, max_size=1),
    },
)


def test_any_directory_is_counted_and_a_second_time_known(village: Engine) -> None:
    """Whatever it holds: read is carried, changed and refused, and nothing is written twice."""
    seen = [0, 0]

    @settings(max_examples=25)
    @given(st.lists(SERVICES, max_size=4))
    def hold(services: list[Any]) -> None:
        found = take(village, services)
        assert found.counts["service"].read <= len(services)
        assert bool(found.total.refused) >= bool(texts(found))
        again = take(village, services, LATER)
        assert not again.written or any("brought up" in one for one in texts(again, "changed"))
        seen[0] += found.counts["service"].read
        seen[1] += found.counts["service"].refused
        out(village, unlisted=True)

    hold()
    assert seen[0] > seen[1] > 0


def test_the_samples_go_in_and_out_again(village: Engine, data: Path) -> None:
    """Both of the specification: they are what our facts of HSDS say, and come back as carried."""
    Path("map.yaml").write_text(MAP.replace("lessons*", "Community Counselling"))
    for name, kind in (("service_full", "service"), ("organization_full", "organization")):
        file = data / "hsds" / f"{name}.json"
        sample = json.loads(file.read_bytes())
        assert faults(sample, kind) == []
        found = take(village, file)
        assert found.total == Count(changed=4)
        told = sample if kind == "service" else sample["services"][0]
        (back,) = out(village, unlisted=True)
        assert (back["id"], back["name"]) == (told["id"], told["name"])
        assert back["organization"]["name"] == "Example Organization Inc."
        (said,), (was,) = back["schedules"], told["schedules"]
        for key in ("freq", "interval", "byday", "valid_from", "valid_to"):
            assert said[key] == was[key]
        assert was["opens_at"].startswith(said["opens_at"])
        there = back["service_at_locations"][0]["location"]["name"]
        assert there.startswith("MyCity Civic Center, 1-30 Main Street, MyVillage")
    assert not take(village, data / "hsds" / "service_full.json", LATER).written
