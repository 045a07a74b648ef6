"""Where units are: codes, outlines, and maps that are read."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "place-code": Message(
        "{said} is no code for {unit!r}, or no scheme of codes.",
        "{said}不能用作{unit!r}的代码或代码体系。",
        "A scheme and its code are each 1 to {most} letters on one line.",
        "代码体系与代码各为1至{most}个可显示字符，不含换行。",
    ),
    "place-codes": Message(
        "More than {most} codes for {unit!r}.",
        "{unit!r}的代码超过{most}个。",
        "Keep those that others know the unit by.",
        "请只保留外部系统使用的代码。",
    ),
    "place-point": Message(
        "Ring {ring} of {unit!r}: {point} is no place on the globe.",
        "{unit!r}的第{ring}个环：{point}不是有效的位置。",
        "A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.",
        "纬度应在-90至90度之间，经度应在-180至180度之间。",
    ),
    "place-ring": Message(
        "Ring {ring} of {unit!r} encloses nothing.",
        "{unit!r}的第{ring}个环没有围成区域。",
        "A ring has at least three different points, and ends where it began.",
        "一个环至少有三个不同的点，且首尾相同。",
    ),
    "place-large": Message(
        "The outline of {unit!r} has more than {most} points.",
        "{unit!r}的边界超过{most}个点。",
        "Simplify it: a metre's exactness is more than anything here needs.",
        "请先简化边界：精确到米已经足够。",
    ),
    # --- maps ---
    "geojson-none": Message(
        "This is no collection of features, but {said}.",
        "文件内容不是要素集合，而是{said}。",
        "Export the map as GeoJSON: a FeatureCollection, or one Feature.",
        "请将地图导出为GeoJSON（FeatureCollection或单个Feature）。",
    ),
    "geojson-topology": Message(
        "This is TopoJSON.",
        "这是TopoJSON文件。",
        "Export the map as GeoJSON.",
        "请将地图导出为GeoJSON。",
    ),
    "geojson-feature": Message(
        "This is no feature.",
        "此处不是要素。",
        "A feature is an object with type, properties and geometry.",
        "要素应为包含type、properties和geometry的对象。",
    ),
    "geojson-crs": Message(
        "The coordinates are in {said}.",
        "坐标系为{said}。",
        "Export the map in WGS 84 (EPSG:4326) or CGCS2000 (EPSG:4490), in degrees.",
        "请以WGS 84（EPSG:4326）或CGCS2000（EPSG:4490）经纬度导出地图。",
    ),
    "geojson-no-outline": Message(
        "A geometry of the type {said} encloses nothing.",
        "类型为{said}的几何图形没有围成区域。",
        "Draw the unit as a Polygon or MultiPolygon.",
        "请将单位绘制为Polygon或MultiPolygon。",
    ),
    "geojson-coordinates": Message(
        "Where a position, or a list of them, should be stands {said}.",
        "应为坐标或坐标列表之处是{said}。",
        "A position is [longitude, latitude].",
        "坐标写作[经度, 纬度]。",
    ),
    "geojson-no-unit": Message(
        "None of these is a unit: {said}.",
        "其中没有已登记的单位：{said}。",
        "Register the unit first, or say with --unit which property holds its id, code or title.",
        "请先登记该单位，或用--unit指明哪个属性是单位编号、代码或名称。",
    ),
    "geojson-twice": Message(
        "{unit} has an outline already, on line {line}.",
        "{unit}在第{line}行已有边界。",
        "Make one MultiPolygon of its parts.",
        "请将各部分合并为一个MultiPolygon。",
    ),
    "geojson-closed": Message(
        "A ring of {unit} was open and was closed.", "{unit}的一个环未闭合，已补齐。"
    ),
}
