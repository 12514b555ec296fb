"""Pictures of a report: which bytes are one, and by which path it may be called."""
