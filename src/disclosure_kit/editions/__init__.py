"""Editions of the statutory form, as data: one TOML file each.

A new edition is a new file; nothing in Python names a year.
"""
