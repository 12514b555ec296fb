"""Marks in the document that is made, gone once it is finished. None can stand in XML."""

from __future__ import annotations

SIGNED, SIGNED_END = "\x01", "\x02"
PAGES_END, SECTION_BREAK = "\x03", "\x04"
