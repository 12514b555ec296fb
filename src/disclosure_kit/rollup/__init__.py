"""Roll-up: the units' reports added up to their body's own, with the provenance of each total."""

from __future__ import annotations

from .run import Options, RollUp, roll_up

__all__ = ["Options", "RollUp", "roll_up"]
