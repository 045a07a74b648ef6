"""The linter: everything that can be wrong with a profile, found before anyone is touched by it."""

from __future__ import annotations

from xiangyue.lint.run import lint, require

__all__ = ["lint", "require"]
