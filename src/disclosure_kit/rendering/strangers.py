"""Templates of strangers, filled in a child process: what one does there costs only itself.

The environment already lets a template do next to nothing. This is for what it, or the libraries
below it, do not foresee: the child has a deadline, little memory and no file to write, and what it
answers is not trusted, only looked at.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from frozendict import frozendict

from ..apart.silence import Silence
from ..errors import EditionError, TemplateError
from ..model.picture import NO_PICTURES, Drawn
from ..view import View

if TYPE_CHECKING:
    from ..apart.child import Child

WORKER: Final = "disclosure_kit.rendering.worker"
SECONDS: Final = 20.0
# A filled document: a logo and a seal, and the text of the longest report many times over.
MAX_BYTES: Final = 60_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_XML: Final = 12_000_000

# What an answer begins with.
DOCUMENT: Final = b"d"
REFUSED: Final = b"r"
BROKEN: Final = b"b"

_HINT: Final = "请在 Word 中检查模板里的标签；标签的写法见 templates/README.md"
_ERRORS: Final = {kind.__name__: kind for kind in (TemplateError, EditionError)}


class Strangers:
    """Fills templates apart. The process is started at the first need, and kept as long as the
    template stays the same: no stranger's meets another's."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._template = b""

    def render(
        self,
        template: bytes,
        view: View,
        media: Mapping[str, bytes] = frozendict(),
        drawn: Drawn = NO_PICTURES,
        seconds: float = SECONDS,
        carried: bytes | None = None,
    ) -> bytes:
        """As ``word.render_document``, within ``seconds``.

        Raises:
            TemplateError, EditionError: as ``word.render_document``; or the template took too
                long, too much memory, or its process with it, or made something absurdly large,
                or changed the data that the document carries; or no process can be had.
        """
        try:
            child = self._started(template)
        except OSError as error:
            why = error.strerror or error
            raise TemplateError(f"模板没有填：填模板的子进程没有启动（{why}）") from error
        try:
            message = pickle.dumps((template, view, media, drawn, carried, seconds))
            said = child.answer(seconds) if child.send(message) else Silence.GONE
        except BaseException:  # interrupted: what it would answer yet is of another report
            self.close()
            raise
        if isinstance(said, Silence):
            self.close()
            raise TemplateError(_WORDS[said].format(seconds=seconds), hint=_HINT)
        # With lxml: most commands fill no stranger's template.
        from ..carriage import NAMESPACE
        from .custom_xml import parts_of

        document = _opened(said)
        if carried is not None and parts_of(document, NAMESPACE) != [carried]:
            raise TemplateError("模板填成的文档里，所带的数据不是报告的数据", hint=_HINT)
        return document

    def _started(self, template: bytes) -> Child:
        if self._child is not None and (self._child.ended or self._template != template):
            self.close()
        if self._child is None:
            from ..apart.child import STARTING, Child  # few runs have one

            self._child, self._template = Child(WORKER, most=MAX_BYTES, quiet=True), template
            if isinstance(self._child.answer(STARTING), Silence):
                self.close()
                raise ChildProcessError("它没有应答")
        return self._child

    def close(self) -> None:
        """End the child; the next ``render`` starts another."""
        if self._child is not None:
            self._child.kill()
            self._child = None


_WORDS: Final = {
    Silence.LATE: "模板 {seconds:g} 秒没有填完，已中止：可能有没有尽头的循环",
    Silence.GONE: "模板没有填完：它用的内存太多，或使程序中途退出",
}


def _opened(said: bytes) -> bytes:
    """The document that the child has made.

    Raises:
        TemplateError, EditionError: what the child said instead.
        RuntimeError: a fault of ours in the child, with its traceback.
    """
    kind, content = said[:1], said[1:]
    if kind == DOCUMENT:
        _fits(content)
        return content
    told: Any = json.loads(content)
    if kind == REFUSED:
        raise _ERRORS[told["kind"]](told["problems"], hint=told["hint"])
    raise RuntimeError(told["trace"])


def _fits(document: bytes) -> None:
    """Whoever reads it next need not fear it."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise TemplateError("模板填成的不是 Word 文档") from None
    text = max((e.file_size for e in entries if e.filename.endswith(".xml")), default=0)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or text > MAX_XML:
        raise TemplateError("模板填成的文档太大：可能有重复太多次的循环", hint=_HINT)
