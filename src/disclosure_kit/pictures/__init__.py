"""The pictures that a document shows: which, of what figures (``choice``, ``drawing``), and drawn
where they can do no harm (``studio``)."""
