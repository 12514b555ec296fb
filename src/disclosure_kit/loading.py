"""A bound on how long a plugin may take to load: its code runs in this process then."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupts what takes longer, as Ctrl-C would.

    Only where Ctrl-C interrupts at all: in the main thread of a program that handles it as Python
    does. Elsewhere there is no bound.

    Raises:
        TimeoutError: it took longer.
    """
    here = threading.current_thread()
    number = threading.get_ident()
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if here is not threading.main_thread() or not usual:
        yield
        return
    late, done, turn = threading.Event(), threading.Event(), threading.Lock()

    def interrupt() -> None:
        with turn:
            if done.is_set():
                return
            late.set()
        if hasattr(signal, "pthread_kill"):  # ends a sleep, too; Windows has no such call
            signal.pthread_kill(number, signal.SIGINT)
        else:
            _thread.interrupt_main()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
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
