"""`multiprocessing.pool`: `ThreadPool`, whose work is done where it is asked for, one piece after the other. `Pool`
cannot be.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .process import INSTEAD

TimeoutError = TimeoutError


class AsyncResult:
    """What came of a call that has been made already."""

    def __init__(self, call: Callable[[], Any], callback: Callable | None, error_callback: Callable | None):
        self._value = self._error = None
        try:
            self._value = call()
        except Exception as error:
            self._error = error
            if error_callback is not None:
                error_callback(error)
            return
        if callback is not None:
            callback(self._value)

    def get(self, timeout: float | None = None) -> Any:
        if self._error is not None:
            raise self._error
        return self._value

    def wait(self, timeout: float | None = None) -> None:
        pass

    def ready(self) -> bool:
        return True

    def successful(self) -> bool:
        return self._error is None


ApplyResult = MapResult = AsyncResult


class ThreadPool:
    """A pool without threads: a guest has one."""

    def __init__(self, processes: int | None = None, initializer: Callable | None = None, initargs: Iterable[Any] = ()):
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        self._open = True
        if initializer is not None:
            initializer(*initargs)

    def _check(self) -> None:
        if not self._open:
            raise ValueError("Pool not running")

    def apply(self, func: Callable, args: Iterable[Any] = (), kwds: dict | None = None) -> Any:
        self._check()
        return func(*args, **kwds or {})

    def map(self, func: Callable, iterable: Iterable[Any], chunksize: int | None = None) -> list:
        self._check()
        return [func(each) for each in iterable]

    def starmap(self, func: Callable, iterable: Iterable[Any], chunksize: int | None = None) -> list:
        self._check()
        return list(itertools.starmap(func, iterable))

    def imap(self, func: Callable, iterable: Iterable[Any], chunksize: int = 1) -> Iterator[Any]:
        self._check()
        return map(func, iterable)

    imap_unordered = imap

    def apply_async(
        self,
        func: Callable,
        args: Iterable[Any] = (),
        kwds: dict | None = None,
        callback: Callable | None = None,
        error_callback: Callable | None = None,
    ) -> AsyncResult:
        self._check()
        return AsyncResult(lambda: func(*args, **kwds or {}), callback, error_callback)

    def map_async(
        self,
        func: Callable,
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Callable | None = None,
        error_callback: Callable | None = None,
    ) -> AsyncResult:
        self._check()
        return AsyncResult(lambda: [func(each) for each in iterable], callback, error_callback)

    def starmap_async(
        self,
        func: Callable,
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Callable | None = None,
        error_callback: Callable | None = None,
    ) -> AsyncResult:
        self._check()
        return AsyncResult(lambda: list(itertools.starmap(func, iterable)), callback, error_callback)

    def close(self) -> None:
        self._open = False

    terminate = close

    def join(self) -> None:
        if self._open:
            raise ValueError("Pool is still running")

    def __enter__(self) -> ThreadPool:
        self._check()
        return self

    def __exit__(self, *exception: Any) -> None:
        self.terminate()


class Pool:
    def __init__(self, *args: Any, **kwargs: Any):
        raise NotImplementedError(f"multiprocessing.Pool: {INSTEAD}")
