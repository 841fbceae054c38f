"""What everything that can be tested has.

An id, a description, parameters, a result, and where it is written.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from pyats.results import Passed
from pyats.results.context import TestResultContext
from pyats.results.result import TestResult

from . import signals
from .parameters import ParameterDict, ParameterMap
from .utils.source import class_source, function_source


class Source:
    """Where a section is written.

    `name` (the file), `location` (the line) and `source_hash` (SPEC 3.4, `xref`).
    """

    def __init__(self, obj: Any, objcls: type | None = None) -> None:
        self.objcls = objcls
        self.name, self.location, self.source_hash = (
            class_source(obj) if isinstance(obj, type) else function_source(obj)
        )

    def for_host(self) -> tuple[str, int, str | None] | None:
        """The same as `host.begin` takes it."""
        return (self.name, self.location, self.source_hash) if self.name else None


#: Names that mean something on everything that can be tested. In pyATS a section of such a name is lost, or ends
#: the script with an error about something else.
RESERVED = frozenset(
    "uid name parameters parent reporter result passed failed errored skipped blocked aborted passx".split()
)


class _Written:
    """`section.source`; no property, so that a testcase may keep something of its own under this name."""

    def __get__(self, section: Any, cls: type) -> Any:
        return Source(cls) if section is None else section.__written__()


#: Attributes of a class body that instances have as properties, and where the value is kept instead.
_KEPT = {"uid": "__uid__", "description": "__doc__", "parameters": "__parameters__"}


class TestableMeta(type):
    """Classes of sections: what their body says of uid, description and parameters is kept for their instances."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> TestableMeta:
        # What `type(name, bases, {…})` in a script makes is the script's.
        attrs.setdefault("__module__", sys._getframe(1).f_globals.get("__name__"))
        if bases and not attrs.get("__aetest_infra__"):
            for taken in RESERVED.intersection(attrs):
                if hasattr(attrs[taken], "__testcls__"):
                    raise TypeError(
                        f"{name}.{taken}: a section cannot have this name, which means something else"
                    )
            for public, kept in _KEPT.items():
                if public in attrs and not _is_code(attrs[public]):
                    attrs[kept] = attrs.pop(public)
        return super().__new__(mcs, name, bases, attrs)

    def __setattr__(cls, name: str, value: Any) -> None:
        kept = _KEPT.get(name)
        super().__setattr__(name if kept is None or _is_code(value) else kept, value)


def _is_code(value: Any) -> bool:
    return callable(value) or isinstance(value, property)


class TestItem(TestResultContext, metaclass=TestableMeta):
    """The base of scripts, testcases and sections."""

    __aetest_infra__ = True
    __test__ = False
    #: How it is called in the log, before its uid.
    __kind__ = "section"

    def __init__(
        self,
        uid: Any,
        description: str | None = None,
        parent: Any = None,
        parameters: Any = None,
        result_rollup: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            uid=str(uid), parent=parent, name=self.__dict__.get("_name"), result_rollup=result_rollup
        )
        self.__description__ = description
        local = parameters if isinstance(parameters, ParameterDict) else ParameterDict(parameters or {})
        inherited = () if parent is None else parent.__parameters_map__.maps
        self.__parameters_map__ = ParameterMap(local, *inherited)

    @property
    def uid(self) -> Any:
        return self.__uid__

    @uid.setter
    def uid(self, value: Any) -> None:
        self.__uid__ = type(self.__uid__)(str(value), self.parent)

    @property
    def description(self) -> str | None:
        return self.__description__

    @description.setter
    def description(self, value: str | None) -> None:
        self.__description__ = value

    @property
    def parameters(self) -> ParameterMap:
        return self.__parameters_map__

    @parameters.setter
    def parameters(self, values: Any) -> None:
        local = self.__parameters_map__.local
        local.clear()
        local.update(values)

    def __written__(self) -> Source:
        """Where it is written."""
        return Source(type(self))

    source = _Written()

    @property
    def result(self) -> TestResult:
        """The result so far."""
        return Passed if self.__result__ is None else self.__result__

    @result.setter
    def result(self, value: TestResult) -> None:
        if not isinstance(value, TestResult):
            raise TypeError(f"expected result type to be {TestResult}, got {type(value)}")
        self.__result__ = value

    def __str__(self) -> str:
        return f"{self.__kind__} {self.uid}"

    def __repr__(self) -> str:
        return f"<class '{type(self).__name__}' uid='{self.uid}'>"

    # They are called on classes as well: `aetest.Testcase.failed('…')`.

    @staticmethod
    def passed(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Passed."""
        raise signals.AEtestPassedSignal(reason, goto, from_exception, data)

    @staticmethod
    def failed(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Failed."""
        raise signals.AEtestFailedSignal(reason, goto, from_exception, data)

    @staticmethod
    def errored(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Errored."""
        raise signals.AEtestErroredSignal(reason, goto, from_exception, data)

    @staticmethod
    def skipped(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Skipped."""
        raise signals.AEtestSkippedSignal(reason, goto, from_exception, data)

    @staticmethod
    def blocked(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Blocked."""
        raise signals.AEtestBlockedSignal(reason, goto, from_exception, data)

    @staticmethod
    def aborted(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Aborted."""
        raise signals.AEtestAbortedSignal(reason, goto, from_exception, data)

    @staticmethod
    def passx(
        reason: Any = None, *, data: Any = None, goto: Any = None, from_exception: Any = None
    ) -> NoReturn:
        """Ends the section: Passx, passed in spite of a known problem."""
        raise signals.AEtestPassxSignal(reason, goto, from_exception, data)
