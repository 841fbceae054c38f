"""Objects that only one caller at a time uses."""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable
from typing import Any


def locked(method: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: the method holds its object's lock while it runs."""

    @functools.wraps(method)
    def holding(self: Any, *args: Any, **kwargs: Any) -> Any:
        self.acquire()
        try:
            return method(self, *args, **kwargs)
        finally:
            self.release()

    return holding


class Lockable:
    """Has a lock of its own; methods decorated with `locked` hold it.

    `lock` makes it, by default one that its holder may take again.
    """

    def __init__(self, *, lock: Callable[[], Any] = threading.RLock) -> None:
        self._lock_ = lock()

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Takes the lock: whether it was got, within `timeout` seconds or without an end."""
        return self._lock_.acquire(block, -1 if timeout is None or not block else max(0, timeout))

    def release(self) -> None:
        self._lock_.release()

    locked = staticmethod(locked)


class LockableMeta(type):
    """Metaclass of Lockables: every method that is not private, and not decorated with `LockableMeta.ignore`,
    holds the lock.
    """

    def __new__(cls, name: str, bases: tuple, attrs: dict[str, Any]) -> type:
        if not any(issubclass(base, Lockable) for base in bases):
            bases = (*bases, Lockable)
        for key, value in attrs.items():
            if (
                inspect.isfunction(value)
                and not key.startswith("_")
                and not getattr(value, "__unlocked__", False)
            ):
                attrs[key] = locked(value)
        return super().__new__(cls, name, bases, attrs)

    @staticmethod
    def ignore(obj: Any) -> Any:
        """Decorator: this method does not take the lock."""
        obj.__unlocked__ = True
        return obj
