"""A function of a testcase or common section that is run as a section of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyats.results import Passed

from .base import Source, TestItem
from .parameters import fill
from .steps.implementation import Steps
from .utils import get_defining_class


class TestFunction(TestItem):
    """One run of a function: in a loop, or tried again, there is one of these for each time."""

    __aetest_infra__ = True
    __description__ = None

    def __init__(self, function: Callable[..., Any], uid: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(uid or function.__name__, *args, **kwargs)
        self.function = function
        self.steps = Steps(self)
        if self.__description__ is None:
            self.__description__ = function.__doc__

    @property
    def defining_class(self) -> type | None:
        return get_defining_class(self.function)

    def __written__(self) -> Source:
        return Source(self.function, self.defining_class)

    def __reserved__(self) -> dict[str, Any]:
        """Arguments that are not parameters, but what the function runs in."""
        return {
            "section": self,
            "steps": self.steps,
            "testscript": self.__script__,
            "reporter": self.reporter,
        }

    @property
    def __script__(self) -> Any:
        """The script that the section belongs to."""
        item = self
        while item.parent is not None:
            item = item.parent
        return item

    def __call__(self, **parameters: Any) -> None:
        """Runs the function. Its result is Passed and its steps' roll-up, unless it raises."""
        if parameters:
            self.parameters.local.update(parameters)
        try:
            self.function(**fill(self.function, self.parameters, self.__reserved__(), self))
        finally:
            self.result = Passed + self.steps.result
