"""Pictures drawn in a child process under a deadline: code that hangs, exits or crashes there, or
a plotting library that does, costs only its picture.

As for checks, it guards against faults of a plugin, not against malice (``checking.apart``).
"""

from __future__ import annotations

import pickle
from typing import Any, Final

from attrs import frozen

from ..apart.kept import Kept
from ..apart.silence import Silence
from ..contributions import Picture
from ..errors import DisclosureError
from ..media.picture import PictureError
from ..model.case import Settings
from ..model.picture import Subject

WORKER: Final = "disclosure_kit.picture_worker"
MOST_BYTES: Final = 5_000_000  # of one picture; one as wide as a page takes a fiftieth
_MOST: Final = MOST_BYTES + 100_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_LONGEST: Final = 300  # letters of what an exception says of itself


@frozen
class Undrawn:
    """Why there is no picture, and what to do about it."""

    problems: tuple[str, ...]
    hint: str = ""


class Studio(Kept):
    """The child process. ``hello`` is what it needs to build the same kit (a picklable value)."""

    def __init__(self, hello: Any) -> None:
        super().__init__(WORKER, pickle.dumps(hello), _MOST)

    def draw(
        self, name: str, subject: Subject, settings: Settings, seconds: float
    ) -> bytes | Undrawn:
        """The picture called ``name`` of ``subject``, if it is drawn within ``seconds``."""
        child = self.started()
        if child is None:
            return Undrawn(("没有画：子进程没有启动",))
        try:
            sent = child.send(pickle.dumps((name, subject, settings)))
            said = child.answer(seconds) if sent else Silence.GONE
        except BaseException:  # interrupted: what it would answer yet is another picture
            self.close()
            raise
        if isinstance(said, Silence):
            self.close()
            return Undrawn((_WORDS[said].format(seconds=seconds),))
        try:
            answer = pickle.loads(said)
        except Exception:  # what cannot be taken from the line: of any kind
            answer = Undrawn((_WORDS[Silence.GONE],))
        return answer  # type: ignore[no-any-return]  # as drawn_by has made it


_WORDS: Final = {
    Silence.LATE: "超过 {seconds:g} 秒没有画完，已中止",
    Silence.GONE: "没有画完：它使子进程中途退出",
}


def drawn_by(picture: Picture, subject: Subject, settings: Settings) -> bytes | Undrawn:
    """What the picture's plugin draws, if it is a whole PNG of bearable size; never raises."""
    try:
        drawn: Any = picture.draw(subject, settings)
    except DisclosureError as error:
        return Undrawn(error.problems, error.hint)
    except (Exception, SystemExit) as error:
        return Undrawn((f"自身出错，没有画完：{repr(error)[:_LONGEST]}",))
    if not isinstance(drawn, bytes) or not drawn.startswith(_PNG):
        return Undrawn((f"给出的不是 PNG 图片，是 {drawn!r:.40}",))
    if len(drawn) > MOST_BYTES:
        return Undrawn((f"画出的图片超过 {MOST_BYTES // 1_000_000} MB",))
    from ..media.admission import admitted

    try:
        admitted(drawn)
    except PictureError as why:
        return Undrawn((f"给出的 PNG 图片{why}",))
    return drawn
