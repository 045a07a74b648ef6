"""Opening a task: what a visitor may open where, and the form of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import abort, request

from xiangyue import Command, Decision, Profile, XiangyueError
from xiangyue_admin.forms import Sheet, field_sheet
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.people import named_in, units_of
from xiangyue_admin.tasking.sending import when_done
from xiangyue_admin.visiting import here

_ANYBODY = "anyone"
_MOST = 60
_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be opened: a flow, or a matter of a category."""

    community: str
    flow: str
    category: str | None
    title: str
    help: str
    paused: bool


def my_communities() -> tuple[str, ...]:
    """Return the communities that the visitor has to do with: by home, or by a role above them."""
    visit = here()
    person = visit.person()
    tree = visit.accounts.tree
    units = dict.fromkeys((person.home, *(role.unit for role in person.roles)))
    own = {found.community for unit in units if (found := tree.unit(unit)) is not None}
    governed = visit.engine.communities()
    near = [one for one in governed if one in own]
    beneath = [o for o in governed if o not in own and any(tree.covers(u, o) for u in units)]
    return tuple((near + beneath)[:_MOST])


def offers(community: str) -> list[Offer]:
    """Return what the visitor may open in a community by a role, or as anybody may."""
    return list(_offers(here().engine.intake(community), community))


def _offers(profile: Profile, community: str) -> Iterator[Offer]:
    visit, language = here(), here().language
    roles = {role.role for role in visit.person().roles}
    by_category: set[str] = set()
    for one in profile.categories.values():
        flow = profile.flows[one.flow]
        by_category.add(flow.id)
        if not _may(flow.opening.by, roles):
            continue
        yield Offer(
            community,
            flow.id,
            one.id,
            one.title.of(language),
            flow.title.of(language),
            flow.paused,
        )
    for flow in profile.flows.values():
        known = flow.id in by_category and _ANYBODY in flow.opening.by
        if known or not _may(flow.opening.by, roles):
            continue
        title, about = flow.title.of(language), flow.help.of(language)
        yield Offer(community, flow.id, None, title, about, flow.paused)


def _may(by: tuple[str, ...], roles: set[str]) -> bool:
    return _ANYBODY in by or bool(roles.intersection(by))


@dataclass
class Opening:
    """The form of an opening, and what was written there."""

    offer: Offer
    profile: Profile
    sheet: Sheet
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    title: str = ""
    unit: str = ""
    note: str = ""
    when: str = ""
    source: str = ""
    wrong: list[tuple[str | None, str]] = field(default_factory=list)

    @property
    def note_needed(self) -> bool:
        """Whether it has to be said why."""
        return self.profile.flows[self.offer.flow].opening.note

    @property
    def folded(self) -> bool:
        """Whether nothing of what may be left out was written, or is wrong."""
        inputs = [self.sheet.of(name) for name in self.optional]
        wrong = any(one.errors for one in inputs)
        if not self.needed:
            return False
        return not (wrong or self.note or self.when or any(o.given is not None for o in inputs))

    def command(self) -> Command:
        """Return what was written as a command."""
        happened, source = when_done(self.when, self.source, self.wrong)
        return Command(
            community=self.offer.community,
            action="open",
            actor=here().member,
            flow=None if self.offer.category else self.offer.flow,
            category=self.offer.category,
            title=self.title or None,
            unit=self.unit or None,
            note=self.note or None,
            data=self.sheet.given,
            occurred_at=happened,
            source=source,  # type: ignore[arg-type]  # the engine says which there are
            key=request.form.get("key") or None,
        )


def prepare_opening(offer: Offer) -> Opening:
    """Return the form of an opening; in a request that sends it, with what was written."""
    engine = here().engine
    profile = engine.intake(offer.community)
    action = profile.flows[offer.flow].opening
    mode = engine.mode(offer.community).mode.partition(":")[0]
    fields = profile.fields
    names = [
        name
        for name in dict.fromkeys((*action.needs, *action.asks, *action.proposes))
        if name in fields
        and not fields[name].measure
        and (not fields[name].only_in or mode in fields[name].only_in)
    ]
    needed = tuple(n for n in names if n in action.needs and n not in action.proposes)
    optional = tuple(n for n in names if n not in needed)
    units = units_of(offer.community)
    people = named_in(profile, offer.community, action.when, names, named=False)
    sheet = field_sheet(profile, names, needed=needed, people=people)
    form = Opening(offer, profile, sheet, needed, optional, units)
    if request.method == "POST":
        for name in ("title", "unit", "note", "when", "source"):
            setattr(form, name, request.form.get(name, "").strip())
    return form


def try_opening(form: Opening, *, really: bool) -> Decision | XiangyueError | None:
    """Send what was written, or only ask what would come of it; None where it cannot be read."""
    if len(form.title) > _TITLE:
        form.wrong.append(("title", _("The title is too long: at most 200 characters.")))
    command = form.command()
    if not form.sheet.validate() or form.wrong:
        form.wrong += form.sheet.summary()
        return None
    engine = here().engine
    try:
        decision = engine.do(command) if really else engine.try_out(_unkeyed(command))
    except XiangyueError as error:
        form.sheet.blame(error)
        form.wrong += form.sheet.summary()
        return error
    if decision.outcome == "refused":
        form.sheet.blame(r for r in decision.reasons if r.code in ("needs", "value"))
        form.wrong += form.sheet.summary()
    return decision


def _unkeyed(command: Command) -> Command:
    said: dict[str, Any] = {name: getattr(command, name) for name in command.__struct_fields__}
    return Command(**{**said, "key": None})


def find_offer(community: str, flow: str | None, category: str | None) -> Offer:
    """Return what may be opened by name; not found where the visitor may not open that."""
    if community in my_communities():
        for one in offers(community):
            if one.category == category and (category is not None or one.flow == flow):
                return one
    abort(404)
