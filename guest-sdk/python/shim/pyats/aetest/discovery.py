"""Finds the sections of a script, a common section and a testcase, and their order (SPEC 8).

A script or testcase is discovered while it runs: what an earlier section marked (a loop, a skip) counts for
the later ones.
`aetest.runtime.discoverer` takes other classes in place of these.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from .base import RESERVED, Source, TestableMeta
from .commons import CommonCleanup, CommonSetup
from .exceptions import InvalidContextError, MultiSectionError
from .loop import get_iterations, loopable
from .order import defined, in_order
from .retry import attempts, retryable
from .sections import CleanupSection, SetupSection, Subsection, TestSection
from .testcase import Testcase
from .utils import getname

logger = logging.getLogger("pyats.aetest")


class BaseDiscovery:
    """Discovers what is in `target`; iterating over it makes the sections, one at a time."""

    def __init__(self, target: Any) -> None:
        self.target = target

    def discover(self) -> list[Any]:
        """The sections' functions or classes, in the order in which they run."""
        raise NotImplementedError

    def order(self, *sections: Any) -> list[Any]:
        """Puts what was discovered into the order in which it runs."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        for section in self.discover():
            if loopable(section):
                if retryable(section):
                    logger.warning(
                        "%s is under loop and retry: its turns are not tried again, as in pyATS.", getname(section)
                    )
                for turn in get_iterations(section):
                    yield self._new_section(section, turn.uid, turn.parameters)
            elif retryable(section):
                yield from attempts(self, section)
            else:
                yield self._untried(self._new_section(section))

    def _untried(self, section: Any) -> Any:
        """Adds what sections that are not tried again have for parameters, as pyATS has it."""
        section.parameters.local.setdefault("retry", None)
        section.parameters.local.setdefault("retry_count", 0)
        return section

    def _new_section(self, section: Any, uid: Any = None, parameters: Any = None) -> Any:
        """The section to run, for a function or class that was discovered."""
        raise NotImplementedError


class BaseTestDiscovery(BaseDiscovery):
    """Discovers the functions of a container."""

    def _new_section(self, section: Any, uid: Any = None, parameters: Any = None) -> Any:
        return section.__testcls__(section, uid=uid, parent=self.target, parameters=dict(parameters or {}))

    def _untried(self, section: Any) -> Any:
        above = self.target.parameters.get("retry_count", 0)
        section.parameters.local.update(retry=True, retry_count=above)
        return section

    def functions(self) -> list[Any]:
        """The bound functions that decorators made sections, inherited ones as well, in the order of the text."""
        cls = type(self.target)
        names = {name for each in cls.__mro__ if not vars(each).get("__aetest_infra__") for name in vars(each)}
        found = [
            name
            for name in names
            if not name.startswith("_") and name not in RESERVED and hasattr(defined(cls, name), "__testcls__")
        ]
        return [getattr(self.target, name) for name in in_order(cls, found)]


class CommonDiscovery(BaseTestDiscovery):
    """The subsections of a common section."""

    def discover(self) -> list[Any]:
        functions = self.functions()
        for each in functions:
            if not issubclass(each.__testcls__, Subsection):
                raise _misplaced("Only subsections can be defined inside Common sections.", each, self.target)
        return self.order(*functions)

    def order(self, *subsections: Any) -> list[Any]:
        return list(subsections)


class TestcaseDiscovery(BaseTestDiscovery):
    """The setup, tests and cleanup of a testcase."""

    __test__ = False

    def discover(self) -> list[Any]:
        setup = cleanup = None
        tests = []
        for each in self.functions():
            if issubclass(each.__testcls__, SetupSection):
                setup = _only("Setup section is unique per Testcase", setup, each)
            elif issubclass(each.__testcls__, CleanupSection):
                cleanup = _only("Cleanup section is unique per Testcase", cleanup, each)
            elif issubclass(each.__testcls__, TestSection):
                tests.append(each)
            else:
                rule = "Only setup/test/cleanup sections can be defined within testcase body."
                raise _misplaced(rule, each, self.target)
        return self.order(setup, tests, cleanup)

    def order(self, setup: Any = None, tests: Any = (), cleanup: Any = None) -> list[Any]:
        return [each for each in (setup, *tests, cleanup) if each is not None]


class ScriptDiscovery(BaseDiscovery):
    """The common sections and testcases of a script: classes that are written in it."""

    def discover(self) -> list[Any]:
        setup = cleanup = None
        testcases = []
        for each in script_classes(self.target.module):
            if issubclass(each, CommonSetup):
                setup = _only("CommonSetup section is unique to each testscript", setup, each)
            elif issubclass(each, CommonCleanup):
                cleanup = _only("CommonCleanup section is unique to each testscript", cleanup, each)
            elif issubclass(each, Testcase):
                testcases.append(each)
        return self.order(setup, testcases, cleanup)

    def order(self, setup: Any = None, testcases: Any = (), cleanup: Any = None) -> list[Any]:
        return [each for each in (setup, *self.target.shuffled(testcases), cleanup) if each is not None]

    def _new_section(self, section: Any, uid: Any = None, parameters: Any = None) -> Any:
        made: dict[str, Any] = {"parent": self.target}
        if uid is not None:
            made["uid"] = uid
        if parameters is not None:
            made["parameters"] = dict(parameters)
        return section(**made)


def script_classes(module: Any) -> list[Any]:
    """The classes of sections that are written in a module, in the order of its text.

    One with two names comes twice.
    """
    found = [
        value
        for name, value in sorted(vars(module).items())
        if not name.startswith("_")
        and isinstance(value, TestableMeta)
        and value.__module__ == module.__name__
    ]
    found.sort(key=lambda cls: Source(cls).location)
    return found


def _misplaced(rule: str, found: Any, target: Any) -> InvalidContextError:
    return InvalidContextError(f"{rule}\nCaught {found!r} in {target}")


def _only(rule: str, known: Any, found: Any) -> Any:
    if known is not None:
        raise MultiSectionError(f"{rule}. Caught duplicate definitions: {known!r}, {found!r}")
    return found


__all__ = [
    "BaseDiscovery",
    "CommonDiscovery",
    "ScriptDiscovery",
    "TestcaseDiscovery",
    "script_classes",
]
