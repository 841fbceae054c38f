"""`runtime` of the contract: the run that this guest is part of."""

from __future__ import annotations

from typing import NamedTuple

from wit_world.imports import runtime as _runtime

from .values import text


class RunInfo(NamedTuple):
    """What the host says of the run (`runtime.info`)."""

    uid: str
    directory: str
    home: str
    archive: str | None
    submitter: str
    user: str
    host: str


_info: RunInfo | None = None


def info() -> RunInfo:
    """The run that this guest is part of. Asked for once: it does not change."""
    global _info
    if _info is None:
        run = _runtime.info()
        _info = RunInfo(run.uid, run.directory, run.home, run.archive, run.submitter, run.user, run.host)
    return _info


def program() -> str:
    """The path of the jobfile or testscript to run."""
    return _runtime.program()


def process_id() -> int:
    """The process that this guest runs in, as logs and `ps` show it."""
    return _runtime.process_id()


def job_name() -> str:
    """The name of the job as reports show it."""
    return _runtime.job_name()


def set_job_name(name: str) -> None:
    """Gives the job another name; ignored with a warning in a task."""
    _runtime.set_job_name(text(name))


def taskid() -> str | None:
    """The task that this guest is; None in a job."""
    return _runtime.taskid()


def set_arguments(arguments: list[str]) -> None:
    """What tasks started from now on find in `sys.argv[1:]`."""
    _runtime.set_arguments([text(argument) for argument in arguments])


def set_environment(variables: dict[str, str]) -> None:
    """What tasks started from now on find in `os.environ` beside what the run passes on."""
    _runtime.set_environment([(text(name), text(value)) for name, value in variables.items()])


def variable_missing(name: str) -> None:
    """Says that an environment variable was looked for and not found."""
    _runtime.variable_missing(text(name))
