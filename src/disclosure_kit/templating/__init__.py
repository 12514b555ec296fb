"""What a person may do to a Word template, what has gone wrong with one, and where.

``check`` tells all problems of a template at once. It never mends one: a correction stands in
the advice, and is tried in a copy that nobody sees, so that one slip does not hide another.
"""
