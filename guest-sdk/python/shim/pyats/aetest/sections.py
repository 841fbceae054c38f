"""The decorators that make functions sections, and the classes of those sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .exceptions import MultiSectionError
from .function import TestFunction
from .loop import LoopDecorator


class Subsection(TestFunction):
    """A part of common setup or common cleanup."""

    __aetest_infra__ = True
    __kind__ = "subsection"
    __host_kind__ = "subsection"


class TestcaseSection(TestFunction):
    """A part of a testcase."""

    __aetest_infra__ = True


class SetupSection(TestcaseSection):
    __aetest_infra__ = True
    __host_kind__ = "setup"


class TestSection(TestcaseSection):
    __aetest_infra__ = True
    __host_kind__ = "test"


class CleanupSection(TestcaseSection):
    __aetest_infra__ = True
    __host_kind__ = "cleanup"


def _mark(function: Any, class_: type[TestFunction]) -> Any:
    known = getattr(function, "__testcls__", class_)
    if known is not class_:
        raise MultiSectionError(
            f"{function.__name__} is a {known.__name__} already, and cannot be a {class_.__name__} as well"
        )
    function.__testcls__ = class_
    return function


def _decorator(function: Callable[..., Any] | None, class_: type[TestFunction]) -> Any:
    if function is None:
        return lambda function: _mark(function, class_)
    return _mark(function, class_)


def subsection(function: Callable[..., Any] | None = None, class_: type[TestFunction] = Subsection) -> Any:
    """`@aetest.subsection`: a part of common setup or common cleanup."""
    return _decorator(function, class_)


def setup(function: Callable[..., Any] | None = None, class_: type[TestFunction] = SetupSection) -> Any:
    """`@aetest.setup`: what a testcase begins with; there is one of it at most."""
    return _decorator(function, class_)


def test(function: Callable[..., Any] | None = None, class_: type[TestFunction] = TestSection) -> Any:
    """`@aetest.test`: a test of a testcase."""
    return _decorator(function, class_)


def cleanup(function: Callable[..., Any] | None = None, class_: type[TestFunction] = CleanupSection) -> Any:
    """`@aetest.cleanup`: what a testcase ends with, whatever happened; there is one of it at most."""
    return _decorator(function, class_)


def _looped(
    function: Callable[..., Any] | None, class_: type[TestFunction], iterations: dict[str, Any]
) -> Any:
    if function is None:
        return lambda function: _looped(function, class_, iterations)
    return LoopDecorator(**iterations)(_mark(function, class_))


def subsection_loop(
    function: Callable[..., Any] | None = None, class_: type[TestFunction] = Subsection, **kwargs: Any
) -> Any:
    """`@aetest.subsection.loop(…)`: `loop` and `subsection` in one."""
    return _looped(function, class_, kwargs)


def test_loop(
    function: Callable[..., Any] | None = None, class_: type[TestFunction] = TestSection, **kwargs: Any
) -> Any:
    """`@aetest.test.loop(…)`: `loop` and `test` in one."""
    return _looped(function, class_, kwargs)


subsection.loop = subsection_loop
test.loop = test_loop
# Not test classes and tests, whatever their names make unittest's and pytest's collectors think.
test.__test__ = test_loop.__test__ = setup.__test__ = False
