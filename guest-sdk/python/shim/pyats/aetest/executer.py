"""Executes sections: decides whether one is run, runs it with its processors, and settles its result (SPEC 8).

One executer runs one script. It holds what outlives a section: pending gotos, what blocks what, counted
failures.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from pyats.log.utils import banner
from pyats.results import Aborted, Blocked, Errored, Failed, Passed, Passx, Skipped
from pyats.results.result import TestResult

from . import running, signals
from .commons import CommonCleanup, CommonSetup
from .exceptions import DuplicateIDError, FilterError
from .function import TestFunction
from .processors.handler import ProcessorHandler
from .processors.store import ProcessorStore
from .retry import IGNORED
from .sections import CleanupSection, SetupSection, Subsection, TestSection
from .steps.implementation import log_reason
from .testcase import Testcase
from .utils import format_traceback

logger = logging.getLogger("pyats.aetest")
_reporter_logger = logging.getLogger("pyats.reporter")

_GOTO = ("cleanup", "next_tc", "common_cleanup", "exit")
_GOES_ON = (Passed, Passx, Skipped)
_COUNTED = (Failed, Errored, Aborted)
_INTERRUPTED = "Caught keyboard interrupt (ctrl+c): aborting script run immediately."


class Executer:
    """Runs the sections of one script."""

    def __init__(
        self,
        uids: Callable[..., Any] | None = None,
        groups: Callable[..., Any] | None = None,
        exclude_uids: Callable[..., Any] | None = None,
        pdb: Any = False,
        max_failures: int | None = None,
        processors: ProcessorStore | None = None,
    ) -> None:
        self.uids = _filter("uids", uids)
        self.groups = _filter("groups", groups)
        self.exclude_uids = _filter("exclude_uids", exclude_uids)
        self.max_failures = max_failures
        self.processors = processors or ProcessorStore()
        #: The containers and the section that run now, outermost first.
        self.stack: list[Any] = []
        #: Nothing more of the script is to be run.
        self.aborting = False
        self._goto: list[str] = []
        self._goto_cause: TestResult = Passed
        self._common_setup_failed = False
        self._setup_failed = False
        self._failures = 0

    def execute(self, section: Any) -> None:
        """Runs a section, unless filters do not choose it, and adds its result to that of what it is in."""
        if not self._chosen(section):
            return
        try:
            self._begin(section)
        except DuplicateIDError as error:
            self._refuse(section, error)
            return
        self.stack.append(section)
        stopped = True
        try:
            if isinstance(section, Testcase):
                self._setup_failed = False
            stopped = self._stopped(section)
            if not stopped:
                self._perform(section)
                self._watch(section)
            self._gate(section)
        finally:
            self.stack.pop()
            self._end(section, stopped)

    # -- which sections are run ---------------------------------------------------------------------------

    def _chosen(self, section: Any) -> bool:
        if self.uids is not None and not self.uids(*self._path(section)):
            return False
        if self.groups is None or not isinstance(section, Testcase):
            return True
        # A test may have this name.
        return self.groups(*(() if callable(section.groups) else section.groups))

    def _path(self, *section: Any) -> list[str]:
        """The uids of what runs now, outermost first, and of the section."""
        return [str(each.uid) for each in (*self.stack, *section)]

    def _stopped(self, section: Any) -> bool:
        """Whether the section, which is the innermost now, must not be run; it then has its result."""
        if self.exclude_uids is not None and self.exclude_uids(*self._path()):
            reason = f"Section '{section.uid}' is being excluded by user filter: {self.exclude_uids}"
            logger.warning(f"{reason}\nSkipping section...")
            section.result = Skipped.clone(reason)
            return True
        if self._goto:
            target = self._goto[0]
            if target == "exit":
                logger.warning("Goto 'exit': aborting script run immediately.")
                section.result = Aborted
                self.aborting = True
                return True
            if not _arrived(target, section):
                reason = f"Skipping/blocking due to goto: {target}"
                logger.info(reason)
                section.result = (Skipped if self._goto_cause == Passed else Blocked).clone(reason)
                return True
            del self._goto[0]
        if self._common_setup_failed and isinstance(section, Testcase):
            return _block(section, "common_setup did not pass")
        if self._setup_failed and isinstance(section, (SetupSection, TestSection)):
            return _block(section, "testcase setup did not pass")
        return False

    # -- running one --------------------------------------------------------------------------------------

    def _perform(self, section: Any) -> None:
        handler = ProcessorHandler(section, self.processors)
        try:
            given = handler.start()
            if given is not None:
                self._give(section, given)
            else:
                self._run(section, handler)
        except KeyboardInterrupt:
            logger.warning(_INTERRUPTED)
            section.result = Aborted.clone(_INTERRUPTED)
            self.aborting = True
        except SystemExit as exc:
            self._exited(section, exc)
        except Exception as exc:
            self._caught(section, handler, exc)
        except BaseException as exc:
            summary, traceback = f"Caught an exception while executing {section}", format_traceback(exc)
            logger.error(f"{summary}:\n{traceback}")
            section.result = Aborted.clone(summary, {"traceback": traceback})
            self.aborting = True
        if isinstance(section, TestFunction) and section.steps.steps:
            section.steps.report()

    def _run(self, section: Any, handler: ProcessorHandler) -> None:
        given = None
        try:
            section()
        except signals.ResultSignal as signal:
            self._give(section, signal.result, signal.goto)
            _, given = handler.leave(None)
        except signals.TerminateStepSignal:
            # The roll-up of the steps is the result already.
            _, given = handler.leave(None)
        except Exception as exc:
            suppressed, found = handler.leave(exc)
            if not suppressed:
                self._caught(section, handler, exc, found)
            elif found is not None:
                self._give(section, found)
        except BaseException as exc:
            handler.leave(exc)
            raise
        else:
            ended = section.result
            _, given = handler.leave(None)
            if self.aborting:
                section.result = ended
        if self.aborting:
            return
        given = handler.stop(given)
        if given is not None:
            self._give(section, given)

    def _give(self, section: Any, result: TestResult, goto: Any = None) -> None:
        section.result = result
        log_reason(result)
        if goto:
            wrong = self._go_to(list(goto), section, result)
            if wrong is not None:
                logger.error(wrong)
                section.result = Errored.clone(wrong)

    def _caught(
        self, section: Any, handler: ProcessorHandler, exc: Exception, found: TestResult | None = None
    ) -> None:
        assertion = isinstance(exc, AssertionError)
        traceback = format_traceback(exc)
        suppressed, given = handler.exception(exc, found)
        if given is not None or suppressed:
            head = "" if given is not None else "Suppressed exception:\n"
            logger.error(f"{head}Caught an exception while executing {section}:\n{traceback}\n")
            if given is not None:
                self._give(section, given)
        else:
            what = "an assertion failure" if assertion else "an exception"
            summary = f"Caught {what} while executing {section}"
            logger.log(logging.WARNING if assertion else logging.ERROR, f"{summary}:\n{traceback}")
            section.result = (Failed if assertion else Errored).clone(summary, {"traceback": traceback})

    def _exited(self, section: Any, exc: SystemExit) -> None:
        """`sys.exit()` in a section ends the script (DIFFERENCES): Aborted, with the status as reason."""
        code = 0 if exc.code is None else exc.code
        section.result = Aborted.clone(f"sys.exit({code!r})")
        log_reason(section.result)
        self.aborting = True

    def _go_to(self, targets: list[Any], section: Any, cause: TestResult) -> str | None:
        """Notes where to go on after the section; what is wrong with it, if something is."""
        for target in targets:
            if target not in _GOTO:
                return f"'{target}' is not a valid goto target."
            if not _may_go_to(target, section):
                return f"goto {target} cannot be called in {section.uid}"
        self._goto, self._goto_cause = targets, cause
        return None

    # -- what a section's result means for others ---------------------------------------------------------

    def _watch(self, section: Any) -> None:
        """What a testcase that was run means for the script."""
        if not isinstance(section, Testcase):
            return
        if self._goto and self._goto[0] == "cleanup" and not self.aborting:
            del self._goto[0]
            wrong = f"Testcase {section.uid} does not have a cleanup section, and goto cleanup was called."
            logger.error(wrong)
            section.result = Errored.clone(wrong)
        if section.result in _COUNTED:
            self._failures += 1
            if self.max_failures is not None and self._failures == self.max_failures:
                self._to_common_cleanup("Max failure reached: aborting script execution")
        if getattr(section, "must_pass", False) and not section.result:
            self._to_common_cleanup("Testcase marked must-pass: aborting script execution")

    def _to_common_cleanup(self, text: str) -> None:
        logger.error(text)
        self._goto, self._goto_cause = ["common_cleanup"], Blocked

    def _gate(self, section: Any) -> None:
        if section.result not in _GOES_ON:
            if isinstance(section, CommonSetup):
                self._common_setup_failed = True
            elif isinstance(section, SetupSection):
                self._setup_failed = True

    # -- reporting ----------------------------------------------------------------------------------------

    def _begin(self, section: Any) -> None:
        source = section.__written__().for_host()
        reporter = running.reporter
        description = section.description
        if callable(description):
            # A test has this name.
            description = section.__description__
        reporter.open(section.__host_kind__, str(section.uid), section.name, description, source)
        section.reporter = reporter
        logger.info(banner(f"Starting {section}"))

    def _end(self, section: Any, stopped: bool) -> None:
        result, ignored = section.result, False
        attempt = getattr(section, "__attempt__", None)
        if attempt is not None:
            result = section.result = attempt.settle(result, stopped)
            ignored = attempt.ignored(stopped)
        logger.info(f"The result of {section} is => {result.value.upper()}")
        if ignored and not stopped:
            running.reporter.close(result.clone(), IGNORED, ignored)
        else:
            running.reporter.close(result, result.reason, ignored)
        if not ignored:
            _roll_up(section.parent, result)

    def _refuse(self, section: Any, error: DuplicateIDError) -> None:
        """A section whose id is taken is not run, but it is in the report (SPEC 4.3)."""
        _reporter_logger.error("Section %s is not run: DuplicateIDError: %s", section.uid, error)
        reporter = running.reporter
        reporter.open("section", reporter.free_id(str(section.uid)))
        reporter.add_detail(repr(error))
        reporter.close(Errored, "Duplicate Section ID")
        _roll_up(section.parent, Errored)


def _filter(name: str, function: Any) -> Any:
    if function is not None and not callable(function):
        raise FilterError(f"{name} must be a callable object")
    return function


def _roll_up(parent: Any, result: TestResult) -> None:
    known = parent.__result__
    # Without its reason: that is the child's.
    plain = result.clone()
    parent.result = plain if known is None else known + plain


def _block(section: Any, reason: str) -> bool:
    logger.info(f"Blocking {section.uid} because {reason}.")
    section.result = Blocked.clone(reason)
    return True


def _arrived(target: str, section: Any) -> bool:
    if target == "cleanup":
        return isinstance(section, CleanupSection)
    if target == "next_tc":
        return isinstance(section, (Testcase, CommonCleanup))
    return isinstance(section, CommonCleanup)


def _may_go_to(target: str, section: Any) -> bool:
    if target == "cleanup":
        return isinstance(section, (SetupSection, TestSection))
    if target == "next_tc":
        return isinstance(section, (SetupSection, TestSection, CleanupSection, Testcase))
    if target == "common_cleanup":
        within = section.parent if isinstance(section, Subsection) else section
        return not isinstance(within, CommonCleanup)
    return True
