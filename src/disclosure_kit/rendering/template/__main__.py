"""``python -m disclosure_kit.rendering.template [FOLDER]``: writes the committed templates anew.

FOLDER/<edition>/national.docx for every edition of the kit, with the usual fonts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ...resources import bundled
from ..style import Style
from .committed import write_templates

if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else bundled("templates")
    for path in write_templates(into, Style()):
        print(path)
