"""What a table of a file says, put under the addresses of the form: by label, never by position.

Nothing is imported here: most reports need few of these modules, and data none.
"""
