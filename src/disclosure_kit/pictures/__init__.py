"""The pictures that a document shows: which, of what figures (``choice``), and drawn where they
can do no harm (``studio``)."""
