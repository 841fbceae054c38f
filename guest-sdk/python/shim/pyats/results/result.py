"""The seven results and their roll-up (SPEC 1.2).

Nothing here talks to the host: what is reported is `pyats.aetest`'s matter.
"""

from __future__ import annotations

from typing import Any

_CODES = {"failed": 0, "passed": 1, "aborted": 2, "blocked": 3, "skipped": 4, "errored": 5, "passx": 8}
_VALUES = {code: value for value, code in _CODES.items()}

# The weakest first: of two results the one further right wins.
_ROLLUP = ["skipped", "passed", "passx", "blocked", "failed", "errored", "aborted"]
_STRENGTH = {_CODES[value]: place for place, value in enumerate(_ROLLUP)}

# How the results are called in the XML reports' vocabulary.
_TIMS = {
    "failed": "failed",
    "passed": "passed",
    "aborted": "blocked",
    "blocked": "blocked",
    "skipped": "dropped",
    "errored": "blocked",
    "passx": "passx",
}


class TestResult:
    """One result:

    `code` (int), `value` (its lower-case name), `reason` (str or None) and `data` (anything, or None).

    Two results are equal when their codes are; a string is equal to none of them. Only Passed and Passx are
    true. `a + b` is the stronger of the two, the left one when they are the same.
    """

    __test__ = False  # not a test class, whatever its name makes unittest's and pytest's collectors think
    __hash__ = None  # equal clones may carry different reasons

    __code_map__ = _CODES
    __value_map__ = _VALUES
    __tims_map__ = _TIMS
    __rollup__ = _ROLLUP

    def __init__(self, code: int, reason: object = None, data: Any = None) -> None:
        self.code = code
        self.value = _VALUES[code]
        self.tims = _TIMS[self.value]
        self.reason = None if reason is None else str(reason)
        self.data = data

    @classmethod
    def from_str(cls, string: str) -> TestResult:
        """The result of that name, in upper or lower case; KeyError for anything else."""
        return cls(_CODES[string.lower()])

    @property
    def name(self) -> str:
        return self.value

    def clone(self, reason: object = None, data: Any = None) -> TestResult:
        """An equal result with this reason and data; those of the original are not taken over."""
        return type(self)(self.code, reason, data)

    def __repr__(self) -> str:
        return self.value.capitalize()

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return self.code == 1 or self.code == 8

    def __int__(self) -> int:
        return self.code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TestResult) and self.code == other.code

    def __add__(self, other: object) -> TestResult:
        if not isinstance(other, TestResult):
            raise TypeError(f"Cannot add {type(other).__name__} to TestResult, only another TestResult")
        return other if _STRENGTH[other.code] > _STRENGTH[self.code] else self

    def __radd__(self, other: object) -> TestResult:
        if type(other) is int and other == 0:  # where sum() starts
            return self
        return self.__add__(other)

    def __copy__(self) -> TestResult:
        return self.clone(self.reason, self.data)

    def __deepcopy__(self, memo: dict) -> TestResult:
        from copy import deepcopy

        return self.clone(self.reason, deepcopy(self.data, memo))

    def __reduce__(self) -> str | tuple:
        # The plain seven stay the objects they are when they cross between a job and its tasks.
        name = self.value.capitalize()
        return name if globals().get(name) is self else (type(self), (self.code, self.reason, self.data))


Failed = TestResult(0)
Passed = TestResult(1)
Aborted = TestResult(2)
Blocked = TestResult(3)
Skipped = TestResult(4)
Errored = TestResult(5)
Passx = TestResult(8)
