"""`runtime`: what `main(runtime)` is given, and what scripts import from `pyats.easypy` (SPEC 4.5).

Made while the component is built: nothing is asked of the host before somebody looks.
"""

from __future__ import annotations

import enum
import platform
import sys
from argparse import Namespace
from functools import cached_property
from typing import Any

from easypy_runner import host

from pyats.datastructures import AttrDict
from pyats.results import ResultCounter
from pyats.topology import run

from .job import Job
from .mail import MailReport
from .options import options
from .synchro import SyncManager
from .tasks import TaskManager

#: Parts of pyATS's engine whose work is the host's here.
_OF_THE_HOST = frozenset(
    (
        "CLI_DESCRIPTION cleanup configuration configure_logging configure_parser details generate_email_reports "
        "mailbot main parse_args parser plugins print_help reporter runinfo"
    ).split()
)


class EasypyRuntime:
    """The run, as a job or a task sees it."""

    class ReturnCodes(enum.IntEnum):
        OK = 0
        NOT_100_PERCENT = 1
        ARGPARSE_ERROR = 2
        PLUGIN_ERROR = 3
        UNKNOWN_ERROR = 4

    legacy_cli = False

    def __init__(self) -> None:
        self.job = Job(self)
        self.tasks = TaskManager(self)
        self.synchro = SyncManager()
        self.results_summary = ResultCounter()

    @property
    def directory(self) -> str:
        """The runinfo directory: what is written there comes into the archive."""
        return host.info().directory

    @property
    def archive(self) -> str | None:
        """Where the archive will be on the host; None with `--no-archive`."""
        return host.info().archive

    @cached_property
    def testbed(self) -> Any:
        """The testbed of `--testbed-file`, as this guest's grant shows it; None if the run has none. A job may set
        another for itself; its tasks see the run's.
        """
        return run.testbed()

    @cached_property
    def mail_report(self) -> MailReport:
        """What the job would have in the mail: kept, and never sent."""
        return MailReport()

    @cached_property
    def args(self) -> Namespace:
        return options()

    @cached_property
    def env(self) -> AttrDict:
        custom = " ".join(sys.argv[1:])
        program = host.program()
        return AttrDict(
            argv=AttrDict(all=f"{sys.argv[0]} {custom}".rstrip() if sys.argv else program, custom=(custom,)),
            prefix=sys.prefix,
            python=AttrDict(
                tag=sys.implementation.cache_tag,
                name=sys.implementation.name,
                version=platform.python_version(),
                architecture="64bit" if sys.maxsize > 2**32 else "32bit",
            ),
            user=host.info().user,
            host=AttrDict(
                name=host.info().host,
                distro=platform.system(),
                kernel=platform.release(),
                architecture=platform.machine(),
            ),
        )

    def __reduce__(self) -> str:
        """As a parameter of a task it is the task's own, under whichever name."""
        return "runtime"

    def __getattr__(self, name: str) -> Any:
        if name in _OF_THE_HOST:
            raise AttributeError(f"runtime.{name}: that is the host's part in easypy-wasm, and a job has no hold of it")
        raise AttributeError(f"'{type(self).__name__}' object has no attribute {name!r}")


runtime = EasypyRuntime()
