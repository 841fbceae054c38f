"""Tasks: `Task`, `run` and `runtime.tasks` (SPEC 4.2, 4.4; DIFFERENCES)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from easypy_runner import host

from pyats import results

from .deadline import Deadline
from .task import Task, default_runtime, noted

__all__ = ["Task", "TaskManager", "run"]


class TaskManager:
    """`runtime.tasks`: the job's tasks in the order in which they were made (SPEC 4.4). In a task there are none."""

    def __init__(self, runtime: Any):
        self.runtime = runtime
        self._tasks: list[Task] = []
        self._deadline = Deadline()

    def Task(self, *args: Any, **kwargs: Any) -> Task:
        return Task(*args, **{"runtime": self.runtime, **kwargs})

    def run(self, *args: Any, max_runtime: float | None = None, **kwargs: Any) -> results.TestResult:
        """Makes a task, starts it, waits for its end, and gives its result.

        `max_runtime` is in seconds; past it the task is terminated, and this is a TimeoutError.
        """
        task = self.Task(*args, **kwargs)
        task.start()
        task.wait(max_runtime)
        return task.result

    def register(self, task: Task) -> None:
        self._tasks.append(task)

    def terminate(self) -> None:
        """Terminates all tasks that run."""
        for task in self.active:
            task.terminate()

    def set_up_the_rest(self) -> None:
        """Tells the host of the tasks that were never started: the end of the job."""
        for task in self._tasks:
            if task._task is None:
                # Nobody will read its parameters.
                task._kwargs = {}
                try:
                    task._set_up()
                except (RuntimeError, ValueError, OSError):
                    # Nobody is there any more who could do something about it.
                    continue

    def _must_be_in_a_job(self) -> None:
        if host.taskid() is not None:
            # The first sentence is pyATS's, for scripts without a job.
            raise RuntimeError(
                "Cannot start a task when no job is running. A testscript is a task itself: tasks are started by main() "
                "of the jobfile."
            )

    def _name(self, asked: str | None) -> str:
        """The name to ask the host for (SPEC 4.2). One that is taken is for the host to see, which tells the user."""
        try:
            name = "" if asked is None else asked.replace("/", "_")
        except AttributeError as error:
            raise noted(
                error, f"taskid, the second argument, is text, and no {type(asked).__name__}: {asked!r:.80}"
            ) from None
        return name or f"Task-{len(self._tasks) + 1}"

    # -- as a collection ---------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._tasks)

    def __iter__(self) -> Iterator[Task]:
        return iter(tuple(self._tasks))

    def __getitem__(self, which: str | int) -> Task:
        if not isinstance(which, str):
            return self._tasks[which]
        for task in self._tasks:
            if task._taskid == which:
                return task
        raise ValueError(f"No such task known: {which}")

    @property
    def count(self) -> int:
        return len(self._tasks)

    @property
    def active(self) -> tuple[Task, ...]:
        return tuple(task for task in self._tasks if task.is_alive())

    @property
    def result(self) -> results.TestResult | int:
        """The roll-up of all that have ended; 0 while there is none."""
        return sum(task.result for task in self._tasks if task.finalized)

    @property
    def errors(self) -> tuple[Task, ...]:
        """Those that could not report."""
        return tuple(task for task in self._tasks if task.error)

    @property
    def error_str(self) -> str:
        return f"({len(self.errors)} failed to run)" if self.errors else ""

    # -- the latest time for all of them -----------------------------------------------------------------------

    @property
    def runtime_deadline(self) -> Any:
        return self._deadline.time

    @property
    def runtime_deadline_reason(self) -> str | None:
        return self._deadline.reason

    def set_runtime_deadline(
        self, end_time: Any, reason: str | None = None, guard_seconds: float | None = None
    ) -> bool:
        """Ends every wait at a time of the clock, less `guard_seconds` (1800). Whether the time could be read."""
        return self._deadline.set(end_time, reason, guard_seconds)

    def set_runtime_deadline_from_testbed(self) -> bool:
        """There is no testbed with a reservation yet: nothing is set."""
        return False

    def clear_runtime_deadline(self) -> None:
        self._deadline.clear()

    def runtime_deadline_timeout(self, max_runtime: float | None = None) -> tuple[float | None, str | None]:
        """The seconds that a task may take, and why if that is the deadline's doing."""
        return self._deadline.limit(max_runtime)

    def log_runtime_deadline_before_task_start(self, taskid: str) -> None:
        self._deadline.log_before_start(taskid)


def run(*args: Any, max_runtime: float | None = None, **kwargs: Any) -> results.TestResult:
    """Runs a testscript as a task and gives its result (SPEC 4.2).

    `testscript`, `taskid`, `runtime`, `exclusive` and `grant` are as for `Task`; `max_runtime` is in seconds, and past it this is a
    TimeoutError. Everything else is the script's.
    """
    runtime = kwargs.get("runtime")
    manager = default_runtime().tasks if runtime is None else runtime.tasks
    return manager.run(*args, max_runtime=max_runtime, **kwargs)
