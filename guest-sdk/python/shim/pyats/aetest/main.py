"""`aetest.main()`: runs a script by itself, without a job (SPEC 8, standalone)."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from types import ModuleType
from typing import Any

from easypy_runner import loader
from pyats.datastructures.logic import logic_str

from .reporter.standalone import StandaloneReporter
from .runner import HARNESS_ARGUMENTS, run_with
from .script import TestScript

logger = logging.getLogger("pyats.aetest")


class AEtest:
    """Runs one script, with what the command line says if it is to be looked at."""

    def __init__(self, commandline: bool = False, parser: Any = None, legacy_cli: bool = True) -> None:
        self.commandline = commandline
        self.parser = parser

    def parse_args(self, argv: list[str] | None = None) -> dict[str, Any]:
        """The harness's arguments on a command line; what it does not know is the script's own."""
        parser = self.parser or argparse.ArgumentParser(
            description="Arguments of the test harness; others are left to the script.", allow_abbrev=False
        )
        for name, kind, text in (
            ("uids", logic_str, "what to run, by uid: Or('tc_one', 'common.*')"),
            ("exclude-uids", logic_str, "what not to run, by uid"),
            ("groups", logic_str, "which testcases to run, by group: And('sanity', Not('slow'))"),
            ("datafile", str, "a YAML file of parameters and attributes"),
            ("max-failures", int, "go to common cleanup after this many failing testcases"),
            ("random-seed", int, "the order that -random gives"),
            ("loglevel", _level, "the level of the harness's log"),
        ):
            parser.add_argument(f"-{name.replace('-', '_')}", f"--{name}", type=kind, default=None, help=text)
        parser.add_argument(
            "-random", "--random", action="store_true", default=None, help="shuffle testcases"
        )
        parser.add_argument("-pdb", "--pdb", action="store_true", default=None, help="has no effect here")
        known, _ = parser.parse_known_args(sys.argv[1:] if argv is None else argv)
        return {name: value for name, value in vars(known).items() if value is not None}

    def run(self, testable: Any, uid: Any = None, reporter: Any = None, **arguments: Any) -> Any:
        """Runs a module, a module's name, or a file; its result.

        Of the arguments, those of `run()` in a job are the harness's.
        """
        module = _module(testable)
        if self.commandline:
            arguments = {**arguments, **self.parse_args()}
        harness = {name: arguments.pop(name) for name in HARNESS_ARGUMENTS if name in arguments}
        if harness.get("loglevel"):
            logger.setLevel(harness["loglevel"])
        reporter = reporter or StandaloneReporter()
        result = run_with(TestScript(module, uid=uid), reporter, arguments, harness)
        if isinstance(reporter, StandaloneReporter):
            reporter.log_summary()
        return result


def main(testable: Any = "__main__", **kwargs: Any) -> Any:
    """Runs the script that this is called in, or another; its result. Arguments are its parameters."""
    return AEtest(commandline=testable == "__main__").run(testable, **kwargs)


def _module(testable: Any) -> ModuleType:
    if isinstance(testable, ModuleType):
        return testable
    if testable in sys.modules:
        return sys.modules[testable]
    return loader.load_testscript(os.path.abspath(os.fspath(testable)))


def _level(text: str) -> Any:
    return int(text) if text.isdigit() else text.upper()


Main = AEtest
