"""`task` of the contract: what a job starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from componentize_py_types import Err
from wit_world.imports import task as _task

from .values import OUTCOMES, host_error, nanoseconds, optional, text


class TaskSummary(NamedTuple):
    """A task of the job as `all_tasks` shows it; `result` is an outcome's name."""

    taskid: str
    testscript: str
    started: bool
    alive: bool
    result: str | None


class Task:
    """A task of this job (`task.task` in the contract). In a testscript every call is `denied`."""

    __slots__ = ("_task",)

    def __init__(self, task: _task.Task):
        self._task = task

    @staticmethod
    def create(
        testscript: str,
        taskid: str | None,
        kwargs: str,
        exclusive: Iterable[str] = (),
        grant: str | None = None,
    ) -> Task:
        """Sets up a task. `kwargs` is the text of a JSON object, and so is `grant`; `exclusive` names devices."""
        options = _task.Options(
            text(testscript), optional(taskid), text(kwargs), [text(each) for each in exclusive], optional(grant)
        )
        try:
            return Task(_task.Task.create(options))
        except Err as error:
            raise host_error(error) from None

    def start(self) -> None:
        """Starts the child process."""
        try:
            self._task.start()
        except Err as error:
            raise host_error(error) from None

    def join(self, timeout: float | None = None) -> bool:
        """Waits for the end, at most `timeout` seconds; whether it has ended."""
        try:
            return self._task.join(nanoseconds(timeout))
        except Err as error:
            raise host_error(error) from None

    def wait(self, max_runtime: float | None = None) -> None:
        """Waits for the end; past `max_runtime` seconds the task is terminated, and this is a `timeout`."""
        try:
            self._task.wait(nanoseconds(max_runtime))
        except Err as error:
            raise host_error(error) from None

    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._task.is_alive()

    def terminate(self) -> None:
        """Ends it: SIGTERM, then SIGKILL after a grace period."""
        try:
            self._task.terminate()
        except Err as error:
            raise host_error(error) from None

    def kill(self) -> None:
        """Ends it at once: SIGKILL."""
        try:
            self._task.kill()
        except Err as error:
            raise host_error(error) from None

    def result(self) -> str | None:
        """The outcome's name; None before the end, or when it reported nothing."""
        outcome = self._task.result()
        return None if outcome is None else OUTCOMES[outcome]

    def error(self) -> str | None:
        """Why it could not report, if so."""
        return self._task.error()

    def pid(self) -> int | None:
        """Its process; None before the start."""
        return self._task.pid()

    def exit_status(self) -> int | None:
        """Its exit code, or the negative number of the signal that ended it; None before the end."""
        status = self._task.exit_status()
        if status is None:
            return None
        return -status.value if isinstance(status, _task.ExitStatus_Signal) else status.value

    def taskid(self) -> str:
        """Its unique name."""
        return self._task.taskid()

    def testscript(self) -> str:
        """The testscript as it was asked for."""
        return self._task.testscript()

    def kwargs(self) -> str:
        """The parameters as they were given: JSON text."""
        return self._task.kwargs()


def all_tasks() -> list[TaskSummary]:
    """The job's tasks so far, in the order in which they were set up."""
    return [
        TaskSummary(
            task.taskid, task.testscript, task.started, task.alive,
            None if task.result is None else OUTCOMES[task.result],
        )
        for task in _task.all()
    ]
