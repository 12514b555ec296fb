"""A kit that ends its process at a report of a certain body. Importable, as workers need it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from attrs import evolve, frozen

from disclosure_kit import Session, Source
from disclosure_kit.app.session import Again
from disclosure_kit.model.raw import Raw


@frozen
class Deadly:
    """The kit of ``again``, in which reading ``always`` ends the process, and ``once`` does so as
    long as there is no file ``marker``."""

    again: Again
    marker: Path
    once: str = ""
    always: str = ""

    @property
    def plugins(self) -> tuple[str, ...]:
        return self.again.plugins

    @property
    def files(self) -> tuple[str, ...]:
        return self.again.files

    def __call__(self) -> Session:
        session = self.again()
        reader = session.registry.readers["yaml"]
        deadly = evolve(reader, read=lambda source: self._read(source, reader.read))
        readers = session.registry.readers.set("yaml", deadly)
        return evolve(session, registry=evolve(session.registry, readers=readers), again=self)

    def _read(self, source: Source, read: Callable[[Source], Raw]) -> Raw:
        text = source.content.decode()
        if self.always and self.always in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.once and self.once in text and not self.marker.exists():
            self.marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return read(source)
