"""Signals: handlers are kept, and only the guest's own signals reach them.

The host ends a task from outside, without asking it. So a handler for SIGTERM is accepted and not called by it.
Nothing can interrupt a script from inside either: a timer is refused, for a guard that never strikes is worse than none.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

_NO_TIMER = (
    "{}: nothing can interrupt a script in the sandbox, so the signal would never come. Limit the time of a task by "
    "run(max_runtime=…) or Task.wait(…), that of a coroutine by asyncio.timeout(); ask time.monotonic() in a loop."
)
_NO_SIGNAL = (
    "{}: no signal of another process reaches a guest, so it would wait for ever. Wait for what the job sets: an event of "
    "runtime.synchro, a queue; or for the time, by time.sleep()."
)
# What a process does not end of by default.
_IGNORED = {"SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"}

_handlers: dict[int, Any] = {}
_end: Callable[[str], Any]


def install(end: Callable[[str], Any]) -> None:
    """Build time: the `signal` module works on this table; `end` ends the guest."""
    global _end
    _end = end
    signal.signal = set_handler
    signal.getsignal = get_handler
    signal.raise_signal = deliver
    signal.valid_signals = lambda: set(signal.Signals)
    signal.alarm = lambda seconds: _timer("signal.alarm", seconds, 0)
    signal.setitimer = lambda which, seconds, interval=0.0: _timer("signal.setitimer", seconds, (0.0, 0.0))
    signal.getitimer = lambda which: (0.0, 0.0)
    signal.pause = lambda: _wait("signal.pause")
    signal.sigwait = lambda sigset: _wait("signal.sigwait")
    signal.sigwaitinfo = lambda sigset: _wait("signal.sigwaitinfo")
    signal.sigtimedwait = lambda sigset, timeout: _wait("signal.sigtimedwait")
    signal.pthread_kill = lambda thread_id, signalnum: deliver(signalnum)
    signal.siginterrupt = lambda signalnum, flag: None
    signal.pthread_sigmask = lambda how, mask: set()
    signal.sigpending = lambda: set()
    signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF = 0, 1, 2
    signal.SIG_BLOCK, signal.SIG_UNBLOCK, signal.SIG_SETMASK = 0, 1, 2


def set_handler(signalnum: int, handler: Any) -> Any:
    """`signal.signal`."""
    before = get_handler(signalnum)
    if not callable(handler) and handler not in (signal.SIG_DFL, signal.SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if signalnum in (signal.SIGKILL, signal.SIGSTOP):
        raise OSError(22, "Invalid argument")
    _handlers[int(signalnum)] = handler
    return before


def get_handler(signalnum: int) -> Any:
    """`signal.getsignal`."""
    if not 1 <= signalnum < signal.NSIG:
        raise ValueError("signal number out of range")
    default = signal.default_int_handler if signalnum == signal.SIGINT else signal.SIG_DFL
    return _handlers.get(int(signalnum), default)


def deliver(signalnum: int) -> None:
    """A signal that the guest sends to itself: its handler, else what a process does of it."""
    if signalnum == 0:
        return
    handler = get_handler(signalnum)
    if callable(handler):
        handler(int(signalnum), sys._getframe(1))
        return
    try:
        name = signal.Signals(signalnum).name
    except ValueError:
        name = f"signal {int(signalnum)}"
    if handler != signal.SIG_IGN and name not in _IGNORED:
        _end(f"{name}, which it sent to itself")


def _wait(name: str) -> NoReturn:
    raise NotImplementedError(_NO_SIGNAL.format(f"{name}()"))


def _timer(name: str, seconds: float, before: Any) -> Any:
    """Switching a timer off is all that there is to do."""
    if seconds:
        raise NotImplementedError(_NO_TIMER.format(f"{name}({seconds:g})"))
    return before
