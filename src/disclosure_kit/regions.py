"""The region plugins that ship with the kit, as entry points name them: folders without code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .resources import bundled

yunnan: Final[Path] = bundled("plugins", "yunnan")
