"""What the tests of `pyats.aetest` share: running a script's text or file as a task, on the fake host."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import textwrap
import unittest
from typing import Any

import fake_host

fake_host.install()

import pyats.log.host  # noqa: E402, F401 - connects logging with the host
from easypy_runner import script as runner  # noqa: E402


class Ran:
    """What came of a script: the tree that the host was told, the log, and why it could not be run, if so."""

    def __init__(self, state: fake_host.State, failure: str | None) -> None:
        self.state = state
        self.failure = failure

    @property
    def result(self) -> str | None:
        return self.state.result()

    def __getitem__(self, path: str) -> fake_host.Section:
        """A section by its ids, joined with `/`."""
        return self.state.section(*path.split("/"))

    def outcomes(self) -> dict[str, str | None]:
        """Outcomes by ids, joined with `/`, in the order of the tree."""
        return {full: section.outcome for top in self.state.sections for full, section in walk(top, "")}

    def log(self, level: int = 0) -> list[str]:
        return self.state.messages(level=level)


def walk(section: fake_host.Section, above: str):
    full = f"{above}/{section.id}" if above else section.id
    yield full, section
    for each in section.sections:
        yield from walk(each, full)


def run_file(path: str, taskid: str = "Task-1", **kwargs: Any) -> Ran:
    """Runs a file as a task's testscript."""
    state = fake_host.reset()
    state.program = path
    state.taskid = taskid
    before = list(sys.path)
    # What an earlier test's job or script left.
    logging.root.setLevel(logging.INFO)
    logging.getLogger("pyats.aetest").setLevel(logging.INFO)
    try:
        runner.run(dict(kwargs))
        failure = None
    except runner.ScriptFailed as failed:
        failure = str(failed)
    finally:
        sys.path[:] = before
        for name in [name for name in sys.modules if name.startswith("pyats.aetest.testscript.")]:
            del sys.modules[name]
    assert not state.stack, f"sections left open: {state.stack}"
    return Ran(state, failure)


class ScriptTestCase(unittest.TestCase):
    """A test that writes scripts into a directory of its own."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = os.path.realpath(directory.name)
        self.scripts = 0
        #: Scripts put values here: `seen.append(…)`.
        self.seen: list[Any] = []

    def write(self, name: str, text: str) -> str:
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))
        return path

    def run_script(self, text: str, **kwargs: Any) -> Ran:
        """Runs a script: `aetest` is imported in its first line, and `seen` is the test's list."""
        self.scripts += 1
        head = "from pyats import aetest; from aetest_harness import current; seen = current.seen\n"
        path = self.write(f"script_{self.scripts}.py", head + textwrap.dedent(text))
        current.seen = self.seen
        return run_file(path, **kwargs)


class current:
    """The test that runs."""

    seen: list[Any] = []
