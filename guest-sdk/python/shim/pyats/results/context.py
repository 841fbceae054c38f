"""What carries a result: anything with an id, a parent and a result that its children roll up into."""

from __future__ import annotations

from typing import Any

from .result import Passed, TestResult


class TestableId(str):
    """The id of a section: a string that knows the ids above it by its `full` form."""

    __test__ = False

    def __new__(cls, string: str, parent: Any = None) -> TestableId:
        self = super().__new__(cls, string)
        above = getattr(parent, "uid", None)
        self.idlist = [*getattr(above, "idlist", [above] if above is not None else []), str(string)]
        return self

    @property
    def full(self) -> str:
        return ".".join(self.idlist)

    def __reduce__(self) -> tuple:
        return _rebuild_id, (str(self), self.idlist)


def _rebuild_id(string: str, idlist: list[str]) -> TestableId:
    uid = TestableId(string)
    uid.idlist = idlist
    return uid


class TestResultContext:
    """A `with` block that has a result; one that was not given is Passed.

    When it ends, its result is rolled up into its parent's.
    """

    __test__ = False

    def __init__(
        self, *args: Any, uid: str, parent: Any = None, name: str | None = None, result_rollup: bool = True
    ) -> None:
        self._name = name
        self.result_rollup = result_rollup
        self.reporter = None
        self.__parent__ = parent
        self.__uid__ = TestableId(uid, parent)
        self.__result__: TestResult | None = None

    @property
    def uid(self) -> TestableId:
        return self.__uid__

    @property
    def name(self) -> str | None:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._name = value

    @property
    def parent(self) -> Any:
        return self.__parent__

    @property
    def result(self) -> TestResult:
        return Passed if self.__result__ is None else self.__result__

    @result.setter
    def result(self, value: TestResult) -> None:
        self.__result__ = value

    def __enter__(self) -> TestResultContext:
        return self

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        parent = self.parent
        if not self.result_rollup or not isinstance(parent, TestResultContext):
            return
        parent.result = self.result if parent.__result__ is None else parent.__result__ + self.result
