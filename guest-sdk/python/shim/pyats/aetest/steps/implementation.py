"""`with steps.start('…') as step:`, and the report of a section's steps.

A step that does not pass ends what is around it, unless it was started with `continue_=True`; a step is a `steps` itself, for steps inside it.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Any, NamedTuple, NoReturn

from pyats.log.utils import banner
from pyats.results import Aborted, Errored, Failed, Passed, Passx, Skipped
from pyats.results.context import TestResultContext
from pyats.results.result import TestResult

from .. import running, signals
from ..utils import format_traceback

logger = logging.getLogger("pyats.aetest")

_REPORT_WIDTH = 60
_NAME_WIDTH = 50
_GOES_ON = (Passed, Passx, Skipped)


class StepDetail(NamedTuple):
    """A step as `steps.details` shows it."""

    index: str
    name: str
    result: TestResult


class Steps(TestResultContext):
    """The steps of a section."""

    __test__ = False

    def __init__(self, parent: Any = None) -> None:
        super().__init__(uid="steps", parent=parent)
        self.steps: list[Step] = []

    @property
    def result(self) -> TestResult:
        """The roll-up of the steps so far, without their reasons; Passed when there are none."""
        return sum((step.result for step in self.steps), Passed).clone()

    @property
    def details(self) -> list[StepDetail]:
        """All steps so far, those inside others after them."""
        found = []
        for step in self.steps:
            found.append(StepDetail(step.index, step.name, step.result))
            found += step.details
        return found

    def start(self, *args: Any, offset: int = 0, **kwargs: Any) -> Step:
        """A step, for a `with` block: `start(name, continue_=False, description=None)`."""
        step = Step(
            *args, index=len(self.steps) + 1 + offset, parent=self, source=None, offset=offset, **kwargs
        )
        self.steps.append(step)
        return step

    def report(self) -> None:
        """Logs the steps with their results; the harness does so at the end of a section that has any."""
        logger.info(banner("STEPS Report", width=_REPORT_WIDTH, h_margin=".", v_margin=":"))
        for index, name, result in self.details:
            text = f"STEP {index} - {name}"
            logger.info(f"{text:<{_NAME_WIDTH}}{result.value.capitalize():<{_REPORT_WIDTH - _NAME_WIDTH}}")
        logger.info("." * _REPORT_WIDTH)


class Step(Steps):
    """One step. It begins and ends with its `with` block."""

    def __init__(
        self,
        name: Any,
        *,
        index: int,
        parent: Any = None,
        source: Any = None,
        continue_: bool | None = None,
        description: str | None = None,
        offset: int = 0,
        suppress_logs: bool = False,
    ) -> None:
        super().__init__(parent)
        self.name = str(name)
        self.description = description
        self.continue_ = bool(continue_)
        self.offset = offset
        self.suppress_logs = suppress_logs
        self.source = source
        above = f"{parent.index}." if isinstance(parent, Step) else ""
        self.__index = f"{above}{index}"
        self.__ended: TestResult | None = None

    @property
    def index(self) -> str:
        """`1`; `3.1` for the first step inside the third."""
        return self.__index

    @property
    def uid(self) -> str:
        return f"STEP {self.__index}"

    @property
    def result(self) -> TestResult:
        return super().result if self.__ended is None else self.__ended

    @result.setter
    def result(self, value: TestResult) -> None:
        self.__ended = value

    def __str__(self) -> str:
        return f"{self.uid}: {self.name}"

    __repr__ = __str__

    def __enter__(self) -> Step:
        self._log(banner(f"Starting {self}", h_margin=".", v_margin=":"))
        description = None if self.description is None else str(self.description)
        running.reporter.open("step", self.uid, self.name, description, _caller(), unique=False)
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> bool:
        result = self.__ended = self._outcome(exc)
        self._log(f"The result of {self} is => {result.value.upper()}")
        running.reporter.close(result, result.reason)
        if exc is None:
            return False
        own = isinstance(exc, (signals.StepSignal, signals.TerminateStepSignal, AssertionError))
        if not own:
            return False
        if self.continue_ or result in _GOES_ON:
            return True
        raise signals.TerminateStepSignal from None

    def _outcome(self, exc: BaseException | None) -> TestResult:
        """The step's result, after what its block raised."""
        if exc is None or isinstance(exc, signals.TerminateStepSignal):
            return self.result
        if isinstance(exc, signals.ResultSignal):
            log_reason(exc.result)
            return exc.result
        if isinstance(exc, AssertionError):
            summary, traceback = f"Caught an assertion failure while executing {self}", format_traceback(exc)
            logger.error(f"{summary}:\n{traceback}")
            return Failed.clone(summary, {"traceback": traceback})
        if isinstance(exc, Exception):
            # The section logs it.
            summary = f"Caught an exception while executing {self}"
            return Errored.clone(summary, {"traceback": format_traceback(exc)})
        return Aborted

    def _log(self, text: str) -> None:
        if not self.suppress_logs:
            logger.info(text)

    # What ends the step.

    @staticmethod
    def passed(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepPassedSignal(reason, None, from_exception, data)

    @staticmethod
    def failed(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepFailedSignal(reason, None, from_exception, data)

    @staticmethod
    def errored(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepErroredSignal(reason, None, from_exception, data)

    @staticmethod
    def skipped(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepSkippedSignal(reason, None, from_exception, data)

    @staticmethod
    def blocked(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepBlockedSignal(reason, None, from_exception, data)

    @staticmethod
    def aborted(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepAbortedSignal(reason, None, from_exception, data)

    @staticmethod
    def passx(reason: Any = None, data: Any = None, from_exception: Any = None) -> NoReturn:
        raise signals.AEtestStepPassxSignal(reason, None, from_exception, data)


_LOGGED_AS_ERRORS = (Failed, Errored, Aborted)


def log_reason(result: TestResult) -> None:
    """Logs why a section or step has its result, if that was said: `Failed reason: …`."""
    if result.reason is not None:
        level = logging.ERROR if result in _LOGGED_AS_ERRORS else logging.INFO
        logger.log(level, "%s reason: %s", result.value.capitalize(), result.reason)


def _caller() -> tuple[str, int, None] | None:
    """Where the user's code entered the step."""
    frame = sys._getframe(2)
    return (frame.f_code.co_filename, frame.f_lineno, None)
