"""``python -m disclosure_kit``."""

import gc
import sys

if not sys.flags.safe_path:
    # -m lets the folder that the user stands in be imported from; no plugin is found there.
    del sys.path[0]

gc.disable()  # as ``main`` does, but before all is imported that it needs

from .cli import main  # noqa: E402  # see above

main()
