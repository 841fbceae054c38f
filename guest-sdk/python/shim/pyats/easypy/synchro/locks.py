"""Locks, semaphores and events.

What a guest holds comes back when it ends, however it ends; with `multiprocessing` it would be held for ever.
"""

from __future__ import annotations

from typing import Any

from easypy_runner.host import (
    HostError,
    event_clear,
    event_is_set,
    event_set,
    event_wait,
    lock_acquire,
    lock_held,
    lock_release,
    semaphore_acquire,
    semaphore_permits,
    semaphore_release,
)

from .base import Proxy, asks

#: How often this guest has acquired each lock and not released it. Only its own calls change that.
_held: dict[int, int] = {}


def seconds_to_wait(blocking: bool, timeout: float | None) -> float | None:
    """The host's time-out for `acquire(blocking, timeout)` as `threading` has it."""
    if not blocking:
        if timeout is not None and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    if timeout is None or timeout == -1:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be a non-negative number")
    return timeout


class AcquirerProxy(Proxy):
    """A lock or a semaphore. One call each, and fair: who waits longest comes next."""

    __slots__ = ("_typeid",)
    __module__ = "multiprocessing.managers"

    def __init__(self, id: int, typeid: str = "Lock"):
        super().__init__(id)
        self._typeid = typeid

    @asks
    def acquire(self, blocking: bool = True, timeout: float | None = None, *, block: bool = True) -> bool:
        """Whether it was acquired. `block` is what multiprocessing calls `blocking`.

        Raises ValueError where this guest would wait for itself without end.
        """
        return self._acquire(seconds_to_wait(blocking and block, timeout))

    def _acquire(self, timeout: float | None) -> bool:
        if self._typeid in _SEMAPHORES:
            return semaphore_acquire(self._id, timeout)
        got = lock_acquire(self._id, timeout)
        if got:
            _held[self._id] = _held.get(self._id, 0) + 1
        return got

    @asks
    def release(self) -> None:
        """Only the guest that holds a lock can release it."""
        try:
            if self._typeid in _SEMAPHORES:
                semaphore_release(self._id)
                return
            lock_release(self._id)
        except HostError as error:
            if error.kind != "not-owner":
                raise
            if self._typeid in _SEMAPHORES:
                raise ValueError("Semaphore released too many times") from None
            if lock_held(self._id):
                raise RuntimeError("cannot release a lock that another task holds") from None
            raise RuntimeError(
                "cannot release un-acquired lock" if self._typeid == "RLock" else "release unlocked lock"
            ) from None
        _forget_one(self._id)

    @asks
    def locked(self) -> bool:
        """Whether `acquire` would have to wait."""
        if self._typeid in _SEMAPHORES:
            return semaphore_permits(self._id) == 0
        return lock_held(self._id)

    @asks
    def get_value(self) -> int:
        """The permits of a semaphore that are free."""
        return semaphore_permits(self._id)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exception: Any) -> None:
        self.release()


_SEMAPHORES = frozenset(("Semaphore", "BoundedSemaphore"))


def _forget_one(lock: int) -> None:
    times = _held.get(lock, 0) - 1
    if times > 0:
        _held[lock] = times
    else:
        _held.pop(lock, None)


def semaphore(id: int) -> AcquirerProxy:
    """The proxy for a semaphore that came as a reference."""
    return AcquirerProxy(id, "Semaphore")


def is_held(lock: AcquirerProxy) -> bool:
    """Whether this guest holds the lock."""
    return lock._id in _held


def release_wholly(lock: AcquirerProxy) -> int:
    """Releases a lock however often it was acquired; how often that was."""
    times = _held.get(lock._id, 0)
    for _ in range(times):
        lock.release()
    return times


class EventProxy(Proxy):
    """An event."""

    __slots__ = ()
    __module__ = "multiprocessing.managers"
    _typeid = "Event"

    @asks
    def is_set(self) -> bool:
        return event_is_set(self._id)

    @asks
    def set(self) -> None:
        event_set(self._id)

    @asks
    def clear(self) -> None:
        event_clear(self._id)

    @asks
    def wait(self, timeout: float | None = None) -> bool:
        """Waits until it is set, at most `timeout` seconds; whether it is."""
        return event_wait(self._id, timeout)

    def __str__(self) -> str:
        return f"<Event: {'set' if self.is_set() else 'unset'}>"
