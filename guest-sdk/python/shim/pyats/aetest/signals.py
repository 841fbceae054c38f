"""How `self.passed()` and the like end a section.

Exceptions that `except Exception` does not catch (SPEC 8).
"""

from __future__ import annotations

from typing import Any

from easypy_runner.tracebacks import format_exception
from pyats.results import Aborted, Blocked, Errored, Failed, Passed, Passx, Skipped
from pyats.results.result import TestResult


class AEtestInternalSignals(BaseException):
    """What the harness raises for itself. A script that catches it should raise it again."""


class ResultSignal(AEtestInternalSignals):
    """Ends a section with a result.

    `goto` is where to go on, a list of targets; `data` goes into the report.
    """

    #: The result of the class, without reason and data.
    plain: TestResult = Passed

    def __init__(
        self,
        reason: Any = None,
        goto: Any = None,
        from_exception: BaseException | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(reason, goto, from_exception, data)
        if from_exception is not None:
            head = "" if reason is None else f"{reason}\n"
            reason = f"{head}\nException:\n{format_exception(from_exception)}\n"
        # An empty text is no reason.
        self.result = self.plain.clone(None if reason is None else str(reason) or None, data)
        self.goto = goto
        self.from_exception = from_exception


class AEtestPassedSignal(ResultSignal):
    plain = Passed


class AEtestFailedSignal(ResultSignal):
    plain = Failed


class AEtestErroredSignal(ResultSignal):
    plain = Errored


class AEtestSkippedSignal(ResultSignal):
    plain = Skipped


class AEtestBlockedSignal(ResultSignal):
    plain = Blocked


class AEtestAbortedSignal(ResultSignal):
    plain = Aborted


class AEtestPassxSignal(ResultSignal):
    plain = Passx


class StepSignal(ResultSignal):
    """Ends a step with a result."""


class AEtestStepPassedSignal(StepSignal):
    plain = Passed


class AEtestStepFailedSignal(StepSignal):
    plain = Failed


class AEtestStepErroredSignal(StepSignal):
    plain = Errored


class AEtestStepSkippedSignal(StepSignal):
    plain = Skipped


class AEtestStepBlockedSignal(StepSignal):
    plain = Blocked


class AEtestStepAbortedSignal(StepSignal):
    plain = Aborted


class AEtestStepPassxSignal(StepSignal):
    plain = Passx


class TerminateStepSignal(AEtestInternalSignals):
    """Ends what is around a step that did not pass and is not to be continued after."""
