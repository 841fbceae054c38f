"""Shared queues: the host's, and with them the count of tasks not done yet that `join` waits for."""

from __future__ import annotations

import queue
from typing import Any

from easypy_runner.host import (
    HostError,
    event_clear,
    event_set,
    event_wait,
    queue_get,
    queue_length,
    queue_put,
    value_add,
    value_get,
)
from easypy_runner.values import decode, encode

from .base import Composite, Proxy, asks, no_later_than


class _Queue:
    """What both forms of a queue can do. `_queue` is the host's number of it."""

    __slots__ = ()

    @property
    def _queue(self) -> int:
        raise NotImplementedError

    @asks
    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Raises queue.Full when there is no room, or was none for `timeout` seconds."""
        self._put(encode(item), no_later_than(timeout) if block else 0)

    def _put(self, item: str, timeout: float | None) -> None:
        try:
            queue_put(self._queue, item, timeout)
        except HostError as error:
            if error.kind in ("full", "timeout"):
                raise queue.Full from None
            raise

    @asks
    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """Raises queue.Empty when there is nothing, or was nothing for `timeout` seconds."""
        try:
            return decode(queue_get(self._queue, no_later_than(timeout) if block else 0))
        except HostError as error:
            if error.kind in ("empty", "timeout"):
                raise queue.Empty from None
            raise

    def put_nowait(self, item: Any) -> None:
        self.put(item, False)

    def get_nowait(self) -> Any:
        return self.get(False)

    @asks
    def qsize(self) -> int:
        return queue_length(self._queue)

    def empty(self) -> bool:
        return self.qsize() == 0

    def close(self) -> None:
        """Does nothing: there is no thread and no pipe behind it. So with the next two; they are multiprocessing's."""

    join_thread = cancel_join_thread = close


class BareQueue(_Queue, Proxy):
    """A queue that came as a reference alone, from a job that is no Python: how large it may be is not known, nor who
    is done.
    """

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Queue"

    @property
    def _queue(self) -> int:
        return self._id

    def __str__(self) -> str:
        return repr(self)

    def full(self) -> bool:
        raise NotImplementedError("full(): the size of a queue that was not made by Python is not known here")

    def task_done(self) -> None:
        raise NotImplementedError("task_done(): only queues that were made by Python count the tasks that are not done")

    def join(self) -> None:
        raise NotImplementedError("join(): only queues that were made by Python count the tasks that are not done")


class QueueProxy(_Queue, Composite):
    """A queue, a count of the items that nobody has said to be done with, and an event for when that comes to 0."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Queue"

    @property
    def _queue(self) -> int:
        return self._parts[0]._id

    @property
    def _maximum(self) -> int:
        return self._parts[3]

    def full(self) -> bool:
        return 0 < self._maximum <= self.qsize()

    def _put(self, item: str, timeout: float | None) -> None:
        # Counted first: an item that is in the queue is never one that nobody counts.
        value_add(self._parts[1]._id, "1")
        try:
            super()._put(item, timeout)
        except BaseException:
            self._done()
            raise

    def _done(self) -> int:
        left = int(value_add(self._parts[1]._id, "-1"))
        if left == 0:
            event_set(self._parts[2]._id)
        return left

    @asks
    def task_done(self) -> None:
        if self._done() < 0:
            value_add(self._parts[1]._id, "1")
            raise ValueError("task_done() called too many times")

    @asks
    def join(self) -> None:
        """Waits until `task_done` was called for every item that was put in."""
        unfinished, done = self._parts[1]._id, self._parts[2]._id
        while True:
            # Who clears the event looks at the count afterwards, and passes on what he found: nobody sleeps through a
            # 0.
            event_clear(done)
            if int(value_get(unfinished)) <= 0:
                event_set(done)
                return
            event_wait(done, None)


# What multiprocessing calls them.
QueueProxy.__name__ = QueueProxy.__qualname__ = "AutoProxy[Queue]"
BareQueue.__name__ = BareQueue.__qualname__ = "AutoProxy[Queue]"


class JoinableQueueProxy(QueueProxy):
    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "JoinableQueue"


JoinableQueueProxy.__name__ = JoinableQueueProxy.__qualname__ = "AutoProxy[JoinableQueue]"
