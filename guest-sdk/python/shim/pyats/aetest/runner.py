"""Runs a loaded testscript as a task's: what `easypy_runner.script` calls."""

from __future__ import annotations

import logging
import os
from types import ModuleType
from typing import Any

from easypy_runner import host

from pyats.topology import run

from . import running
from .executer import Executer
from .parameters import Later
from .processors.decorator import discover_global_processors
from .reporter.base import details_handler
from .reporter.host import HostReporter
from .script import TestScript

logger = logging.getLogger("pyats.aetest")

#: Arguments of `run()` that are for the harness, and no parameters of the script (SPEC 4.2).
HARNESS_ARGUMENTS = (
    "uids",
    "exclude_uids",
    "groups",
    "datafile",
    "max_failures",
    "random",
    "random_seed",
    "processors",
    "pdb",
    "step_debug",
    "pause_on",
    "loglevel",
)


def run_script(module: ModuleType, parameters: dict[str, Any], harness_arguments: dict[str, Any]) -> None:
    """Runs a testscript, reporting its sections to the host.

    Raises what keeps it from being run at all: a filter that cannot be called, a datafile, common sections
    defined twice.
    """
    script = TestScript(module, uid=host.taskid())
    if harness_arguments.get("datafile") is not None:
        _archive(harness_arguments["datafile"])
    given = {"testbed": Later(run.testbed), "runinfo_dir": host.info().directory, **parameters}
    run_with(script, HostReporter(), given, harness_arguments)


def _archive(datafile: Any) -> None:
    """Puts the datafile into the archive as `<taskid>.datafile.yaml`; one that is not there is found out later."""
    try:
        with open(os.fspath(datafile), "rb") as file:
            host.attach("datafile.yaml", "application/yaml", file.read())
    except (OSError, TypeError):
        pass
    except host.HostError as refused:
        logger.warning("The datafile %s is not in the archive: %s", datafile, refused)


def run_with(script: TestScript, reporter: Any, parameters: dict[str, Any], harness: dict[str, Any]) -> Any:
    """Runs a script with any reporter; its result."""
    module = script.module
    processors = discover_global_processors(module)
    if harness.get("datafile") is not None:
        script.load_datafile(harness["datafile"])
        processors.update(getattr(script, "datafile_processors", {}))
    processors.update(harness.get("processors") or {})
    script.reporter = reporter
    script.randomize(harness.get("random"), harness.get("random_seed"))
    executer = Executer(
        uids=harness.get("uids"),
        groups=harness.get("groups"),
        exclude_uids=harness.get("exclude_uids"),
        max_failures=harness.get("max_failures"),
        processors=processors,
    )
    outermost = running.executer is None
    if outermost:
        logging.root.addHandler(details_handler)
    try:
        with running.run(executer, reporter):
            return script(**parameters)
    finally:
        if outermost:
            logging.root.removeHandler(details_handler)
