"""Fonts: which ones a document names, which this machine has, and what they cannot print.

Fonts are named, never shipped. A named font is judged by what is known of it, so that every
machine says the same; only where a clerk asks for this machine's fonts are its files read.
"""

from __future__ import annotations

from .known import repertoire_of
from .local import LocalFonts, NamedFont, local_fonts, named_fonts
from .outside import holds_rare, may_print_rare, outside_repertoires, prints_here

__all__ = [
    "LocalFonts",
    "NamedFont",
    "holds_rare",
    "local_fonts",
    "may_print_rare",
    "named_fonts",
    "outside_repertoires",
    "prints_here",
    "repertoire_of",
]
