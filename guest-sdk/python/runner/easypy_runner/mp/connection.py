"""`multiprocessing.Pipe`: two ends, and a queue of the host for each way.

An end is not told that the other has been closed: `recv()` then waits, where multiprocessing raises EOFError. Give it
an end of its own (`send(None)`), or ask with `poll(seconds)`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from pyats.easypy.synchro.base import Composite, asks, made
from pyats.easypy.synchro.queues import BareQueue

from easypy_runner import host
from easypy_runner.host import HostError
from easypy_runner.values import decode, encode


class Connection(Composite):
    """One end: the queue it reads, and the queue it writes; None for the way that it does not have."""

    __slots__ = ("_closed", "_taken")
    __module__ = "multiprocessing.connection"
    _typeid = "Connection"

    def __init__(self, incoming: BareQueue | None, outgoing: BareQueue | None):
        super().__init__(incoming, outgoing)
        self._closed = False
        #: What `poll` has taken out of the queue.
        self._taken: deque[Any] = deque()

    @property
    def _principal(self) -> BareQueue:
        return self._parts[0] or self._parts[1]

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def readable(self) -> bool:
        return self._parts[0] is not None

    @property
    def writable(self) -> bool:
        return self._parts[1] is not None

    def _check(self, way: int, what: str) -> int:
        if self._closed:
            raise OSError("handle is closed")
        if self._parts[way] is None:
            raise OSError(f"connection is {what}")
        return self._parts[way]._id

    @asks
    def send(self, value: Any) -> None:
        host.queue_put(self._check(1, "read-only"), encode(value), None)

    def recv(self) -> Any:
        self._poll(None)
        return self._taken.popleft()

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Whether there is something to receive, now or within `timeout` seconds (None: waits for it)."""
        return self._poll(None if timeout is None else max(0.0, timeout))

    @asks
    def _poll(self, timeout: float | None) -> bool:
        incoming = self._check(0, "write-only")
        if not self._taken:
            try:
                self._taken.append(decode(host.queue_get(incoming, timeout)))
            except HostError as error:
                if error.kind in ("empty", "timeout"):
                    return False
                raise
        return True

    def send_bytes(self, data: Any, offset: int = 0, size: int | None = None) -> None:
        data = bytes(memoryview(data).cast("B")[offset:])
        self.send(data if size is None else data[:size])

    def recv_bytes(self, maxlength: int | None = None) -> bytes:
        data = self.recv()
        if maxlength is not None and len(data) > maxlength:
            raise OSError("bad message length")
        return data

    def fileno(self) -> int:
        raise OSError("a pipe between guests has no file descriptor: use poll()")

    def close(self) -> None:
        self._closed = True

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()


PipeConnection = Connection


@asks
def Pipe(duplex: bool = True) -> tuple[Connection, Connection]:
    """Two connected ends; with `duplex=False` the first only receives and the second only sends."""
    there = BareQueue(made("queue", host.new_queue(0)))
    if not duplex:
        return Connection(there, None), Connection(None, there)
    back = BareQueue(made("queue", host.new_queue(0)))
    return Connection(there, back), Connection(back, there)


def wait(object_list: Iterable[Connection], timeout: float | None = None) -> list[Connection]:
    """The connections that have something to receive; waits for one, at most `timeout` seconds."""
    connections = list(object_list)
    deadline = None if timeout is None else time.monotonic() + timeout
    pause = 0.001
    while True:
        ready = [each for each in connections if each.poll()]
        left = None if deadline is None else deadline - time.monotonic()
        if ready or left is not None and left <= 0:
            return ready
        # The host has no call that waits for several queues.
        time.sleep(pause if left is None else min(pause, left))
        pause = min(2 * pause, 0.05)
