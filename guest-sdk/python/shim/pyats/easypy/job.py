"""`runtime.job`: the job that runs (SPEC 4.5).

What the host reports at the end, such as results and times, is not known while the job runs, in pyATS as little as
here: it is None, or counts nothing.
"""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from typing import Any

from easypy_runner import host

from pyats.results import ResultCounter


class Job:
    job_type = "easypy"
    # Set by options that this version of the host does not have, or only known at the end.
    image = release = branch = product = component = feature = owner = label = meta = None
    starttime = stoptime = elapsedtime = job_result = report = rerun_dict = None

    def __init__(self, runtime: Any):
        self.runtime = runtime
        self.results, self.section_results = ResultCounter(), ResultCounter()
        self.rerun_condition = ["FAILED", "ABORTED", "BLOCKED", "SKIPPED", "ERRORED"]

    @property
    def name(self) -> str:
        """The name in reports; the jobfile's stem until the job sets another."""
        return host.job_name()

    @name.setter
    def name(self, name: str) -> None:
        host.set_job_name(name)

    @property
    def uid(self) -> str:
        return host.info().uid

    @property
    def file(self) -> str:
        """The jobfile's path. Not known in a task: a task is told of its own file only."""
        if host.taskid() is not None:
            raise AttributeError("runtime.job.file is known in the job only: hand it to the task as a parameter")
        return host.program()

    @cached_property
    def file_hash(self) -> str:
        """The SHA-256 of the jobfile, in hexadecimal."""
        with open(self.file, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()

    @property
    def suite_name(self) -> str:
        """The jobfile's stem."""
        if host.taskid() is not None:
            return host.job_name()
        return stem(host.program())

    @property
    def testbed(self) -> Any:
        return self.runtime.testbed

    @property
    def testbed_file(self) -> str | None:
        """The path of the testbed's file on the host, where that is told; a guest does not see the file."""
        return None if self.testbed is None else self.testbed.testbed_file

    def details(self) -> dict[str, Any]:
        return {"name": self.name, "uid": self.uid, "suite_name": self.suite_name, "job_type": self.job_type}


def stem(path: str) -> str:
    """A jobfile's name without directory and extension, as it is used for uid and names (SPEC 4.1)."""
    return os.path.splitext(os.path.basename(path))[0]
