"""`multiprocessing.pool`: `ThreadPool`, whose work is done one piece after the other, where it is asked for or, of the
asynchronous calls, waited for. `Pool` cannot be.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from typing import Any

from .process import INSTEAD

TimeoutError = TimeoutError


class AsyncResult:
    """What comes of a call that is made when somebody waits for it."""

    def __init__(self, future: futures.Future, callback: Callable | None, error_callback: Callable | None):
        self._future = future

        def done(future: futures.Future) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None and callback is not None:
                callback(future.result())
            elif error is not None and error_callback is not None:
                error_callback(error)

        future.add_done_callback(done)

    def get(self, timeout: float | None = None) -> Any:
        return self._future.result(timeout)

    def wait(self, timeout: float | None = None) -> None:
        futures.wait([self._future], timeout)

    def ready(self) -> bool:
        return self._future.done()

    def successful(self) -> bool:
        if not self._future.done():
            raise ValueError(f"{self!r} not ready")
        return self._future.exception() is None


ApplyResult = MapResult = AsyncResult


class ThreadPool:
    """A pool of one worker, which runs when it is waited for. What is asked for at once is done by who asks."""

    def __init__(self, processes: int | None = None, initializer: Callable | None = None, initargs: Iterable[Any] = ()):
        if processes is not None and processes < 1:
            raise ValueError("Number of processes must be at least 1")
        self._open = True
        self._executor = futures.ThreadPoolExecutor(1, "ThreadPool")
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
        return AsyncResult(self._executor.submit(func, *args, **kwds or {}), callback, error_callback)

    def map_async(
        self,
        func: Callable,
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Callable | None = None,
        error_callback: Callable | None = None,
    ) -> AsyncResult:
        self._check()
        return AsyncResult(self._executor.submit(self._map, func, list(iterable)), callback, error_callback)

    def starmap_async(
        self,
        func: Callable,
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Callable | None = None,
        error_callback: Callable | None = None,
    ) -> AsyncResult:
        self._check()
        return AsyncResult(self._executor.submit(self._starmap, func, list(iterable)), callback, error_callback)

    @staticmethod
    def _map(func: Callable, values: list) -> list:
        return [func(each) for each in values]

    @staticmethod
    def _starmap(func: Callable, values: list) -> list:
        return list(itertools.starmap(func, values))

    def close(self) -> None:
        self._open = False

    def terminate(self) -> None:
        """What has not begun is not done any more."""
        self._open = False
        self._executor.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        if self._open:
            raise ValueError("Pool is still running")
        self._executor.shutdown()

    def __enter__(self) -> ThreadPool:
        self._check()
        return self

    def __exit__(self, *exception: Any) -> None:
        self.terminate()


class Pool:
    def __init__(self, *args: Any, **kwargs: Any):
        raise NotImplementedError(f"multiprocessing.Pool: {INSTEAD}")
