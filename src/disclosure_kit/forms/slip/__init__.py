"""The return slip: a unit's own workbook, the wrong cells coloured and commented, nothing else.

The package itself is edited, part by part. A library that loads and saves a workbook would
lose what it does not know: results of formulas, drawings, whatever WPS adds.
"""

from .annotate import Note, admit, annotate, earlier_marks
from .places import Placed, cells_of, placed

__all__ = ["Note", "Placed", "admit", "annotate", "cells_of", "earlier_marks", "placed"]
