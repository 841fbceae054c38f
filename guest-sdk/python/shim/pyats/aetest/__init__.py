"""The test harness: what testscripts are written with (SPEC 8).

    from pyats import aetest

    class Reachable(aetest.Testcase):
        @aetest.test
        def ping(self, device, steps):
            ...

Sections are reported to the host as they begin and end; nothing of the report is made here.
"""

from . import (
    base,
    commons,
    container,
    datafile,
    discovery,
    exceptions,
    function,
    parameters,
    reporter,
    running,
    script,
    sections,
    signals,
    steps,
    testcase,
    utils,
)
from .commons import CommonCleanup, CommonSetup
from .loop import loop
from .main import AEtest, Main, main
from .processors import processors, skip, skipIf, skipUnless
from .retry import retry
from .runtime import runtime
from .sections import cleanup, setup, subsection, test
from .testcase import Testcase
from .utils import exit_cli_code

running.discoverers.script = discovery.ScriptDiscovery
running.discoverers.testcase = discovery.TestcaseDiscovery
running.discoverers.common = discovery.CommonDiscovery

__all__ = [
    "AEtest",
    "CommonCleanup",
    "CommonSetup",
    "Main",
    "Testcase",
    "base",
    "cleanup",
    "commons",
    "container",
    "datafile",
    "discovery",
    "exceptions",
    "exit_cli_code",
    "function",
    "loop",
    "main",
    "parameters",
    "processors",
    "reporter",
    "retry",
    "runtime",
    "script",
    "sections",
    "setup",
    "signals",
    "skip",
    "skipIf",
    "skipUnless",
    "steps",
    "subsection",
    "test",
    "testcase",
    "utils",
]
