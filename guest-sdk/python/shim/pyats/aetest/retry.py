"""`@aetest.retry`: runs a section or testcase again when its result is bad (SPEC 8, retry).

Each try is a section of its own, `name [Retry 1]`. The result of a try that was repeated is ignored; passing
at last gives Passx.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from pyats.results import Passed, Passx
from pyats.results.result import TestResult

logger = logging.getLogger("pyats.aetest")

RETRY_PATTERN = r"\s*\[Retry \d+\]"
RETRY_SUFFIX = "[Retry {}]"
IGNORED = "Ignoring the result because of retry"


class RetryDecorator:
    """`@aetest.retry(retries=3, retry_wait=10)`: how often to try again, and after how many seconds.

    `section_results` names the results after which to try again, Failed alone unless given.
    """

    def __init__(
        self,
        retries: int = 3,
        retry_wait: float = 10,
        sections: Any = None,
        section_results: Any = None,
        **kwargs: Any,
    ) -> None:
        self.retries = int(retries)
        self.retry_wait = retry_wait
        self.sections = sections
        self.section_results = ("failed",) if section_results is None else tuple(section_results)

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and callable(args[0]):
            # `@aetest.retry` without parentheses: what is returned is the function.
            return cls()(args[0])
        return super().__new__(cls)

    def __call__(self, func: Callable[..., Any]) -> Any:
        getattr(func, "__func__", func).__retry__ = self
        return func

    @staticmethod
    def retry_uids(prefix: str, retries: int) -> Iterator[str]:
        """The ids of all tries."""
        yield prefix
        for number in range(1, retries + 1):
            yield f"{prefix} {RETRY_SUFFIX.format(number)}"


retry = RetryDecorator


class Attempt:
    """One try of a section: what the executer asks when the section has ended."""

    def __init__(self, plan: RetryDecorator, number: int) -> None:
        self.plan = plan
        self.number = number
        self.again = False
        self.ran = False

    def settle(self, result: TestResult, stopped: bool) -> TestResult:
        """The result that counts for the try. `stopped`: it was not run, because of something else.

        As in pyATS, neither what passes at last nor what still is bad after the last try has a reason.
        """
        self.ran = True
        bad = not stopped and self.wants_another(result)
        self.again = bad and self.number < self.plan.retries
        if self.number and result == Passed:
            return Passx.clone()
        return result.clone() if bad else result

    def wants_another(self, result: TestResult) -> bool:
        return result.value in self.plan.section_results

    def ignored(self, stopped: bool) -> bool:
        """Whether the result does not count: there is another try, or this one was not made."""
        return self.again or stopped


def retryable(obj: Any) -> bool:
    """Whether it is under `@retry`."""
    return isinstance(getattr(obj, "__retry__", None), RetryDecorator)


def attempts(discovery: Any, section: Any) -> Iterator[Any]:
    """The tries of a section, one after the other, as long as another is wanted."""
    plan: RetryDecorator = section.__retry__
    prefix = None
    for number in range(plan.retries + 1):
        attempt = Attempt(plan, number)
        uid = None if prefix is None else f"{prefix} {RETRY_SUFFIX.format(number)}"
        made = discovery._new_section(section, uid)
        made.parameters.local.update(retry=True if number else None, retry_count=number)
        made.__attempt__ = attempt
        prefix = prefix or str(made.uid)
        yield made
        if number == 0 and attempt.ran:
            logger.info(
                f"RETRY: retrying {section} for a maximum of {plan.retries} times with a wait time of "
                f"{plan.retry_wait} seconds between retries."
            )
        if not attempt.again:
            return
        logger.info(f"Waiting {plan.retry_wait} seconds to do the retry")
        if plan.retry_wait > 0:
            time.sleep(plan.retry_wait)
