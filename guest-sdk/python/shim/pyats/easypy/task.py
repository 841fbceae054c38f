"""One task (SPEC 4.2, 4.4; DIFFERENCES).

A `Task` is set up in the host when it is started, and not before: until then its parameters are the job's and may
change, as they may before a fork. What was never started by the end of `main()` is set up then, so that the report
can list it (`TaskManager.set_up_the_rest`).
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from functools import cached_property
from typing import Any

from easypy_runner import host, values
from easypy_runner.host import HostError
from easypy_wasm import DeadlockError, DeniedError

from pyats import results

from .inherit import hand_on

_RESULTS = {
    name: getattr(results, name.capitalize())
    for name in ("passed", "passx", "failed", "errored", "aborted", "blocked", "skipped")
}
_NOT_GIVEN: Any = object()
_HARNESSES = ("pyats.aetest", "ats.aetest")


class Task:
    """One execution of one testscript in a process of its own.

    It behaves like a `multiprocessing.Process`, but is none: the process is the host's.
    """

    __module__ = "pyats.easypy.tasks"

    daemon = False
    #: whether a rerun leaves it out; the host decides that itself
    rerun_skip = False

    def __init__(
        self,
        testscript: Any = _NOT_GIVEN,
        taskid: str | None = None,
        test_harness: str = "pyats.aetest",
        runtime: Any = None,
        *,
        exclusive: Any = (),
        grant: Any = None,
        **kwargs: Any,
    ):
        """`exclusive` has devices, as objects or by name, that the task has to itself from before its start until its
        end. `grant` is what is left to it of what the policy grants: a dict as a grant of the policy file. Both are
        easypy-wasm's own; what else is not named here is the script's.
        """
        if testscript is _NOT_GIVEN:
            error = TypeError("__init__() takes at least 2 positional arguments (1 given)")
            raise noted(error, "The first argument is the testscript: a path.")
        self.runtime = default_runtime() if runtime is None else runtime
        self.manager = self.runtime.tasks
        self.manager._must_be_in_a_job()
        try:
            self.testscript = _found(os.fsdecode(testscript))
        except TypeError as error:
            raise noted(error, "testscript is a path: text, or an object of pathlib.") from None
        self._taskid = self.manager._name(taskid)
        self._harness = _harness(test_harness)
        self._kwargs = kwargs
        self._exclusive = _names(exclusive)
        self._grant = _grant(grant)
        self._task: host.Task | None = None
        self._over: _Over | None = None
        self._timeout: str | None = None
        self.manager.register(self)

    # -- what it is --------------------------------------------------------------------------------------------

    @property
    def taskid(self) -> str:
        """Until the start what was asked for; then what the host has given, which is another if that was taken."""
        return self._taskid

    @property
    def name(self) -> str:
        return self._taskid

    @name.setter
    def name(self, name: str) -> None:
        if self._task is not None:
            raise RuntimeError("a task that has been started keeps its name")
        self._taskid = name.replace("/", "_")

    uid = taskid

    @property
    def kwargs(self) -> dict[str, Any]:
        """The script's parameters. Until the start they can be changed; afterwards that changes nothing."""
        return self._kwargs

    @property
    def harness(self) -> Any:
        return importlib.import_module(self._harness)

    @property
    def pid(self) -> int | None:
        return None if self._task is None else self._task.pid()

    ident = pid

    @property
    def sentinel(self) -> int:
        if self._task is None:
            raise ValueError("process not started")
        raise AttributeError("a task has no sentinel here, for a guest cannot wait for one: use join() or wait()")

    @property
    def authkey(self) -> bytes:
        raise AttributeError("a task has no authkey here: what is shared with it is shared by the host")

    # -- what comes of it --------------------------------------------------------------------------------------

    def _ended(self) -> _Over | None:
        """What came of it; None until it has ended. Asks the host no more once that is known."""
        if self._over is None and self._task is not None:
            self._over = _Over.of(self._task)
        return self._over

    @property
    def result(self) -> results.TestResult | None:
        """None before the end (DIFFERENCES). Errored if it crashed, was killed, or was terminated."""
        over = self._ended()
        return None if over is None else over.result

    @property
    def error(self) -> str | None:
        """Why it could not report, where that happened."""
        over = self._ended()
        return None if over is None else self._timeout or over.error

    @property
    def exitcode(self) -> int | None:
        """None before the end; negative for a signal."""
        over = self._ended()
        return None if over is None else over.status

    @property
    def finalized(self) -> bool:
        return self._ended() is not None

    def is_alive(self) -> bool:
        return self._task is not None and self._over is None and self._task.is_alive()

    def error_handler(self, error: BaseException) -> None:
        raise error

    # -- what is done with it ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Starts its process. Its parameters are copied, with what the job has in `os.environ` and `sys.argv` now."""
        if self._task is not None:
            raise AssertionError("cannot start a process twice")
        self.manager._deadline.log_before_start(self._taskid)
        self._set_up()
        hand_on()
        try:
            self._task.start()
        except HostError as error:
            raise _refusal(error, "start") from None

    def _set_up(self) -> None:
        """Has the host make it. The host has the last word on its name: one that is taken gets a number."""
        foreign = self.testscript.endswith(".wasm")
        kwargs = values.encode_kwargs(self._kwargs, foreign)
        try:
            self._task = host.Task.create(self.testscript, self._taskid, kwargs, self._exclusive, self._grant)
        except HostError as error:
            raise _refusal(error, "set up") from None
        self._taskid = self._task.taskid()

    def join(self, timeout: float | None = None) -> None:
        """Waits for its end, at most `timeout` seconds."""
        if self._task is None:
            raise AssertionError("can only join a started process")
        self._task.join(timeout)

    def wait(
        self, max_runtime: float | None = None, post_task_exit_grace_period: float = 5, poll_interval: float = 1
    ) -> None:
        """Waits for its end. Past `max_runtime` seconds it is terminated, and this is a TimeoutError.

        The other parameters are pyATS's: the host ends a task's process together with its script, and does not poll.
        """
        if self._task is None:
            raise RuntimeError("cannot wait() on a task that has not been started")
        longest, reason = self.manager.runtime_deadline_timeout(max_runtime)
        try:
            # As the sum of now and the time would: text is no number of seconds.
            seconds = None if longest is None else 0.0 + longest
        except TypeError as error:
            raise noted(
                error, f"max_runtime is a number of seconds, and no {type(longest).__name__}: {longest!r}"
            ) from None
        try:
            self._task.wait(seconds)
        except HostError as error:
            if error.kind != "timeout":
                raise _refusal(error, "wait for") from None
            what = f"has exceeded its max runtime of '{max_runtime}' seconds" if reason is None else f"reached {reason}"
            self._timeout = f"Task '{self._taskid}' {what}. It has been terminated forcefully."
            raise TimeoutError(self._timeout) from None

    def terminate(self) -> None:
        """SIGTERM, and SIGKILL after the host's grace period."""
        self._started("terminate").terminate()

    def kill(self) -> None:
        """SIGKILL."""
        self._started("kill").kill()

    def _started(self, what: str) -> host.Task:
        if self._task is None:
            raise RuntimeError(f"cannot {what}() a task that has not been started")
        return self._task

    def run(self) -> None:
        raise RuntimeError("a task's script runs in a process of its own: use start()")

    def close(self) -> None:
        if self.is_alive():
            raise ValueError(
                "Cannot close a process while it is still running. You should first call join() or terminate()."
            )

    def __repr__(self) -> str:
        state = "initial"
        if self._task is not None:
            over = self._ended()
            state = f"pid={self.pid} " + ("started" if over is None else f"stopped exitcode={over.status}")
        return f"<{type(self).__name__} name={self._taskid!r} {state}>"


class _Over:
    """What came of a task that has ended. Why, and its exit status, are asked for only if somebody looks."""

    def __init__(self, task: host.Task, result: results.TestResult):
        self._task, self.result = task, result

    @classmethod
    def of(cls, task: host.Task) -> _Over | None:
        """None if it has not ended."""
        outcome = task.result()
        if outcome is None:
            if task.is_alive():
                return None
            # It may have ended between the two questions. One without an exit status has not: it waits for a place
            # among as many tasks as may run at once.
            outcome = task.result()
            if outcome is None and task.exit_status() is None:
                return None
        # One that reported nothing is Passed to its job (SPEC 4.3).
        return cls(task, results.Passed if outcome is None else _RESULTS[outcome])

    @cached_property
    def error(self) -> str | None:
        return self._task.error()

    @cached_property
    def status(self) -> int:
        """One that had no process did not exit well."""
        status = self._task.exit_status()
        return 1 if status is None else status


def noted(error: Exception, note: str) -> Exception:
    """An error with pyATS's text, which says little, and what is wrong beside it: tracebacks show it."""
    error.add_note(note)
    return error


def default_runtime() -> Any:
    """The run that a task belongs to unless told otherwise. Looked up late: it is made of this module."""
    return sys.modules["pyats.easypy"].runtime


def _found(testscript: str) -> str:
    """A relative path as an absolute one, if there is such a file from the current directory. The host looks for the
    others.
    """
    if os.path.isabs(testscript):
        return testscript
    absolute = os.path.abspath(testscript)
    return absolute if os.path.exists(absolute) else testscript


def _harness(name: str) -> str:
    if name not in _HARNESSES:
        importlib.import_module(name)
        raise NotImplementedError(f"test_harness={name!r}: scripts run by pyats.aetest here, and by no other harness")
    return name


def _names(devices: Any) -> list[str]:
    """The names of devices that are given as objects or by their names, one or several."""
    if isinstance(devices, str) or hasattr(devices, "connectionmgr"):
        devices = [devices]
    return [each if isinstance(each, str) else str(each.name) for each in devices or ()]


def _grant(grant: Any) -> str | None:
    """A grant as the contract has it. TypeError for what is no dict, or has no JSON form."""
    if grant is None:
        return None
    if not isinstance(grant, dict):
        raise TypeError(f"grant must be a dict as a grant of the policy file, not {type(grant).__name__}")
    try:
        return json.dumps(grant, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"grant has no JSON form: {error}") from error


def _refusal(error: HostError, what: str) -> Exception:
    """Why the host did not do it."""
    if error.kind == "shutting-down":
        return RuntimeError("the run is ending: nothing more is started")
    if error.kind == "limit-exceeded":
        return RuntimeError(
            f"the task could not be {what}: the host's limit {error.value[0]!r} of {error.value[1]} would be exceeded"
        )
    if error.kind == "spawn-failed":
        return OSError(f"the task could not be started: {error.value}")
    if error.kind == "already-started":
        return AssertionError("cannot start a process twice")
    if error.kind == "invalid-argument":
        return ValueError(error.value)
    if error.kind == "deadlock":
        return DeadlockError(error.value)
    if error.kind == "denied":
        return DeniedError(f"could not {what} the task: {error.value}")
    return RuntimeError(f"could not {what} the task: {error}")
