"""Outlines of units from GeoJSON: which unit each is, what is taken, what is said of the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.errors import BadInput
from xiangyue.exchange.maps.placing import PlacesMap
from xiangyue.plugs import Imported, Incoming

pytestmark = pytest.mark.sqlite

RING = [[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
OPEN = {"type": "Polygon", "coordinates": [RING[:-1]]}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return an engine with a town and two villages."""
    with Engine() as engine:
        engine.add_unit("zhen", "township", title={"zh": "新镇"})
        for name, title in (("xinqi", "新启村"), ("shanhe", "山河村")):
            engine.add_unit(name, "village", parent="zhen", title={"zh": title})
        engine.place("shanhe", codes=[("区划代码", "330102001200"), ("OSM", "r7")], by="li")
        yield engine


def feature(properties: Any, geometry: Any = POLYGON, **more: Any) -> dict[str, Any]:
    """Return a feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def take(engine: Engine, folder: Path, said: Any, **more: Any) -> Imported:
    """Import a map; a list is one of features."""
    if isinstance(said, list):
        said = {"type": "FeatureCollection", "features": said}
    path = folder / "map.geojson"
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8-sig")
    return PlacesMap().take(Incoming(path=path, engine=engine, by="li", **more))


def codes(found: Imported) -> list[str]:
    """Return what is noted; each note says where it is and can be read in both languages."""
    assert all(one.say["en"] and one.say["zh"] and one.place.line for one in found.notes)
    return [one.code for one in found.notes]


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        (feature({"unit": "xinqi", "name": "山河村"}), "xinqi"),
        (feature({"ID": "xinqi"}), "xinqi"),
        (feature(None, id="xinqi"), "xinqi"),
        (feature({"name": " 新启村 "}), "xinqi"),
        (feature({"NAME": "x", "XZQMC": "山河村"}), "shanhe"),
        (feature({"adcode": 330102001200, "name": "elsewhere"}), "shanhe"),
        (feature({"code": "330102001200"}), "shanhe"),
        (feature({"ref": "R7"}), "shanhe"),
    ],
)
def test_a_feature_names_its_unit(
    engine: Engine, tmp_path: Path, said: dict[str, Any], unit: str
) -> None:
    """By id, by a code that is noted of it, or by its title; what is surest first."""
    found = take(engine, tmp_path, said)
    assert (found.total.carried, found.more["noted"], found.written) == (1, [unit], True)
    assert engine.places()[unit].outline == (tuple((lat, lon) for lon, lat in RING),)
    assert engine.unit_at(30.02, 120.05).id == unit  # type: ignore[union-attr]
    assert take(engine, tmp_path, said).more["noted"] == []


def test_codes_stay_and_a_new_one_comes_from_the_map(engine: Engine, tmp_path: Path) -> None:
    """Only of a unit that has none, and only where it is a division's."""
    said = [
        feature({"unit": "xinqi", "adcode": 330102001001}),
        feature({"unit": "shanhe", "adcode": 330102001999}),
        feature({"unit": "zhen", "code": "A-17"}),
    ]
    assert take(engine, tmp_path, said).total.carried == 3
    places = engine.places()
    assert places["xinqi"].codes == (("区划代码", "330102001001"),)
    assert places["shanhe"].codes == (("区划代码", "330102001200"), ("OSM", "r7"))
    assert places["zhen"].codes == ()


def test_a_property_may_be_named(engine: Engine, tmp_path: Path) -> None:
    """Then nothing else is looked at."""
    said = [feature({"unit": "xinqi", "who": "山河村"})]
    assert take(engine, tmp_path, said, options={"unit": "WHO"}).more["noted"] == ["shanhe"]
    assert codes(take(engine, tmp_path, said, options={"unit": "x"})) == ["geojson-no-unit"]


def test_what_is_no_outline_is_left_out_and_the_rest_is_taken(
    engine: Engine, tmp_path: Path
) -> None:
    """Each with its path and line; a hole and a height are no matter, an open ring is closed."""
    hole = [[120.01, 30.001], [120.02, 30.001], [120.02, 30.002], [120.01, 30.001]]
    whole = {"type": "MultiPolygon", "coordinates": [[[[*p, 5] for p in RING], hole]]}
    wrong: list[Any] = [
        None,
        {"type": "Point", "coordinates": [120, 30]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[120, 30], [121, 30]]]},
        {"type": "Polygon", "coordinates": [[["120", 30]]]},
        {"type": "Polygon", "coordinates": [[[30, 120], [31, 120], [31, 121], [30, 120]]]},
        {"type": "Polygon", "coordinates": {"x": 1}},
    ]
    for number in range(len(wrong)):
        engine.add_unit(f"u{number}", "village")
    said = [feature({"unit": f"u{n}"}, one) for n, one in enumerate(wrong)]
    said += [feature({"unit": "xinqi"}, whole), feature({"unit": "shanhe"}, OPEN)]
    said += [feature({"unit": "xinqi"}), feature({"name": "nowhere"})]
    found = take(engine, tmp_path, said)
    total = found.counts["units"]
    assert (total.read, total.carried, total.changed, total.refused) == (11, 1, 1, 9)
    assert codes(found) == [
        "geojson-no-outline",
        "geojson-no-outline",
        "geojson-no-outline",
        "place-ring",
        "geojson-coordinates",
        "place-point",
        "geojson-coordinates",
        "geojson-closed",
        "geojson-twice",
        "geojson-no-unit",
    ]
    assert found.notes[1].at == "$.features[1]"
    assert found.more["noted"] == ["xinqi", "shanhe"]
    assert len(engine.places()["xinqi"].outline) == 2 and engine.verify()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"type": "Topology", "objects": {}}, "geojson-topology"),
        (POLYGON, "geojson-none"),
        ([{"type": "FeatureCollection"}], "geojson-feature"),
        ({"type": "FeatureCollection", "features": {}}, "geojson-none"),
        (
            {**feature({}), "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}},
            "geojson-crs",
        ),
        ({**feature({}), "crs": {"type": "link", "properties": {"href": "x"}}}, "geojson-crs"),
        ({**feature({}), "crs": "x"}, "geojson-crs"),
    ],
)
def test_what_is_no_map_is_refused_as_a_whole(
    engine: Engine, tmp_path: Path, said: Any, code: str
) -> None:
    """Another format, other coordinates: nothing is noted."""
    with pytest.raises(BadInput) as caught:
        take(engine, tmp_path, said)
    assert caught.value.code == code and caught.value.mend("zh")


@pytest.mark.parametrize("mark", ["", "\x1e"], ids=["lines", "sequence"])
def test_features_may_stand_one_a_line(engine: Engine, tmp_path: Path, mark: str) -> None:
    """And members in any order, as programs write them."""
    path = tmp_path / "map.geojsonl"
    turned = dict(reversed(feature({"unit": "shanhe"}).items()))
    lines = [
        json.dumps(one) for one in (feature({"unit": "xinqi"}), turned, feature({"unit": "x"}))
    ]
    path.write_text("".join(f"{mark}{line}\n" for line in lines), encoding="utf-8")
    found = PlacesMap().take(Incoming(path=path, engine=engine, by="li"))
    assert found.more["noted"] == ["xinqi", "shanhe"]
    assert [(one.place.line, one.code) for one in found.notes] == [(3, "geojson-no-unit")]


def test_what_a_map_says_at_its_end_counts_for_all_of_it(engine: Engine, tmp_path: Path) -> None:
    """Other coordinates, half a file: nothing is noted of what stood before."""
    path = tmp_path / "map.geojson"
    whole = json.dumps({"features": [feature({"unit": "xinqi"})], "type": "FeatureCollection"})
    other = ', "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}}'
    for text, code in ((whole[:-1], "json-broken"), (whole[:-1] + other, "geojson-crs")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            PlacesMap().take(Incoming(path=path, engine=engine, by="li"))
        assert caught.value.code == code
        assert "xinqi" not in engine.places()
    path.write_text(whole, encoding="utf-8")
    assert PlacesMap().take(Incoming(path=path, engine=engine, by="li")).written


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"]
)
def test_degrees_by_whatever_name_are_taken(engine: Engine, tmp_path: Path, name: str) -> None:
    """Older files say in which coordinates they are; nothing at all is WGS 84."""
    crs = {"type": "name", "properties": {"name": name}}
    for said in (crs, None):
        assert take(
            engine, tmp_path, {**feature({"unit": "xinqi"}), "crs": said}, dry=True
        ).total.carried


def test_nothing_is_written_by_a_dry_run(engine: Engine, tmp_path: Path) -> None:
    """What would be noted is told all the same."""
    found = take(engine, tmp_path, feature({"unit": "xinqi"}), dry=True)
    assert (found.written, found.more["noted"], "xinqi" in engine.places()) == (
        False,
        ["xinqi"],
        False,
    )


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)
shapes = st.fixed_dictionaries(
    {"type": st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection", "Point"])},
    optional={"coordinates": values, "geometries": st.lists(values, max_size=2)},
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(values, shapes | values, st.sampled_from(["xinqi", "山河村", "x"])), max_size=4
    )
)
def test_whatever_features_hold_the_counts_add_up(
    engine: Engine, tmp_path: Path, said: list[tuple[Any, Any, str]]
) -> None:
    """Each is carried, changed or refused, and whatever is kept is an outline."""
    features = [
        feature({**(more if isinstance(more, dict) else {}), "unit": name}, geometry)
        for more, geometry, name in said
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=True)
    path = tmp_path / "any.geojson"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    found = PlacesMap().take(Incoming(path=path, engine=engine, by="li"))
    assert found.total.read == len(said)
    assert len(codes(found)) == found.total.changed + found.total.refused
    assert len(found.more["noted"]) <= found.total.carried + found.total.changed


def test_the_command_tells_what_was_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 with notes, 2 for a file that is none."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with Engine(url) as engine:
        engine.add_unit("xinqi", "village")
        engine.register("li", home="xinqi")
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature({"unit": "x"})]}))
    assert main(["import", "places", str(path), "--by", "li", "--db", url]) == 1
    assert "--unit" in capsys.readouterr().out
    path.write_text("{")
    assert main(["import", "places", str(path), "--by", "li", "--db", url]) == 2
