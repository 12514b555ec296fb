"""Code that is not ours: what a plugin's code raises, prints, changes or holds up costs only that
plugin.

``ours`` tells it from our own, ``setting_apart`` finds it in a registry, ``calls`` runs it in a
child process, ``calling`` is what happens around and in such a call.
"""

from .calling import called
from .ours import is_ours

__all__ = ["called", "is_ours"]
