"""Testcases (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .base import TestItem
from .container import TestContainer
from .running import discoverers


class Testcase(TestContainer):
    """Holds at most one setup, any number of tests, and at most one cleanup.

    Its body may say `uid`, `groups` (a list of names), `description`, `parameters` and `must_pass`.
    """

    __aetest_infra__ = True
    __test__ = False
    __kind__ = "testcase"
    __host_kind__ = "testcase"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Own to each testcase, so that one may change its list.
        groups = getattr(type(self), "groups", ())
        if not callable(groups):
            self.groups = list(groups)

    def __iter__(self) -> Iterator[TestItem]:
        return iter(discoverers.testcase(self))
