"""Work in a child process, under a deadline and within bounds: what others' code or files do
there costs only that work.

``child`` is the parent's side, ``line`` the child's. What is said over the line are bytes; who
uses it decides what they mean, and whether the child's are to be trusted.
"""
