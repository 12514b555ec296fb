"""The version of the package (the hook API has a number of its own: ``hookspecs.API``)."""

__version__ = "0.1.0"
