"""A testscript: a module with common sections and testcases."""

from __future__ import annotations

import logging
import random
import sys
from collections.abc import Iterator
from typing import Any

from . import running
from .base import TestItem
from .parameters import discover_parameters

logger = logging.getLogger("pyats.aetest")

MODULE_PREFIX = "pyats.aetest.testscript."


class TestScript(TestItem):
    """The module as the harness runs it: its parameters are what all sections see."""

    __aetest_infra__ = True
    script_type = "aetest"

    def __init__(self, module: Any, uid: Any = None, reporter: Any = None) -> None:
        super().__init__(uid or module.__name__, parameters=discover_parameters(module))
        self.module = module
        self.reporter = reporter
        self.datafile: str | None = None
        self.random: random.Random | None = None

    @property
    def __script__(self) -> TestScript:
        return self

    @property
    def groups(self) -> Any:
        return running.executer and running.executer.groups

    @property
    def uids(self) -> Any:
        return running.executer and running.executer.uids

    def __str__(self) -> str:
        return str(self.uid)

    def load_datafile(self, datafile: Any) -> None:
        """Applies a datafile. DatafileError when it cannot be read or does not fit the script."""
        from .datafile import apply_datafile

        self.datafile = str(datafile)
        apply_datafile(self, self.datafile)

    def randomize(self, flag: Any, seed: Any = None) -> None:
        """Has the testcases run in an order that follows from the seed."""
        if flag:
            seed = random.randrange(sys.maxsize) if seed is None else seed
            logger.info(f"Testcase randomization is enabled, seed: {seed}")
            self.random = random.Random(seed)

    def shuffled(self, testcases: Any) -> list[Any]:
        if self.random is None:
            return list(testcases)
        return sorted(testcases, key=lambda _: self.random.random())

    def __iter__(self) -> Iterator[TestItem]:
        return iter(running.discoverers.script(self))

    def __call__(self, **parameters: Any) -> Any:
        """Runs the script; its result."""
        self.parameters.local.update(parameters)
        executer = running.executer
        for section in self:
            executer.execute(section)
            if executer.aborting:
                break
        return self.result
