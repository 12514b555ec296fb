"""One measurement."""

from __future__ import annotations

from attrs import frozen

from ...model.profile import Quantity


@frozen
class Measured:
    """What was found under the id of its parameter, and where."""

    parameter: str
    found: Quantity
    place: str
