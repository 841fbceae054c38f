"""Threads without threads: a thread runs when somebody waits for it, never beside anything else.

WebAssembly has one stack of control here, and it cannot be put aside. So `Thread.start` only notes the thread,
and its function runs, whole, inside whatever waits:

- `join()` of it, and asking `is_alive()` again and again;
- anything that would block for ever or for a time: a lock, event, condition, semaphore, queue, future. Threads
  that were started run in their order until what is waited for is there;
- the end of the script, for threads that are not daemons.

A thread that would have to be put aside is ended where it stands (`ThreadEnded`), with a warning: when it
blocks and only those who wait for it could go on, when the time-out of who waits passes, and, for a daemon, at
the next pause after what is waited for is there. Who joins one that blocked for ever is told so by an error. A queue
with a bound takes more than that, rather than have its producer wait for consumers. `time.sleep` runs nothing. What nobody waits for and is a
daemon never runs. Each of these is right for libraries' housekeeping and for work that is split up and joined;
a thread that is to watch or to serve while the script goes on cannot work here.
"""

from __future__ import annotations

import _thread
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count

_log = logging.getLogger("pyats.sandbox")
_sleep = time.sleep
_monotonic = time.monotonic
_NOT_PARALLEL = (
    "threads do not run in parallel in the sandbox, and it waited for what only happens after it."
)
_main = _thread.get_ident()
_idents = count(_main + 1 if _main else 1)

# Started and not yet run, in order; running, outermost first, each inside the wait of the one before.
_waiting: deque[threading.Thread] = deque()
_running: list[_Run] = []


#: How many items a bounded queue takes beyond its bound while threads are not done: a producer without an end is ended.
_AHEAD = 100_000


class ThreadEnded(BaseException):
    """Ends a thread that would have to be put aside."""


class _Stuck(ThreadEnded):
    """It would wait for what only happens after it: no clock will end that."""


class WouldBlockForever(RuntimeError):
    """Something is waited for that nothing can bring about: in one stack of control it is a deadlock."""


class _Run:
    """A thread that runs, and the wait that it runs inside of: until `ready`, or the clock shows `deadline`."""

    __slots__ = ("deadline", "ready", "thread")

    def __init__(self, thread: threading.Thread, ready: Callable[[], bool], deadline: float | None):
        self.thread = thread
        self.ready = ready
        self.deadline = deadline


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
        if wait(self._free, None if timeout == -1 else _monotonic() + timeout):
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
    """Build time: before anything else of the library is imported that would keep the real ones."""
    _thread.allocate_lock = _thread.allocate = _thread.lock = _thread.LockType = Lock
    _thread.start_new_thread = _thread.start_new = start_new_thread
    threading.Lock = threading._allocate_lock = threading._LockType = Lock
    for name in ("_active_limbo_lock", "_shutdown_locks_lock"):
        if hasattr(threading, name) and not hasattr(getattr(threading, name), "_is_owned"):
            setattr(threading, name, Lock())
    threading.Thread.start = _start
    threading.Thread.join = _join
    threading.Thread.is_alive = _is_alive
    threading.Thread.__repr__ = _repr
    time.sleep = sleep
    import queue

    queue.SimpleQueue = queue._PySimpleQueue
    put = queue.Queue.put

    def put_ahead(self, item, block=True, timeout=None) -> None:
        """`Queue.put`: not put aside until somebody has taken something, where that is still to run."""
        bound = self.maxsize
        if not block or bound <= 0 or not (_running or _waiting) or not 0 <= self._qsize() - bound < _AHEAD:
            return put(self, item, block, timeout)
        if _running and _running[-1].thread.daemon and _running[-1].ready():
            raise ThreadEnded
        self.maxsize = 0
        try:
            return put(self, item)
        finally:
            self.maxsize = bound

    queue.Queue.put = put_ahead
    from concurrent.futures import ThreadPoolExecutor

    ThreadPoolExecutor.submit = _submit


def sleep(seconds: float) -> None:
    """`time.sleep`. In a thread not past the time of who waits for it."""
    if _running:
        _pause(seconds)
    else:
        _sleep(seconds)


def wait(ready: Callable[[], bool], deadline: float | None) -> bool:
    """Runs threads until `ready`; whether it is, which without a deadline (monotonic clock) is always so.

    Raises `WouldBlockForever`, or `ThreadEnded` in a thread, where nothing can make it so.
    """
    while not ready():
        thread = _next()
        if thread is None:
            break
        _run(thread, ready, deadline)
    if ready():
        return True
    if deadline is not None:
        remaining = deadline - _monotonic()
        if remaining > 0:
            sleep(remaining)
        return ready()
    if _running:
        raise _Stuck
    raise WouldBlockForever(
        "This would wait for ever: threads do not run in parallel in the sandbox, and no thread that is left could "
        "release the lock, set the event or fill the queue that is waited for."
    )


def finish(seconds: float) -> list[str]:
    """The end of a script: runs what was started and is no daemon, for at most this long in all.

    Returns the names of those that did not come to their end in that time. Daemons do not run any more.
    """
    deadline = _monotonic() + seconds
    left = []
    while _waiting:
        thread = _waiting.popleft()
        if not thread.daemon:
            _run(thread, _never, deadline)
            if thread._easypy_state in ("ended", "stuck"):
                left.append(thread.name)
        else:
            _log.warning("Thread %s never ran: it is a daemon, and nothing waited for it.", thread.name)
    return left


def start_new_thread(function, args, kwargs=None) -> int:
    """`_thread.start_new_thread`: a daemon, as all of that module's are."""
    thread = threading.Thread(target=function, args=args, kwargs=kwargs or {}, daemon=True)
    thread.start()
    return thread.ident


def _never() -> bool:
    return False


def _start(self: threading.Thread) -> None:
    if not self._initialized:
        raise RuntimeError("thread.__init__() not called")
    if self._started.is_set():
        raise RuntimeError("threads can only be started once")
    self._started.set()
    self._ident = next(_idents)
    self._easypy_state = "waiting"
    self._easypy_asked = False
    threading._active[self._ident] = self
    _waiting.append(self)


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    if not self._initialized:
        raise RuntimeError("Thread.__init__() not called")
    if not self._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    state = self._easypy_state
    if state == "waiting":
        _waiting.remove(self)
        _run(self, lambda: False, None if timeout is None else _monotonic() + max(timeout, 0))
    elif state == "running":
        if self is threading.current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            raise WouldBlockForever(f"Thread {self.name} waits for the thread that joins it.")
    if self._easypy_state == "stuck":
        raise WouldBlockForever(
            f"Thread {self.name} was ended before its end, and has not done its work: {_NOT_PARALLEL}"
        )


def _is_alive(self: threading.Thread) -> bool:
    """True while it waits to run, but who asks a second time is taken to wait for its end."""
    if not self._initialized:
        raise AssertionError("Thread.__init__() not called")
    if self is _main_thread:
        return True
    if not self._started.is_set():
        return False
    if self._easypy_state == "waiting":
        if not self._easypy_asked or self.daemon:
            self._easypy_asked = True
            return True
        _waiting.remove(self)
        _run(self, lambda: False, None)
    return self._easypy_state in ("running", "ended", "stuck")


def _repr(self: threading.Thread) -> str:
    state = "initial"
    if self is _main_thread or self._started.is_set():
        state = "stopped" if getattr(self, "_easypy_state", "") == "done" else "started"
    if self._daemonic:
        state += " daemon"
    if self._ident is not None:
        state += f" {self._ident}"
    return f"<{type(self).__name__}({self._name}, {state})>"


_main_thread = threading.main_thread()


def _next() -> threading.Thread | None:
    """The thread to run next: of those that were started first, daemons last."""
    for thread in _waiting:
        if not thread.daemon:
            _waiting.remove(thread)
            return thread
    return _waiting.popleft() if _waiting else None


def _run(thread: threading.Thread, ready: Callable[[], bool], deadline: float | None) -> None:
    """Runs a thread's function inside the current wait. What it raises is reported as threads' exceptions are."""
    outer = threading._active[_main]
    threading._active[_main] = thread
    _running.append(_Run(thread, ready, deadline))
    thread._easypy_state = "running"
    end = "done"
    try:
        thread.run()
    except ThreadEnded as error:
        # A daemon is ended as at the end of a process: that is its life.
        if not thread.daemon:
            end = "stuck" if isinstance(error, _Stuck) else "ended"
    except BaseException:
        thread._invoke_excepthook(thread)
    finally:
        _running.pop()
        threading._active[_main] = outer
        threading._active.pop(thread._ident, None)
        thread._easypy_state = end
    if end != "done":
        _log.warning("Thread %s was ended before its end: %s", thread.name, _NOT_PARALLEL)


def _pause(seconds: float) -> None:
    """Sleeps in a thread, unless who waits for it would have to go on in that time: then the thread ends."""
    innermost = _running[-1]
    if innermost.thread.daemon and innermost.ready():
        raise ThreadEnded
    deadlines = [run.deadline for run in _running if run.deadline is not None]
    if deadlines:
        remaining = min(deadlines) - _monotonic()
        if seconds > remaining:
            # At the end of a script nobody can do anything with the time that is left.
            if innermost.ready is not _never:
                _sleep(max(remaining, 0))
            raise ThreadEnded
    _sleep(seconds)


def _submit(self, fn, /, *args, **kwargs):
    """`ThreadPoolExecutor.submit`: the call is made at once, its future is done."""
    from concurrent.futures import Future
    from concurrent.futures.thread import BrokenThreadPool

    if self._broken:
        raise BrokenThreadPool(self._broken)
    if self._shutdown:
        raise RuntimeError("cannot schedule new futures after shutdown")
    future = Future()
    future.set_running_or_notify_cancel()
    try:
        result = fn(*args, **kwargs)
    except ThreadEnded:
        raise
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
    return future
