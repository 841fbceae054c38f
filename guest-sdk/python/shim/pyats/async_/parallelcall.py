"""Calls of functions for several arguments (SPEC 8, `pcall`).

A guest has neither processes nor threads, so the calls run one after another, in the order of their
arguments, and in the caller's own memory: what a call changes is seen by the caller and by the next call.
Parallel work is what tasks are for. Only devices are connected to at once, since the host does that: for targets that are
their `connect`.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from easypy_runner import tracebacks
from easypy_runner.threads import ThreadEnded

from pyats.topology import Device

from .exceptions import ChildProcessException, RemoteException

logger = logging.getLogger(__name__)


class ChildWork(NamedTuple):
    target: Callable[..., Any]
    args: tuple
    kwargs: dict[str, Any]


class Pcall:
    """The calls of one target, or of several, with their arguments.

    `cargs` and `ckwargs` are the same for every call; `iargs` has a tuple and `ikwargs` a dictionary for
    each, and every further keyword argument an iterable with one value for each. The shortest of them decides
    how many calls there are. `results` is a tuple in the order of the arguments, None until `join()` has
    returned.
    """

    def __init__(
        self,
        targets: Callable[..., Any] | Iterable[Callable[..., Any]],
        timeout: float | None = None,
        cargs: Iterable[Any] = (),
        iargs: Iterable[Iterable[Any]] = (),
        ckwargs: Mapping[str, Any] = {},
        ikwargs: Iterable[Mapping[str, Any]] = (),
        **varkwargs: Iterable[Any],
    ) -> None:
        self.targets = targets
        self.timeout = timeout
        self.cargs = tuple(cargs)
        self.iargs = [tuple(args) for args in iargs]
        self.ckwargs = dict(ckwargs)
        self.ikwargs = list(ikwargs)
        self.varkwargs = varkwargs
        self.results: tuple | None = None
        self._works = self._build_arguments()
        self._returned: list[Any] = []
        self._failures: list[BaseException] = []
        self._state = "new"
        self._late = False

    @classmethod
    def pcall(cls, *args: Any, **kwargs: Any) -> tuple:
        """Makes all the calls; their results. See the class for the arguments, `join` for what is raised."""
        calls = cls(*args, **kwargs)
        calls.start()
        calls.join()
        return calls.results

    def _build_arguments(self) -> list[ChildWork]:
        columns: list[Iterable[Any]] = []
        if self.iargs:
            columns.append([("args", args) for args in self.iargs])
        if self.ikwargs:
            columns.append([("kwargs", dict(kwargs)) for kwargs in self.ikwargs])
        for name, values in self.varkwargs.items():
            columns.append([("kwargs", {name: value}) for value in values])

        rows = list(zip(*columns)) if columns else None
        if rows == []:
            raise IndexError("no arguments to call with: one of the iterables is empty")
        if callable(self.targets):
            targets: Iterable[Any] = itertools.repeat(self.targets, 1 if rows is None else len(rows))
        else:
            targets = list(self.targets)

        works = []
        for target, row in zip(targets, itertools.repeat(()) if rows is None else rows):
            args, kwargs = self.cargs, dict(self.ckwargs)
            for kind, value in row:
                if kind == "args":
                    args = args + value
                else:
                    kwargs.update(value)
            works.append(ChildWork(target, args, kwargs))
        return works

    @property
    def livings(self) -> tuple:
        """What is still running: nothing, a call ends before the next begins."""
        return ()

    @property
    def pids(self) -> tuple[None, ...]:
        """None for each call: they are no processes."""
        return (None,) * len(self._works)

    def start(self) -> None:
        """Makes the calls, and returns when all are done or the time is over. AssertionError the second time."""
        assert self._state == "new", "cannot start a process twice"
        self._state = "started"
        end = None if self.timeout is None else time.monotonic() + self.timeout
        for work in self._works[1:]:
            _prepare(work)
        for index, work in enumerate(self._works):
            if end is None:
                self._call(index, work)
                continue
            left = end - time.monotonic()
            if left <= 0 and index or not self._call_within(left, index, work):
                self._late = True
                return
        self._late = end is not None and time.monotonic() > end

    def _call_within(self, seconds: float, index: int, work: ChildWork) -> bool:
        """A call in a thread, which can be left behind; whether it was done in time."""
        raised: list[BaseException] = []

        def call() -> None:
            try:
                self._call(index, work)
            except ThreadEnded:
                raise
            except BaseException as error:
                raised.append(error)

        thread = threading.Thread(target=call, name=f"pcall-{index}")
        thread.start()
        thread.join(max(seconds, 0))
        if raised:
            raise raised[0]
        return not thread.is_alive()

    def _call(self, index: int, work: ChildWork) -> None:
        try:
            self._returned.append(work.target(*work.args, **work.kwargs))
        except SystemExit:
            pass  # it ends this call, which then has no result
        except Exception as error:
            self._failures.append(error)
            logger.error(
                "Caught error while executing target in child process-%s:\n  target = %s\n  args = %s\n  kwargs = %s\n\n%s",
                index,
                getattr(work.target, "__name__", work.target),
                work.args,
                work.kwargs,
                tracebacks.format_exception(error).rstrip("\n"),
            )

    def join(self) -> None:
        """Takes the results.

        ChildProcessException with the text of the first failure, when a call failed (the others have been
        made all the same); TimeoutError when the calls took longer than `timeout` seconds together: a call
        that runs is not interrupted, the ones after it are not made.
        """
        assert self._state != "new", "can only join a started process"
        self._state = "joined"
        if self._failures:
            failure = self._failures[0]
            raise ChildProcessException(str(failure)) from RemoteException(
                "\n\n" + tracebacks.format_exception(failure)
            )
        if self._late:
            raise TimeoutError("Not all child processes finished running.")
        self.results = tuple(self._returned)

    def terminate(self) -> None:
        """No effect: nothing is running."""

    def kill(self) -> None:
        """No effect: nothing is running."""


def _prepare(work: ChildWork) -> None:
    """Begins what a call will wait for, where that is a device's session."""
    device = getattr(work.target, "__self__", None)
    if isinstance(device, Device) and work.target.__name__ == "connect":
        device.prepare(*work.args, **work.kwargs)


pcall = Pcall.pcall
