"""What a kit holds, as plain values: told by this process and by a worker alike."""

from __future__ import annotations

import datetime
from typing import Any

from disclosure_kit import KitSpec, Session, load_kit


def kit_in_worker(spec: KitSpec, today: datetime.date) -> dict[str, Any]:
    return held_by(load_kit(spec, today))


def held_by(session: Session) -> dict[str, Any]:
    registry = session.registry
    return {
        "settings": session.settings,
        "today": session.today,
        "plugins": registry.plugins,
        "faults": registry.faults,
        "editions": registry.editions,
        "outlines": registry.outlines,
        "parts": registry.parts,
        "owners": registry.owners,
    }
