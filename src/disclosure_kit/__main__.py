"""``python -m disclosure_kit``."""

import sys

if not sys.flags.safe_path:
    # -m lets the folder that the user stands in be imported from; no plugin is found there.
    del sys.path[0]

from .cli import main

main()
