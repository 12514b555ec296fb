"""A folder without code, as a plugin: the same contributions that Python would yield."""
