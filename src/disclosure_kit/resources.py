"""Where the files are that ship beside the code: templates, examples, region plugins.

In a wheel they lie under ``disclosure_kit/_bundled`` (a forced include of pyproject.toml);
an editable install or a checkout has them at the top of the repository.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """The path of a bundled file or folder; it need not exist."""
    in_wheel = _PACKAGE / "_bundled"
    top = in_wheel if in_wheel.is_dir() else _PACKAGE.parents[1]
    return top.joinpath(*parts)
