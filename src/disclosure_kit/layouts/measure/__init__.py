"""What a finished Word file is found to be, parameter by parameter; nothing is judged here.

Read with lxml alone, and independently of what wrote the file: the looks of a paragraph are
resolved through the defaults, the styles below its style, and what it says itself.
"""

from .measured import measured
from .measurement import Measured

__all__ = ["Measured", "measured"]
