"""The methods of `threading.Thread`."""

from __future__ import annotations

import _thread
import _threading_local
import functools
import os
import sys
import threading
import time
from itertools import count

from .core import CUT, Note, OverTime, WouldBlockForever, never, now, run, sleep, waiting

_main_thread = threading.main_thread()
_main = _thread.get_ident()
_idents = count(_main + 1 if _main else 1)
_set = threading.Event.set

#: What the names of files begin with that are no user's own. `boot` adds the directories of `--python-path`.
libraries: tuple[str, ...] = ("easypy:", "/python/", "<frozen ")


def install() -> None:
    """Build time."""
    _thread.start_new_thread = _thread.start_new = start_new_thread
    threading.Thread.start = start
    threading.Thread.join = join
    threading.Thread.is_alive = is_alive
    threading.Thread.__repr__ = _repr
    # The system's own knows one thread.
    threading.local = _threading_local.local
    if not hasattr(threading, "get_native_id"):
        # The system knows one thread, which is the process.
        _thread.get_native_id = threading.get_native_id = lambda: os.getpid()
        threading.Thread.native_id = property(lambda self: None if self._ident is None else os.getpid())
    time.sleep = sleep


def mount(directories: list[str]) -> None:
    """Run time: the directories of `--python-path` hold other people's code."""
    global libraries
    libraries += tuple(directory.rstrip("/") + "/" for directory in directories)


def start_new_thread(function, args, kwargs=None) -> int:
    """`_thread.start_new_thread`: a daemon, as all of that module's are."""
    thread = threading.Thread(target=function, args=args, kwargs=kwargs or {}, daemon=True)
    thread.start()
    return thread.ident


def start(self: threading.Thread) -> None:
    """`Thread.start`: it waits to run from now on."""
    if not self._initialized:
        raise RuntimeError("thread.__init__() not called")
    if self._started.is_set():
        raise RuntimeError("threads can only be started once")
    note(self, _function(self))
    threading._active[self._ident] = self


def note(thread: threading.Thread, function) -> None:
    """Puts a thread to those that wait to run; `function` is what it is there for."""
    _set(thread._started)
    thread._ident = next(_idents)
    thread._easypy_note = Note(is_users(function))
    waiting.append(thread)


def join(self: threading.Thread, timeout: float | None = None) -> None:
    """`Thread.join`: runs it. `timeout` ends it, unless the script waits in a loop that asks whether it is alive."""
    if not self._initialized:
        raise RuntimeError("Thread.__init__() not called")
    if not self._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    if self is threading.current_thread():
        raise RuntimeError("cannot join current thread")
    if self is _main_thread:
        raise RuntimeError("cannot join the main thread: it waits for this one")
    note = self._easypy_note
    deadline = None if timeout is None else now() + max(timeout, 0)
    if note.state == "waiting":
        waiting.remove(self)
        run(self, never, None if note.asked else deadline)
        if note.state == OverTime.state:
            return
        note.late = note.state == "done" and deadline is not None and now() > deadline
    elif note.state == "running":
        if deadline is None:
            raise WouldBlockForever(f"Thread {self.name} waits for the thread that joins it.")
        sleep(max(timeout, 0))
        return
    if note.state in CUT:
        raise note.error(self.name)


def is_alive(self: threading.Thread) -> bool:
    """`Thread.is_alive`: true while it waits to run, but who asks again at the same place waits for its end."""
    if not self._initialized:
        raise AssertionError("Thread.__init__() not called")
    if self is _main_thread:
        return True
    if not self._started.is_set():
        return False
    note = self._easypy_note
    if note.late:
        # It was, when the time of its join was over.
        note.late = False
        return True
    if note.state == "done" or note.state == "running":
        return note.state == "running"
    caller = sys._getframe(1)
    place = caller.f_code, caller.f_lineno
    again, note.asked = place == note.asked, place
    if not again:
        return True
    if note.state in CUT:
        raise note.error(self.name)
    if self.daemon and not note.users:
        # Libraries look after their daemons so, which have no end.
        return True
    waiting.remove(self)
    run(self, never, None)
    return note.state in CUT


def _repr(self: threading.Thread) -> str:
    state = "initial"
    if self is _main_thread or self._started.is_set():
        note = getattr(self, "_easypy_note", None)
        state = "stopped" if note is not None and note.state == "done" else "started"
    if self._daemonic:
        state += " daemon"
    if self._ident is not None:
        state += f" {self._ident}"
    return f"<{type(self).__name__}({self._name}, {state})>"


def _function(thread: threading.Thread):
    """What a thread is there for."""
    if isinstance(thread, threading.Timer):
        return thread.function
    if type(thread).run is threading.Thread.run:
        return thread._target
    return type(thread).run


def is_users(function) -> bool:
    """Whether a function is the user's own, and not one of a library, or of a package."""
    while isinstance(function, functools.partial):
        function = function.func
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None) or getattr(getattr(type(function), "__call__", None), "__code__", None)
    return code is None or not code.co_filename.startswith(libraries)
