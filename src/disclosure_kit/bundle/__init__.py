"""A release bundle: every file of one report in a folder, with a manifest that vouches for them.

docs/reference/bundle.md is the public page of the manifest.
"""

from .manifest import (
    FORMATS,
    MANIFEST,
    bundled_files,
    loses_pictures,
    manifest_of,
)
from .verifying import VerifiedBundle, verify_bundle

__all__ = [
    "FORMATS",
    "MANIFEST",
    "VerifiedBundle",
    "bundled_files",
    "loses_pictures",
    "manifest_of",
    "verify_bundle",
]
