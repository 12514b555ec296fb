"""The region plugins that ship with the kit, as entry points name them: folders without code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .resources import bundled

beijing: Final[Path] = bundled("plugins", "beijing")
hebei: Final[Path] = bundled("plugins", "hebei")
shanghai: Final[Path] = bundled("plugins", "shanghai")
suqian: Final[Path] = bundled("plugins", "suqian")
wuwei: Final[Path] = bundled("plugins", "wuwei")
yunnan: Final[Path] = bundled("plugins", "yunnan")
