"""Roll-up: the units' reports added up to their body's own, with the provenance of each total."""

from __future__ import annotations

from .run import RollUp, RollUpOptions, roll_up

__all__ = ["RollUp", "RollUpOptions", "roll_up"]
