"""What a plugin's author is told: every mistake with its line, and the proof of a whole plugin.

It loads and runs the plugin, so the command asks for it in a child process (``proving``).
"""
