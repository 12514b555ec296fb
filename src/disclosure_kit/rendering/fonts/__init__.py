"""Fonts: which ones a document names, which this machine has, and what they cannot print.

Fonts are named, never shipped. A named font is judged by what is known of it, so that every
machine says the same; only where a clerk asks for this machine's fonts are its files read.
"""
