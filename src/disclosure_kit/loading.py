"""A bound on how long a plugin may take to load: its code runs in this process then."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ALARM: Final = getattr(signal, "SIGALRM", None)  # Windows has none


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupts what takes longer, as Ctrl-C would, also where Ctrl-C itself is ignored (a
    command in the background).

    In another thread than the main one there is no bound, as nothing there can be interrupted.

    Raises:
        TimeoutError: it took longer.
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    here = threading.current_thread() is threading.main_thread()
    if not here or (_ALARM is None and not usual):
        yield
        return
    number = threading.get_ident()
    late, done, turn = threading.Event(), threading.Event(), threading.Lock()

    def interrupt() -> None:
        with turn:
            if done.is_set():
                return
            late.set()
        if _ALARM is not None:  # ends a sleep, too
            signal.pthread_kill(number, _ALARM)
        else:
            _thread.interrupt_main()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    with _alarm():
        timer.start()
        try:
            yield
        except KeyboardInterrupt:
            if late.is_set():
                raise TimeoutError("没有在限定的时间内载入完，已中止") from None
            raise
        finally:
            with turn:
                done.set()
            timer.cancel()


@contextmanager
def _alarm() -> Iterator[None]:
    """The signal that interrupts, heard as Ctrl-C is; whose it was before gets it back."""
    if _ALARM is None:
        yield
        return
    before = signal.signal(_ALARM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(_ALARM, before or signal.SIG_DFL)
