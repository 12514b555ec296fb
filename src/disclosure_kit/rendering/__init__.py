"""View → Word document: the template, its one environment, and the bytes.

Nothing is imported here: only ``word`` needs docxtpl, and only rendering needs ``word``.
"""
