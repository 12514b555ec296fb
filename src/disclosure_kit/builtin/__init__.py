"""The core as a plugin: everything the kit can do is registered by the hooks a county uses."""

from .plugin import PLUGIN

__all__ = ["PLUGIN"]
