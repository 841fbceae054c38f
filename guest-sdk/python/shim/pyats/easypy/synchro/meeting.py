"""Condition and Barrier: where guests wait for each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from easypy_runner import host
from easypy_runner.host import HostError

from .base import Composite, Proxy, asks, made
from .locks import AcquirerProxy, EventProxy, is_held, release_wholly

#: Where this guest waits: an event that others set, and a lock that it holds as long as it lives. A guest waits at
#: one place at a time, so one of each is enough.
_place: tuple[EventProxy, AcquirerProxy] | None = None


def _own_place() -> tuple[EventProxy, AcquirerProxy]:
    global _place
    if _place is None:
        event = EventProxy(made("event", host.new_event()))
        alive = AcquirerProxy(made("lock", host.new_lock(False)))
        host.lock_acquire(alive._id, 0)
        _place = event, alive
    return _place


class ConditionProxy(Composite):
    """A lock, and the list of those who wait, in order. Only who holds the lock reads or changes the list."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Condition"

    @property
    def _lock(self) -> AcquirerProxy:
        return self._parts[0]

    @property
    def _waiting(self) -> Any:
        return self._parts[1]

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        return self._lock.acquire(blocking, timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exception: Any) -> None:
        self.release()

    @asks
    def wait(self, timeout: float | None = None) -> bool:
        """Waits to be notified, at most `timeout` seconds; whether it was."""
        if not is_held(self._lock):
            raise RuntimeError("cannot wait on un-acquired lock")
        event, alive = _own_place()
        event.clear()
        self._waiting.append([event, alive])
        times = release_wholly(self._lock)
        try:
            notified = event.wait(timeout)
        finally:
            for _ in range(times):
                self._lock.acquire()
        if notified:
            return True
        for place, (other, _) in enumerate(self._waiting):
            if other._id == event._id:
                del self._waiting[place]
                return False
        # It was taken off the list between the end of the time and the lock.
        return True

    def wait_for(self, predicate: Callable[[], Any], timeout: float | None = None) -> Any:
        """Waits until the predicate holds, at most `timeout` seconds; its last value."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not (result := predicate()):
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    @asks
    def notify(self, n: int = 1) -> None:
        """Wakes `n` of those who wait, the first first. One that was killed while it waited is not counted."""
        if not is_held(self._lock):
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and len(self._waiting):
            event, alive = self._waiting.pop(0)
            if alive.locked():
                event.set()
                n -= 1

    def notify_all(self) -> None:
        if not is_held(self._lock):
            raise RuntimeError("cannot notify on un-acquired lock")
        self.notify(len(self._waiting))


class BareBarrier(Proxy):
    """A barrier that came as a reference alone, from a job that is no Python."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Barrier"

    @asks
    def wait(self, timeout: float | None = None) -> int:
        """Waits for the other parties; a number that is another for each. Raises threading.BrokenBarrierError."""
        try:
            return host.barrier_wait(self._id, timeout)
        except HostError as error:
            if error.kind in ("broken-barrier", "timeout"):
                raise threading.BrokenBarrierError from None
            raise

    @asks
    def reset(self) -> None:
        host.barrier_reset(self._id)

    def __str__(self) -> str:
        return repr(self)


BareBarrier.__name__ = BareBarrier.__qualname__ = "BarrierProxy"


class BarrierProxy(Composite):
    """The host's barrier, an event that is set while it is broken, a semaphore that counts who waits, and the number
    of parties.

    A party that ends while it waits breaks the barrier. `broken` says so only once another party has come to it.
    """

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Barrier"

    @property
    def parties(self) -> int:
        return self._parts[3]

    @property
    def n_waiting(self) -> int:
        return self.parties - host.semaphore_permits(self._parts[2]._id)

    @property
    def broken(self) -> bool:
        return self._parts[1].is_set()

    @asks
    def wait(self, timeout: float | None = None) -> int:
        """Waits for the other parties; a number that is another for each. Raises threading.BrokenBarrierError."""
        barrier, broken, waiting, _, usual_timeout = self._parts
        if broken.is_set():
            raise threading.BrokenBarrierError
        # A permit comes back by itself when its holder ends. One party too many is not counted.
        counted = host.semaphore_acquire(waiting._id, 0)
        try:
            number = host.barrier_wait(barrier._id, usual_timeout if timeout is None else timeout)
        except HostError as error:
            if error.kind == "timeout":
                broken.set()
            elif error.kind != "broken-barrier":
                raise
            raise threading.BrokenBarrierError from None
        finally:
            if counted:
                host.semaphore_release(waiting._id)
        if broken.is_set():
            # It was full because of who broke it: see `abort`.
            raise threading.BrokenBarrierError
        return number

    @asks
    def abort(self) -> None:
        """Breaks the barrier: who waits, and who comes, gets threading.BrokenBarrierError until it is reset."""
        barrier, broken, *_ = self._parts
        broken.set()
        # Coming without the time to wait breaks the host's barrier, unless one party was missing: then it was full,
        # and is tried again. Who waited finds the event set either way.
        while self.parties > 1:
            try:
                host.barrier_wait(barrier._id, 0)
            except HostError as error:
                if error.kind in ("timeout", "broken-barrier"):
                    return
                raise

    @asks
    def reset(self) -> None:
        """Makes it new. Who waits gets threading.BrokenBarrierError."""
        self._parts[1].clear()
        host.barrier_reset(self._parts[0]._id)
