"""The pictures of a report, written beside data that only name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...batch.pictures import folders, lacking, refuse_others
from .common import Delivery


def put_with_media(
    delivery: Delivery,
    files: Sequence[tuple[Path, bytes]],
    folder: Path,
    media: Mapping[str, bytes],
) -> None:
    """Write ``files``, and the pictures that they name below ``folder``: all or none, and no
    folder either.

    A picture that lies there already is left as it is, with what its camera wrote beside it.

    Raises:
        OutputError: as ``Delivery.put_all``; or a folder cannot be made, or leads elsewhere by a
            link.
    """
    pictures = list(lacking(folder, media))
    refuse_others([target for target, _ in pictures], force=delivery.force)
    with folders(folder, (target for target, _ in pictures)):
        delivery.put_all([*files, *pictures])
