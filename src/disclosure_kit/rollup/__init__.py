"""Roll-up: the units' reports added up to their body's own, with the provenance of each total."""

from __future__ import annotations

from .result import RollUp, RollUpOptions
from .run import roll_up

__all__ = ["RollUp", "RollUpOptions", "roll_up"]
