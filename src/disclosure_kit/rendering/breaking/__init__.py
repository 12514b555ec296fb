"""Where a title or the name of a body may be broken into lines, and where best."""

from __future__ import annotations

from .lines import balanced, width_of

__all__ = ["balanced", "width_of"]
