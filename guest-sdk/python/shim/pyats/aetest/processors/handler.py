"""Runs the processors of a section.

What comes of them is decided here; what that means for the section, by the executer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from pyats.log.utils import banner
from pyats.results import Blocked, Errored, Passed, Skipped
from pyats.results.result import TestResult

from .. import running, signals
from ..parameters import fill
from ..steps.implementation import Steps
from ..utils import format_traceback, getname
from .bases import BaseProcessor, ContextProcessor, ExceptionProcessor, PostProcessor, PreProcessor
from .decorator import store_of

logger = logging.getLogger("pyats.aetest")


class ProcessorHandler:
    """The processors of one section, a script's global ones first.

    Exception processors are those of the container as well.
    """

    def __init__(self, section: Any, script_processors: Any) -> None:
        self.section = section
        self.stores = (script_processors, store_of(section))
        parent = section.parent
        self.inherited = [] if parent is section.__script__ else store_of(parent).exception
        self.contexts: list[AbstractContextManager] = []
        #: Where processors asked to go on: the last `goto` of their signals.
        self.goto: Any = None

    def _of(self, kind: str) -> list[Any]:
        script, own = self.stores
        return getattr(script, kind) + getattr(own, kind)

    def start(self) -> TestResult | None:
        """Before the section: context processors, then pre-processors.

        A result means that it is not to be run.
        """
        for index, processor in enumerate(self._of("context"), 1):
            context = self._context(processor, index)
            context.__enter__()
            self.contexts.append(context)
        found = None
        for index, processor in enumerate(self._of("pre"), 1):
            run = PreProcessor(index=index, section=self.section, name=getname(processor))
            returned, result = self._run(run, processor)
            if result is None and returned is False:
                result = Skipped.clone(f"{run} - returned False")
            found = _worse(found, result)
        return found

    def exception(self, exc: BaseException) -> tuple[bool, TestResult | None]:
        """When the section raised: whether a processor suppressed it, and the result that processors gave."""
        suppressed, found = False, None
        extra = {"exc_type": type(exc), "exc_value": exc, "exc_traceback": exc.__traceback__}
        script, own = self.stores
        for index, processor in enumerate([*script.exception, *self.inherited, *own.exception], 1):
            run = ExceptionProcessor(index=index, section=self.section, name=getname(processor))
            returned, result = self._run(run, processor, extra)
            suppressed = suppressed or bool(returned)
            found = _worse(found, result)
        return suppressed, found

    def stop(self) -> TestResult | None:
        """After the section. A result takes the place of the section's."""
        found = None
        for index, processor in enumerate(self._of("post"), 1):
            run = PostProcessor(index=index, section=self.section, name=getname(processor))
            found = _worse(found, self._run(run, processor)[1])
        return found

    def leave(self, exc: BaseException | None) -> bool:
        """Ends the context processors, the last first, with what the section raised.

        Whether one suppressed it.
        """
        suppressed = False
        while self.contexts:
            context = self.contexts.pop()
            try:
                if context.__exit__(type(exc) if exc else None, exc, exc.__traceback__ if exc else None):
                    suppressed, exc = exc is not None, None
            except BaseException as raised:
                if raised is not exc:
                    raise
        return suppressed

    def _context(self, processor: Any, index: int) -> AbstractContextManager:
        name = getattr(processor, "__context_processor__", None) or getname(processor)
        if isinstance(processor, type):
            return processor(index=index, section=self.section, name=name)
        run = ContextProcessor(index=index, section=self.section, name=name)
        return contextmanager(processor)(**self._arguments(run, processor, Steps(self.section), {}))

    def _arguments(
        self, run: BaseProcessor, processor: Callable[..., Any], steps: Steps, extra: dict[str, Any]
    ) -> dict[str, Any]:
        section = self.section
        reserved = {**section.__reserved__(), "steps": steps, "processor": run, **extra}
        return fill(processor, section.parameters, reserved, section)

    def _run(
        self, run: BaseProcessor, processor: Any, extra: dict[str, Any] | None = None
    ) -> tuple[Any, TestResult | None]:
        """Calls one: what it returned, and the result that it gave, with its name in the reason."""
        reported = getattr(processor, "__report__", False)
        if reported:
            logger.info(banner(f"Starting {run}"))
            running.reporter.open("section", str(run.uid), run.name, processor.__doc__, None, unique=False)
        returned, result = None, None
        try:
            returned, result = self._call(run, processor, extra or {})
        finally:
            if reported:
                shown = Passed if result is None else result
                logger.info(f"The result of {run} is => {shown.value.upper()}")
                running.reporter.close(shown, shown.reason)
        return returned, result

    def _call(
        self, run: BaseProcessor, processor: Any, extra: dict[str, Any]
    ) -> tuple[Any, TestResult | None]:
        steps = Steps(self.section)
        try:
            return processor(**self._arguments(run, processor, steps, extra)), None
        except signals.ResultSignal as signal:
            given = signal.result
            self.goto = signal.goto or self.goto
            reason = f"{run}" if given.reason is None else f"{run} - {given.reason}"
            return None, given.clone(reason, given.data)
        except signals.TerminateStepSignal:
            return None, steps.result.clone(f"{run}")
        except AssertionError as exc:
            return None, _caught(run, exc, "an assertion failure", Blocked)
        except Exception as exc:
            return None, _caught(run, exc, "an exception", Errored)


def _caught(run: BaseProcessor, exc: Exception, what: str, plain: TestResult) -> TestResult:
    summary, traceback = f"Caught {what} while executing {run}", format_traceback(exc)
    logger.error(f"{summary}:\n{traceback}")
    return plain.clone(f"{run} - {summary}", {"traceback": traceback})


def _worse(known: TestResult | None, found: TestResult | None) -> TestResult | None:
    """The stronger of two results; of equal ones the first."""
    if known is None or found is None:
        return found if known is None else known
    return known + found


__all__ = ["ProcessorHandler"]
