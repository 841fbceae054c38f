"""`concurrent.futures`: a call that is given to a `ThreadPoolExecutor` is a thread of its own, and runs as such.

Calls are made in their order, when the script waits for one, and all when the executor is shut down.
"""

from __future__ import annotations

import sys
import threading
from concurrent import futures
from concurrent.futures import thread as pools

from . import thread as threads
from .core import Note, ThreadEnded, never, now, run, waiting

_init = pools.ThreadPoolExecutor.__init__
_result = futures.Future.result
_exception = futures.Future.exception
_done = futures.Future.done


class Call(threading.Thread):
    """A call that was given to an executor."""

    def __init__(self, executor: futures.ThreadPoolExecutor, function, args, kwargs):
        number = executor._easypy_count % executor._max_workers
        executor._easypy_count += 1
        super().__init__(name=f"{executor._thread_name_prefix or 'ThreadPoolExecutor'}_{number}", daemon=False)
        self.future = futures.Future()
        self.future._easypy_call = self
        self._executor = executor
        self._call = function, args, kwargs

    def run(self) -> None:
        """Makes the call. What it raises is the future's."""
        (function, args, kwargs), self._call = self._call, None
        executor, self._executor = self._executor, None
        executor._easypy_calls.pop(self, None)
        if _done(self.future) and not self.future.cancelled() or not self.future.set_running_or_notify_cancel():
            return
        try:
            executor._easypy_begin()
            result = function(*args, **kwargs)
        except ThreadEnded as end:
            note = self._easypy_note
            note.state, note.why = end.state, end.why
            self.future.set_exception(note.error(self.name))
            raise
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def install() -> None:
    """Build time."""
    executor = pools.ThreadPoolExecutor
    executor.__init__ = init
    executor.submit = submit
    executor.shutdown = shutdown
    executor._easypy_begin = _begin
    futures.Future.result = result
    futures.Future.exception = exception
    futures.Future.done = done


def init(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(), **context) -> None:
    """`ThreadPoolExecutor.__init__`."""
    _init(self, max_workers, thread_name_prefix, initializer, initargs, **context)
    self._easypy_initializer = initializer, initargs
    self._easypy_calls: dict[Call, None] = {}
    self._easypy_count = 0


def submit(self, fn, /, *args, **kwargs) -> futures.Future:
    """`ThreadPoolExecutor.submit`."""
    if self._broken:
        raise pools.BrokenThreadPool(self._broken)
    if self._shutdown:
        raise RuntimeError("cannot schedule new futures after shutdown")
    call = Call(self, fn, args, kwargs)
    self._easypy_calls[call] = None
    threads.note(call, fn)
    return call.future


def shutdown(self, wait=True, *, cancel_futures=False) -> None:
    """`ThreadPoolExecutor.shutdown`. What calls raise is in their futures."""
    self._shutdown = True
    calls = list(self._easypy_calls)
    if cancel_futures:
        for call in calls:
            call.future.cancel()
    if wait:
        for call in calls:
            if call._easypy_note.state == "waiting":
                waiting.remove(call)
                run(call, never, None)


def _begin(self) -> None:
    """Once, before the first call: there is one worker."""
    initializer, args = self._easypy_initializer
    self._easypy_initializer = None, ()
    if initializer is None:
        return
    try:
        initializer(*args)
    except BaseException as error:
        self._broken = "A thread initializer failed, the thread pool is not usable anymore"
        for call in self._easypy_calls:
            call.future.set_exception(pools.BrokenThreadPool(self._broken))
        raise pools.BrokenThreadPool(self._broken) from error


def result(self, timeout=None):
    """`Future.result`: a call that took longer than there was time has come too late."""
    return _in_time(self, _result, timeout)


def exception(self, timeout=None):
    """`Future.exception`."""
    return _in_time(self, _exception, timeout)


def _in_time(future: futures.Future, get, timeout: float | None):
    if timeout is None or _done(future):
        return get(future, timeout)
    deadline = now() + timeout
    try:
        return get(future, timeout)
    finally:
        if now() > deadline and _done(future):
            raise futures.TimeoutError from None


def done(self) -> bool:
    """`Future.done`: who asks again at the same place waits for it, as with `Thread.is_alive`."""
    call = getattr(self, "_easypy_call", None)
    if call is not None and not _done(self):
        note: Note = call._easypy_note
        caller = sys._getframe(1)
        place = caller.f_code, caller.f_lineno
        again, note.asked = place == note.asked, place
        if again and note.state == "waiting":
            waiting.remove(call)
            run(call, never, None)
    return _done(self)
