"""Common setup and common cleanup: what a script begins and ends with (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .base import TestItem
from .container import TestContainer
from .running import discoverers


class Common(TestContainer):
    """Holds subsections. There is one of each kind in a script at most."""

    __aetest_infra__ = True

    def __iter__(self) -> Iterator[TestItem]:
        return iter(discoverers.common(self))


class CommonSetup(Common):
    """Runs before the testcases, which are blocked when it does not pass.

    Its id is `common_setup`, whatever the class is called.
    """

    __aetest_infra__ = True
    __host_kind__ = "common-setup"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("uid", "common_setup")
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return "common setup"


class CommonCleanup(Common):
    """Runs after the testcases, whatever happened to them. Its id is `common_cleanup`."""

    __aetest_infra__ = True
    __host_kind__ = "common-cleanup"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("uid", "common_cleanup")
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return "common cleanup"
