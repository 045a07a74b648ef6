"""Profiles, what the linter and the scenarios say of them, and drafts of changes."""

from __future__ import annotations

from typing import Any, Literal

from xiangyue_admin.api.gives.core import Answered, Found, Moment


class Named(Answered):
    """Something with an id and a title by language."""

    id: str
    title: dict[str, str]


class Flow(Named):
    """A flow with its states and actions; ``opens_with`` are the fields its opening asks for."""

    states: list[Named]
    actions: list[Named]
    opens_with: list[str]


class Param(Named):
    """A bounded value that admins may tune; ``accepts`` is its JSON Schema."""

    accepts: dict[str, Any]
    default: Any
    unit: str
    basis: str


class Field(Named):
    """A field; ``accepts`` is its JSON Schema."""

    accepts: dict[str, Any]
    sensitivity: Literal["none", "personal", "sensitive"]


class Profile(Answered):
    """The profile that governs a community now, as it is in its mode."""

    profile: str
    release: str
    title: dict[str, str]
    flows: list[Flow]
    fields: list[Field]
    params: list[Param]
    categories: list[Named]
    accounts: list[Named]
    lists: list[Named]
    modes: list[Named]


class Linted(Answered):
    """What the linter found; ``ok`` where it would be taken."""

    ok: bool
    findings: list[Found]


class Played(Answered):
    """What became of one scenario."""

    name: str
    ok: bool
    said: str


class Tested(Answered):
    """What became of a profile's scenarios; ``findings`` are those that could not be run."""

    ok: bool
    passed: int
    failed: int
    results: list[Played]
    findings: list[Found]
    coverage: dict[str, str]


class Changed(Answered):
    """A param or rule that changes, and how."""

    address: str
    detail: str


class Checked(Answered):
    """What the checks have found of a draft, and (``noted``) what the record says of it."""

    ok: bool
    passed: int
    errors: list[str]
    warnings: list[str]
    noted: list[str]


class Effects(Answered):
    """What a draft would have done to past work, in sentences and in counts.

    ``holds`` is false where other rules have come into force since it was worked out.
    """

    holds: bool
    said: list[str]
    summary: dict[str, Any]


class Draft(Answered):
    """A change of the rules as a task proposes it; approving it is an action on the task.

    ``content`` is the hash of what would come into force, ``checked`` what the checks have found of
    just this, ``effects`` what it would have done to past work, where that was worked out.
    ``moved`` tells whether other rules have come into force since; the reason needs the scope
    personal:read.
    """

    task: str
    state: str
    base: int
    opened_at: Moment
    reason: str | None
    moved: bool
    in_force: bool
    changes: list[Changed]
    content: str
    checked: Checked | None
    effects: Effects | None


class Drafts(Answered):
    """The newest drafts of a community."""

    items: list[Draft]
