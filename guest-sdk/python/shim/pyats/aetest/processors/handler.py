"""Runs the processors of a section.

What comes of them is decided here; what that means for the section, by the executer.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from pyats.log.utils import banner
from pyats.results import Blocked, Errored, Failed, Passed, Skipped
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
        self.contexts: list[tuple[str, AbstractContextManager, Steps]] = []

    def _of(self, kind: str) -> list[Any]:
        script, own = self.stores
        return getattr(script, kind) + getattr(own, kind)

    # A `goto` of a processor's signal is not obeyed: pyATS does not, either.

    def start(self) -> TestResult | None:
        """Before the section: context processors, then pre-processors, all of them.

        A result means that the section is not to be run.
        """
        found = None
        for index, processor in enumerate(self._of("context"), 1):
            found = self._given(found, self._enter(processor, index))
        for index, processor in enumerate(self._of("pre"), 1):
            run = PreProcessor(index=index, section=self.section, name=getname(processor))
            returned, result = self._run(run, processor, failed_assertion=Blocked)
            if result is None and returned is False:
                result = Skipped.clone(f"{run} - returned False")
            found = self._given(found, result)
        return found

    def exception(
        self, exc: BaseException, found: TestResult | None = None
    ) -> tuple[bool, TestResult | None]:
        """When the section raised: whether a processor suppressed it, and the result that processors gave.

        `found` is what context processors have given before.
        """
        suppressed = False
        extra = {"exc_type": type(exc), "exc_value": exc, "exc_traceback": exc.__traceback__}
        script, own = self.stores
        for index, processor in enumerate([*script.exception, *self.inherited, *own.exception], 1):
            run = ExceptionProcessor(index=index, section=self.section, name=getname(processor))
            returned, result = self._run(run, processor, extra)
            suppressed = suppressed or bool(returned)
            found = self._given(found, result)
        return suppressed, found

    def stop(self, found: TestResult | None = None) -> TestResult | None:
        """After the section. A result takes the place of the section's.

        `found` is what context processors gave when they ended.
        """
        for index, processor in enumerate(self._of("post"), 1):
            run = PostProcessor(index=index, section=self.section, name=getname(processor))
            found = self._given(found, self._run(run, processor)[1])
        return found

    def leave(self, exc: BaseException | None) -> tuple[bool, TestResult | None]:
        """Ends the context processors with what the section raised, the first first, as pyATS does.

        Whether one suppressed it, and the result that they gave. The others are told of the exception all the same.
        """
        suppressed, found = False, None
        contexts, self.contexts = self.contexts, []
        for label, context, steps in contexts:
            ended, result = _outcome(f"Post{label}", steps, lambda context=context: _end(context, exc), Failed)
            suppressed = suppressed or (exc is not None and bool(ended))
            found = self._given(found, result)
        return suppressed, found

    def _given(self, known: TestResult | None, found: TestResult | None) -> TestResult | None:
        """The stronger of two results, of equal ones the first; the next processor sees it as the section's."""
        if found is None:
            return known
        self.section.result = found = found if known is None else known + found
        return found

    def _enter(self, processor: Any, index: int) -> TestResult | None:
        """Makes and enters a context processor: the result that it gave."""
        name = getattr(processor, "__context_processor__", None) or getname(processor)
        run = ContextProcessor(index=index, section=self.section, name=name)
        steps = Steps(self.section)

        def enter() -> None:
            if isinstance(processor, type):
                context = processor(index=index, section=self.section, name=name)
            else:
                context = contextmanager(processor)(**self._arguments(run, processor, steps, {}))
            context.__enter__()
            self.contexts.append((str(run), context, steps))

        return _outcome(f"Pre{run}", steps, enter, Blocked)[1]

    def _arguments(
        self, run: BaseProcessor, processor: Callable[..., Any], steps: Steps, extra: dict[str, Any]
    ) -> dict[str, Any]:
        section = self.section
        reserved = {**section.__reserved__(), "steps": steps, "processor": run, **extra}
        return fill(processor, section.parameters, reserved, section)

    def _run(
        self,
        run: BaseProcessor,
        processor: Any,
        extra: dict[str, Any] | None = None,
        failed_assertion: TestResult = Failed,
    ) -> tuple[Any, TestResult | None]:
        """Calls one: what it returned, and the result that it gave, with its name in the reason."""
        reported = getattr(processor, "__report__", False)
        if reported:
            logger.info(banner(f"Starting {run}"))
            running.reporter.open("section", str(run.uid), run.name, processor.__doc__, None, unique=False)
        returned, result = None, None
        try:
            steps = Steps(self.section)
            returned, result = _outcome(
                str(run), steps, lambda: self._call(run, processor, steps, extra), failed_assertion
            )
        finally:
            if reported:
                shown = Passed if result is None else result
                logger.info(f"The result of {run} is => {shown.value.upper()}")
                running.reporter.close(shown, shown.reason)
        return returned, result

    def _call(
        self, run: BaseProcessor, processor: Any, steps: Steps, extra: dict[str, Any] | None
    ) -> Any:
        if extra is not None and _takes_four(processor):
            return processor(self.section, *extra.values())
        return processor(**self._arguments(run, processor, steps, extra or {}))


def _end(context: AbstractContextManager, exc: BaseException | None) -> Any:
    """Ends a context: whether it suppressed the exception. One that lets it pass may raise it again."""
    if exc is None:
        return context.__exit__(None, None, None)
    trace = exc.__traceback__
    try:
        return context.__exit__(type(exc), exc, trace)
    except BaseException as again:
        if again is not exc:
            raise
        return False
    finally:
        # A generator adds its own frames.
        exc.__traceback__ = trace


def _outcome(
    label: str, steps: Steps, call: Callable[[], Any], failed_assertion: TestResult
) -> tuple[Any, TestResult | None]:
    """Calls a processor's code: what it returned, and the result that it gave by a signal or an exception."""
    try:
        return call(), None
    except signals.ResultSignal as signal:
        given = signal.result
        return None, given.clone(label if given.reason is None else f"{label} - {given.reason}", given.data)
    except signals.TerminateStepSignal:
        return None, steps.result.clone(label)
    except AssertionError as exc:
        return None, _caught(label, exc, "an assertion failure", failed_assertion)
    except Exception as exc:
        return None, _caught(label, exc, "an exception", Errored)


def _takes_four(processor: Any) -> bool:
    """Whether an exception processor is called with `(section, exc_type, exc_value, exc_traceback)`.

    pyATS does so, whatever they are called, with one that has exactly four arguments, or `*args`; others get their
    arguments by name.
    """
    parameters = inspect.signature(processor).parameters.values()
    kinds = [parameter.kind for parameter in parameters]
    if inspect.Parameter.KEYWORD_ONLY in kinds or inspect.Parameter.VAR_KEYWORD in kinds:
        return False
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return len(kinds) <= 5
    return len(kinds) == 4


def _caught(label: str, exc: Exception, what: str, plain: TestResult) -> TestResult:
    summary, traceback = f"Caught {what} while executing {label}", format_traceback(exc)
    logger.error(f"{summary}:\n{traceback}")
    return plain.clone(f"{label} - {summary}", {"traceback": traceback})


__all__ = ["ProcessorHandler"]
