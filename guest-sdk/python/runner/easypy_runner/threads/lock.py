"""`threading.Lock`. Everything else that waits in the library waits for one of these."""

from __future__ import annotations

import _thread
import threading

from .core import now, wait


class Lock:
    """`threading.Lock`: held or not. Waiting for it runs the threads that could release it."""

    __slots__ = ("__weakref__", "_held")

    def __init__(self):
        self._held = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Takes the lock; False if it is held and stays so for `timeout` seconds."""
        if not self._held:
            self._held = True
            return True
        if not blocking:
            if timeout != -1:
                raise ValueError("can't specify a timeout for a non-blocking call")
            return False
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if wait(self._free, None if timeout == -1 else now() + timeout):
            self._held = True
            return True
        return False

    def release(self) -> None:
        """Frees the lock."""
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self) -> bool:
        """Whether it is held."""
        return self._held

    def __enter__(self) -> bool:
        if not self._held:
            self._held = True
            return True
        return self.acquire()

    def __exit__(self, *exception) -> None:
        self._held = False

    def _free(self) -> bool:
        return not self._held

    def _at_fork_reinit(self) -> None:
        self._held = False

    def __repr__(self) -> str:
        return f"<{'locked' if self._held else 'unlocked'} threading.Lock object at {id(self):#x}>"


def install() -> None:
    """Build time: all locks that are made from now on are these."""
    _thread.allocate_lock = _thread.allocate = _thread.lock = _thread.LockType = Lock
    threading.Lock = threading._allocate_lock = threading._LockType = Lock
    for name in ("_active_limbo_lock", "_shutdown_locks_lock"):
        if hasattr(threading, name) and not hasattr(getattr(threading, name), "_is_owned"):
            setattr(threading, name, Lock())
