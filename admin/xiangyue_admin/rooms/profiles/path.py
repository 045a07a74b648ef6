"""One change on its way: drafted, checked, approved by another, in force, put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Choice, Decision, Misuse, XiangyueError
from xiangyue.office import Draft, effects_in_words
from xiangyue_admin.rooms.profiles import checking
from xiangyue_admin.rooms.profiles.room import (
    acts,
    blueprint,
    drafts_of,
    engine,
    said_of,
    where,
)
from xiangyue_admin.speaking import _, language, n_
from xiangyue_admin.visiting import here, to, told

Mark = Literal["done", "now", "failed", "waits", "not-yet"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path: what it is, how it stands, and what is said of it."""

    name: str
    title: str
    mark: Mark
    said: str


@blueprint.get("/<community>/changes")
def changes(community: str) -> str:
    """List the drafts of a community, the newest first."""
    rows = [(one, state_of(one), said_of(one.changes)) for one in drafts_of(community, 50)]
    return render_template(
        "xiangyue/profiles/changes.html",
        community=community,
        path=where(community, (None, _("Drafts"))),
        rows=rows,
    )


@blueprint.route("/<community>/changes/<task>", methods=["GET", "POST"])
def change(community: str, task: str) -> str | Response | tuple[str, int]:
    """Show a change on its way, and do the next thing with it."""
    # Asked before the draft is read: what ends meanwhile is then in what is read, or goes on.
    running = checking.is_running(engine(), f"{community}/{task}")
    draft = known_draft(community, task)
    problems: list[tuple[str | None, str]] = []
    refused: Decision | None = None
    if request.method == "POST":
        refused = _do(draft, problems)
        if refused is None and not problems:
            return redirect(to("profiles.change", community=community, task=task), 303)
        draft = known_draft(community, task)
    choices = _choices(draft)
    approve = next((one for one in choices if one.action == draft.path.approve), None)
    back = next((one for one in choices if one.action == draft.path.back), None)
    others = [
        one
        for one in choices
        if one.allowed and one.action not in (draft.path.approve, draft.path.back)
    ]
    failure = checking.failure(engine(), draft.ref)
    page = render_template(
        "xiangyue/profiles/change.html",
        community=community,
        path=where(
            community,
            (to("profiles.changes", community=community), _("Drafts")),
            (None, draft.task.title or _("Draft")),
        ),
        draft=draft,
        said=said_of(draft.changes),
        effects=effects_in_words(draft.effects, language()) if draft.effects else [],
        steps=steps(draft, running),
        running=running,
        failure=failure.describe(language()) if failure else None,
        state=state_of(draft),
        ended=draft.task.ended_at is not None,
        undone=was_in_force(draft) and not draft.in_force,
        approve=approve,
        back=back if back is not None and back.allowed else None,
        others=others,
        acts=acts(),
        problems=problems,
        refused=refused,
        note=request.form.get("note", ""),
        find=_find,
    )
    return (page, 422) if problems or refused is not None else page


def known_draft(community: str, task: str) -> Draft:
    """Return a draft of a community; there is no page about anything else."""
    try:
        return engine().draft_of(f"{community}/{task}")
    except Misuse:
        abort(404)


def _do(draft: Draft, problems: list[tuple[str | None, str]]) -> Decision | None:
    """Do what a button asked for; returns the decision where it was refused or put off."""
    asked, note = request.form.get("do", ""), request.form.get("note", "").strip()
    if asked == draft.path.check:
        if draft.task.ended_at is None and not draft.in_force:
            checking.begin(engine(), draft.ref)
        told(_("The checks have begun."))
        return None
    if not acts():
        problems.append((None, _("Your account acts as no member, so it cannot decide this.")))
        return None
    known = {one.action: one for one in _choices(draft)}
    if asked not in known:
        problems.append((None, _("Choose one of the buttons.")))
        return None
    if known[asked].note and not note:
        problems.append((f"note-{asked}", _("Say why.")))
        return None
    try:
        decision = engine().act(
            draft.ref, asked, by=here().member, note=note or None, version=_version()
        )
    except XiangyueError as error:
        problems.append((None, error.describe(language())))
        return None
    if not decision:
        return decision
    told(_("Done: %(action)s.", action=known[asked].title.of(language())))
    return None


def _version() -> int | None:
    return request.form.get("version", type=int)


def _choices(draft: Draft) -> tuple[Choice, ...]:
    if not acts() or draft.task.ended_at is not None:
        return ()
    return engine().preview(draft.ref, by=here().member)


def state_of(draft: Draft) -> str:
    """Say in which state the change stands, in the profile's words."""
    profile = engine().profile(draft.task.community)
    flow = profile.flows.get(draft.path.flow) or draft.before.profile.flows[draft.path.flow]
    state = flow.states.get(draft.task.state)
    return state.title.of(language()) if state else draft.task.state


def was_in_force(draft: Draft) -> bool:
    """Tell whether a change that has ended had been approved."""
    if draft.task.ended_at is None:
        return False
    history = engine().history(draft.ref)
    return any(one.command.action == draft.path.approve and one for one in history)


def steps(draft: Draft, running: bool) -> list[Step]:
    """Return the whole path, each step with how it stands."""
    ended = draft.task.ended_at is not None and not draft.in_force
    held = draft.in_force or draft.task.state in draft.path.states or was_in_force(draft)
    checks = draft.checks if draft.checked else None
    found = [
        Step("draft", _("Draft"), "done", _("Written, with the reason.")),
        _lint(draft, running),
        _scenarios(draft, running),
        _effects(draft),
    ]
    ready = checks is not None and checks.ok
    if held:
        found.append(Step("approve", _("Approval"), "done", _("A second person has approved it.")))
        found.append(Step("publish", _("In force"), "done", _("It holds since then.")))
        mark: Mark = "waits" if draft.in_force else "done"
        found.append(Step("back", _("Put back"), mark, _("Possible at any time, in one act.")))
        return found
    approval: Mark = "now" if ready and not ended else "waits"
    found.append(Step("approve", _("Approval"), approval, _("Somebody other than who drafted it.")))
    found.append(Step("publish", _("In force"), "waits", _("From the moment of approval on.")))
    found.append(Step("back", _("Put back"), "waits", _("Possible once it is in force.")))
    return found


def _lint(draft: Draft, running: bool) -> Step:
    title = _("Rules are read through")
    if draft.checks is None or not draft.checked:
        return Step("lint", title, "now", _running(running))
    errors = [one for one in draft.checks.findings if one.severity == "error"]
    if errors:
        said = n_("%(count)s mistake", "%(count)s mistakes", len(errors))
        return Step("lint", title, "failed", said)
    hints = len(draft.checks.findings)
    said = _("No mistake.") + (
        " " + n_("%(count)s hint.", "%(count)s hints.", hints) if hints else ""
    )
    return Step("lint", title, "done", said)


def _scenarios(draft: Draft, running: bool) -> Step:
    title = _("Scenarios are played")
    checks = draft.checks
    if checks is None or not draft.checked:
        return Step("scenarios", title, "waits", _running(running))
    if checks.note:
        return Step("scenarios", title, "waits", _("None was played."))
    passed = n_("%(count)s comes out right", "%(count)s come out right", checks.passed)
    if checks.failed:
        wrong = n_("%(count)s does not.", "%(count)s do not.", len(checks.failed))
        said = _("%(passed)s; %(wrong)s", passed=passed, wrong=wrong)
        return Step("scenarios", title, "failed", said)
    return Step("scenarios", title, "done", passed)


def _effects(draft: Draft) -> Step:
    title = _("What-if on past work")
    if draft.path.foresee is None:
        return Step("what-if", title, "not-yet", _("These rules have no room for it."))
    if draft.effects is None:
        return Step("what-if", title, "waits", _("Not yet."))
    if not draft.foreseen:
        return Step(
            "what-if", title, "waits", _("Other rules hold by now than it was worked out on.")
        )
    return Step("what-if", title, "done", _("What was done has been judged once more, see above."))


def _running(running: bool) -> str:
    return _("Running: it takes less than half a minute.") if running else _("Not yet.")


def _find(words: dict[str, str]) -> str:
    """Return words by language in the visitor's."""
    return words.get(language()) or words.get("en", "")
