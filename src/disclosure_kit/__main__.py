"""``python -m disclosure_kit``."""

from .cli import main

main()
