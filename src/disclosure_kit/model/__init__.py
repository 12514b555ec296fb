"""The domain: what must be filled (form), what was filled (report), what was read (raw).

Frozen values without I/O. Nothing here knows of Word, of plugins or of the command.
"""
