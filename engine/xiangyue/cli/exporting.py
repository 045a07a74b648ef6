"""``xiangyue export``: what leaves the store, each thing in its form."""

from __future__ import annotations

from xiangyue.cli import exports, hsds, journals, orders, workflows

app = orders.export
app.command("units", epilog=exports.UNITS_EXAMPLES)(exports.units)
app.command("members", epilog=exports.MEMBERS_EXAMPLES)(exports.members)
app.command("resources", epilog=exports.RESOURCES_EXAMPLES)(exports.resources)
app.command("points", epilog=exports.POINTS_EXAMPLES)(exports.points)
app.command("indicators", epilog=exports.INDICATORS_EXAMPLES)(exports.indicators)
app.command("xes", epilog=journals.XES_EXAMPLES)(journals.xes)
app.command("ocel", epilog=journals.OCEL_EXAMPLES)(journals.ocel)
app.command("hsds", epilog=hsds.EXAMPLES)(hsds.hsds)
app.command("digit", epilog=workflows.EXAMPLES)(workflows.digit)
