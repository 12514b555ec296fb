"""What is asked of every report of a run."""

from __future__ import annotations

from attrs import field, frozen

from ..recognise import Wishes
from .last_year import LastYear
from .place import Place


@frozen
class Order:
    """The same for all reports; picklable, and sent to each worker once.

    ``run`` begins the names of the files that are not in their place yet. ``remembers``: what a
    report was made of is told with it, so that the next run knows.
    """

    formats: tuple[str, ...] = ("docx",)
    place: Place = field(factory=Place)
    asked: Wishes = field(factory=Wishes)
    last: LastYear = field(factory=LastYear)
    template: bytes | None = field(default=None, repr=False)
    template_name: str = ""
    strict: bool = False
    prove: bool = True
    run: str = "."
    remembers: bool = False
