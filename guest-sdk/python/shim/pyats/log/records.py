"""Log records made with less work than the library's, which a guest at half of native speed feels at tens of
thousands a second.

The attributes are the same: formatters and filters see no difference. What cannot change within a guest
(process, start) is looked up once, by `begin()`.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from types import FrameType
from typing import Any

from easypy_runner import host, tracebacks

_MOST_PATHS = 1000

_now = time.time
_thread = threading.current_thread
_paths: dict[str, tuple[str, str]] = {}
_process: int | None = None
_process_name = "MainProcess"
_start = _now()


def begin() -> None:
    """Looks up what stays the same for all records of this guest."""
    global _process, _process_name, _start
    _process = os.getpid()
    _process_name = host.taskid() or "MainProcess"
    # From Python 3.13 on the library counts its start in nanoseconds.
    start = logging._startTime
    _start = start / 1e9 if isinstance(start, int) else start


def _names(pathname: str) -> tuple[str, str]:
    """The file name and the module name that a record shows for a path."""
    filename = os.path.basename(pathname)
    names = filename, os.path.splitext(filename)[0]
    if len(_paths) >= _MOST_PATHS:
        _paths.clear()
    _paths[pathname] = names
    return names


class HostRecord(logging.LogRecord):
    """A LogRecord."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **kwargs: Any,
    ) -> None:
        now = _now()
        if args and len(args) == 1 and isinstance(args[0], Mapping) and args[0]:
            args = args[0]
        thread = _thread()
        self.name = name
        self.msg = msg
        self.args = args
        self.levelname = logging.getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        self.filename, self.module = _paths.get(pathname) or _names(pathname)
        self.exc_info = exc_info
        self.exc_text = None
        self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = now
        self.msecs = int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _start) * 1000
        self.thread = thread.ident
        self.threadName = thread.name
        self.processName = _process_name
        self.process = _process
        self.taskName = _task_name()


def _no_task() -> None:
    return None


def _asyncio_task() -> str | None:
    asyncio = sys.modules.get("asyncio")
    # The running loop first: without one, asking for the task raises.
    if asyncio is None or asyncio._get_running_loop() is None:
        return None
    task = asyncio.current_task()
    return None if task is None else task.get_name()


# Python 3.11 has no such attribute.
_task_name = _asyncio_task if sys.version_info >= (3, 12) else _no_task

_SOURCE = logging._srcfile


def find_caller(self: logging.Logger, stack_info: bool = False, stacklevel: int = 1) -> tuple:
    """`Logger.findCaller`: quick in the usual case, and a stack without frames of the runner."""
    frame = sys._getframe(1)
    while frame.f_code.co_filename == _SOURCE and frame.f_back is not None:
        frame = frame.f_back
    code = frame.f_code
    if stacklevel == 1 and not stack_info and not code.co_filename.startswith("<frozen importlib"):
        return code.co_filename, frame.f_lineno, code.co_name, None

    levels = stacklevel - (not logging._is_internal_frame(frame))
    while levels > 0 and frame.f_back is not None:
        frame = frame.f_back
        levels -= not logging._is_internal_frame(frame)
    code = frame.f_code
    stack = stack_text(frame, "Stack (most recent call last):") if stack_info else None
    return code.co_filename, frame.f_lineno, code.co_name, stack


def stack_text(frame: FrameType, title: str) -> str:
    """The calls that led to a frame: those of the user and of libraries."""
    stack = [
        each
        for each in traceback.extract_stack(frame)
        if not tracebacks.hidden(each.filename) and each.filename != _SOURCE
    ]
    return "".join((title, "\n", *traceback.StackSummary.from_list(stack).format())).rstrip("\n")


def use() -> None:
    """Makes `logging` use them. A script may still set a record factory of its own."""
    logging.setLogRecordFactory(HostRecord)
    logging.Logger.findCaller = find_caller
