"""What the compiled form does not know."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  # no error: docxtpl's way is taken
    """This template, or this value, is for docxtpl's way; says why."""
