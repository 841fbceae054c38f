"""What runs now: one script's executer and reporter, which its steps, containers and processors find here.

A script that calls `aetest.main()` while it runs has the outer run put aside for that time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .reporter.base import NullReporter

#: The executer of the script that runs; None when none does.
executer: Any = None
#: Where sections are reported; outside of a run, nowhere.
reporter: Any = NullReporter()


@contextmanager
def run(new_executer: Any, new_reporter: Any) -> Iterator[None]:
    """Makes these the ones that run, until the block ends."""
    global executer, reporter
    outer = executer, reporter
    executer, reporter = new_executer, new_reporter
    try:
        yield
    finally:
        executer, reporter = outer


class Discoverers:
    """The classes that find sections: `aetest.runtime.discoverer`.

    The harness's own are put in by the package.
    """

    script: Any
    testcase: Any
    common: Any


discoverers = Discoverers()
