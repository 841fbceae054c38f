"""Sees threads that were to run beside the script, which nothing here can do.

Such a thread cannot be known before it runs, and what it would have done meanwhile is lost then. What can be seen:

- the script sleeps, or is busy for long, while threads of its own that were started have not run: a warning, once;
- a thread asks whether an event is set by which the script tells it to stop, and beside the script it would have found
  it not set: it was a watcher, and is ended, with an error to who joins it (`core.ToldToStop`).

Libraries' threads are let alone: housekeeping may come late.
"""

from __future__ import annotations

import threading

from . import core
from .core import ToldToStop, log, now, running, script, waiting

#: Seconds of the script's own after which a thread that runs only now is worth a word.
_LATE = 1.0

_set = threading.Event.set
_wait = threading.Event.wait
_said = False


def install() -> None:
    """Build time."""
    core.before_sleep = _before_sleep
    core.before_run = _before_run
    threading.Event.set = event_set
    threading.Event.is_set = event_is_set
    threading.Event.wait = event_wait


def event_set(self: threading.Event) -> None:
    """`Event.set`. Of the script's the time is kept."""
    if not running:
        self._easypy_set = script.clock(), script.slept
    _set(self)


def event_is_set(self: threading.Event) -> bool:
    """`Event.is_set`."""
    if self._flag and running:
        _asked(self, 0.0)
    return self._flag


def event_wait(self: threading.Event, timeout: float | None = None) -> bool:
    """`Event.wait`. Without a time-out it is no question: what the event is waited for with comes after it."""
    if self._flag and running and timeout is not None:
        _asked(self, timeout)
    return _wait(self, timeout)


def _asked(event: threading.Event, timeout: float) -> None:
    """A thread finds an event set. Beside the script it would have asked when it was started, and what it has run for
    after that: `ToldToStop` if the event was set later than that. How long the script was busy before depends on the
    machine, so that counts only where it is much; how long it slept does not.
    """
    innermost = running[-1]
    note = innermost.note
    at = getattr(event, "_easypy_set", None)
    if at is None or not note.users:
        return
    clock, slept = at
    asked = now() - note.begun + timeout
    if slept - note.slept > asked or clock - note.started - _LATE > asked:
        raise ToldToStop


def _before_sleep() -> None:
    """The script sleeps, and nothing runs meanwhile. Who has just asked whether a thread is alive will ask again."""
    names = [_name(thread) for thread in waiting if thread._easypy_note.users and not thread._easypy_note.asked]
    if names:
        _say(
            f"The script sleeps, and {_listed(names)} not run yet: threads run when the script waits for them (join(), a "
            f"queue, a lock, an event, a future), never beside it. {core.INSTEAD}"
        )


def _before_run(thread: threading.Thread) -> None:
    note = thread._easypy_note
    if running or not note.users:
        return
    late = script.clock() - note.started
    if late > _LATE:
        _say(
            f"{_name(thread)} was started {late:.0f} seconds ago and runs only now: threads run when the script waits for "
            f"them, never beside it. {core.INSTEAD}"
        )


def _say(text: str) -> None:
    global _said
    if not _said:
        _said = True
        log.warning("%s", text)


def _name(thread: threading.Thread) -> str:
    return f"Thread {thread.name}"


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{shown} {'has' if len(names) == 1 else 'have'}"
