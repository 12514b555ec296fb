"""A new plugin to start from: its files, and what is made of its form."""
