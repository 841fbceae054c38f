"""What holds sections: testcases and the common sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import running
from .base import TestItem


class TestContainer(TestItem):
    """Runs the sections that its class defines, one after the other."""

    __aetest_infra__ = True

    def __init__(self, uid: Any = None, *args: Any, **kwargs: Any) -> None:
        cls = type(self)
        super().__init__(uid or cls.__uid_of__(), *args, **kwargs)
        own = _declared(cls)
        local = self.parameters.local
        for name, value in own.items():
            local.setdefault(name, value)
        if self.__description__ is None and not cls.__dict__.get("__aetest_infra__"):
            self.__description__ = cls.__doc__

    @classmethod
    def __uid_of__(cls) -> str:
        """The uid of the class: what its body says, or its name."""
        for each in cls.__mro__:
            declared = vars(each).get("__uid__")
            if declared is not None and not isinstance(declared, property):
                return str(declared)
        return cls.__name__

    @property
    def __script__(self) -> Any:
        """The script that the section belongs to."""
        return self.parent

    def __reserved__(self) -> dict[str, Any]:
        """Arguments of processors that are not parameters."""
        return {"section": self, "testscript": self.__script__, "reporter": self.reporter}

    def __iter__(self) -> Iterator[TestItem]:
        raise NotImplementedError

    def __call__(self, **parameters: Any) -> None:
        """Runs the sections. Its result is their roll-up, Passed without any."""
        if parameters:
            self.parameters.local.update(parameters)
        executer = running.executer
        for section in self:
            executer.execute(section)
            if executer.aborting:
                break


def _declared(cls: type) -> dict[str, Any]:
    """The parameters that the class, or the nearest above it that has any, declares."""
    for each in cls.__mro__:
        declared = vars(each).get("__parameters__")
        if declared is not None and not isinstance(declared, property):
            return declared
    return {}
