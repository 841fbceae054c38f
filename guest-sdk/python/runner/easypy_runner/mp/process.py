"""`multiprocessing.process`: this process, and the others that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyats.easypy import runtime

from easypy_runner import host

INSTEAD = (
    "a guest cannot start processes. Start a task instead: pyats.easypy.Task(testscript=…).start() runs a testscript "
    "in a process of its own, and as many at once as you start"
)


class BaseProcess:
    """A process that can be described, but not started."""

    daemon = False
    exitcode = None
    authkey = b""

    def __init__(
        self,
        group: None = None,
        target: Callable | None = None,
        name: str | None = None,
        args: Iterable[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        daemon: bool | None = None,
    ):
        self.name = name or type(self).__name__
        self.daemon = bool(daemon)
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs or {})

    pid = ident = None

    def run(self) -> None:
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self) -> None:
        raise NotImplementedError(f"multiprocessing.{type(self).__name__}.start(): {INSTEAD}")

    def is_alive(self) -> bool:
        return False

    def join(self, timeout: float | None = None) -> None:
        raise AssertionError("can only join a started process")

    def terminate(self) -> None:
        raise AttributeError("the process has not been started")

    kill = terminate

    def close(self) -> None:
        pass

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name!r} initial>"


class Process(BaseProcess):
    pass


class _Current:
    """The process that this guest is. `name` is a plain attribute: `logging` reads it for every record."""

    daemon = False
    exitcode = None
    authkey = b""

    def __init__(self, name: str):
        self.name = name

    @property
    def pid(self) -> int:
        import os

        return os.getpid()

    ident = pid

    def is_alive(self) -> bool:
        return True

    def __repr__(self) -> str:
        return (
            f"<Task name={self.name!r} started>"
            if host.taskid() is not None
            else f"<_MainProcess name={self.name!r} started>"
        )


_current: _Current | None = None


def current_process() -> _Current:
    """This guest: `MainProcess` in a job, in a task its taskid."""
    global _current
    if _current is None:
        _current = _Current(host.taskid() or "MainProcess")
    return _current


def parent_process() -> _Current | None:
    """The job's process, in a task."""
    return None if host.taskid() is None else _Current("MainProcess")


def active_children() -> list:
    """The tasks that run."""
    return list(runtime.tasks.active)
