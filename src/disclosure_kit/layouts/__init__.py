"""How an official document looks: GB/T 9704-2012 as data, a region's changes, and measuring.

The profile (``gbt9704.toml``) gives the generator of templates its numbers, and a finished Word
file is measured against the same numbers, with lxml alone.
"""

from .deviations import Deviation, deviations, own_deviations
from .loader import load_layout, national, profile_of

__all__ = [
    "Deviation",
    "deviations",
    "load_layout",
    "national",
    "own_deviations",
    "profile_of",
]
