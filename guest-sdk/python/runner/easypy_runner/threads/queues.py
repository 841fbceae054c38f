"""`queue.Queue` with a bound: it takes more than that, rather than have its producer wait for consumers."""

from __future__ import annotations

import queue

from .core import PutAside, running, waiting

#: How many items a bounded queue takes beyond its bound while threads are not done: a producer without an end is ended.
AHEAD = 100_000

_put = queue.Queue.put


def put(self: queue.Queue, item, block=True, timeout=None) -> None:
    """`Queue.put`: not put aside until somebody has taken something, where that is still to run."""
    bound = self.maxsize
    if not block or bound <= 0 or not (running or waiting) or not 0 <= self._qsize() - bound < AHEAD:
        return _put(self, item, block, timeout)
    if running and running[-1].thread.daemon and running[-1].ready():
        raise PutAside
    self.maxsize = 0
    try:
        return _put(self, item)
    finally:
        self.maxsize = bound


def install() -> None:
    """Build time."""
    queue.SimpleQueue = queue._PySimpleQueue
    queue.Queue.put = put
