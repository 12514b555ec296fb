"""How an official document looks: GB/T 9704-2012 as data, a region's changes, and measuring.

The profile (``gbt9704.toml``) gives the generator of templates its numbers, and a finished Word
file is measured against the same numbers, with lxml alone. Nothing is imported here: a kit needs
the loader, only a finished file the measuring.
"""
